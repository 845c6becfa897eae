"""Single issues, live from the store."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from rules.model import Ref
from service.api.answers import document
from service.api.asking import Asked
from service.api.problems import ProblemError, documented
from service.stored import issues_named, look_up
from service.survey import shown
from service.verdict import verdict_of

ROUTER = APIRouter(tags=["issues"], responses=documented(400, 401, 403, 404, 503))
UNKNOWN = "the store knows no such issue; a webhook that names it, or an audit, makes it known"


@ROUTER.get("/issues", response_model=list[shown.Issue])
def issues(request: Request, asked: Asked, ref: Annotated[str, Query(min_length=1, max_length=200)]) -> Response:
    """The issues that are written like this: `PAY-311`, `acme/web#12`, or with the site before it."""
    found = [one for one in issues_named(asked.connection, ref) if asked.sight.sees(Ref(one.site, one.ref))]
    return document(request, found)


@ROUTER.get("/issues/{tracker}/{site}/{ref:path}/verdict", response_model=shown.Verdict)
def verdict(request: Request, asked: Asked, tracker: str, site: str, ref: str) -> Response:
    """May work on this issue start, and what is its fallback? For automation and for whoever is about to begin."""
    wanted = Ref(f"{tracker}/{site}", ref)
    if tracker not in ("github", "jira") or not asked.sight.sees(wanted):
        raise ProblemError(404, UNKNOWN)
    found = look_up(asked.desk.engine, asked.decisions, f"{wanted.site} {ref}", datetime.now(UTC))
    for one in found.kept:
        row = found.audit.assembled.register.find(one)
        if row is not None:
            return document(request, asked.seen(verdict_of(found.audit, row)))
    raise ProblemError(404, UNKNOWN)
