"""The command for tests: run in this process, with what it printed; and saved issues of an invented company."""

from pathlib import Path

import pytest

from service.cli import main


@pytest.fixture
def acme():
    """The folder of saved issues of an invented organisation, and of its configuration."""
    return Path(__file__).with_name("acme")


@pytest.fixture
def detour(capsys):
    """Runs the command; returns its exit status, and what it printed on both streams."""

    def run(*words):
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run
