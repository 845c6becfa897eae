"""The rules as they are in force: which are on, how grave, with which settings, and what teams decided otherwise."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from rules.engine import rules_of, selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rules.policy import Policy
    from rules.rule import Rule
    from service.settings import Settings

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A setting of a rule: its value in force, and the one that it has where nobody chose."""

    name: str
    value: Any
    default: Any


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule with its documentation, as Markdown. ``comments``: it may cause a comment, and may ``speak`` there now.

    ``otherwise`` are sentences on what single teams decided for their own issues.
    """

    code: str
    name: str
    severity: str
    speaks: bool
    comments: bool
    on: bool
    by_default: bool
    own: bool
    summary: str
    documentation: str
    thresholds: tuple[Threshold, ...]
    otherwise: tuple[str, ...]


def rulebook(settings: Settings) -> tuple[InForce, ...]:
    """Every rule, the organisation's own last. Pure."""
    policy = settings.policy()
    on = {one.rule for one in selected(policy)}
    own = set(settings.own_rules)
    named = set(settings.comments.rules)
    return tuple(_in_force(rule, policy, rule in on, rule in own, named) for rule in rules_of(policy))


def _in_force(rule: type[Rule], policy: Policy, on: bool, own: bool, named: set[str]) -> InForce:  # noqa: FBT001
    chosen = _chosen(policy.settings, rule) or {}
    documentation = rule.documentation()
    return InForce(
        code=rule.code,
        name=rule.name,
        severity=_chosen(policy.severity, rule) or str(rule.severity),
        speaks=rule.speaks,
        comments=rule.speaks and not named.isdisjoint((rule.code, rule.name)),
        on=on,
        by_default=rule.by_default,
        own=own,
        summary=documentation.partition("\n")[0],
        documentation=documentation,
        thresholds=tuple(Threshold(one.name, chosen.get(one.name, one.default), one.default) for one in fields(rule)),
        otherwise=tuple(_otherwise(rule, policy)),
    )


def _otherwise(rule: type[Rule], policy: Policy) -> Iterator[str]:
    names = {team.slug: team.name for team in policy.teams}
    for slug, one in policy.team_rules.items():
        decided = list(_decided(rule, one.ignore, _chosen(one.severity, rule), _chosen(one.settings, rule)))
        if decided:
            yield f"{names.get(slug, slug)}: {', '.join(decided)}"


def _decided(
    rule: type[Rule], ignore: Iterable[str], severity: str | None, settings: Mapping[str, object] | None
) -> Iterator[str]:
    if not {rule.code, rule.name, "ALL"}.isdisjoint(ignore):
        yield "off"
        return
    if severity:
        yield severity
    yield from (f"{name} = {value}" for name, value in (settings or {}).items())


def _chosen(table: Mapping[str, Value], rule: type[Rule]) -> Value | None:
    """What a table says of a rule, by its name or its code."""
    return next((table[word] for word in (rule.name, rule.code) if word in table), None)
