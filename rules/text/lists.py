"""Reads the statements over lists of refs: what an issue waits on, and its fallbacks.

Pure. Each reader is given the ``Place`` of its keyword and answers with a ``Statement``, which may be empty.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rules.model import NearMiss
from rules.statements import FallbackKind
from rules.text.fallback_terms import kind_at
from rules.text.mentions import read_list, written
from rules.text.places import Draft, Statement
from rules.text.sayings import FallbackIs, WaitsOn
from rules.text.slips import slips_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rules.text.mentions import Listed, RefList
    from rules.text.places import Place
    from rules.text.sayings import Mention, Saying

    Build = Callable[[tuple[Listed, ...]], tuple[Saying, ...]]

_REST_OF_KEYWORD_LINE = re.compile(
    r"[\s*_]*+(?i:(?:the\s++)?+(?:following(?!\w)\s*+)?+(?:issues?|prs?|pull[\s-]requests?|tickets?)?+)[\s*_]*+:?+[\s*_]*+\Z"
)
_FOR = re.compile(r"(?i:for)(?!\w)\s*+:?+")
_THEN = re.compile(r"[\s*_]*+(?::|=|(?i:is)(?!\w))[\s*_]*+")
_COMMA = re.compile(r"[\s*_]*+[,;\u2013-]")
_COLON = re.compile(r"\s*+:")


def waits_on(place: Place) -> Statement:
    """``Blocked by REF, REF`` and its like, and what denies them."""

    def build(entries: tuple[Listed, ...]) -> tuple[Saying, ...]:
        return (WaitsOn(tuple(entry.mention for entry in entries), place.line, negated=place.negated),)

    return _over_list(place, place.end, build, f"{place.phrase} ")


def fallback(place: Place) -> Statement:
    """``Fallback: REF``, and ``Fallback for REF: REF (hack)``."""
    if match := _FOR.match(place.text, place.end):
        return _fallback_for(place, match.end())
    return _over_list(place, place.end, _fallback_builder(place, ()), "Fallback: ")


def _fallback_for(place: Place, position: int) -> Statement:
    listed = read_list(place.text, position)
    blockers = tuple(entry.mention for entry in listed.entries)
    if blockers and (then := _THEN.match(place.text, listed.end)):
        spelt = f"Fallback for {', '.join(map(written, blockers))}: "
        return _over_list(place, then.end(), _fallback_builder(place, blockers), spelt)
    if len(blockers) > 1 and listed.entries[-1].spaced:
        # "Fallback for #1 #2": the colon is optional here too.
        return Statement(listed.first_end, _fallback_builder(place, blockers[:-1])(listed.entries[-1:]))
    return Statement(position, _slipped_blockers(place, position))


def _slipped_blockers(place: Place, position: int) -> tuple[Saying, ...]:
    """A near miss where what follows "Fallback for" is a ref only almost, but a ticket follows."""
    slips = None if place.negated else slips_at(place.text, position)
    then = _THEN.match(place.text, slips.end) if slips else None
    if not then:
        return ()
    listed = read_list(place.text, then.end())
    tickets = slips_at(place.text, then.end()) or ", ".join(written(entry.mention) for entry in listed.entries)
    return (NearMiss(place.line, f"Fallback for {slips}: {tickets}"),) if str(tickets) else ()


def _fallback_builder(place: Place, blockers: tuple[Mention, ...]) -> Build:
    def build(entries: tuple[Listed, ...]) -> tuple[Saying, ...]:
        return tuple(
            FallbackIs(tickets, place.line, blockers, kind, negated=place.negated) for tickets, kind in _groups(entries)
        )

    return build


def _over_list(place: Place, position: int, build: Build, spelt: str) -> Statement:
    """A statement over the list at ``position``, which may go on below; a near miss where it is a list only almost."""
    listed = _with_kind_after_comma(place, read_list(place.text, position))
    misses = () if place.negated else _near_misses(place, position, listed, spelt)
    if not listed.entries:
        below = _REST_OF_KEYWORD_LINE.match(place.text, position) is not None
        return Statement(position, misses, Draft(build, (), below=True) if below else None)
    if listed.continues:
        return Statement(listed.first_end, draft=Draft(build, listed.entries))
    return Statement(listed.first_end, (*build(listed.entries), *misses))


def _with_kind_after_comma(place: Place, listed: RefList) -> RefList:
    """``Fallback: #2, hack``: a kind after a comma is as good as one in parentheses."""
    comma = _COMMA.match(place.text, listed.end) if listed.entries else None
    named = kind_at(place.text, comma.end()) if comma else None
    if not comma or not named or _COLON.match(place.text, named[1]):
        return listed
    *others, last = listed.entries
    remark = place.text[comma.end() : named[1]]
    return replace(listed, entries=(*others, replace(last, remark=remark)), continues=False)


def _near_misses(place: Place, position: int, listed: RefList, spelt: str) -> tuple[Saying, ...]:
    if listed.entries and listed.next == listed.end:
        return ()
    slips = slips_at(place.text, listed.next if listed.entries else position)
    if not slips:
        return ()
    words = (*(written(entry.mention) for entry in listed.entries), *slips.words)
    return (NearMiss(place.line, spelt + ", ".join(words)),)


def _groups(entries: tuple[Listed, ...]) -> Iterator[tuple[tuple[Mention, ...], FallbackKind]]:
    """A fallback's tickets by their kind: a remark speaks of the refs before it, back to the remark before."""
    gathered: list[Mention] = []
    for entry in entries:
        gathered.append(entry.mention)
        if entry.remark:
            named = kind_at(entry.remark, 0)
            yield tuple(gathered), named[0] if named else FallbackKind.OTHER
            gathered = []
    if gathered:
        yield tuple(gathered), FallbackKind.OTHER
