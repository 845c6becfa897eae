"""Working days in reports: for people with one decimal at most, in JSON as they are, each with how it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.costs.prices import Total
    from rules.deadlines import Estimate


def figure(number: float) -> str:
    """``8.5``, ``14``."""
    return f"{round(number, 1):g}"


def days(number: float) -> str:
    """``1 day``, ``8.5 days``."""
    return many(number, "day")


def many(number: float, noun: str, plural: str = "") -> str:
    """``1 hack``, ``3 hacks``."""
    words = figure(number)
    return f"{words} {noun}" if words == "1" else f"{words} {plural or f'{noun}s'}"


def told(total: Total) -> str:
    """A total for people: ``14 days (3 declared, 11 assumed)``."""
    by = [f"{figure(number)} {known.value}" for known, number in total.by.items()]
    how = ", ".join(by) if len(by) > 1 else "".join(known.value for known in total.by)
    return f"{days(total.days)} ({how})" if how else days(total.days)


def estimate_json(estimate: Estimate) -> dict[str, Any]:
    """One estimate."""
    return {"days": estimate.days, "known": estimate.known.value}


def total_json(total: Total) -> dict[str, Any]:
    """A sum of expenses, and how many of its days are known in which way."""
    return {"days": total.days, "known": {known.value: number for known, number in total.by.items()}}
