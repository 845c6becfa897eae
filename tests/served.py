"""``detour serve`` as a process of its own, for what measures or harms it from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

LOOK_SECONDS = 0.01
PATIENCE_SECONDS = 60
DIRECTLY = build_opener(ProxyHandler({}))
LAST_WORDS = 2_000
"""Characters of its log that tell why it did not come."""


@contextmanager
def served(configuration, port, log):
    """The process, from when it is ready until it is told to stop. Raises ``RuntimeError`` where it does not come."""
    command = [sys.executable, "-m", "service.cli", "serve", "--config", configuration]
    deadline = time.monotonic() + PATIENCE_SECONDS
    with (
        log.open("w") as written,
        subprocess.Popen(command, stdout=written, stderr=written, env=environment()) as process,
    ):
        try:
            while not is_ready(f"http://127.0.0.1:{port}"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"detour serve did not come to be ready: {log.read_text()[-LAST_WORDS:]}")
                time.sleep(LOOK_SECONDS)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)


def is_ready(address):
    """Whether a process answers that it can work."""
    try:
        with DIRECTLY.open(f"{address}/readyz", timeout=1) as answer:
            return answer.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


def free_port():
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def environment():
    """As people have it: what Python compiled is kept."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
