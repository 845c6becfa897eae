"""Discovers the rules, runs those that the policy selects, and survives the ones that crash."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

import rules.checks
from rules.rule import Finding, Rule, Severity
from rules.views import IssueView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rules.graph import Graph
    from rules.policy import Policy

Value = TypeVar("Value")


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


def rules_of(policy: Policy) -> tuple[type[Rule], ...]:
    """Every rule there is for an organisation: the catalogue's, and then its own."""
    return (*catalogue(), *own_rules_of(policy))


def own_rules_of(policy: Policy) -> tuple[type[Rule], ...]:
    """The rules of an organisation's own."""
    return cast("tuple[type[Rule], ...]", policy.own_rules)


def rule_named(word: str, rules: Iterable[type[Rule]] | None = None) -> type[Rule] | None:
    """The rule with a code or a name, in any case, of some rules or of the catalogue."""
    among = catalogue() if rules is None else rules
    return next((rule for rule in among if word.casefold() in (rule.code.casefold(), rule.name)), None)


def selected(policy: Policy) -> tuple[Chosen, ...]:
    """The rules that are on, with the settings and severities of the organisation and of its teams."""
    return tuple(
        Chosen(rule, policy)
        for rule in rules_of(policy)
        if policy.selects(rule.code, rule.name, by_default=rule.by_default)
    )


class Chosen:
    """A rule as an organisation wants it: its teams may have decided otherwise for their own issues."""

    def __init__(self, rule: type[Rule], policy: Policy) -> None:
        self.rule = rule
        self._policy = policy
        words = (rule.name, rule.code)
        self._common = _setting(policy.settings, words) or {}
        self._ignored = {slug for slug, one in policy.team_rules.items() if not one.ignore.isdisjoint((*words, "ALL"))}
        own = {slug: _setting(one.settings, words) for slug, one in policy.team_rules.items()}
        self._own = {slug: settings for slug, settings in own.items() if settings}

    def check(self, graph: Graph) -> Iterator[Finding]:
        """The findings, each as the team of its issue wants it."""
        apart = self._own.keys() | self._ignored
        yield from self._kept(graph, self._common, lambda team: team not in apart)
        for slug, settings in self._own.items():
            if slug not in self._ignored:
                yield from self._kept(graph, {**self._common, **settings}, slug.__eq__)

    def _kept(self, graph: Graph, settings: Mapping[str, object], wanted: Callable[[str], bool]) -> Iterator[Finding]:
        for finding in _with_settings(self.rule, settings).check(graph):
            # Where no team decides anything for itself, it does not matter whose issue it is.
            team = finding.issue.team.slug if self._policy.team_rules and isinstance(finding.issue, IssueView) else ""
            if wanted(team):
                yield self._weighed(finding, team)

    def _weighed(self, finding: Finding, team: str) -> Finding:
        """A severity that somebody chose takes the place of the rule's own; what is less than that stays less."""
        words = (self.rule.name, self.rule.code)
        own = self._policy.team_rules.get(team)
        word = (own and _setting(own.severity, words)) or _setting(self._policy.severity, words)
        if word is None or finding.severity is not self.rule.severity:
            return finding
        severity = Severity[word.upper()]
        return replace(finding, severity=severity, speaks=finding.speaks and severity > Severity.REPORT)


def run(graph: Graph, chosen: Iterable[Chosen | Rule]) -> Outcome:
    """Runs the rules over a graph. A rule that crashes is reported by its code and hides no other's findings."""
    findings: list[Finding] = []
    crashes: list[Crash] = []
    for one in chosen:
        try:
            findings.extend(one.check(graph))
        except Exception as error:  # noqa: BLE001  # whatever a rule does wrong must not end the audit
            rule = one.rule if isinstance(one, Chosen) else one
            crashes.append(Crash(rule.code, rule.name, f"{type(error).__name__}: {error}"))
    return Outcome(tuple(findings), tuple(crashes))


def _setting(table: Mapping[str, Value], words: Iterable[str]) -> Value | None:
    """What a table says of a rule, by its name or its code."""
    return next((table[word] for word in words if word in table), None)


def _with_settings(rule: type[Rule], settings: Mapping[str, object]) -> Rule:
    known = {setting.name for setting in fields(rule)}
    return replace(rule(), **{name: value for name, value in settings.items() if name in known})


def _descendants(kinds: Iterable[type[Rule]]) -> Iterable[type[Rule]]:
    for kind in kinds:
        yield kind
        yield from _descendants(kind.__subclasses__())
