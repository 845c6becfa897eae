"""The command for tests: run in this process, with what it printed; and the invented organisation that it ships."""

from importlib.resources import as_file, files

import pytest

from service.cli import main


@pytest.fixture
def acme():
    """The folder of the demonstration's saved issues."""
    with as_file(files("service.demonstration")) as folder:
        yield folder


@pytest.fixture
def detour(capsys):
    """Runs the command; returns its exit status, and what it printed on both streams."""

    def run(*words):
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run
