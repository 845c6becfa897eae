"""Where pages are made: each by a function from a visit to values, which a template shows."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rules.engine import catalogue
from service.access.sight import Sight
from service.access.viewer import Role, is_known, viewer_of
from service.actions.acting import Place
from service.evidence.located import located
from service.pages.rendering import render
from service.pages.veil import veiled
from service.pipeline.site import Sites
from service.refused import Refused
from service.store import surveys
from service.store.connection import reading, reason
from service.store.found import containers
from service.store.kept_settings import access_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from sqlalchemy import Connection, Engine
    from starlette.requests import Request

    from rules.model import Ref
    from rules.rule import Rule
    from service.access.viewer import Viewer
    from service.pipeline.decisions import Decisions
    from service.store.surveys import Taken

    Document = TypeVar("Document")

PAGES: Final = (
    ("/", "Overview"),
    ("/findings", "Findings"),
    ("/teams", "Teams"),
    ("/map", "Map"),
    ("/rules", "Rules"),
    ("/audits", "Audits"),
    ("/deliveries", "Deliveries"),
    ("/bot", "Bot"),
    ("/settings", "Settings"),
)
RETRY_SECONDS: Final = "10"
NUL: Final = "\0"
"""PostgreSQL keeps no text with it, and refuses to be asked for one."""
VERSION: Final = version("detour")
"""Asked for once: it is read out of a file, which took as long as all else of a small page."""

NO_SITES: Final = Sites({})


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    path: str
    viewer: Viewer
    taken: Taken | None
    dry: bool
    notice: str = ""
    pages: tuple[tuple[str, str], ...] = PAGES
    version: str = VERSION

    def is_at(self, path: str) -> bool:
        """Whether the page is this one, or beneath it."""
        return self.path == path or (path != "/" and self.path.startswith(f"{path}/"))

    @property
    def may_act(self) -> bool:
        """Whether the viewer may do more than look."""
        return self.viewer.role >= Role.OPERATOR

    @property
    def is_admin(self) -> bool:
        """Whether the viewer may see who did what."""
        return self.viewer.role >= Role.ADMIN

    @property
    def can_sign_out(self) -> bool:
        """Whether the viewer has signed in."""
        return bool(self.viewer.form_token) and self.viewer.identity != "machine"


@dataclass(frozen=True)
class Visit:
    """One request for a page, inside one moment of the store."""

    desk: Desk
    request: Request
    connection: Connection
    viewer: Viewer

    @property
    def decisions(self) -> Decisions:
        """What the organisation decided."""
        return self.desk.decisions

    @cached_property
    def today(self) -> date:
        """The day by which pages judge what has passed."""
        return datetime.now(UTC).date()

    @cached_property
    def now(self) -> float:
        """The moment of the visit, in seconds since 1970."""
        return time.time()

    @cached_property
    def sight(self) -> Sight:
        """What the viewer may see."""
        return Sight.of(self.viewer, self.decisions.settings)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The containers, of those that have findings, that the viewer may not see."""
        if self.sight.sees_all:
            return frozenset()
        return frozenset(one for one in containers(self.connection) if not self.sight.sees_container(one))

    def seen(self, document: Document) -> Document:
        """A document as the viewer may see it."""
        return veiled(document, self.sight)

    def located(self) -> tuple[int, Ref]:
        """The row and the address of the issue of the path. Raises ``Refused`` for one that is not known."""
        return located(self.connection, self.sight, self.request.path_params)

    def words(self, name: str) -> str:
        """A value of the query, '' where it is not there."""
        return self.request.query_params.get(name, "").strip()


class Maker(Protocol):
    """Makes the values of one page."""

    def __call__(self, visit: Visit, /) -> Mapping[str, object]:
        """Raises ``Refused`` where there is no such page."""


@dataclass(frozen=True)
class Desk:
    """What all pages are made from."""

    engine: Engine
    decisions: Decisions
    sites: Sites = NO_SITES

    @cached_property
    def place(self) -> Place:
        """Where what is done on pages is done."""
        return Place(self.engine, self.decisions, self.sites)

    @cached_property
    def key(self) -> bytes:
        """The store's key for what is shown to Detour again, asked for once."""
        with self.engine.begin() as connection:
            return access_key(connection)

    @cached_property
    def rules(self) -> Mapping[str, type[Rule]]:
        """All rules by code, the organisation's own among them."""
        return {rule.code: rule for rule in (*catalogue(), *self.decisions.settings.own_rules)}

    def route(self, path: str, template: str, make: Maker) -> Route:
        """A page at a path."""
        return Route(path, self._endpoint(template, make), methods=["GET"])

    def document(self, path: str, make: Callable[[Visit], Response]) -> Route:
        """Something else at a path than a page."""

        async def endpoint(request: Request) -> Response:
            return await self._answered(request, make)

        return Route(path, endpoint, methods=["GET"])

    def show(self, visit: Visit, template: str, values: Mapping[str, object]) -> Response:
        """A page, made of values."""
        return HTMLResponse(render(template, {"frame": self.frame(visit), "today": visit.today.isoformat(), **values}))

    def _endpoint(self, template: str, make: Maker) -> Callable[[Request], object]:
        def made(visit: Visit) -> Response:
            return self.show(visit, template, make(visit))

        async def endpoint(request: Request) -> Response:
            return await self._answered(request, made)

        return endpoint

    async def _answered(self, request: Request, make: Callable[[Visit], Response]) -> Response:
        if not is_known(request):  # beneath an address that is for everybody, where there is no page
            return problem(404, "There is no such page", "The overview leads to all that there are.")
        if NUL in request.url.path or NUL in unquote(request.url.query):
            return problem(400, "No name or text holds the character NUL")
        try:
            return await asyncio.to_thread(self._made, request, make)
        except Refused as refused:
            return problem(refused.status, refused.title, refused.advice)
        except SQLAlchemyError as error:
            return unavailable(error)

    def _made(self, request: Request, make: Callable[[Visit], Response]) -> Response:
        with reading(self.engine) as connection:
            return make(Visit(self, request, connection, viewer_of(request)))

    def frame(self, visit: Visit) -> Frame:
        """What stands around a page."""
        comments = self.decisions.settings.comments
        modes = (comments.mode, *comments.teams.values(), *comments.projects.values(), *comments.repositories.values())
        notice = NOTICES.get(visit.words("done"), "")
        return Frame(visit.request.url.path, visit.viewer, surveys.taken(visit.connection), "live" not in modes, notice)


NOTICES: Final = {
    "recheck": "It is read anew in a moment; load the page again to see what came of it.",
    "accepted": "The risk is accepted; what is found is judged anew in a moment.",
    "declared": "The fallback is declared; what is found is judged anew in a moment.",
    "withdrawn": "It is withdrawn; what is found is judged anew in a moment.",
    "replayed": "It is looked at again in a moment, as if it had just come.",
    "sent": "It is sent again in a moment.",
    "tried": "It is tried again in a moment; load the page again to see whether it fails still.",
    "audit": "The audit has begun.",
}
"""What is said after something was done, by the word for it in the address."""


def problem(status: int, title: str, advice: str = "") -> Response:
    """A page that says what went wrong and what to do."""
    return HTMLResponse(render("problem.html", {"frame": None, "title": title, "advice": advice}), status)


def unavailable(error: SQLAlchemyError) -> Response:
    """The page while the store cannot be asked."""
    advice = "It is tried again when you load the page again; what came in is kept."
    answer = problem(503, f"The store cannot be asked: {reason(error)}", advice)
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer
