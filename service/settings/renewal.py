"""Secrets in files that are replaced while a process runs: whoever needs one asks for the settings as they are now.

Kubernetes puts another directory in the place of the one that holds a secret's files; others write a file anew. Both
show in what the system tells of it. Nothing but secrets is taken over: whatever else changed waits for a restart.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import structlog

from service.settings.problems import as_written
from service.settings.refusal import SettingsError
from service.settings.secret_files import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from service.settings.configuration import Settings
    from service.settings.table import Key

LOG = structlog.get_logger()
LOOK_SECONDS: Final = 1.0
"""How long it is believed that no file has changed."""
Made = TypeVar("Made")
State = tuple[int, int, int, int] | None
"""What the system tells of a file: another one, or other content, is another state. ``None`` of one that is away."""


class Renewal:
    """The settings of a process with the secrets of their files as these are. Safe in threads.

    ``read`` reads them anew and raises ``SettingsError``: what cannot be used is told once, and the last that could
    stays, so that a file that is just being written does no harm.
    """

    def __init__(self, first: Settings, files: Mapping[Key, Path], read: Callable[[], Settings]) -> None:
        self._settings, self._files, self._read = first, files, read
        self._states = self._seen()
        self._looked = time.monotonic()
        self._lock = threading.Lock()

    def settings(self) -> Settings:
        """As they are now."""
        if time.monotonic() - self._looked > LOOK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._look()
                self._looked = time.monotonic()
            finally:
                self._lock.release()
        return self._settings

    def _look(self) -> None:
        states = self._seen()
        changed = [as_written(key) + SUFFIX for key in self._files if states[key] != self._states[key]]
        if not changed:
            return
        self._states = states  # of before the files are read: one that changes meanwhile is read once more
        try:
            self._settings = self._read().renewed_by(self)
        except SettingsError as error:
            LOG.warning("secrets_not_renewed", secrets=changed, reason=str(error))
        else:
            LOG.info("secrets_renewed", secrets=changed)

    def _seen(self) -> dict[Key, State]:
        return {key: _state(path) for key, path in self._files.items()}


class Renewed(Generic[Made]):
    """What is made of the settings, and made anew once a secret has changed. Called, it is what counts now.

    What cannot be made of a new secret is told once, and the last that could be stays.
    """

    def __init__(self, settings: Settings, make: Callable[[Settings], Made]) -> None:
        self._of, self._make, self._made = settings, make, make(settings)
        self._renewal = settings.renewal

    def __call__(self) -> Made:
        """The latest."""
        present = self._of if self._renewal is None else self._renewal.settings()
        if present is not self._of:
            self._of = present
            try:
                self._made = self._make(present)
            except SettingsError as error:
                LOG.warning("secrets_not_renewed", reason=str(error))
        return self._made


def _state(path: Path) -> State:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
