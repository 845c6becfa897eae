"""The findings, narrowed, sorted and page by page."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from rules.rule import Severity
from service.api.answers import Page, page
from service.api.asking import Asked
from service.api.problems import ProblemError, documented
from service.api.shapes import Found
from service.store.found import LONGEST_SEARCH, Sort, Wanted, find

ROUTER = APIRouter(tags=["findings"], responses=documented(400, 401, 403, 503))
MOST = 500
Words = Annotated[list[str], Query(description="may be repeated")]


class Level(StrEnum):
    """A severity."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    REPORT = "report"


class State(StrEnum):
    """Which findings are meant."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SETTLED = "settled"


@ROUTER.get("/findings", response_model=Page[Found])
def findings(  # noqa: PLR0913  # one for each parameter of the query
    request: Request,
    asked: Asked,
    *,
    team: Words = [],  # noqa: B006  # FastAPI copies it
    rule: Words = [],  # noqa: B006
    severity: Annotated[list[Level], Query()] = [],  # noqa: B006
    site: Words = [],  # noqa: B006
    q: Annotated[str, Query(max_length=LONGEST_SEARCH, description="words that all have to be there")] = "",
    state: State = State.OPEN,
    since: Annotated[date | None, Query(description="found, or settled, on this day or later")] = None,
    sort: Sort = Sort.SEVERITY,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    after: Annotated[str, Query(max_length=2000, description="what the address of the next page holds")] = "",
) -> Response:
    """What the rules found, or found and somebody accepted, or what was settled of late."""
    wanted = Wanted(
        teams=frozenset(team),
        rules=frozenset(rule),
        severities=frozenset(Severity[one.name] for one in severity),
        sites=frozenset(site),
        text=q,
        since=None if since is None else datetime.combine(since, datetime.min.time(), UTC).timestamp(),
        accepted=state is State.ACCEPTED,
        settled=state is State.SETTLED,
        hidden=asked.hidden,
        sort=sort,
    )
    try:
        found = find(asked.connection, wanted, limit, after)
    except ValueError:
        raise ProblemError(400, "after: no page ended so; begin again without it") from None
    return page(request, asked.seen(found.findings), found.count, found.after)
