"""``python -m connectors.simulator``, as a person at a terminal meets it."""

import re
import shlex
import shutil
import signal
import socket
import subprocess
import time

import httpx
import pytest

from connectors.simulator.__main__ import main
from connectors.simulator.github import simulated_github
from connectors.simulator.github.sample import settles
from tests.connectors.simulator.asking import receiver
from tests.connectors.simulator.commanding import running


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_where_to_look_and_ends_when_it_is_told_to(ends):
    with running() as (process, told):
        address = re.search(r"pages +(http://127\.0\.0\.1:\d+)\n", told)[1]
        api = re.search(r"REST API +(\S+)", told)[1]
        page = httpx.get(address)
        who = httpx.get(f"{api}/user", headers={"Authorization": "Bearer detour-bot"}).json()["login"]
        board = httpx.get(re.search(r"switchboard +(\S+)", told)[1])
        process.send_signal(ends)
        rest, complaints = process.communicate(timeout=60)

    assert (process.returncode, rest, complaints) == (0, "", "")
    assert (page.status_code, board.status_code, who) == (200, 200, "detour-bot")
    assert "Checkout" in page.text


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
def test_the_examples_that_it_tells_work():
    with running() as (_, told):
        examples = re.findall(r"^  curl (.*)$", told, re.MULTILINE)
        for example in examples:
            words = ["curl", "--silent", "--fail", *shlex.split(example)]
            assert subprocess.run(words, capture_output=True, check=False).returncode == 0, example

    assert len(examples) == 3


def test_webhooks_go_where_they_are_told_to():
    with receiver() as (url, arrived), running("--webhook", url, "--secret", "s") as (_, told):
        api = re.search(r"REST API +(\S+)", told)[1]
        new = {"title": "Something new"}
        httpx.post(f"{api}/repos/acme/web/issues", json=new, headers={"Authorization": "Bearer mia"})
        while not any(b"Something new" in body for _, body, _ in arrived):
            time.sleep(0.01)

    assert f"go to {url}" in told
    assert all("x-hub-signature-256" in headers for headers, _, _ in arrived)


def test_a_port_that_is_taken_is_told(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert main(["--port", str(port)]) == 2

    assert f"port {port} cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["x", "-1", "70000"])
def test_a_port_that_is_none_is_told(capsys, port):
    with pytest.raises(SystemExit):
        main([f"--port={port}"])

    assert "--port" in capsys.readouterr().err


def test_the_sample_has_something_of_everything_to_look_at():
    with simulated_github() as hub:
        settles(hub)
        issues = list(hub.world.issues())

    assert {one.state_now for one in issues} == {"OPEN", "CLOSED", "MERGED"}
    for name in (
        "labels",
        "assignees",
        "milestone",
        "blocked_by",
        "blocking",
        "parts",
        "parent",
        "comments",
        "notices",
    ):
        assert any(getattr(one, name) for one in issues), name
    comments = [one for issue in issues for one in issue.comments]
    assert any(one.edited for one in comments)
    assert any(one.reactions for one in comments)
