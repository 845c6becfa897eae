"""What Detour does itself: its rules, its audits, what came in, its settings, and who did what."""

from dataclasses import asdict, fields
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from service.api.answers import document
from service.api.asking import Asked, ForAdmins, Wanting
from service.api.examples import PROGRESS
from service.api.organisation import NOT_YET
from service.api.problems import ProblemError, documented
from service.api.shapes import AuditShown, DeedShown, DeliveryShown, MessageShown, RuleShown, SettingsShown
from service.audit_stream import stream
from service.pages.audits import audit_seen
from service.pages.messages import require_sight
from service.pages.settings import may_read_all
from service.pages.work import FailingWork, failing
from service.reports import history
from service.rulebook import rulebook
from service.settings import summary
from service.store import audits, deeds, notifications, surveys
from service.store.allowances import all_kept
from service.store.connection import reading
from service.store.deliveries import DeliveryState, listed
from service.store.found import Wanted, counted_by
from service.store.notifications import NotificationState
from service.survey.bot import BotRecord

ROUTER = APIRouter(tags=["operation"], responses=documented(400, 401, 403, 503))
NO_RULE = "there is no such rule; /api/v1/rules lists them all"
Limit = Annotated[int, Query(ge=1, le=200)]


@ROUTER.get("/rules", response_model=list[RuleShown])
def rules(request: Request, asked: Asked) -> Response:
    """Every rule, your own among them."""
    return document(request, _rules(asked))


@ROUTER.get("/rules/{code}", response_model=RuleShown, responses=documented(404))
def rule(request: Request, asked: Asked, code: str) -> Response:
    """One rule, by its code or its name."""
    named = (one for one in _rules(asked) if code.casefold() in (one.code.casefold(), one.name))
    found = next(named, None)
    if found is None:
        raise ProblemError(404, NO_RULE)
    return document(request, found)


@ROUTER.get("/audits", response_model=list[AuditShown])
def audit_history(request: Request, asked: Asked, limit: Limit = 20) -> Response:
    """The audits, the newest first: what each found, cost and could not read."""
    found = [audit_seen(one, asked.sight) for one in audits.latest(asked.connection, limit)]
    return document(request, history.document(found))


@ROUTER.get("/audits/{id}/progress", responses=PROGRESS | documented(404), response_class=StreamingResponse)
def audit_progress(wanted: Wanting, id: int) -> Response:  # noqa: A002  # as addresses call it
    """How far an audit has come, site by site, as server-sent events: each second, until the audit has ended."""
    engine = wanted.desk.engine
    with reading(engine) as connection:  # which is not to stay open as long as the answer
        return stream(connection, engine, id)


@ROUTER.get("/deliveries", response_model=list[DeliveryShown])
def deliveries(request: Request, asked: Asked, state: DeliveryState | None = None, limit: Limit = 50) -> Response:
    """What webhooks brought, the newest first, and what became of it."""
    return document(request, asked.seen(listed(asked.connection, limit, state)))


@ROUTER.get("/work", response_model=list[FailingWork])
def work(request: Request, asked: Asked, dead: bool = False, limit: Limit = 50) -> Response:  # noqa: FBT001, FBT002
    """Work on which it fails, the latest first: `dead` for what was given up alone."""
    return document(request, asked.seen(failing(asked.connection, limit, dead=dead)))


@ROUTER.get("/messages", response_model=list[MessageShown])
def messages(request: Request, asked: Asked, state: NotificationState | None = None, limit: Limit = 50) -> Response:
    """What programs were told, the newest first, and what became of it; for operators, and who sees everything."""
    require_sight(asked.viewer, asked.sight)
    found = asked.seen(notifications.latest(asked.connection, limit, state))
    names = [one.name for one in fields(MessageShown)]
    return document(request, [MessageShown(**{name: getattr(one, name) for name in names}) for one in found])


@ROUTER.get("/settings", response_model=SettingsShown)
def settings(request: Request, asked: Asked) -> Response:
    """What the configuration in force means, and what trackers said last is left of their limits."""
    lines = list(summary.lines(asked.decisions.settings, "in force")) if may_read_all(asked) else []
    configured = asked.decisions.settings.sites
    left = [one for one in all_kept(asked.connection) if one.site in configured]
    return document(request, SettingsShown(lines, left))


@ROUTER.get("/bot", response_model=BotRecord, responses=documented(404))
def bot(request: Request, asked: Asked) -> Response:
    """How often Detour spoke to each team, what came of it, and what it holds back."""
    found = surveys.bot(asked.connection)
    if found is None:
        raise ProblemError(404, NOT_YET)
    return document(request, asked.seen(found))


@ROUTER.get("/deeds", response_model=list[DeedShown], dependencies=[ForAdmins])
def log_of_deeds(
    request: Request, asked: Asked, below: Annotated[int | None, Query(ge=0, lt=2**62)] = None
) -> Response:
    """Who did what, the newest first; `below` the number of the last one that was seen."""
    return document(request, [DeedShown(**asdict(one)) for one in deeds.latest(asked.connection, below=below)])


def _rules(asked: Asked) -> list[RuleShown]:
    counts = counted_by(asked.connection, Wanted(hidden=asked.hidden), "code")
    return [RuleShown.of(one, counts.get(one.code, 0)) for one in rulebook(asked.decisions.settings)]
