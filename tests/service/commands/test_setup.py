"""``detour setup`` as somebody at a terminal meets it."""

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest

from connectors.simulator.jira import simulated_jira

CANARY = "canary-of-a-token"
PATIENCE = 60.0


class Screen:
    """A command at a terminal of its own: what is on the screen, and what is typed."""

    def __init__(self, *words):
        self.ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "service.cli", *words]
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
        os.close(theirs)
        self.text = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def answers(self, question, answer):
        """Waits for a question, and types."""
        self.reads(question)
        os.write(self.ours, f"{answer}\n".encode())

    def reads(self, words):
        until, seen = time.monotonic() + PATIENCE, len(self.text)
        while not re.search(words, self.text[seen:]):
            assert time.monotonic() < until, self.text
            assert select.select([self.ours], [], [], PATIENCE)[0], self.text
            try:
                self.text += os.read(self.ours, 4096).decode()
            except OSError:
                break
        assert re.search(words, self.text[seen:]), self.text


def test_at_a_terminal_a_secret_is_not_shown_and_what_is_wrong_is_told(tmp_path):
    config = tmp_path / "detour.toml"
    with simulated_jira() as desk, Screen("setup", "--config", str(config)) as screen:
        screen.answers("reach Detour", "")
        screen.answers("Connect a GitHub", "n")
        screen.answers("Connect a Jira", "")
        screen.answers("Its address", desk.address)
        screen.answers("Is it a Cloud site", "y")
        screen.answers("Mail address", desk.bot_email)
        screen.answers("Token", CANARY)
        screen.answers(r"(?s)the token is not accepted.*make a new one at https://id.*Connect a Jira", "n")
        screen.reads("run the same command again")

        assert screen.process.wait(PATIENCE) == 2
        assert CANARY not in screen.text
    assert not config.exists()


def test_where_nobody_can_answer_it_says_what_else_there_is(detour, tmp_path):
    status, out, err = detour("setup", "--config", tmp_path / "detour.toml")

    assert (status, out) == (2, "")
    assert "--web" in err
    assert "detour config init" in err


def test_a_configuration_that_is_none_is_told(detour, tmp_path):
    config = tmp_path / "detour.toml"
    config.write_text("[serverr]\n")

    status, _, err = detour("setup", "--web", "--config", config)

    assert status == 2
    assert "did you mean server?" in err


@pytest.mark.parametrize("port", ["x", "70000", "-1"])
def test_a_port_that_is_none_is_refused(detour, port):
    with pytest.raises(SystemExit, match="2"):
        detour("setup", f"--port={port}")
