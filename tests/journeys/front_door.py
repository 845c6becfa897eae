"""What stands before a service as a proxy does: an address that stays, whether or not anybody is behind it."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

DROPPED = ("host", "connection", "content-length", "transfer-encoding")


class FrontDoor:
    """``behind`` is the address of the service, or ``None``: then 502 is the answer. ``refused`` counts those.

    Who comes while it is ``opening`` waits: a service is asked for before its address is known.
    """

    def __init__(self, port):
        self.address, self.behind, self.refused = f"http://127.0.0.1:{port}", None, 0
        self._settled = threading.Event()
        self._settled.set()
        self._http = httpx.Client(trust_env=False)

    def passes_on(self, path, headers, body):
        """The status that the service answers with."""
        assert self._settled.wait(10)
        if self.behind is None:
            self.refused += 1
            return 502
        kept = {name: value for name, value in headers.items() if name.lower() not in DROPPED}
        return self._http.post(self.behind + path, content=body, headers=kept).status_code

    @contextmanager
    def opening(self):
        """Whoever comes meanwhile is let in, or not, at the end."""
        self._settled.clear()
        try:
            yield
        finally:
            self._settled.set()

    def close(self):
        self._http.close()


@contextmanager
def front_door():
    """Open while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):  # the name that http.server calls
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(door.passes_on(self.path, self.headers, body))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    door = FrontDoor(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        door.close()
