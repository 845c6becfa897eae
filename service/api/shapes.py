"""What the API answers beside the documents of a survey."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from service.survey.shown import Figures, Finding


@dataclass(frozen=True, slots=True)
class Trend:
    """The figures of one day."""

    day: str
    figures: Figures

    @classmethod
    def of(cls, day: int, figures: Figures) -> Self:
        """From an ordinal day."""
        return cls(date.fromordinal(day).isoformat(), figures)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, since when it is there and when it was settled: moments in seconds since 1970."""

    finding: Finding
    since: float
    gone: float | None
