"""The webhooks of a Jira: those that administrators made, which only they see. What failed is told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract import Denied, NotAccepted
from connectors.jira.wanted import EVENTS, WHERE, by_hand, jql
from service.doctor.lines import note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from connectors.jira.inspection import JiraInspection
    from connectors.jira.inspection_answers import AdminWebhook
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import JiraSite


async def look(patient: Patient, site: JiraSite, inspection: JiraInspection) -> AsyncIterator[Line]:
    """Whether one of them sends here all that is wanted."""
    address = patient.address(site.site().name)
    made = _by_hand(site, address or "public_url with /webhooks/jira/NAME")
    try:
        webhooks = await inspection.webhooks()
    except (Denied, NotAccepted):
        yield note("webhooks cannot be looked at: only administrators of Jira see them", f"compare by hand, {made}")
        return
    ours = [one for one in webhooks if address and _leads(one.url, address, site)]
    if address and not ours:
        yield wrong(f"no webhook sends to {address}", f"make one, {made}")
    for one in ours:
        for line in _looked_at(one):
            yield line


def _by_hand(site: JiraSite, address: str) -> str:
    """What its form is to have. Secrets are named, and not told."""
    url = address if site.path_token is None else f"{address}/ and the path_token"
    secret = "the first of webhook_secrets" if site.webhook_secrets else "none"
    return f"{WHERE}: {', '.join(f'{name} {value}' for name, value in by_hand(url, secret, jql(site.projects)))}"


def _leads(url: str, address: str, site: JiraSite) -> bool:
    """Addresses of webhooks may end in a token, which is not shown."""
    wanted = address if site.path_token is None else f"{address}/{site.path_token.get_secret_value()}"
    return url.rstrip("/").partition("?")[0].casefold() == wanted.casefold()


def _looked_at(one: AdminWebhook) -> Iterator[Line]:
    if not (one.enabled and one.active):
        yield wrong(f"the webhook {one.name} is switched off", f"enable it under {WHERE}")
    missing = [event for event in EVENTS if event not in one.events]
    if missing:
        yield wrong(f"the webhook {one.name} does not tell of {', '.join(missing)}", f"tick these events under {WHERE}")
    elif one.enabled and one.active:
        yield ok(f"the webhook {one.name} is as it should be; Jira does not tell which of its webhooks failed")
