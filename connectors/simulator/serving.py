"""Serves a made-up tracker over real HTTP on loopback, one thread a connection.

Threads, because faults have to happen at an exact moment: a connection that ends after a write and before its answer,
or a test that kills a process at the k-th request.
"""

from __future__ import annotations

import socket
import sys
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HOST: Final = "127.0.0.1"
POLL: Final = 0.02
"""Seconds within which the server notices that it should stop."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. ``path`` is as it was sent, percent-encoded; the names of ``headers`` are in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Dropped(Exception):  # noqa: N818  # what happens to the connection
    """Raised by a handler: the connection ends without an answer."""


Handle = "Callable[[Request], Answer]"


class Loopback:
    """A server while it runs: ``with Loopback(handle) as server: server.address``. ``port`` 0 takes a free one."""

    def __init__(self, handle: Callable[[Request], Answer], port: int = 0) -> None:
        self._server = _Server((HOST, port), _Connection)
        self._server.handle_one = handle
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": POLL}, name="simulator", daemon=True
        )

    @property
    def address(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://{HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    """Knows its connections, so that those kept alive end with it."""

    daemon_threads = False
    request_queue_size = 128
    handle_one: Callable[[Request], Answer]

    def __init__(self, *arguments: object) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(*arguments)  # type: ignore[arg-type]  # the address and the handler's class, as given

    def get_request(self) -> tuple[socket.socket, object]:
        """Remembers a new connection."""
        connection, address = super().get_request()
        with self._guard:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: object) -> None:
        """Forgets one that ended."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)  # type: ignore[arg-type]  # the same

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of a connection that the other side ended."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the same

    def hang_up(self) -> None:
        """Ends all connections."""
        with self._guard:
            for connection in self._open:
                end(connection)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def answer(self) -> None:
        """Answers one request in one piece."""
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            answer = self.server.handle_one(
                Request(self.command, address.path, dict(parse_qsl(address.query)), headers, body)
            )
        except Dropped:
            self.close_connection = True
            end(self.connection)
            return
        self._send(answer)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815  # the names that http.server calls

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Date", answer.headers.get("Date") or self.date_time_string())
        for name, value in answer.headers.items():
            if name != "Date":
                self.send_header(name, value)
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        try:
            self.wfile.write(answer.body)
            self.wfile.flush()
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing: requests are kept in a log of their own."""


def end(connection: socket.socket) -> None:
    """Ends a connection from either side."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
