"""Single issues, live from the store."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from rules.model import Ref
from service.api.answers import document
from service.api.asking import Asked
from service.api.problems import ProblemError, documented
from service.evidence.live import audit_around, live
from service.evidence.shown import Evidence
from service.evidence.sight import seen
from service.evidence.what_if import Shifts, shifts_of
from service.stored import issues_named, rows_named
from service.survey import shown
from service.survey.verdicts import Verdict
from service.verdict import verdict_of

ROUTER = APIRouter(tags=["issues"], responses=documented(400, 401, 403, 404, 503))
UNKNOWN = "the store knows no such issue; a webhook that names it, or an audit, makes it known"


@ROUTER.get("/issues", response_model=list[shown.Issue])
def issues(request: Request, asked: Asked, ref: Annotated[str, Query(min_length=1, max_length=200)]) -> Response:
    """The issues that are written like this: `PAY-311`, `acme/web#12`, or with the site before it."""
    found = [one for one in issues_named(asked.connection, ref) if asked.sight.sees(Ref(one.site, one.ref))]
    return document(request, found)


@ROUTER.get("/issues/{tracker}/{site}/{ref:path}/evidence", response_model=Evidence)
def evidence(request: Request, asked: Asked, tracker: str, site: str, ref: str) -> Response:
    """All that leads to the verdict on one issue: what was said and by whom, what follows, odds, advice, findings."""
    wanted = Ref(f"{tracker}/{site}", ref)
    if tracker in ("github", "jira") and asked.sight.sees(wanted):
        for found in rows_named(asked.connection, f"{wanted.site} {ref}").items():
            told = live(asked.connection, asked.decisions, found, asked.today).evidence
            if told is not None and asked.sight.sees(found[1]):
                return document(request, seen(told, asked.sight))
    raise ProblemError(404, UNKNOWN)


@ROUTER.get("/issues/{tracker}/{site}/{ref:path}/what-if", response_model=Shifts)
def what_if(request: Request, asked: Asked, tracker: str, site: str, ref: str) -> Response:  # noqa: ARG001
    """The odds of the plans that wait on an issue: now, if it never comes, if it comes, and with a fallback for it."""
    told = shifts_of(asked.connection, asked.decisions, asked.located(), asked.today)
    return document(request, asked.seen(told))


@ROUTER.get("/issues/{tracker}/{site}/{ref:path}/verdict", response_model=Verdict)
def verdict(request: Request, asked: Asked, tracker: str, site: str, ref: str) -> Response:
    """May work on this issue start, and what is its fallback? For automation and for whoever is about to begin."""
    wanted = Ref(f"{tracker}/{site}", ref)
    if tracker not in ("github", "jira") or not asked.sight.sees(wanted):
        raise ProblemError(404, UNKNOWN)
    for row, one in rows_named(asked.connection, f"{wanted.site} {ref}").items():
        audit = audit_around(asked.connection, asked.decisions, row, asked.today)
        at = audit.assembled.register.find(one)
        if at is not None and asked.sight.sees(one):
            return document(request, asked.seen(verdict_of(audit, at)))
    raise ProblemError(404, UNKNOWN)
