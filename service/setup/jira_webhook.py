"""The admin webhook of a Jira: it is there, it is made, or somebody is told exactly what to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.contract import Denied, Unavailable
from connectors.jira.registration import WantedWebhook, register
from connectors.jira.wanted import WHERE, by_hand, jql
from service.doctor.patient import jira_inspection
from service.wiring import jira_credentials

if TYPE_CHECKING:
    from service.settings import Settings
    from service.settings.sites import JiraSite

NOWHERE: Final = "https://YOUR-DETOUR"
NOT_FOUND: Final = 404
MOVED: Final = "this Jira has no API for it that takes a secret, as Data Centers from version 10 on have not"
NOT_KNOWN: Final = "where Jira reaches Detour is not known yet (public_url under [server])"


@dataclass(frozen=True, slots=True)
class Webhook:
    """What is ``wanted``. ``missing`` says why it is not there yet, '' where it is."""

    wanted: WantedWebhook
    missing: str = ""

    @property
    def by_hand(self) -> list[tuple[str, str]]:
        """What to write where, for whoever administers Jira."""
        return [("Where", WHERE), *by_hand(self.wanted.url, self.wanted.secret, self.wanted.jql)]


async def webhook_of(settings: Settings, site: JiraSite) -> Webhook:
    """Sees to it that the webhook is there, as far as the site's account may."""
    public = settings.server.public_url
    secret = site.webhook_secrets[0].get_secret_value() if site.webhook_secrets else ""
    url = f"{(public or NOWHERE).rstrip('/')}/webhooks/jira/{site.name}"
    wanted = WantedWebhook(url, secret, jql(site.projects))
    can_be_made = public is not None and site.token is not None
    return Webhook(wanted, await _made(site, wanted) if can_be_made else NOT_KNOWN)


async def _made(site: JiraSite, wanted: WantedWebhook) -> str:
    """Makes it unless there is one that leads here; why that was not possible, or ''."""
    inspection = jira_inspection(site)
    if inspection is None or site.token is None:
        return "there is no token to make it with"
    try:
        there = await inspection.webhooks()
        if not any(one.url.rstrip("/") == wanted.url for one in there):
            await register(jira_credentials(site, site.token), site.url, wanted)
    except Denied as denied:
        if denied.status == NOT_FOUND:
            return MOVED
        return f"only administrators of Jira may make it by the API ({denied})"
    except Unavailable as unavailable:
        return f"Jira cannot be asked now ({unavailable})"
    finally:
        await inspection.close()
    return ""
