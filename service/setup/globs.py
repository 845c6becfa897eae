"""Sums repositories up: those whose names begin alike are one pattern, where it fits no others. Pure."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from service.setup.names import family

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def summed_up(places: Mapping[str, str], everything: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Patterns that fit these places and nothing else of everything, each with the reasons of what it fits."""
    others = [one.casefold() for one in everything if one not in places]
    left = dict(places)
    for place in places:
        pattern = _pattern(place)
        fitting = [one for one in left if pattern and fnmatchcase(one.casefold(), pattern.casefold())]
        if len(fitting) > 1 and not any(fnmatchcase(one, pattern.casefold()) for one in others):
            yield pattern, "; ".join(dict.fromkeys(left.pop(one) for one in fitting))
    yield from left.items()


def _pattern(place: str) -> str:
    """``acme/pay-*`` for ``acme/pay-web``; '' where nothing is told by the name."""
    owner, _, name = place.partition("/")
    return f"{owner}/{name[: len(family(place))]}-*" if family(place) else ""
