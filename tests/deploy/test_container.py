"""The image is made of what is there and of nothing secret, runs as nobody special, and tells whether it lives."""

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[2]
CONTAINER = ROOT / "deploy" / "container"
IGNORED = (ROOT / ".dockerignore").read_text().splitlines()


@pytest.fixture(scope="module")
def steps():
    parsed = DockerfileParser(path=str(CONTAINER / "Dockerfile"))
    return [(step["instruction"], step["value"]) for step in parsed.structure]


@pytest.fixture(scope="module")
def environment():
    return DockerfileParser(path=str(CONTAINER / "Dockerfile")).envs


@pytest.fixture
def answering():
    """A server on loopback that answers with a status; its port."""
    servers = []

    def serve(status):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status if self.path in {"/healthz", "/readyz"} else 404)
                self.end_headers()

            def log_message(self, *_):
                pass

        servers.append(server := HTTPServer(("127.0.0.1", 0), Answer))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return server.server_port

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def checked(*words, **environment):
    """The exit status of the health check."""
    asked = [sys.executable, "-I", CONTAINER / "healthcheck.py", *map(str, words)]
    return subprocess.run(asked, env=environment, capture_output=True, check=False).returncode


def test_hadolint_has_nothing_to_say():
    linter = Path(sys.executable).with_name("hadolint")
    said = subprocess.run([linter, CONTAINER / "Dockerfile"], capture_output=True, text=True, check=False)

    assert (said.returncode, said.stdout) == (0, "")


def test_all_that_is_copied_is_there_and_nothing_else_is_sent(steps):
    copied = [value.split()[:-1] for name, value in steps if name == "COPY" and "--from=" not in value]
    sources = {source for words in copied for source in words}

    assert {source for source in sources if not (ROOT / source).exists()} == set()
    sent = {line.removeprefix("!") for line in IGNORED if line.startswith("!")}
    assert {source for source in sources if not any(f"{source}/".startswith(f"{one}/") for one in sent)} == set()
    assert "*" in IGNORED
    assert sent - {"deploy", "deploy/container"} <= sources


def test_packages_come_by_their_hashes_as_wheels(steps):
    installed = [command for name, value in steps if name == "RUN" for command in re.split("&&", value)]
    from_others = [command for command in installed if "--requirement" in command]

    assert len(from_others) == 2
    assert all("--require-hashes --only-binary=:all:" in command for command in from_others)
    assert not [command for command in installed if " pip " in command and not re.search("--req|--no-deps", command)]


def test_it_runs_as_nobody_special_and_serves(steps):
    last = dict(steps)

    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last["USER"])
    assert (json.loads(last["ENTRYPOINT"]), json.loads(last["CMD"])) == (["detour"], ["serve"])
    assert last["VOLUME"] == last["WORKDIR"]


def test_it_says_where_it_listens_and_asks_there(steps, environment, started):
    last = dict(steps)
    settings = started(["serve"], environment)

    assert (settings.server.host, settings.worker.host) == ("0.0.0.0", "0.0.0.0")  # noqa: S104
    assert last["EXPOSE"].split() == [str(settings.server.port), str(settings.worker.port)]
    *_, script, port = json.loads(last["HEALTHCHECK"].partition("CMD ")[2])
    assert (script, port) == ("/opt/detour/healthcheck.py", str(settings.server.port))
    assert ("COPY", f"deploy/container/healthcheck.py {script}") in steps


def test_the_health_check_knows_a_process_that_lives(answering):
    assert checked(answering(200)) == 0
    assert checked(answering(200), "/readyz") == 0
    assert checked(answering(200), http_proxy="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9") == 0


def test_the_health_check_knows_one_that_does_not(answering):
    assert checked(answering(503)) == 1
    assert checked(answering(200), "/elsewhere") == 1
    assert checked(9) == 1
