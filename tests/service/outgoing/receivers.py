"""A program on loopback that takes messages, or refuses them as it is told."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Program:
    """What it was sent, and what it answers next; without more to answer it takes everything."""

    def __init__(self):
        self.received, self.answers = [], []
        self.url = ""
        self.arrived = threading.Condition()

    def answer(self, *answers):
        """Each a status and headers."""
        self.answers += answers

    def wait_for(self, count, seconds=20):
        """What has arrived, once it is so much."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= count, seconds), len(self.received)
            return list(self.received)


@contextmanager
def program():
    """A program that listens while the context lasts."""
    one = Program()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            status, headers = one.answers.pop(0) if one.answers else (204, {})
            with one.arrived:  # before whoever sent it is answered, and looks
                one.received.append((dict(self.headers), body))
                one.arrived.notify_all()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_args):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
