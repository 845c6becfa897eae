"""``detour config``: what it writes is a configuration, and its schema agrees with what is read."""

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest

from service.cli import main
from service.settings import load
from service.settings.configuration import Settings
from service.settings.json_schema import json_schema
from service.settings.template import template
from service.settings.words import example, table_in, words_on

COMMENTED = re.compile(r"(?m)^# (?=[a-z_]+ = |\[)")
EITHER_OR = re.compile(r"(?m)^(app_id|private_key_file|digest_email|viewer) = .*\n")
SECRETS = {
    "app.pem": "key",
    "planning-secret": "whsec_" + "A" * 43 + "=",
    "payments-chat": "https://chat.acme.example/x",
}


def begun(name="detour.toml"):
    """The file with everything in it that may stand side by side."""
    everything = COMMENTED.sub("", template(name))
    return EITHER_OR.sub("", everything)


def tables(table=Settings):
    yield table
    for field in table.model_fields.values():
        if below := table_in(field.annotation):
            yield from tables(below)


@pytest.fixture
def beside(tmp_path):
    """A folder with every file that examples name."""
    for name in re.findall(r'_file = "([^"]+)"', template("")):
        file = tmp_path / name.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(SECRETS.get(name, "x" * 40))
    return tmp_path


@pytest.mark.parametrize("table", list(dict.fromkeys(tables())), ids=lambda table: table.__name__)
def test_every_key_is_explained_and_has_an_example(table):
    words = words_on(table)

    for name, field in table.model_fields.items():
        assert example(field), name
        assert example(field).startswith("[") or words[name].endswith("."), name


def test_a_new_configuration_says_nothing(tmp_path, capsys):
    file = tmp_path / "new.toml"

    assert main(["config", "init", str(file)]) == 0

    assert load(file) == load(None)
    assert f"detour check-config --config {file}" in capsys.readouterr().out


def test_a_file_that_is_there_is_left_alone(tmp_path, capsys):
    file = tmp_path / "detour.toml"
    file.write_text("[server]\nport = 8080\n")

    assert main(["config", "init", str(file)]) == 2

    assert file.read_text() == "[server]\nport = 8080\n"
    assert "is there already; name another file" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(tmp_path, capsys):
    assert main(["config", "init", str(tmp_path / "none" / "detour.toml")]) == 2

    assert "cannot be written: No such file or directory" in capsys.readouterr().err


def test_without_the_number_signs_it_is_a_configuration(beside):
    file = beside / "detour.toml"
    text = begun().replace("/run/", "run/").replace("[access.roles]", '[access.roles]\nviewer = ["group:github:acme"]')
    file.write_text(text)

    settings = load(file)

    assert (settings.github[0].name, settings.jira[0].projects, settings.webhooks[0].name) == (
        "acme",
        ("PAY", "SHOP"),
        "planning",
    )
    jsonschema.validate(json.loads(json.dumps(tomllib.loads(text), default=str)), json_schema())


def test_the_schema_is_one_and_stands_in_the_repository(capsys):
    jsonschema.Draft7Validator.check_schema(json_schema())

    assert main(["config", "schema"]) == 0

    told = capsys.readouterr().out
    assert told == Path("deploy/detour.schema.json").read_text(), "detour config schema > deploy/detour.schema.json"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[server]\nprt = 1", "prt"),
        ("[server]\nport = 70000", "70000"),
        ('[[jira]]\nname = "acme"', "'url' is a required property"),
        ('[[webhooks]]\nname = "a"\nurl = "https://a.example"', "is not valid under any of the given schemas"),
        ('[comments]\nmode = "loud"', "loud"),
        ("[policy]\ndanger_odds = 2", "2"),
    ],
)
def test_the_schema_finds_what_is_wrong(text, wrong):
    with pytest.raises(jsonschema.ValidationError, match=re.escape(wrong)):
        jsonschema.validate(tomllib.loads(text), json_schema())
