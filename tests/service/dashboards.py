"""A store with a survey in it, and whoever asks pages and the API for it."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
from starlette.applications import Starlette

from service.access.turned_away import turns_away
from service.access.viewer import Role, Viewer
from service.api.later import Api
from service.pages.desk import NO_SITES, Desk
from service.pages.routes import elsewhere, routes
from service.pipeline.decisions import Decisions
from service.settings import Settings
from service.store import surveys
from service.store.connection import reading
from service.store.surveys import Taken
from service.survey.taking import survey_of
from tests.service.overview.drawn import reported
from tests.service.store import surveyed

ADMIN = Viewer("machine", "this machine", Role.ADMIN, frozenset(), "a-token")
OPERATOR = Viewer("openid:ada", "Ada", Role.OPERATOR, frozenset(), "a-token")
VIEWER = Viewer("openid:mia", "Mia", Role.VIEWER, frozenset(), "a-token")
HOSTILE = "</title><script>alert(1)</script>\u202e" + "x" * 10_000


def keep(store, drawing, days_ago=0, **reporting):
    """Surveys a drawing as if it were what the store knows, some days ago; with a ``policy`` of its own if given."""
    keep_survey(store, survey_of(reported(drawing, **reporting).audit), days_ago)


def keep_survey(store, survey, days_ago=0):
    """Keeps a survey as if it had been taken some days ago."""
    then = datetime.now(UTC) - timedelta(days=days_ago)
    with reading(store) as connection:
        known = surveys.taken(connection)
    taken = Taken(then.timestamp(), 1, "digest", 0.1, known.first if known else then.timestamp())
    surveyed.keep_survey(store, survey, taken, then.date())


class Dashboard:
    """The pages and the API of one store, asked by one viewer."""

    def __init__(self, store, viewer=ADMIN, sites=NO_SITES, **settings):
        self.viewer = viewer
        app = Starlette()
        turns_away(app)
        desk = Desk(store, Decisions(Settings(**settings)), sites)
        app.router.routes += [*routes(desk), Api(desk), elsewhere(desk)]
        self.app = app

    def get(self, path, **headers):
        """One answer."""
        return asyncio.run(self._asked("GET", path, headers=headers))

    def post(self, path, **form):
        """What is answered to a form. Its token is the gate's matter."""
        return asyncio.run(self._asked("POST", path, data=form))

    async def _asked(self, method, path, **more):
        transport = httpx.ASGITransport(app=self)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, **more)

    async def __call__(self, scope, receive, send):
        """The application behind a gate that knows the viewer."""
        scope.setdefault("state", {})["viewer"] = self.viewer
        await self.app(scope, receive, send)
