"""The pages of single issues and of operation, each at its path, and what can be done on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.pages.acting import action
from service.pages.audit_progress import stream
from service.pages.audits import audits, begin
from service.pages.bot import bot
from service.pages.deeds import deeds
from service.pages.deliveries import deliveries, delivery, replay_dead, replay_one
from service.pages.issue import issue, look_up
from service.pages.rules import rule, rules
from service.pages.settings import settings
from service.pages.statements import declare, recheck, waive, withdraw
from service.pages.what_if import what_if

if TYPE_CHECKING:
    from starlette.routing import Route

    from service.pages.desk import Desk


ISSUE: Final = "/issues/{tracker}/{site}/{ref:path}"
ON_ISSUES: Final = {"recheck": recheck, "waive": waive, "fallback": declare, "withdraw": withdraw}


def routes(desk: Desk) -> list[Route]:
    """Those of the dashboard that tell of one issue, or of Detour itself."""
    return [
        desk.document("/issues", look_up),
        desk.route(f"{ISSUE}/what-if", "what_if.html", what_if),
        desk.route(ISSUE, "issue.html", issue),
        *(action(desk, f"{ISSUE}/{verb}", act) for verb, act in ON_ISSUES.items()),
        desk.route("/rules", "rules.html", rules),
        desk.route("/rules/{code:path}", "rule.html", rule),
        desk.route("/audits", "audits.html", audits),
        desk.document("/audits/{id:int}/progress", stream),
        action(desk, "/audits", begin),
        desk.route("/deliveries", "deliveries.html", deliveries),
        action(desk, "/deliveries/replay", replay_dead),
        desk.route("/deliveries/{id}", "delivery.html", delivery),
        action(desk, "/deliveries/{id}/replay", replay_one),
        desk.route("/bot", "bot.html", bot),
        desk.route("/settings", "settings.html", settings),
        desk.route("/deeds", "deeds.html", deeds),
    ]
