"""The command for tests: run in this process, with what it printed; and saved issues of an invented company."""

from datetime import date
from pathlib import Path

import pytest

from service.cli import main

TODAY = date(2026, 11, 26)


@pytest.fixture
def acme():
    """The folder of saved issues of an invented organisation, and of its configuration."""
    return Path(__file__).with_name("acme")


@pytest.fixture
def detour(capsys, monkeypatch):
    """Runs the command; returns its exit status, and what it printed on both streams. Saved issues are of one day."""
    monkeypatch.setattr("service.commands.saved.today", lambda: TODAY)

    def run(*words):
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run
