"""Reads the configuration, and tells all that is wrong with it at once."""

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rules.engine import catalogue
from service.own_rules.installed import Installed, installed_rules
from service.settings.access import AccessTable
from service.settings.configuration import Settings, Store
from service.settings.environment import NAMED_TABLES, overlay
from service.settings.outlets import SmtpTable
from service.settings.own_rules import with_own
from service.settings.problems import as_written, refusals_in
from service.settings.refusal import SettingsError
from service.settings.renewal import Renewal
from service.settings.rule_words import names_of
from service.settings.secret_files import SUFFIX, read_secret_files
from service.settings.sites import GitHubSite, JiraSite
from service.settings.table import Key, Refusal, Table
from service.settings.teams import TeamTable
from service.settings.webhooks import WebhookTable

_SECRETIVE: Mapping[str, type[Table]] = {
    "access": AccessTable,
    "store": Store,
    "github": GitHubSite,
    "jira": JiraSite,
    "smtp": SmtpTable,
    "webhooks": WebhookTable,
    "teams": TeamTable,
}
_SECTIONS = frozenset(field.alias or name for name, field in Settings.model_fields.items())


def load(path: Path | None, environment: Mapping[str, str] = {}, installed: Installed | None = None) -> Settings:
    """The settings of a file with those of the environment over them; without a file, the defaults.

    ``installed`` are the rules of installed packages; they are looked for if they are not given.

    Raises:
        SettingsError: the file cannot be read, or says something that cannot be meant; or an installed rule is none.
    """
    document = {} if path is None else _document(path)
    found = installed_rules(names_of(catalogue())) if installed is None else installed
    try:
        return _lasting(document, path, environment, found)
    except RecursionError:
        raise SettingsError([f"{path}: tables or lists are nested too deeply to be settings"]) from None


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        how = 'write one, for example with the three lines [[jira]], name = "acme", url = "https://acme.atlassian.net"'
        raise SettingsError([f"{path}: there is no such file; {how}"]) from None
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read: {error.strerror}"]) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{path}: is not TOML: {error}"]) from None
    except (ValueError, RecursionError):
        raise SettingsError([f"{path}: is not TOML, or not in UTF-8; save it as plain text"]) from None


def _lasting(
    document: dict[str, Any], path: Path | None, environment: Mapping[str, str], installed: Installed
) -> Settings:
    """The settings, which know when a secret in a file of its own has changed."""
    as_read = deepcopy(document)

    def again() -> Settings:
        return _interpreted(deepcopy(as_read), path, environment, installed)[0]

    settings, files = _interpreted(document, path, environment, installed)
    return settings.renewed_by(Renewal(settings, files, again)) if files else settings


def _interpreted(
    document: dict[str, Any], path: Path | None, environment: Mapping[str, str], installed: Installed
) -> tuple[Settings, Mapping[Key, Path]]:
    """The settings, and which of their secrets came from which files."""
    overlaid = overlay(document, environment, _SECTIONS)
    from_files, refusals = read_secret_files(document, path.parent if path else Path(), _SECRETIVE)
    settings = None
    try:
        settings = Settings.model_validate(document, context=with_own(installed, document))
    except ValidationError as error:
        refusals.extend(refusals_in(error, Settings))
    refusals.extend(_repeated_names(document))
    problems = [*installed.problems, *overlaid.problems]
    if settings is None or refusals or problems:
        place = Place(path, overlaid.origins, from_files)
        raise SettingsError([*problems, *(f"{place.of(key)}: {text}" for key, text in refusals)])
    return settings, from_files


def _repeated_names(document: Mapping[str, Any]) -> Iterator[Refusal]:
    for section in sorted(NAMED_TABLES):
        tables = document.get(section)
        seen: set[str] = set()
        for place, table in enumerate(tables if isinstance(tables, list) else ()):
            name = str(table.get("name", place)).casefold() if isinstance(table, dict) else str(place)
            if name in seen:
                yield (section, place, "name"), "is the name of another site already; each needs its own"
            seen.add(name)


class Place:
    """Where a setting was written: in the file, in a file of its own, or in a variable."""

    def __init__(self, path: Path | None, origins: Mapping[Key, str], from_files: Mapping[Key, Path]) -> None:
        self._path = path
        self._origins = origins
        self._from_files = from_files

    def of(self, key: Key) -> str:
        """``detour.toml: jira[0].token_file`` or ``DETOUR_POLICY__IGNORE: policy.ignore[0]``."""
        held = next((end for end in range(len(key), 0, -1) if key[:end] in self._from_files), None)
        written = as_written(key if held is None else key[:held]) + (SUFFIX if held else "")
        brought = (self._origins[key[:end]] for end in range(len(key), 0, -1) if key[:end] in self._origins)
        source = next(brought, self._path)
        return written if source is None else f"{source}: {written}"
