"""What a report tells of the cost of waiting beside that of fallbacks, each with its arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.odds.chances import percent
from service.reports.days import days, estimate_json, figure, many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.costs.waiting import Comparison, Instead, Waiting


def document(costs: Comparison) -> dict[str, Any]:
    """Both costs with all that they are reckoned from, in working days."""
    waiting = costs.waiting
    return {
        "waiting": {
            "days": waiting.days,
            "odds": waiting.odds,
            "odds_known": waiting.known,
            "late": estimate_json(waiting.late),
            "people": waiting.people,
        },
        "fallbacks": [_instead(one) for one in costs.instead],
        "fallback_days": costs.fallback_days,
    }


def of_link(costs: Comparison) -> str:
    """Waiting beside the one fallback of a link."""
    built = ", for what is built is paid" if any(one.built for one in costs.instead) else ""
    return f"{'; '.join([_waiting(costs.waiting), *map(_of_fallback, costs.instead)])}{built}"


def of_plan(costs: Comparison) -> str:
    """Waiting beside the fallbacks that a plan lacks."""
    count, total = len(costs.instead), days(costs.fallback_days)
    lacking = "the fallback that it lacks costs" if count == 1 else f"the {count} fallbacks that it lacks cost"
    return f"{_waiting(costs.waiting)}; {f'{lacking} {total}' if count else 'it lacks no fallback'}"


def _waiting(waiting: Waiting) -> str:
    late, people = days(waiting.late.days), many(waiting.people, "person", "people")
    return (
        f"waiting costs (1 - {percent(waiting.odds)}) x {late} late x {people} = {days(waiting.days)} "
        f"(odds: {waiting.known}; late: {waiting.late.known.value})"
    )


def _of_fallback(one: Instead) -> str:
    """How the figures are known stands at the end where it is the same of all, else behind each."""
    parts = list(_parts(one))
    known = {how for _, how in parts}
    each = " + ".join(words if len(known) == 1 else f"{words} ({how})" for words, how in parts)
    end = f" ({known.pop()})" if len(known) == 1 else ""
    return f"a fallback costs {each or 'nothing more'} = {days(one.days)}{end}"


def _parts(one: Instead) -> Iterator[tuple[str, str]]:
    price = one.price
    if not one.built:
        yield f"{figure(price.build.days)} to build", price.build.known.value
    if price.keep.days:
        yield f"{many(one.months, 'month')} x {figure(price.keep.days)} to keep", price.keep.known.value
    if price.remove.days:
        yield f"{figure(price.remove.days)} to remove", price.remove.known.value


def _instead(one: Instead) -> dict[str, Any]:
    return {
        "days": one.days,
        "built": one.built,
        "months": one.months,
        "build": estimate_json(one.price.build),
        "keep": estimate_json(one.price.keep),
        "remove": estimate_json(one.price.remove),
    }
