"""The webhooks of a GitHub: an App's own, or those of organisations, which only an owner's token may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.contract import Denied
from connectors.github.payloads import HEARINGS
from connectors.github.redeliveries import WHO_MAY
from connectors.github.wanted import EVENTS, PULLS, UNSWEPT_EVENTS
from service.doctor.lines import note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from connectors.github.hook_answers import Attempt
    from connectors.github.inspection import GitHubInspection
    from connectors.github.inspection_answers import Hook
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import GitHubSite

EVERY: Final = "*"
MADE: Final = "payload URL {address}, content type application/json, a secret of webhook_secrets, events {events}"
AGAIN: Final = (
    "see that public_url leads here from outside, and the log of detour serve; failed ones are asked for again"
)


async def look(patient: Patient, site: GitHubSite, inspection: GitHubInspection) -> AsyncIterator[Line]:
    """Of the App, or of each organisation."""
    address = patient.address(site.site().name)
    if inspection.app_id is not None:
        [hook] = await inspection.hooks("")
        hook.events = (await inspection.app()).events
        async for line in _looked_at("the App", hook, address, "", inspection):
            yield line
        if patient.settings.checked_on(site.site()) and not {PULLS, EVERY} & set(hook.events):
            told = f"the webhook of the App does not tell of {PULLS}: checks come up to an hour late"
            yield wrong(told, "tick this event in its settings")
        return
    for owner in site.organizations:
        try:
            hooks = await inspection.hooks(owner)
        except Denied:
            yield note(f"the webhooks of {owner} cannot be looked at: {WHO_MAY}", f"compare by hand: {_made(address)}")
            continue
        ours = [one for one in hooks if address and one.leads_to(address)]
        if address and not ours:
            yield wrong(f"no webhook of {owner} sends to {address}", f"make one: {_made(address)}")
        for hook in ours:
            async for line in _looked_at(owner, hook, address, owner, inspection):
                yield line


def _made(address: str) -> str:
    return MADE.format(address=address or "public_url with /webhooks/github/NAME", events=", ".join(EVENTS))


async def _looked_at(
    whose: str, hook: Hook, address: str, owner: str, inspection: GitHubInspection
) -> AsyncIterator[Line]:
    problems = list(_problems(whose, hook, address))
    for line in problems:
        yield line
    if not problems:
        yield ok(f"the webhook of {whose} is as it should be")
    for line in _failures(whose, await inspection.attempts(owner, hook)):
        yield line


def _problems(whose: str, hook: Hook, address: str) -> Iterator[Line]:
    config = hook.config
    if not config.url:
        yield wrong(f"the webhook of {whose} sends nowhere", f"set it: {_made(address)}")
        return
    if address and not hook.leads_to(address):
        yield wrong(f"the webhook of {whose} sends elsewhere than to {address}", f"set its URL to {address}")
    if not hook.active:
        yield wrong(f"the webhook of {whose} is switched off", "tick Active in its settings")
    if config.content_type != "json":
        yield wrong(f"the webhook of {whose} sends forms", "set its content type to application/json")
    if not config.secret:
        yield wrong(f"the webhook of {whose} has no secret, and what is not signed is not taken", SIGN_IT)
    if str(config.insecure_ssl) == "1":
        yield note(f"the webhook of {whose} verifies no certificate", "enable SSL verification in its settings")
    yield from _silent(whose, hook.events)


SIGN_IT: Final = "set one, and write the same to webhook_secrets"


def _silent(whose: str, events: Iterable[str]) -> Iterator[Line]:
    """GitHub did not let everybody subscribe to links between issues: audits find those."""
    missing = [one for one in EVENTS if one not in events and EVERY not in events]
    if late := [one for one in missing if one in UNSWEPT_EVENTS]:
        told = f"the webhook of {whose} does not tell of {', '.join(late)}: links are seen when an audit reads all"
        yield note(told, "tick these events in its settings")
    if rest := [one for one in missing if one not in UNSWEPT_EVENTS]:
        yield wrong(f"the webhook of {whose} does not tell of {', '.join(rest)}", "tick these events in its settings")


def _failures(whose: str, attempts: Sequence[Attempt]) -> Iterator[Line]:
    """The newest first: if that failed, others may fail now."""
    heard = [one for one in attempts if one.event in HEARINGS]
    failed = [one for one in heard if not one.arrived]
    if not failed:
        return
    last = failed[0]
    told = f"{len(failed)} of the last {len(heard)} webhooks of {whose} failed, the last: {last.status or 'no answer'}"
    yield wrong(told, AGAIN) if heard[0] is last else note(told, AGAIN)
