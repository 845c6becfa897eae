"""How the pages of setting up are made and answered: on this machine alone, and what fails says what to do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from service.access.callers import not_here
from service.access.forms import form_of
from service.access.loopback import comes_from_here
from service.access.viewer import Role, require
from service.doctor.lines import wrong
from service.pages.rendering import render
from service.settings import SettingsError
from service.setup.checking import NotConnected
from service.setup.places import PlaceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.requests import Request

    from service.doctor.lines import Line
    from service.setup.assistant import Assistant
    from service.setup.proposal import Proposal

HOME: Final = "/setup"
UNFIT: Final = 422
GONE: Final = "It is no longer there: load the page again."


@dataclass(slots=True)
class Look:
    """The first look, as it is made. ``status`` is ``None`` until it has ended."""

    status: int | None = None
    complaint: str = ""


@dataclass(slots=True)
class SetupDesk:
    """What all pages of one configuration share: the teams that were proposed last, and the first look.

    ``serving``: they are pages of ``detour serve``, which works by the configuration that it began with.
    """

    assistant: Assistant
    serving: bool = False
    proposal: Proposal | None = None
    look: Look | None = None

    def page(self, path: str, make: Callable[[Visit], Response]) -> Route:
        """A page, made in a thread: it may ask trackers."""
        return Route(path, self._endpoint(make), methods=["GET"])

    def form(self, path: str, act: Callable[[Visit], Response]) -> Route:
        """Something that is done when a form is sent."""
        return Route(path, self._endpoint(act), methods=["POST"])

    def begin_look(self) -> None:
        """One at a time."""
        if self.look is not None and self.look.status is None:
            return
        self.look = look = Look()

        def run() -> None:
            look.status, look.complaint = self.assistant.first_look(quietly=True)

        Thread(target=run, name="first-look", daemon=True).start()

    def _endpoint(self, make: Callable[[Visit], Response]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            if not comes_from_here(request):
                raise not_here()
            viewer = require(request, Role.ADMIN)
            fields = await form_of(request) if request.method == "POST" else {}
            return await asyncio.to_thread(_answered, make, Visit(self, request, viewer.form_token, fields))

        return endpoint


@dataclass(frozen=True, slots=True)
class Visit:
    """One request."""

    desk: SetupDesk
    request: Request
    form_token: str = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)

    @property
    def assistant(self) -> Assistant:
        """What can be done."""
        return self.desk.assistant

    def text(self, name: str) -> str:
        """A field of the form, '' where it is not there."""
        return self.fields.get(name, "").strip()

    def chosen(self) -> list[str]:
        """The boxes that are ticked: ``chosen:PAY``."""
        return [name.removeprefix("chosen:") for name in self.fields if name.startswith("chosen:")]

    def show(self, template: str, *, status: int = 200, **values: object) -> Response:
        """A page."""
        around: dict[str, object] = {
            "frame": None,
            "form_token": self.form_token,
            "config": str(self.assistant.path),
            "serving": self.desk.serving,
        }
        return HTMLResponse(render(template, around | values), status)

    def say(self, title: str, lines: Iterable[Line], status: int = 200, **values: object) -> Response:
        """A page that tells how something stands."""
        shown = {"facts": [], "links": [], **values}
        return self.show("setup_said.html", status=status, title=title, lines=list(lines), **shown)


def back() -> Response:
    """To the first page of setting up."""
    return RedirectResponse(HOME, 303)


def _answered(make: Callable[[Visit], Response], visit: Visit) -> Response:
    try:
        return make(visit)
    except NotConnected as error:
        return visit.say("That did not work", error.lines, UNFIT)
    except SettingsError as error:
        fix = "correct the file, or the form, and send it again"
        return visit.say("The configuration", [wrong(one, fix) for one in error.problems], UNFIT)
    except PlaceError as error:
        return visit.say("That did not work", [wrong(f"{error}", "go back, and write it so")], UNFIT)
    except KeyError:
        return visit.say("That did not work", [wrong("there is no such site", GONE)], 404)
