"""Discovers the rules, runs those that the policy selects, and survives the ones that crash."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING

import rules.checks
from rules.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.graph import Graph
    from rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that failed: its code, and what it failed with. Its findings up to there are kept."""

    code: str
    name: str
    error: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the rules brought: findings in the order of rules, and the rules that crashed."""

    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...]


@cache
def catalogue() -> tuple[type[Rule], ...]:
    """Every rule of ``rules/checks``, one a file, by code."""
    for module in pkgutil.iter_modules(rules.checks.__path__):
        importlib.import_module(f"rules.checks.{module.name}")
    found = {
        rule
        for rule in _descendants(Rule.__subclasses__())
        if not rule.__abstractmethods__ and rule.__module__.startswith("rules.checks.")
    }
    return tuple(sorted(found, key=lambda rule: rule.code))


def rule_named(word: str) -> type[Rule] | None:
    """The rule with a code or a name, in any case."""
    return next((rule for rule in catalogue() if word.casefold() in (rule.code.casefold(), rule.name)), None)


def selected(policy: Policy) -> tuple[Rule, ...]:
    """The rules that are on, with the organisation's settings."""
    return tuple(
        _with_settings(rule, policy.settings.get(rule.name, policy.settings.get(rule.code, {})))
        for rule in catalogue()
        if policy.selects(rule.code, rule.name)
    )


def run(graph: Graph, chosen: Iterable[Rule]) -> Outcome:
    """Runs the rules over a graph. A rule that crashes is reported by its code and hides no other's findings."""
    findings: list[Finding] = []
    crashes: list[Crash] = []
    for rule in chosen:
        try:
            findings.extend(rule.check(graph))
        except Exception as error:  # noqa: BLE001  # whatever a rule does wrong must not end the audit
            crashes.append(Crash(rule.code, rule.name, f"{type(error).__name__}: {error}"))
    return Outcome(tuple(findings), tuple(crashes))


def _with_settings(rule: type[Rule], settings: Mapping[str, object]) -> Rule:
    known = {setting.name for setting in fields(rule)}
    return replace(rule(), **{name: value for name, value in settings.items() if name in known})


def _descendants(kinds: Iterable[type[Rule]]) -> Iterable[type[Rule]]:
    for kind in kinds:
        yield kind
        yield from _descendants(kind.__subclasses__())
