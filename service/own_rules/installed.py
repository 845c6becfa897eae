"""Rules of installed packages: each is an entry point of the group ``detour.rules`` that names a class.

They are the organisation's own code and run as such. What is checked is that they are rules in the form that all parts
of Detour count on, so that a mistake is told when the configuration is read, and not by a crash at night.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import entry_points
from inspect import isabstract
from typing import TYPE_CHECKING, Final, get_type_hints

from rules.rule import Rule, Severity
from service.own_rules.naming import wrong_code, wrong_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.metadata import EntryPoint

GROUP: Final = "detour.rules"
SECTIONS: Final = ["What it does", "Why is this bad", "How to resolve"]

_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Installed:
    """The rules of installed packages; the packages they came from, with versions; and what is wrong with others."""

    rules: tuple[type[Rule], ...] = ()
    packages: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


NONE: Final = Installed()


def installed_rules(taken: Mapping[str, str]) -> Installed:
    """Finds and loads them, whatever they do wrong. ``taken`` are the names of Detour's own rules by their codes."""
    rules: list[type[Rule]] = []
    packages: set[str] = set()
    problems: list[str] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        package = f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown package"
        names = {**taken, **{rule.code: rule.name for rule in rules}}
        rule, wrong = _loaded(point, names)
        problems += [f"entry point {point.name} ({point.value}) of {package}: {one}" for one in wrong]
        if rule is not None:
            rules.append(rule)
            packages.add(package)
    return Installed(tuple(rules), tuple(sorted(packages)), tuple(problems))


def _loaded(point: EntryPoint, taken: Mapping[str, str]) -> tuple[type[Rule] | None, list[str]]:
    """The rule of an entry point, or what is wrong with it."""
    try:
        found = point.load()
    except Exception as error:  # noqa: BLE001  # whatever a package does when it is imported
        return None, [f"cannot be loaded: {type(error).__name__}: {error}; mend the package or remove it"]
    if not (isinstance(found, type) and issubclass(found, Rule)) or isabstract(found):
        return None, ["should name a subclass of rules.rule.Rule that has a check"]
    wrong = list(_wrong(found, taken))
    return (None, wrong) if wrong else (found, [])


def _wrong(rule: type[Rule], taken: Mapping[str, str]) -> Iterator[str]:
    """What other parts of Detour would stumble over."""
    for key, check in (("code", wrong_code), ("name", wrong_name)):
        if said := check(str(getattr(rule, key, "")), taken):
            yield f"{key} {said}"
    if not isinstance(getattr(rule, "severity", None), Severity):
        yield "severity should be one of rules.rule.Severity"
    if _HEADING.findall(rule.documentation()) != SECTIONS:
        yield f"its docstring should have the sections {', '.join(f'## {section}' for section in SECTIONS)}"
    try:
        rule()
        get_type_hints(rule)
    except Exception as error:  # noqa: BLE001  # whatever its fields do
        yield (
            "should be made without arguments, for its fields are its settings: "
            f"give each a type that is imported, and a default ({error})"
        )
