"""Webhooks that did not arrive: GitHub lists them for three days, and sends one again when it is asked to, never else.

https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import httpx

from connectors.contract import Denied
from connectors.github.hook_answers import Attempt, OrganizationHook
from connectors.github.payloads import HEARINGS, IGNORED_ACTIONS
from connectors.github.transport import decoded
from connectors.github.wanted import UNSWEPT_EVENTS
from connectors.redelivering import Searched, Undelivered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from connectors.github.transport import Transport
    from connectors.github.writes import Writes

A_PAGE: Final = 100
MOST_PAGES: Final = 100
"""Pages of one webhook that a search looks through: ten thousand attempts."""
OF_APP: Final = "/app/hook"
UNSWEPT_ACTIONS: Final = frozenset({("issues", "deleted"), ("issues", "transferred")})
NO_ADDRESS: Final = "which webhooks come here is not known: server.public_url is not set"
NO_HOOK: Final = "no webhook of the organization sends to"
WHO_MAY: Final = (
    "only a token of an owner with the scope admin:org_hook may see what an organization's webhooks sent "
    "(a fine-grained one: Webhooks, read and write)"
)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a site's webhooks come to, and from whom: the organisations, or one App by its number.

    ``address`` is '' where it is not known.
    """

    address: str = ""
    organizations: tuple[str, ...] = ()
    app_id: int | None = None


class Redeliveries:
    """What was sent to us in vain. An App asks as itself, and sees what its one webhook sent, wherever that sends."""

    def __init__(self, receiver: Receiver, reads: Transport, writes: Writes) -> None:
        self._receiver, self._reads, self._writes = receiver, reads, writes

    @property
    def senders(self) -> tuple[str, ...]:
        """The organisations, or the App."""
        app = self._receiver.app_id
        return self._receiver.organizations if app is None else (f"the App {app}",)

    async def search(self, sender: str, since: datetime) -> Searched:
        """What was sent since a moment and did not arrive at any attempt, the latest first."""
        attempts, whole = [], True
        for hook in await self._hooks(sender):
            found, to_its_end = await self._sent(sender, hook, since)
            attempts += found
            whole = whole and to_its_end
        return Searched(tuple(_undelivered(attempts)), whole)

    async def ask_again(self, sender: str, handle: str) -> None:
        """Has GitHub send one again, under its old id. Never asks a second time by itself."""
        await self._writes.send(sender, "POST", handle)

    async def close(self) -> None:
        """Closes the connections of its own; those that it shares with the client are the client's to close."""
        self._writes.close()

    async def _hooks(self, sender: str) -> list[str]:
        """The paths of the webhooks that send to us."""
        if self._receiver.app_id is not None:
            return [OF_APP]
        if not self._receiver.address:
            raise Denied(NO_ADDRESS)
        path = f"/orgs/{quote(sender, safe='')}/hooks"
        try:
            answer = await self._reads.get(sender, path, per_page=A_PAGE)
        except Denied as denied:
            raise Denied(f"{denied}; {WHO_MAY}", status=denied.status) from denied
        ours = [one.id for one in decoded(answer, list[OrganizationHook]) if one.sends_to(self._receiver.address)]
        if not ours:
            raise Denied(f"{NO_HOOK} {self._receiver.address}")
        return [f"{path}/{number}" for number in ours]

    async def _sent(self, sender: str, hook: str, since: datetime) -> tuple[list[_Sent], bool]:
        """What a webhook sent, the latest first, and whether that is all."""
        found: list[_Sent] = []
        cursor: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            answer = await self._reads.get(sender, f"{hook}/deliveries", per_page=A_PAGE, **cursor)
            page = decoded(answer, list[Attempt])
            found += [_Sent(one, f"{hook}/deliveries/{one.id}/attempts") for one in page]
            cursor = _following(answer)
            if not cursor or (page and page[-1].delivered_at < since):
                return found, True
        return found, False


@dataclass(frozen=True, slots=True)
class _Sent:
    """An attempt, and the path that asks for another one."""

    attempt: Attempt
    handle: str


def _undelivered(attempts: Iterable[_Sent]) -> Iterator[Undelivered]:
    """Each that no attempt delivered, as the latest tells it, if its arrival would mean anything here.

    GitHub's own filter for failures would leave out those that nobody answered in time.
    """
    attempts = sorted(attempts, key=lambda one: one.attempt.delivered_at, reverse=True)
    seen = {one.attempt.guid for one in attempts if one.attempt.arrived}
    for sent in attempts:
        one = sent.attempt
        if one.guid in seen or one.event not in HEARINGS or one.action in IGNORED_ACTIONS:
            continue
        seen.add(one.guid)
        unswept = one.event in UNSWEPT_EVENTS or (one.event, one.action) in UNSWEPT_ACTIONS
        yield Undelivered(one.guid, one.event, one.delivered_at, sent.handle, unswept)


def _following(answer: httpx.Response) -> dict[str, str]:
    """The cursor of the next page. Only that is taken of the address: requests never leave our host.

    https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
    """
    url = answer.links.get("next", {}).get("url", "")
    try:
        cursor = httpx.URL(url).params.get("cursor", "")
    except httpx.InvalidURL:
        return {}
    return {"cursor": cursor} if cursor else {}
