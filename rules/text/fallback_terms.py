"""Reads what is said of a fallback beside its ticket: its kind, and what it costs.

Costs are working days: a day has 8 hours, a week 5 days, a month 20 days or 4 weeks, a quarter 3 months, a year 12;
a number alone is days. Keeping is days a month, whatever period was said; none is a month. Pure.
"""

from __future__ import annotations

import re

from rules.statements import Cost, FallbackKind

_DAYS = {"h": 1 / 8, "d": 1.0, "w": 5.0, "m": 20.0}
_PERIODS_A_MONTH = {"d": 20.0, "w": 4.0, "m": 1.0, "q": 1 / 3, "y": 1 / 12}
_PART = re.compile(
    r"(?<!\w)(?ai:(?P<part>build|keep|remove))\s*+:?+\s*+~?+(?P<number>[0-9]{1,6}+(?:\.[0-9]{1,6}+)?+)"
    r"(?i:\s*+(?P<unit>hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mo|m)(?![^\W_]))?+"
    r"(?i:\s*+(?:/\s*+|per\s++|an?\s++)(?P<period>days?|d|weeks?|wk|w|months?|mo|m|quarters?|q|years?|yr|y))?+"
    r"(?![^\W_]|/|\.[0-9])"
)
_BETWEEN = re.compile(r"[\s*_]*+[,;&+]?+\s*+(?i:and\s++)?+")

KINDS = {
    "hack": FallbackKind.HACK,
    "rebuild": FallbackKind.REBUILD,
    "away team": FallbackKind.AWAY_TEAM,
    "smaller scope": FallbackKind.SMALLER_SCOPE,
    "other": FallbackKind.OTHER,
}
_KIND = re.compile(
    r"[\s*_]*+(?P<kind>(?ai:hack|rebuild|other)|(?ai:away)[\s-](?ai:team)|(?ai:smaller)[\s-](?ai:scope))(?![\w-])"
)


def kind_at(text: str, position: int) -> tuple[FallbackKind, int] | None:
    """The kind that is named at ``position``, and where its name ends."""
    match = _KIND.match(text, position)
    if match is None:
        return None
    return KINDS[re.sub(r"[\s-]", " ", match["kind"].lower())], match.end()


def cost_at(text: str, position: int) -> tuple[Cost, int] | None:
    """The cost at ``position``, its parts in any order, and where it ends. ``None`` if not even one part is there."""
    days: dict[str, float] = {}
    end = position
    while match := _PART.match(text, position):
        part = match["part"].lower()
        if match["period"] and part != "keep":
            break
        rate = _PERIODS_A_MONTH[(match["period"] or "m")[0].lower()]
        days[part] = float(match["number"]) * _DAYS[(match["unit"] or "d")[0].lower()] * rate
        end = match.end()
        between = _BETWEEN.match(text, end)
        position = between.end() if between else end
    return (Cost(**days), end) if days else None


def cost_words(cost: Cost) -> str:
    """A cost in the words of the grammar: ``build 3d, keep 1d/month``."""
    parts = ((cost.build, "build", "d"), (cost.keep, "keep", "d/month"), (cost.remove, "remove", "d"))
    return ", ".join(f"{name} {_plain(days)}{unit}" for days, name, unit in parts if days is not None)


def _plain(days: float) -> str:
    return f"{days:.4f}".rstrip("0").rstrip(".")
