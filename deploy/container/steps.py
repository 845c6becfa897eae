"""Does the steps of the Dockerfile beside this file in a folder: the image's own folders are below that one."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

from dockerfile_parse import DockerfileParser

DOCKERFILE = Path(__file__).with_name("Dockerfile")
CONTEXT = DOCKERFILE.parents[2]
BASE = "/usr/local"
"""Where the base image has its Python."""
HANDED_ON = ("LANG", "LC_ALL", "SSL_CERT_FILE")
TELLING = {"ARG", "EXPOSE", "LABEL", "STOPSIGNAL", "VOLUME"}
"""Instructions that change no file and start nothing."""
RUNNING = {"USER", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
"""Instructions on how the image runs."""
A_PYTHON = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"


class RehearsalError(Exception):
    """What went wrong, in one sentence."""


@dataclass
class Image:
    """What the steps have come to. All stages share one folder; ``running`` has the last one's words on how it runs."""

    folder: Path
    owned: re.Pattern[str]
    environment: dict[str, str] = field(default_factory=dict)
    workdir: Path = Path("/")
    running: dict[str, str] = field(default_factory=dict)
    user: dict[str, Any] = field(default_factory=dict)
    """Whom it runs as, for ``subprocess``; nothing stands for whoever does this."""

    def here(self, text: str) -> str:
        """A text in which the image's own folders are below this one."""
        return self.owned.sub(lambda found: f"{self.folder}{found[0]}", text)

    def do(self, instruction: str, value: str) -> None:
        """Does one step. Raises ``RehearsalError``."""
        acts = {"FROM": self._from, "ENV": self._env, "WORKDIR": self._workdir, "COPY": self._copy, "RUN": self._run}
        if instruction in acts:
            acts[instruction](value)
        elif instruction in RUNNING:
            self.running[instruction] = value
        elif instruction not in TELLING:
            raise RehearsalError(f"{instruction} is not known to {Path(__file__).name} yet")

    def _from(self, _value: str) -> None:
        self.environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        self.environment |= {"PATH": f"{self.folder}{BASE}/bin:/usr/bin:/bin", "HOME": str(Path.home())}
        self.running.clear()
        self.workdir = self.folder

    def _env(self, value: str) -> None:
        for pair in shlex.split(value):
            name, _, text = pair.partition("=")
            self.environment[name] = self.here(Template(text).substitute(self.environment))

    def _workdir(self, value: str) -> None:
        self.workdir = Path(self.here(value))
        self.workdir.mkdir(parents=True, exist_ok=True)

    def _copy(self, value: str) -> None:
        options = [word for word in value.split() if word.startswith("--")]
        *sources, target = (word for word in value.split() if not word.startswith("--"))
        from_stage = any(option.startswith("--from=") for option in options)
        placed = self.workdir / self.here(target)
        for source in sources:
            origin = Path(self.here(source)) if from_stage else CONTEXT / source
            if origin.is_dir() and origin != placed:
                shutil.copytree(origin, placed, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
            elif origin != placed:
                shutil.copy(origin, placed / origin.name if placed.is_dir() else placed)

    def _run(self, value: str) -> None:
        command = ["/bin/sh", "-c", self.here(value)]
        done = subprocess.run(command, cwd=self.workdir, env=self.environment, check=False)  # noqa: S603
        if done.returncode:
            raise RehearsalError(f"RUN ended with status {done.returncode}")

    def command(self, *instructions: str) -> list[str]:
        """The words of instructions in exec form, one after the other."""
        lists = [self.running[name][self.running[name].index("[") :] for name in instructions]
        return [self.here(word) for words in lists for word in json.loads(words)]


def instructions() -> list[tuple[str, str]]:
    """What the Dockerfile says, without comments."""
    parsed = DockerfileParser(path=str(DOCKERFILE)).structure
    return [(one["instruction"], one["value"]) for one in parsed if one["instruction"] != "COMMENT"]


def own_folders(steps: list[tuple[str, str]]) -> re.Pattern[str]:
    """Finds in a text what the image makes for itself: where it works, and where it copies to."""
    named = {value.split()[-1] for name, value in steps if name in {"WORKDIR", "COPY"}}
    longest_first = sorted((path for path in named if path.startswith("/")), key=len, reverse=True)
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


def image_user(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """Whom the image runs as, for ``subprocess``; nobody else unless this is root, who alone can become another."""
    number, group = map(int, next(value for name, value in reversed(steps) if name == "USER").split(":"))
    return {"user": number, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}


def base_python(user: dict[str, Any]) -> str | None:
    """A Python of this machine that a user may start, and that can make environments."""
    names = (f"python{sys.version_info.major}.{sys.version_info.minor}", "python3")
    folders = ("/usr/local/bin", "/usr/bin", f"{sys.base_prefix}/bin")
    for probe in (f"{folder}/{name}" for name in names for folder in folders):
        try:
            asked = subprocess.run([probe, "-c", A_PYTHON], check=False, capture_output=True, cwd="/", **user)  # noqa: S603
        except OSError:
            continue
        if asked.returncode == 0:
            return probe
    return None


def build(folder: Path) -> Image:
    """Does all steps; in the end only what the image holds is in the folder. Raises ``RehearsalError``."""
    steps = instructions()
    image = Image(folder, own_folders(steps), user=image_user(steps))
    python = base_python(image.user)
    if python is None and image.user:
        sys.stdout.write("the image's user may start no Python of this machine: it runs as root instead\n")
        image.user = {}
        python = base_python(image.user)
    if python is None:
        raise RehearsalError("no Python of 3.11 or newer with venv is here")
    subprocess.run([python, "-m", "venv", f"{folder}{BASE}"], check=True)  # noqa: S603
    for name, value in steps:
        sys.stdout.write(f"{name} {' '.join(value.split())}\n")
        sys.stdout.flush()
        image.do(name, value)
    shutil.rmtree(image.here(next(value for name, value in steps if name == "WORKDIR")))
    return image
