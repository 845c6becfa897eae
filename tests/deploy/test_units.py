"""systemd takes the units, and finds little that a process of them could do to the machine."""

import configparser
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
NAMES = ("detour.service", "detour-worker@.service")
STARTED = ("detour.service", "detour-worker@01.service")
MOST_EXPOSED = 15
"""In tenths, of 100: below 20 systemd calls it OK."""


@pytest.fixture
def analyze(tmp_path):
    """Asks ``systemd-analyze`` of the units as they are installed, started by a program that is here."""
    if (program := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not here")
    for name in NAMES:
        unit = (UNITS / name).read_text().replace("/opt/detour/bin/detour", sys.executable)
        (tmp_path / name).write_text(unit)
        (folder := tmp_path / f"{name}.d").mkdir()
        for drop_in in ("hardening.conf", "credentials.conf"):
            shutil.copy(UNITS / drop_in, folder)
    found = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}

    def ask(*words):
        return subprocess.run([program, *words], env=found, capture_output=True, text=True, check=False)

    return ask


def read(name, section="Service"):
    """The settings of a section, each with all its values."""
    parser = configparser.RawConfigParser(strict=False, delimiters="=", comment_prefixes="#", dict_type=dict)
    parser.optionxform = str
    parser.read(UNITS / name)
    return dict(parser[section])


def test_systemd_has_nothing_to_say_of_the_units(analyze):
    said = analyze("verify", "--man=no", *STARTED)

    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.parametrize("unit", STARTED, ids=str)
def test_a_process_can_do_little_to_the_machine(analyze, unit):
    said = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", "--json=short", unit)

    assert said.returncode == 0, [one["name"] for one in json.loads(said.stdout) if not one["set"]]


def test_both_units_are_one_but_for_what_they_start():
    serve, worker = map(read, NAMES)

    assert {key for key in serve | worker if serve.get(key) != worker.get(key)} == {"ExecStart", "Environment"}


@pytest.mark.parametrize(("unit", "command"), [(NAMES[0], "serve"), (NAMES[1], "worker")], ids=["serve", "worker"])
def test_detour_starts_by_the_copy_of_its_configuration(unit, command, started, tmp_path):
    service = read(unit)
    (tmp_path / "github-token").write_text("what GitHub gave")
    written = '[[github]]\nname = "acme"\norganizations = ["acme"]\ntoken_file = "github-token"\n'
    program, *words = service["ExecStart"].replace("%d", str(tmp_path)).split()
    environment = dict([service.get("Environment", "NONE=").replace("%i", "01").split("=")])

    settings = started(words, environment, written)

    assert (program, words[0], words[-1]) == ("/opt/detour/bin/detour", command, f"{tmp_path}/detour.toml")
    assert service["LoadCredential"] == "detour.toml:/etc/detour/detour.toml"
    assert settings.github[0].token.get_secret_value() == "what GitHub gave"
    assert settings.worker.port == (8101 if command == "worker" else None)


@pytest.mark.parametrize("script", ["install", "detour", "../prepare-compose"], ids=["install", "detour", "compose"])
def test_scripts_are_well_formed(script):
    assert subprocess.run(["sh", "-n", UNITS / script], check=False).returncode == 0


def test_what_is_installed_is_there():
    named = {word for word in (UNITS / "install").read_text().split() if word.startswith("deploy/")}
    placed = {word for word in named if "$" not in word}

    assert {word for word in placed if not (UNITS.parents[1] / word).exists()} == set()
    assert {f"deploy/systemd/{name}" for name in ("hardening.conf", "sysusers.conf", "detour")} <= placed


def test_the_command_beside_the_service_is_what_the_service_would_do(tmp_path):
    """Stands in for systemd-run, and sees what it is asked."""
    (tmp_path / "systemd-run").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "systemd-run").chmod(0o755)
    (secrets := tmp_path / "etc").mkdir()
    for name in ("detour.toml", "github-token"):
        (secrets / name).touch()
    script = (UNITS / "detour").read_text().replace("/etc/detour", str(secrets))

    asked = subprocess.run(
        ["sh", "-c", script, "detour", "why", "acme/web#12"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    service = read(NAMES[0])
    began = asked.index("/opt/detour/bin/detour")
    assert asked[began + 1 :] == ["why", "acme/web#12", "--config", "${CREDENTIALS_DIRECTORY}/detour.toml"]
    same = {f"--property={key}={service[key]}" for key in ("User", "StateDirectory", "WorkingDirectory")}
    loaded = {f"--property=LoadCredential={name}:{secrets}/{name}" for name in ("detour.toml", "github-token")}
    assert same | loaded <= set(asked[:began])
