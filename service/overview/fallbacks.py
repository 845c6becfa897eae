"""Fallbacks, as whoever directs asks for them: those that are none, and those that would gain most for their work."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.odds.remedies import Remedy
    from rules.rule import Finding
    from service.plans import Plans

FALSE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "DT102": ("leans on the team that it is to replace", "lean on the team that they are to replace"),
        "DT103": ("leans on a third team", "lean on a third team"),
        "DT104": ("belongs to another team", "belong to another team"),
        "DT105": ("was dropped or is out of sight", "were dropped or are out of sight"),
        "DT106": ("is the problem itself", "are the problem itself"),
    }
)
"""Why a declared fallback is none, and why several are, by the rule that says so."""


def false_fallbacks(findings: Sequence[Finding]) -> list[Finding]:
    """What was found of fallbacks that do not stand, the gravest first."""
    return [one for one in findings if one.code in FALSE]


def why_false(findings: Sequence[Finding]) -> list[str]:
    """The reasons, each with how often it was found; the most frequent first."""
    return [f"{count} {FALSE[code][count > 1]}" for code, count in Counter(one.code for one in findings).most_common()]


def next_fallbacks(plans: Plans) -> list[Remedy]:
    """One for each link that is worth one, those first that gain most odds a day of work."""
    found = [one.next for one in plans.listed if one.next is not None]
    if plans.next is not None:
        found.append(plans.next)
    ranked = sorted(found, key=lambda one: (-one.a_day, one.plan, one.link.row))
    return list({one.link.row: one for one in reversed(ranked)}.values())[::-1]
