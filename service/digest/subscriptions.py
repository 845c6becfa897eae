"""Which teams are told what changed for them, when, and by which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.digest.chat import Chat
from service.digest.mail import Mail
from service.digest.wording import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.digest.calendar import Weekly
    from service.digest.outlets import Outlet
    from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Subscription:
    """One team's. Where it is not ``live`` its digest is made and shown, and not sent."""

    reader: Reader
    outlet: Outlet
    weekly: Weekly
    live: bool


def subscriptions_of(settings: Settings) -> Mapping[str, Subscription]:
    """The subscriptions by team. A team's mode decides whether it is told; what single projects may hear is another."""
    found: dict[str, Subscription] = {}
    modes = settings.comments
    for slug, team in settings.teams.items():
        outlet: Outlet
        if team.digest_webhook is not None:
            outlet = Chat(team.digest_webhook.get_secret_value())
        elif team.digest_email and settings.smtp is not None:
            outlet = Mail(settings.smtp.server(), team.digest_email)
        else:
            continue
        reader = Reader(slug, team.name or slug, modes.budget)
        live = (modes.teams.get(slug) or modes.mode) == "live"
        found[slug] = Subscription(reader, outlet, settings.digest.weekly, live)
    return found
