"""What Detour does itself: its rules, its audits, what came in, its settings, and who did what."""

from dataclasses import asdict, fields
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from rules.engine import selected
from rules.policy import Policy
from rules.rule import Rule
from service.api.answers import document
from service.api.asking import Asked, ForAdmins
from service.api.organisation import NOT_YET
from service.api.problems import ProblemError, documented
from service.api.shapes import AuditShown, DeedShown, DeliveryShown, RuleShown, SettingsShown
from service.reports import history
from service.settings import summary
from service.store import audits, deeds, surveys
from service.store.deliveries import Deliveries, DeliveryState
from service.store.found import Wanted, counted_by
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
    return document(request, history.document(audits.latest(asked.connection, limit)))


@ROUTER.get("/deliveries", response_model=list[DeliveryShown])
def deliveries(request: Request, asked: Asked, state: DeliveryState | None = None, limit: Limit = 50) -> Response:
    """What webhooks brought, the newest first, and what became of it."""
    return document(request, Deliveries(asked.desk.engine).latest(limit, state))


@ROUTER.get("/settings", response_model=SettingsShown)
def settings(request: Request, asked: Asked) -> Response:
    """What the configuration in force means."""
    return document(request, SettingsShown(list(summary.lines(asked.decisions.settings, "in force"))))


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
    policy = asked.decisions.policy
    on = {one.rule.code for one in selected(policy)}
    counts = counted_by(asked.connection, Wanted(hidden=asked.hidden), "code")
    own = {rule.code for rule in asked.decisions.settings.own_rules}
    return [
        RuleShown(
            code=rule.code,
            name=rule.name,
            severity=str(policy.severity.get(rule.name, policy.severity.get(rule.code, rule.severity))),
            may_comment=rule.speaks,
            on=rule.code in on,
            own=rule.code in own,
            summary=rule.documentation().partition("\n")[0],
            documentation=rule.documentation(),
            settings=_settings(rule, policy),
            findings=counts.get(rule.code, 0),
        )
        for rule in asked.desk.rules.values()
    ]


def _settings(rule: type[Rule], policy: Policy) -> dict[str, object]:
    """Those of the configuration, in front of the rule's own."""
    chosen = policy.settings.get(rule.name) or policy.settings.get(rule.code) or {}
    return {each.name: chosen.get(each.name, each.default) for each in fields(rule)}
