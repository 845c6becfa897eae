"""The organisation as a whole: what the last survey told."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from service.api.answers import document
from service.api.asking import Asked
from service.api.problems import ProblemError, documented
from service.api.shapes import Trend
from service.pages.veil import sees_team
from service.store import surveys
from service.store.surveys import EVERYTHING
from service.survey import shown
from service.survey.mapped import Map

ROUTER = APIRouter(tags=["organisation"], responses=documented(400, 401, 403, 503))
NOT_YET = "nothing was looked at yet; it will be a few seconds after the service has started"
Days = Annotated[int, Query(ge=1, le=730, description="how many days back")]


@ROUTER.get("/overview", response_model=shown.Overview, responses=documented(404))
def overview(request: Request, asked: Asked) -> Response:
    """The headline, the figures, the worst plans and the cheapest next fallbacks."""
    found = surveys.overview(asked.connection)
    if found is None:
        raise ProblemError(404, NOT_YET)
    return document(request, asked.seen(found))


@ROUTER.get("/teams", response_model=list[shown.TeamLine])
def teams(request: Request, asked: Asked) -> Response:
    """Every team in a line, those first whose plans hang most on others."""
    lines = surveys.lines(asked.connection)
    return document(request, asked.seen(tuple(line for line in lines if sees_team(asked.sight, line.team))))


@ROUTER.get("/teams/{team:path}", response_model=shown.TeamSheet, responses=documented(404))
def team(request: Request, asked: Asked, team: str) -> Response:
    """One team: its plans, its inbox, its hacks."""
    found = surveys.sheet(asked.connection, team)
    if found is None or not sees_team(asked.sight, found.line.team):
        raise ProblemError(404, "there is no such team; /api/v1/teams lists them all")
    return document(request, asked.seen(found))


@ROUTER.get("/flows", response_model=list[shown.Flow])
def flows(request: Request, asked: Asked) -> Response:
    """Who waits on whom, team by team."""
    return document(request, asked.seen(surveys.flows(asked.connection)))


@ROUTER.get("/map", response_model=Map, responses=documented(404))
def map_(request: Request, asked: Asked) -> Response:
    """Issues that wait and what they wait on, each at its place on the map."""
    found = surveys.map_(asked.connection)
    if found is None:
        raise ProblemError(404, NOT_YET)
    return document(request, asked.seen(found))


@ROUTER.get("/dates", response_model=list[shown.Dated])
def dates(request: Request, asked: Asked, team: str = EVERYTHING) -> Response:
    """The days to decide by, and on which waivers end, of all or of one team."""
    found = surveys.dates(asked.connection)
    return document(request, asked.seen(tuple(one for one in found if team in (EVERYTHING, one.team))))


@ROUTER.get("/trend", response_model=list[Trend])
def trend(request: Request, asked: Asked, team: str = EVERYTHING, days: Days = 91) -> Response:
    """The figures of each day with a survey, of everything or of one team."""
    since = asked.today - timedelta(days=days)
    seen = ":" not in team or asked.sight.sees_container(team)  # a project that stands in for a team
    found = surveys.figures_since(asked.connection, team, since) if seen else []
    return document(request, [Trend.of(day, figures) for day, figures in found])
