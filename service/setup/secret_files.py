"""Keeps secrets in files of their own beside the configuration, which this user alone may read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.settings import SettingsError
from service.setup.document import BEFORE

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "secrets"
OURS_ALONE: Final = 0o600
FOLDER_MODE: Final = 0o700
NO_COMMITS: Final = "*\n"
"""A ``.gitignore`` of everything: https://git-scm.com/docs/gitignore ."""


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """Those of the configuration in ``folder``."""

    folder: Path

    def keep(self, name: str, text: str) -> str:
        """Writes one secret, whole or not at all; returns the name as the configuration is to have it.

        Another secret of that name stays beside it. Raises ``SettingsError``.
        """
        place = self.folder / FOLDER
        try:
            place.mkdir(mode=FOLDER_MODE, exist_ok=True)
            if not (place / ".gitignore").exists():
                (place / ".gitignore").write_text(NO_COMMITS, "utf-8")
            file = place / name
            if file.exists() and file.read_text("utf-8") != text:
                file.replace(file.with_name(name + BEFORE))
            _written(file, text)
        except OSError as error:
            told = (
                f"{place / name}: cannot be written: {error.strerror}; let this user write to {self.folder.resolve()}"
            )
            raise SettingsError([told]) from None
        return f"{FOLDER}/{name}"


def _written(file: Path, text: str) -> None:
    """Never readable to others, not even for a moment."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE), "w", encoding="utf-8"
        ) as opened:
            opened.write(text)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
