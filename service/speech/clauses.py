"""A finding in words, as a comment takes it: a verdict, one action and a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.speech.document import Code

if TYPE_CHECKING:
    from datetime import date

    from rules.views import IssueView
    from service.speech.document import Line
    from service.speech.visibility import Sight


@dataclass(frozen=True, slots=True)
class Wording:
    """One finding in words. ``verdict`` and ``action`` are clauses without an end, ``row`` is a whole sentence.

    ``tells`` is what they tell beside the finding's links, with their sources, its ticket, and the teams and states of
    these: a reason, a date. A comment is edited when it changes, and not when the words do.
    """

    verdict: Line
    action: Line
    row: Line
    tells: tuple[str, ...] = ()


def fallback_line(blocker: IssueView, sight: Sight) -> Code:
    """What to write to declare a fallback."""
    return Code(f"Fallback for {blocker.ref}: REF" if sight.shows(blocker) else "Fallback: REF")


def on(day: date | None) -> str:
    """A day as people write it: ``9 Nov 2026``."""
    return "an unknown day" if day is None else f"{day.day} {day:%b %Y}"
