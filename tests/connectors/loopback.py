"""A tracker on loopback that answers from a table and remembers what it was asked."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def loopback(answers):
    """Yields the server's address and its list of requests; ``answers`` maps ``POST /path`` to status and body."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            key = f"{self.command} {self.path}"
            asked.append((key, self.headers.get("authorization"), body))
            status, answer, *headers = answers.get(key, (404, {"message": "Not Found"}))
            if status == "slow":
                time.sleep(answer)
                return
            content = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in headers[0].items() if headers else ():
                self.send_header(name, value)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", "0" if status == 204 else str(len(content)))
            self.end_headers()
            self.wfile.write(b"" if status == 204 else content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  # the names that http.server calls

        def log_message(self, *_):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
