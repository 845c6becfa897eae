"""Where a person lets things go wrong: faults of the APIs, fates of webhooks, and time that goes by.

It is a page with forms, and the forms are the interface for programs, too:

    curl ADDRESS/_simulator/faults -d fault=bad-gateway-afterwards -d method=POST -d 'path=*/comments' -d times=1
    curl ADDRESS/_simulator/webhooks -d fate=late -d times=3 -d seconds=20

Nothing of a tracker begins with an underscore, so that the path hides no page.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from connectors.simulator.choices import find
from connectors.simulator.deliveries import DOUBLED, LOST, Fate
from connectors.simulator.pages.forms import Form, Unfit
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from connectors.simulator.choices import Choice
    from connectors.simulator.deliveries import Sender
    from connectors.simulator.faults import Faults
    from connectors.simulator.pages.rendering import Renderer
    from connectors.simulator.requests import RequestLog
    from connectors.simulator.serving import Request

PATH: Final = "/_simulator"
SHOWN: Final = 20
"""How many of the last requests and webhooks are shown."""
SECONDS: Final = 5.0
FATES: Final[Mapping[str, Callable[[float], Fate]]] = {
    "lost": lambda _: LOST,
    "doubled": lambda _: DOUBLED,
    "late": lambda seconds: Fate(seconds=seconds),
}
ORDERS: Final[Mapping[str, Callable[[list[Any]], None]]] = {
    "in order": lambda _: None,
    "backwards": lambda held: held.reverse(),
    "shuffled": random.shuffle,
}


class Clock(Protocol):
    """A world as far as its time goes."""

    def now(self) -> datetime:
        """The time there."""

    def passes(self, **time: float) -> None:
        """Lets time go by."""


class Api(Protocol):
    """The API of a tracker as far as it fails."""

    @property
    def world(self) -> Clock:
        """Where it is."""

    @property
    def faults(self) -> Faults:
        """What is ahead of it."""

    @property
    def log(self) -> RequestLog:
        """What it was asked."""


@dataclass(frozen=True, slots=True)
class Switchboard:
    """What goes wrong in one tracker. Each has its own menu, ``methods`` that write, and ``path`` of comments."""

    menu: ClassVar[tuple[Choice, ...]] = ()
    methods: ClassVar[tuple[str, ...]] = ()
    path: ClassVar[str] = "*"

    api: Api
    sender: Sender

    def answer(self, request: Request, renderer: Renderer) -> Answer:
        """The page, or back to it after what a form did."""
        path = request.path.rstrip("/")
        if request.method == "GET" and path == PATH:
            return self._page(renderer)
        switch = SWITCHES.get(path.removeprefix(f"{PATH}/"))
        if request.method != "POST" or switch is None:
            return renderer.page("missing.html", 404, told="There is no such switch.")
        if not _is_from_here(request):
            return renderer.page("missing.html", 403, told="Only the switchboard's own forms and programs may do that.")
        try:
            switch(self, Form.of(request.body))
        except Unfit as unfit:
            return self._page(renderer, 422, str(unfit))
        return Answer(303, b"", {"Location": PATH})

    def _page(self, renderer: Renderer, status: int = 200, problem: str = "") -> Answer:
        return renderer.page(
            "switchboard.html",
            status,
            problem=problem,
            menu=self.menu,
            methods=(*self.methods, "GET", "*"),
            path=self.path,
            fates=tuple(FATES),
            orders=tuple(ORDERS),
            ahead=self.api.faults.ahead(),
            fates_ahead=list(self.sender.fates),
            held=self.sender.held,
            now=self.api.world.now(),
            deliveries=self.sender.all[: -SHOWN - 1 : -1],
            requests=self.api.log.all()[: -SHOWN - 1 : -1],
        )


def _is_from_here(request: Request) -> bool:
    """Keeps out the forms of strange pages in somebody's browser, and names that were bent to lead to loopback."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    return host.partition(":")[0] in {"127.0.0.1", "localhost"} and origin in {None, f"http://{host}"}


def _break(board: Switchboard, form: Form) -> None:
    choice = find(board.menu, form.one_of("fault", [one.name for one in board.menu]))
    if choice is not None:
        fault = choice.fault(form.number("seconds", SECONDS), board.api.world.now().timestamp())
        method, path = form.fields.get("method", "*"), form.fields.get("path", "*")
        board.api.faults.add(fault, method, path, int(form.number("times", 1)))


def _heal(board: Switchboard, _: Form) -> None:
    board.api.faults.clear()
    board.sender.fates.clear()


def _destine(board: Switchboard, form: Form) -> None:
    fate = FATES[form.one_of("fate", FATES)](form.number("seconds", SECONDS))
    board.sender.fates.extend([fate] * int(form.number("times", 1)))


def _hold(board: Switchboard, _: Form) -> None:
    board.sender.hold()


def _release(board: Switchboard, form: Form) -> None:
    ORDERS[form.one_of("order", ORDERS)](board.sender.hold())
    board.sender.release()


def _redeliver(board: Switchboard, form: Form) -> None:
    found = [one for one in board.sender.all if one.id == form.fields.get("id")]
    if not found:
        raise Unfit("There is no such webhook")
    board.sender.again(found[0])


def _pass(board: Switchboard, form: Form) -> None:
    board.api.world.passes(days=form.number("days", 1))


SWITCHES: Final[Mapping[str, Callable[[Switchboard, Form], None]]] = {
    "faults": _break,
    "heal": _heal,
    "webhooks": _destine,
    "hold": _hold,
    "release": _release,
    "redeliver": _redeliver,
    "time": _pass,
}
