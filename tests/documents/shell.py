"""Runs the commands of the pages, each as far as a machine without root, Docker and a cluster can."""

import argparse
import importlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx
import structlog
import yaml

from service.cli import COMMANDS, main
from service.demonstration.stage import on_stage
from service.settings import load
from service.store.connection import open_store
from tests.documents.reading import ROOT

UNENDING = frozenset({"serve", "worker", "demo", "setup", "mcp"})
"""Commands that go on, or ask people: what they are told is understood, and other tests run them."""
FINDING = frozenset({"audit", "doctor"})
"""Commands whose status 1 tells that something was found."""
COMPOSE = ROOT / "deploy" / "compose.yaml"
UNITS = ROOT / "deploy" / "systemd"
CHART = ROOT / "deploy" / "helm" / "detour"
TAKEN = {
    "docker build": {"--file", "--tag"},
    "docker compose": {"--profile", "--build", "--detach", "--rm", "--scale"},
    "helm": {"--install", "--values"},
    "kubectl": {"--replicas"},
    "systemctl": {"--now"},
    "journalctl": {"--unit", "--follow"},
    "pg_dump": {"--format", "--file"},
    "pg_restore": {"--no-owner", "--dbname"},
    "pip": {"--require-hashes", "--only-binary", "--requirement", "--no-deps", "--no-build-isolation"},
}
"""The options that pages may name of programs which are not here, so that a slip of the pen is seen."""


class UnknownError(AssertionError):
    """A command that no test runs."""


class Shell:
    """Runs commands in a folder, one after the other, as far as they go. ``ran`` has those that ran in full."""

    def __init__(self, folder):
        self.folder, self.place, self.ran = folder, ROOT, []
        self.cloned = ""

    def run(self, command):
        """One command. Raises ``AssertionError`` where it fails, or where nobody knows how to try it."""
        words = [word.replace("$STORE", "sqlite:///copied.db") for word in shlex.split(command)]
        if words[0] == "sudo":  # the wrapper of deploy/systemd, which names the configuration itself
            words = [*words[1:], "--config", "detour.toml"]
        name = Path(words[0]).name
        act = getattr(self, f"_{name.replace('-', '_').replace('3', '')}", None)
        if act is None or any(sign in words for sign in ("|", "&&", "||", ";", "<", "&")):
            raise UnknownError(f"no test runs this: {command}")
        act(words[1:])

    def _detour(self, words):
        words = [self._configured(word) for word in words]
        output = words.index(">") if ">" in words else len(words)
        asked, *rest = words[:output]
        assert asked in COMMANDS, asked
        if asked in UNENDING:
            parser = argparse.ArgumentParser()
            importlib.import_module(f"service.commands.{asked.replace('-', '_')}").add_arguments(parser)
            parser.parse_args(rest)
            return
        status = main([asked, *rest])
        structlog.reset_defaults()
        assert status in ({0, 1} if asked in FINDING else {0}), f"detour {shlex.join(words)} ended with {status}"
        self.ran.append(" ".join(words))

    def _configured(self, word):
        """Wherever a machine has its configuration, here it is in the folder."""
        return "detour.toml" if word == "/etc/detour/detour.toml" else word

    def _make(self, words):
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert next(word for word in words if "=" not in word) in targets, words

    def _cd(self, words):
        self.place = ROOT if words[0] == self.cloned else self.place / words[0]
        assert self.place.is_dir(), words

    def _sh(self, words):
        subprocess.run(["sh", "-n", self._file(words[0])], check=True)

    def _cp(self, words):
        source, target = words
        if target.startswith("/"):
            assert self._file(source).is_file()
        else:
            self._really("cp", words)

    def _rm(self, words):
        self._really("rm", words)

    def _really(self, program, words):
        assert not any(word.startswith(("/", "..")) for word in words), words
        subprocess.run([program, *words], cwd=self.folder, check=True)
        self.ran.append(program)

    def _curl(self, words):
        """Asks a Detour that runs here, at whichever port."""
        urls = [word for word in words if not word.startswith("--")]
        settings = load(self.folder / "detour.toml", {})
        engine = open_store(settings.store.url.get_secret_value())
        try:
            with on_stage((), engine, settings) as stage:
                here = [url.replace("http://127.0.0.1:8000", stage.address) for url in urls]
                answers = [httpx.get(url, trust_env=False) for url in here]
        finally:
            engine.dispose()
        assert [answer.status_code for answer in answers] == [200] * len(urls), urls
        self.ran += urls

    def _python(self, words):
        assert words[0] == "-m", words
        if words[1] == "venv":
            return
        if words[1] == "pip":
            self._pip(words[2:])
            return
        help_of = [sys.executable, *words[:2], "--help"]
        subprocess.run(help_of, cwd=ROOT, check=True, capture_output=True)

    def _pip(self, words):
        self._known("pip", words)
        if "--requirement" in words:
            text = self._file(words[words.index("--requirement") + 1]).read_text()
            named = re.findall(r"^[A-Za-z0-9][^ \n]*==[^ \n]+(.*)", text, re.MULTILINE)
            assert named
            assert all(rest.strip() == "\\" for rest in named)

    def _git(self, words):
        assert words[0] == "clone", words
        self.cloned = Path(words[1]).name

    def _docker(self, words):
        if words[0] == "build":
            self._known("docker build", words)
            assert self._file(words[words.index("--file") + 1]).is_file()
            return
        assert words[0] == "compose"
        words = words[1:]
        self._known("docker compose", words[: words.index("run") + 2] if "run" in words else words)
        compose = yaml.safe_load(COMPOSE.read_text())
        if "--profile" in words:
            profiles = {name for one in compose["services"].values() for name in one.get("profiles", ())}
            assert words[words.index("--profile") + 1] in profiles
        if "--scale" in words:
            assert words[words.index("--scale") + 1].partition("=")[0] in compose["services"]
        if "run" in words:
            [service, *rest] = [word for word in words[words.index("run") + 1 :] if word != "--rm"]
            assert service in compose["services"]
            self._detour(rest)

    def _helm(self, words):
        self._known("helm", words)
        assert words[0] == "upgrade"
        assert (self._file(words[3]) / "Chart.yaml").is_file()

    def _kubectl(self, words):
        ours = {f"deployment/detour-{path.stem}" for path in (CHART / "templates").glob("w*.yaml")}
        assert words[1] in ours, words
        if words[0] == "exec":
            assert words[2:4] == ["--", "detour"]
            self._detour(words[4:])
        else:
            assert words[0] == "scale"
            self._known("kubectl", words)

    def _systemctl(self, words):
        self._known("systemctl", words)
        assert words[0] in {"enable", "restart", "stop", "start"}, words
        for unit in (word for word in words[1:] if not word.startswith("-")):
            assert (UNITS / f"{re.sub('@.+', '@', unit)}.service").is_file(), unit

    def _journalctl(self, words):
        self._known("journalctl", words)

    def _pg_dump(self, words):
        self._known("pg_dump", words)

    def _pg_restore(self, words):
        self._known("pg_restore", words)

    def _known(self, program, words):
        used = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert used <= TAKEN[program], f"{program} has no {used - TAKEN[program]}, or a test has to learn of it"

    def _file(self, name):
        found = self.place / name
        assert found.exists(), f"{found} is not there"
        return found
