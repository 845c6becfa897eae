"""Serves an application over HTTP in a thread of this process, as long as it is needed."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypedDict

import uvicorn

from service.collector import collect_in_short_steps
from service.patience import PatientProtocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

HOST: Final = "127.0.0.1"
GOODBYE_SECONDS: Final = 10
"""How long requests that are under way may take when the process is told to stop."""
A_TURN: Final = 0.0002
"""Seconds. https://docs.python.org/3/library/sys.html#sys.setswitchinterval"""


class _Answering(TypedDict):
    """What uvicorn is told."""

    http: type[PatientProtocol]
    log_config: None
    access_log: bool
    timeout_graceful_shutdown: int


ANSWERING: Final[_Answering] = {
    "http": PatientProtocol,
    "log_config": None,
    "access_log": False,
    "timeout_graceful_shutdown": GOODBYE_SECONDS,
}
"""How whatever answers over HTTP does it, be it in a thread or the whole process."""


def take_short_turns() -> None:
    """Has whoever judges or makes pages let the thread that answers webhooks go on soon: Python's own 5 ms add up."""
    sys.setswitchinterval(A_TURN)
    collect_in_short_steps()


@contextmanager
def serving(app: ASGIApp, port: int = 0, host: str = HOST) -> Iterator[str]:
    """The address, such as ``http://127.0.0.1:PORT``, once the application is ready. ``port`` 0 takes a free one.

    Raises ``OSError`` where the port is taken, and ``RuntimeError`` where the application does not start.
    """
    with socket.create_server((host, port)) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a body waits 40 ms behind its headers
        server = _Server(uvicorn.Config(app, **ANSWERING))
        thread = threading.Thread(target=server.run, args=([listening],), name="serving")
        thread.start()
        server.begun.wait()
        try:
            if not server.started:
                raise RuntimeError("the application did not start; its log says why")
            yield f"http://{host}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """Tells when it is ready, or has given up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = threading.Event()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Until it is told to stop."""
        try:
            super().run(sockets)
        except SystemExit:  # how it ends where the application does not start; ``started`` tells
            return
        finally:
            self.begun.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts the application, and tells so."""
        await super().startup(sockets)
        self.begun.set()
