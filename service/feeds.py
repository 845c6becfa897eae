"""What is fetched again and again, as whoever fetches it may see it: a team's calendar, and its last digest.

They are at ``/teams/{team}/decide-by.ics`` and ``/teams/{team}/digest.md``.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from service.access.sight import Sight
from service.access.viewer import viewer_of
from service.calendars import calendar_of
from service.entity_tags import has, tag_of
from service.pages.veil import sees_team
from service.speech.plain import CHAT
from service.speech.withheld import line_seen, seen
from service.store.agendas import days_of, is_known
from service.store.connection import reading, reason
from service.store.digests import kept_of
from service.store.surveys import has_page
from service.survey.shown import Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from starlette.requests import Request

    from service.pipeline.decisions import Decisions
    from service.store.agendas import TeamDay

CALENDAR: Final = "text/calendar; charset=utf-8"
MARKDOWN: Final = "text/markdown; charset=utf-8"
RETRY_SECONDS: Final = "60"


@dataclass(frozen=True, slots=True)
class Feed:
    """A document, and when what it tells became that, in seconds since 1970; 0 if it tells nothing."""

    body: bytes
    changed: float

    @property
    def tag(self) -> str:
        """Another one for another feed."""
        return tag_of(self.body)


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds of all teams."""

    engine: Engine
    decisions: Decisions

    def routes(self) -> list[Route]:
        """A team's slug stands in the path; that of a container which no team owns may hold a slash."""
        return [
            Route("/teams/{team:path}/decide-by.ics", self.calendar),
            Route("/teams/{team:path}/digest.md", self.digest),
        ]

    async def calendar(self, request: Request) -> Response:
        """The days to decide by, for calendar programs."""
        return await self._answer(request, self._calendar, CALENDAR)

    async def digest(self, request: Request) -> Response:
        """The last digest that told something, sent or in a dry run only shown; empty before there was one."""
        return await self._answer(request, self._digest, MARKDOWN)

    async def _answer(self, request: Request, made: Callable[[str, Sight], Feed | None], media_type: str) -> Response:
        """200, 304 where the caller has these very bytes, 404 for no team, 503 while the store cannot be asked.

        Only entity tags are compared: a day that went away leaves no date.
        """
        try:
            feed = await asyncio.to_thread(self._seen, request, made)
        except SQLAlchemyError as error:
            text = f"the store cannot be asked: {reason(error)}\n"
            return PlainTextResponse(text, 503, {"Retry-After": RETRY_SECONDS})
        if feed is None:
            return PlainTextResponse("there is no such team\n", 404)
        headers = {"ETag": feed.tag, "Cache-Control": "private, no-cache"}
        if feed.changed:
            headers["Last-Modified"] = formatdate(feed.changed, usegmt=True)
        if has(request.headers, feed.tag):
            return Response(status_code=304, headers=headers)
        return Response(feed.body, headers=headers, media_type=media_type)

    def _seen(self, request: Request, made: Callable[[str, Sight], Feed | None]) -> Feed | None:
        """A feed as whoever asks may see it; ``None`` also of a team of which they may not know."""
        team, settings = request.path_params["team"], self.decisions.settings
        sight = Sight.of(viewer_of(request), settings)
        return made(team, sight) if sees_team(sight, Team(team, team, team in settings.teams)) else None

    def _calendar(self, team: str, sight: Sight) -> Feed | None:
        configured = self.decisions.settings.teams.get(team)
        with reading(self.engine) as connection:
            days = days_of(connection, team)
            if not days and configured is None and not is_known(connection, team) and not has_page(connection, team):
                return None
        days = [_day_seen(one, sight) for one in days if sight.sees(one.ref)]
        name = (configured and configured.name) or team
        body = calendar_of(team, name, days, self.decisions.operator)
        return Feed(body, max((day.since for day in days), default=0.0))

    def _digest(self, team: str, sight: Sight) -> Feed | None:
        if team not in self.decisions.subscriptions:
            return None
        with reading(self.engine) as connection:
            kept = kept_of(connection, team)
        if kept is None or kept.made is None:
            return Feed(b"", 0.0)
        return Feed(CHAT.document(seen(kept.made.document, sight)).encode(), kept.slot)


def _day_seen(day: TeamDay, sight: Sight) -> TeamDay:
    return replace(day, dated=msgspec.structs.replace(day.dated, words=line_seen(day.dated.words, sight)))
