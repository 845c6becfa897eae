"""Finds the keywords of the grammar in a line, the organisation's own among them.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rules.text.negations import negation_before
from rules.text.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIXED = {
    "fallback": r"fall-?backs?",
    "cost": r"costs?",
    "migration": r"migration",
    "away_team": r"away[\s-]++team",
    "needed_because": r"needed\s++because",
    "needed_by": r"needed[\s-]++by",
    "decide_by": r"decide[\s-]++by",
}
_FIXED_STEMS = ("fall-?back", "cost", "migration", "away", "needed", "decide", "/detour", "&#", "&[a-z]")
_NOUNS = frozenset({"fallback", "cost", "migration", "away_team"})
_BEFORE = r"(?<![^\W_])(?<![^\W_]_)(?<![-/#@])"
_AFTER = r"(?!_{0,3}[^\W_]|[-/@#][^\W_])[\s*_]*+(?P<colon>:)?+[\s*_]*+"
_WAITS = frozenset({"waits_on", "bare"})
_OF_ANOTHER = re.compile(
    r"(?:#[0-9]+|\b[a-z][a-z0-9_]+-[0-9]+)[\s*_]*,?\s+(?:which|that)\s+(?:(?:is|are|was|currently|also)\s+){0,2}\Z",
    re.IGNORECASE,
)
_REACH = 80
"""Characters before a keyword in which the subject of its clause is looked for."""
_SHORTEST_BARE_WORD = 3
_ALIKE = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"))
"""Turkish i with a dot and without one, and the long s."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """The phrases that say that an issue waits; the other keywords of the grammar are fixed."""

    waits_on: tuple[str, ...] = ("Blocked by", "Depends on", "Depends-On", "Waiting for")


DEFAULT_KEYWORDS = Keywords()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All keywords as one pattern, and how the settings spell the phrases among them."""

    pattern: re.Pattern[str]
    spellings: dict[str, str]
    stems: re.Pattern[str]
    """The first words of all keywords, without their endings; every text that says anything has one, in lower case."""

    def may_say(self, text: str) -> bool:
        """Whether a text has any of the keywords' first words."""
        return self.stems.search(_lower(text)) is not None

    def place(self, match: re.Match[str], line: str) -> tuple[str, Place] | None:
        """What kind of statement a keyword begins, and where.

        ``None`` where it begins none: "depend on" counts only where it is denied, and "PAY-3, which depends on PAY-4"
        tells of PAY-3 and not of the issue that it is written on.
        """
        kind = next(name for name in ("waits_on", "bare", *_FIXED) if match[name])
        if kind in _WAITS and _OF_ANOTHER.search(match.string, max(0, match.start() - _REACH), match.start()):
            return None
        denied = negation_before(match.string, match.start(), plain_no=kind in _NOUNS)
        if kind == "bare" and denied is None:
            return None
        place = Place(
            text=match.string,
            line=line,
            phrase=self.spellings.get(_plain(match[kind]), match[kind]),
            start=match.start() if denied is None else denied,
            end=match.end(),
            colon=match["colon"] is not None,
            negated=denied is not None,
            keywords=self.pattern,
        )
        return ("waits_on" if kind == "bare" else kind), place


@lru_cache(maxsize=64)
def vocabulary(keywords: Keywords) -> Vocabulary:
    """The keywords made ready to be found; made once for each settings."""
    spellings: dict[str, str] = {}
    for phrase in keywords.waits_on:
        if plain := _plain(phrase):
            spellings.setdefault(plain, phrase.strip(" :"))
    bare = {short: phrase for plain, phrase in spellings.items() if (short := _bare(plain)) and short not in spellings}
    kinds = {"waits_on": _any_of(spellings), "bare": _any_of(bare), **_FIXED}
    alternatives = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    pattern = re.compile(f"{_BEFORE}(?:{alternatives}){_AFTER}", re.IGNORECASE)
    stems = "|".join([*(re.escape(_stem(plain)) for plain in spellings), *_FIXED_STEMS])
    # An expression that minds the case finds letters ten times as fast, and is shown texts in lower case.
    return Vocabulary(pattern, bare | spellings, re.compile(stems, 0 if stems.isascii() else re.IGNORECASE))


def may_say(body: str, keywords: Keywords = DEFAULT_KEYWORDS) -> bool:
    """Whether a body, still in its markup, may say anything at all; most do not, and need no parser.

    Never wrong when it says no, but for a keyword with markup inside its first word. Entities may spell any letter.
    """
    return vocabulary(keywords).may_say(body)


def _lower(body: str) -> str:
    """A text in lower case, with the letters that expressions which ignore case take for others as these others."""
    if not body.isascii():
        for letter, plain in _ALIKE:
            body = body.replace(letter, plain)
    return body.lower()


def _plain(phrase: str) -> str:
    """What the spellings of one phrase share: case, and spaces or hyphens, do not matter."""
    return " ".join(phrase.lower().strip(" \t:-").replace("-", " ").split())


def _stem(plain: str) -> str:
    """The first word without the ending that a denial takes away: "depends on" is denied as "does not depend on"."""
    first = plain.partition(" ")[0]
    return first.removesuffix("ing").removesuffix("s") or first


def _bare(plain: str) -> str | None:
    """The phrase as it stands after "does not": depends on, depend on; waiting for, wait for."""
    first, space, rest = plain.partition(" ")
    word = first.removesuffix("ing").removesuffix("s")
    return word + space + rest if rest and word != first and len(word) >= _SHORTEST_BARE_WORD else None


def _any_of(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(r"[\s-]++".join(map(re.escape, phrase.split())) for phrase in longest_first) or r"(?!)"
