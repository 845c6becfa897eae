"""A configuration that is written further: what stands in it stays, comments too, and what is none is not written."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from service.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tomlkit.items import Table

HEAD: Final = (
    "The configuration of Detour, as 'detour setup' wrote it; the same command goes on from here.",
    "'detour config init FILE' writes one in which every key is explained.",
)
BEFORE: Final = ".old"
"""What stands behind the name of a file as it was before."""


@dataclass
class Document:
    """One file, as it was read. ``environment`` lies over it, as everywhere."""

    path: Path
    environment: Mapping[str, str]
    toml: tomlkit.TOMLDocument = field(default_factory=tomlkit.document)

    @classmethod
    def read(cls, path: Path, environment: Mapping[str, str]) -> Document:
        """The file, or a new one. Raises ``SettingsError`` for one that cannot be used as it stands."""
        if not path.exists():
            new = tomlkit.document()
            for line in HEAD:
                new.add(tomlkit.comment(line))
            return cls(path, environment, new)
        load(path, environment)
        try:
            return cls(path, environment, tomlkit.parse(path.read_text("utf-8-sig")))
        except TOMLKitError as error:
            raise SettingsError([f"{path}: cannot be written further: {error}"]) from None

    @property
    def folder(self) -> Path:
        """Where files that it names are looked for."""
        return self.path.parent

    def settings(self) -> Settings:
        """What stands in the file now, not what was added since. Raises ``SettingsError``."""
        return load(self.path if self.path.exists() else None, self.environment)

    def names(self, kind: str) -> list[str]:
        """The names of the sites of a kind: ``github`` or ``jira``."""
        return [str(table.get("name")) for table in self.toml.get(kind, ())]

    def free_name(self, kind: str, wanted: str) -> str:
        """The name, or the next one that no site has."""
        taken = {name.casefold() for name in self.names(kind)}
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return next(one for one in (wanted, *numbered) if one.casefold() not in taken)

    def add_site(self, kind: str, values: Mapping[str, object]) -> None:
        """One more site, at the end of those of its kind."""
        if kind not in self.toml:
            self._space()
            self.toml.append(kind, tomlkit.aot())
        self.toml[kind].append(_table(values))

    def change_site(self, kind: str, name: str, values: Mapping[str, object]) -> None:
        """Other values for keys of a site; an empty list takes the key out."""
        for table in self.toml.get(kind, ()):
            if table.get("name") == name:
                for key, value in values.items():
                    if value == []:
                        table.pop(key, None)
                    else:
                        table[key] = value

    def suggest(self, section: str, key: str, value: object) -> None:
        """A value for a key that has none yet."""
        if section not in self.toml:
            self._space()
            self.toml.append(section, tomlkit.table())
        self.toml[section].setdefault(key, value)

    def add_team(self, slug: str, table: Table) -> None:
        """One more team."""
        if "teams" not in self.toml:
            self._space()
            self.toml.append("teams", tomlkit.table(is_super_table=True))
        self.toml["teams"].append(slug, table)

    def _space(self) -> None:
        """A blank line before what comes next."""
        if self.toml.body and not tomlkit.dumps(self.toml).endswith("\n\n"):
            self.toml.add(tomlkit.nl())

    def save(self) -> None:
        """Writes all of it or nothing; the file as it was stays beside it.

        Raises ``SettingsError`` where that would be no configuration, or the file cannot be written.
        """
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        try:
            part.write_text(tomlkit.dumps(self.toml), "utf-8")
            if self.path.exists():
                part.chmod(stat.S_IMODE(self.path.stat().st_mode))
            _check(part, self.path, self.environment)
            if self.path.exists():
                shutil.copy2(self.path, self.path.with_name(self.path.name + BEFORE))
            part.replace(self.path)
        except OSError as error:
            told = f"{self.path}: cannot be written: {error.strerror}; let this user write to {self.folder.resolve()}"
            raise SettingsError([told]) from None
        finally:
            part.unlink(missing_ok=True)


def _table(values: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, value)
    return table


def _check(part: Path, path: Path, environment: Mapping[str, str]) -> None:
    """Raises ``SettingsError``, in the words of the file that it is to be."""
    try:
        load(part, environment)
    except SettingsError as error:
        raise SettingsError([one.replace(str(part), str(path), 1) for one in error.problems]) from None
