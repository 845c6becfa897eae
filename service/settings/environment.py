"""Settings from environment variables: ``DETOUR_STORE__URL`` is ``store.url``, two underscores nest."""

from __future__ import annotations

import re
from itertools import pairwise
from json import loads
from typing import TYPE_CHECKING, Any

from service.settings.table import FromEnvironment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from service.settings.table import Key

PREFIX = "DETOUR_"
NAMED_TABLES = frozenset({"github", "jira"})
"""Lists of tables that variables tell apart by name: ``DETOUR_JIRA__ACME__TOKEN``."""

_LONGEST_PLACE = 6


class UnusableError(Exception):
    """An environment variable that cannot be a setting; says why, never what it held."""


def overlay(document: dict[str, Any], environment: Mapping[str, str], sections: Collection[str]) -> Overlay:
    """Puts the variables into a parsed document, the ones for whole tables first."""
    done = Overlay(document)
    for variable in sorted(environment, key=lambda name: (name.count("__"), name)):
        steps = _steps(variable, sections)
        if steps and environment[variable].strip():  # one that is set but empty is as good as none
            done.put(variable, steps, environment[variable])
    return done


class Overlay:
    """A document with variables put into it: ``origins`` tells which one brought a key or made its table."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.origins: dict[Key, str] = {}
        self.problems: list[str] = []

    def put(self, variable: str, steps: list[str], text: str) -> None:
        """Sets one variable's value, making the tables on the way to it."""
        here: Any = self.document
        key: Key = ()
        try:
            value = _value(text)
            for step, after in pairwise([*steps, None]):
                place, new = _place(here, str(step))
                key = (*key, place)
                if after is None:
                    here[place] = value
                elif new:
                    here[place] = _made(str(step), after, here, is_section=here is self.document)
                if new or after is None:
                    self.origins[key] = variable
                here = here[place]
        except UnusableError as error:
            self.problems.append(f"{variable}: {error}")


def _steps(variable: str, sections: Collection[str]) -> list[str]:
    """The keys that a variable leads through; none if it is not ours.

    Without two underscores only a whole section is: container platforms set names such as ``DETOUR_PORT`` themselves.
    """
    if not variable.startswith(PREFIX):
        return []
    steps = variable.removeprefix(PREFIX).lower().split("__")
    return steps if len(steps) > 1 or steps[0] in sections else []


def _value(text: str) -> object:
    if not text.lstrip().startswith(("[", "{")):
        return FromEnvironment(text)
    try:
        return loads(text)
    except (ValueError, RecursionError):
        raise UnusableError('begins like JSON but is none; a list may also be written "one,two"') from None


def _made(step: str, after: str, within: object, *, is_section: bool) -> object:
    """What a missing key is to hold: a list of tables, one of its tables, or a table."""
    if isinstance(within, list):
        return {} if step.isdecimal() else {"name": step}
    return [] if after.isdecimal() or (is_section and step in NAMED_TABLES) else {}


def _place(here: object, step: str) -> tuple[str | int, bool]:
    """The key or place in a list that a step means, and whether it is new."""
    if isinstance(here, dict) and step:
        key = next((key for key in here if _spelled(key) == step), step)
        return key, key not in here
    if isinstance(here, list) and step:
        place = _numbered(step) if step.isdecimal() else _named(here, step)
        if place == len(here):
            here.append(None)
            return place, True
        if place < len(here):
            return place, False
    raise UnusableError("leads to no setting; two underscores stand between the names of tables and keys")


def _numbered(step: str) -> int:
    return int(step[:_LONGEST_PLACE])


def _named(tables: list[Any], step: str) -> int:
    names = (_spelled(str(table.get("name"))) if isinstance(table, dict) else "" for table in tables)
    return next((place for place, name in enumerate(names) if name == step), len(tables))


def _spelled(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "_", key.lower())
