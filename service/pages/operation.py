"""The pages of single issues and of operation, each at its path, and what can be done on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.actions import audits as auditing
from service.actions import deliveries as replaying
from service.actions import messages as sending
from service.actions import work as working
from service.actions.issues import declare, recheck, waive, withdraw
from service.pages.acting import action, back
from service.pages.audit_progress import stream
from service.pages.audits import audits
from service.pages.bot import bot
from service.pages.deeds import deeds
from service.pages.deliveries import deliveries, delivery
from service.pages.issue import issue, look_up
from service.pages.messages import messages
from service.pages.rendering import page_of
from service.pages.rules import rule, rules
from service.pages.settings import settings
from service.pages.what_if import what_if
from service.survey.shown import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.routing import Route

    from service.pages.desk import Desk


ISSUE: Final = "/issues/{tracker}/{site}/{ref:path}"
ON_ISSUES: Final = {
    "recheck": (recheck, "recheck"),
    "waive": (waive, "accepted"),
    "fallback": (declare, "declared"),
    "withdraw": (withdraw, "withdrawn"),
}
"""What is done at which path beneath an issue's, and the notice that says so."""


def routes(desk: Desk) -> list[Route]:
    """Those of the dashboard that tell of one issue, or of Detour itself."""
    return [
        desk.document("/issues", look_up),
        desk.route(f"{ISSUE}/what-if", "what_if.html", what_if),
        desk.route(ISSUE, "issue.html", issue),
        *(action(desk, f"{ISSUE}/{verb}", act, _to_issue(notice)) for verb, (act, notice) in ON_ISSUES.items()),
        desk.route("/rules", "rules.html", rules),
        desk.route("/rules/{code:path}", "rule.html", rule),
        desk.route("/audits", "audits.html", audits),
        desk.document("/audits/{id:int}/progress", stream),
        action(desk, "/audits", auditing.begin, _to("/audits", "audit")),
        desk.route("/deliveries", "deliveries.html", deliveries),
        action(desk, "/deliveries/replay", replaying.replay_dead, _to("/deliveries", "replayed")),
        desk.route("/deliveries/{id}", "delivery.html", delivery),
        action(desk, "/deliveries/{id}/replay", replaying.replay_one, _to("/deliveries/{id}", "replayed")),
        action(desk, "/work/replay", working.try_dead_again, _to("/deliveries", "tried")),
        action(desk, "/work/{id}/replay", working.try_again, _to("/deliveries", "tried")),
        desk.route("/messages", "messages.html", messages),
        action(desk, "/messages/replay", sending.send_dead_again, _to("/messages", "sent")),
        action(desk, "/messages/{id}/replay", sending.send_again, _to("/messages", "sent")),
        desk.route("/bot", "bot.html", bot),
        desk.route("/settings", "settings.html", settings),
        desk.route("/deeds", "deeds.html", deeds),
    ]


def _to(path: str, notice: str) -> Callable[[Mapping[str, str]], str]:
    """Leads to a page whose path may name parts of the one that a form was sent to."""
    return lambda parts: back(path.format(**parts), notice)


def _to_issue(notice: str) -> Callable[[Mapping[str, str]], str]:
    return lambda parts: back(page_of(Issue(f"{parts['tracker']}/{parts['site']}", parts["ref"], "", "")), notice)
