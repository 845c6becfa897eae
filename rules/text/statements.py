"""Reads one statement from the keyword that begins it: a reader for each kind, in one table.

Pure. Each reader is given the ``Place`` of its keyword and answers with a ``Statement``, which may be empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.model import NearMiss
from rules.text.dates import date_at, meant_at
from rules.text.fallback_terms import cost_at
from rules.text.lists import fallback, waits_on
from rules.text.mentions import read_list
from rules.text.places import Place, Statement, reason_at
from rules.text.sayings import AwayTeamAnswer, CostIs, MigrationIs, Needed, Saying
from rules.text.slips import slips_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

_BECAUSE = re.compile(r"[\s*_]*+,?+\s*+(?i:because)(?!\w)[\s*_]*+:?+")
_ANSWER = re.compile(
    r"(?i:(?P<yes>yes|agreed)|(?:no|declined))(?!\w)(?=[\s*_]*+(?:[,.;:()!\u2013-]|\Z)|\s++(?i:guide|until|because)(?!\w))"
)
_GUIDE = re.compile(
    r"(?<!\w)(?i:guide)(?!\w)\s*+:?+\s*+(?P<guide>[^,;()]{1,100}?)(?=\s*(?:[,;()]|\s(?i:until)(?!\w)|\Z))"
)
_UNTIL = re.compile(r"(?<!\w)(?i:until)(?!\w)\s*+:?+\s*+")


def _cost(place: Place) -> Statement:
    found = cost_at(place.text, place.end)
    if found is None or place.negated:
        return Statement(place.end)
    return Statement(found[1], (CostIs(found[0], place.line),))


def _migration(place: Place) -> Statement:
    listed = read_list(place.text, place.end)
    if place.negated:
        return Statement(place.end)
    if listed.entries:
        return Statement(listed.first_end, (MigrationIs(listed.entries[0].mention, place.line),))
    # Without its colon the word is too common: "migration 12" is some team's file.
    slips = slips_at(place.text, place.end) if place.colon else None
    return Statement(place.end, (NearMiss(place.line, f"Migration: {slips.words[0]}"),) if slips else ())


def _away_team(place: Place) -> Statement:
    answer = _ANSWER.match(place.text, place.end)
    if answer is None or place.negated:
        return Statement(place.end)
    words = reason_at(place, answer.end())
    if not answer["yes"]:
        reason = re.sub(r"^(?i:because)(?!\w)[\s:]*+", "", words)
        return Statement(answer.end(), (AwayTeamAnswer(agreed=False, line=place.line, reason=reason),))
    guide = _GUIDE.search(words)
    name = guide["guide"].strip(" \t*_.") if guide else ""
    until, misses = _away_until(place, words, name)
    said = AwayTeamAnswer(agreed=True, line=place.line, guide=name, until=until)
    return Statement(answer.end(), (said, *misses))


def _away_until(place: Place, words: str, guide: str) -> tuple[date | None, tuple[Saying, ...]]:
    match = _UNTIL.search(words)
    if match is None:
        return None, ()
    if found := date_at(words, match.end()):
        return found[0], ()
    meant = meant_at(words, match.end())
    guided = f", guide {guide}" if guide else ""
    return None, (NearMiss(place.line, f"Away team: yes{guided}, until {meant}"),) if meant else ()


def _needed_because(place: Place) -> Statement:
    reason = "" if place.negated else reason_at(place, place.end)
    return Statement(place.end, (Needed(place.line, because=reason),) if reason else ())


def _needed_by(place: Place) -> Statement:
    def needed(day: date, end: int) -> Needed:
        because = _BECAUSE.match(place.text, end)
        return Needed(place.line, by=day, because=reason_at(place, because.end()) if because else "")

    return _dated(place, "Needed by", needed)


def _decide_by(place: Place) -> Statement:
    return _dated(place, "Decide by", lambda day, _: Needed(place.line, decide_by=day))


def _dated(place: Place, spelt: str, needed: Callable[[date, int], Needed]) -> Statement:
    if place.negated:
        return Statement(place.end)
    if found := date_at(place.text, place.end):
        return Statement(found[1], (needed(*found),))
    meant = meant_at(place.text, place.end)
    return Statement(place.end, (NearMiss(place.line, f"{spelt} {meant}"),) if meant else ())


READERS: dict[str, Callable[[Place], Statement]] = {
    "waits_on": waits_on,
    "fallback": fallback,
    "cost": _cost,
    "migration": _migration,
    "away_team": _away_team,
    "needed_because": _needed_because,
    "needed_by": _needed_by,
    "decide_by": _decide_by,
}
"""What reads on after each kind of keyword; the names are those of the groups in the pattern of keywords."""
