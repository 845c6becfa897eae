"""What the ways to deploy Detour start is understood by Detour itself."""

import argparse
import importlib
import shutil
import subprocess
from pathlib import Path

import pytest

from service.cli import COMMANDS
from service.settings import load

DEPLOY = Path(__file__).parents[2] / "deploy"
SECRETS = "/run/secrets"
"""Where containers have theirs."""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """What ``deploy/prepare-compose`` makes: a configuration, and the folder ``secrets``."""
    folder = tmp_path_factory.mktemp("deploy")
    shutil.copy(DEPLOY / "prepare-compose", folder)
    (folder / "container").mkdir()
    shutil.copy(DEPLOY / "container" / "detour.toml", folder / "container")
    subprocess.run(["sh", folder / "prepare-compose"], check=True, capture_output=True)
    return folder / "local"


@pytest.fixture
def started(prepared, tmp_path):
    """The settings with which words start Detour, in an environment, by the prepared configuration or another one."""

    def start(words, environment, written=None):
        options = understood(words)
        config = tmp_path / "detour.toml"
        config.write_text(moved(written or (prepared / "detour.toml").read_text(), prepared))
        ours = {name: moved(value, prepared) for name, value in environment.items() if name.startswith("DETOUR_")}
        return load(config if options.config else None, ours)

    return start


def moved(text, prepared):
    """With the secrets where the tests have them."""
    return text.replace(SECRETS, str(prepared / "secrets"))


def understood(words):
    """What a command makes of its words; ends the test where it does not understand them."""
    command, *rest = words
    assert command in COMMANDS
    parser = argparse.ArgumentParser()
    importlib.import_module(f"service.commands.{command.replace('-', '_')}").add_arguments(parser)
    return parser.parse_args(rest)
