"""Every command that a page shows is run, or, where it cannot be here, held against what is there."""

import re

import pytest

from service.cli import COMMANDS
from tests.documents.reading import PAGES, ROOT, SHELL, blocks, in_language
from tests.documents.shell import Shell, UnknownError
from tests.documents.town import town

WITH_COMMANDS = [page for page in PAGES if any(one.language in SHELL for one in blocks(page))]


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with town(tmp_path) as folder:
        yield Shell(folder)


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_does_what_it_should(page, shell):
    for block in blocks(page):
        shell.place = ROOT
        for command in block.commands if block.language in SHELL else ():
            try:
                shell.run(command)
            except (AssertionError, SystemExit, OSError) as error:
                pytest.fail(f"{block.where}: {command}: {error}")


@pytest.mark.parametrize(
    "command",
    [
        "cowsay hello",
        "detour dance",
        "detour audit --no-such-option",
        "detour why NO-1 --config detour.toml",
        "docker compose --profil cluster up",
        "docker compose run --rm detour dance",
        "systemctl enable --now detours",
        "helm upgrade --install detour deploy/helm/nothing",
        "sh deploy/nothing",
        "make nothing",
        "detour audits --config detour.toml | cowsay",
    ],
    ids=range(11),
)
def test_a_command_that_is_wrong_or_that_nobody_tries_is_noticed(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises((UnknownError, AssertionError, SystemExit, OSError)):
        Shell(tmp_path).run(command)


def test_every_block_says_what_it_is():
    assert [one.where for page in PAGES for one in blocks(page) if not one.language] == []


def test_commands_that_stand_in_sentences_are_there():
    texts = (page.read_text("utf-8") for page in PAGES)
    told = {word for text in texts for word in re.findall(r"`(?:\.venv/bin/)?detour ([a-z][a-z-]*)", text)}

    assert told - COMMANDS.keys() == set()


def test_pages_with_commands_are_the_handbook_and_the_readme_at_least():
    assert {"README.md", "deploy/README.md"} <= {str(page.relative_to(ROOT)) for page in WITH_COMMANDS}
    assert in_language("sh")
