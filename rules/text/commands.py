"""Reads ``/detour`` commands: ``/detour waive #6 until 2026-12-01 because we can live with it``.

Pure. What cannot be carried out as written is refused with a line that can; nothing is guessed, for a command that
lost its ref would speak of every link. Whether its author may give it, and how long a waiver may last, is decided
where there is a tracker and a clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rules.model import NearMiss
from rules.statements import Cost, FallbackKind
from rules.text.dates import EXAMPLE, date_at, meant_at
from rules.text.fallback_terms import cost_at, cost_words, kind_at
from rules.text.mentions import read_list, written
from rules.text.sayings import Command, DropLink, FallbackIs, Help, Recheck, Refused, Understood, Unwaive, Waive
from rules.text.slips import slips_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rules.text.sayings import Mention

COMMAND = re.compile(r"(?<![^\W_])(?<![./-])(?i:/detour)(?![^\s*_])")

_LONGEST_REASON = 500
_VERB = re.compile(r"[\s*_]*+(?P<verb>[A-Za-z-]*+)")
_BECAUSE = re.compile(r"(?<![\w-])(?i:because)(?!\w)\s*+:?+")
_UNTIL = re.compile(r"(?<![\w-])(?i:until)(?!\w)\s*+:?+\s*+")
_RULE = re.compile(
    r"(?:(?P<code>[A-Za-z]{2,10}[0-9]{3})|(?P<name>[A-Za-z]{3,40}+(?:-[A-Za-z0-9-]{1,60}+)?))(?![\w#/-])"
)
_GLUE = re.compile(r"[\s*_,;:.]*+(?i:(?:for|rule)(?!\w)\s*+)?+")
_NO_REASON = "a reason is missing"
_FOR = re.compile(r"(?i:for)(?!\w)\s*+:?+")
_COST = re.compile(r"(?i:costs?)(?!\w)\s*+:?+\s*+")
_PART_MARKS = re.compile(r"[\s*_,;:.()]*+")
_LONGEST_QUOTE = 40
_EXAMPLE_REF = "#12"
_MARKS = " \t\r\n*_,;:"


def read_command(text: str, position: int, line: str) -> Command:
    """The command whose words begin at ``position``, right after ``/detour``."""
    match = _VERB.match(text, position)
    verb = match["verb"].lower() if match else ""
    reader = _READERS.get(verb)
    if reader is None or match is None:
        said = f'"{verb[:_LONGEST_QUOTE]}" is no command' if verb else "a command is missing"
        return Refused(said, NearMiss(line, "/detour help"))
    return reader(text[match.end() :].strip(_MARKS), line)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a command speaks of, its words put right, and what is wrong with them ('': nothing)."""

    ref: Mention | None = None
    rule: str | None = None
    words: str = ""
    wrong: str = ""


def _scope(text: str, *, rules: bool = False) -> _Scope:
    """Reads ``[REF]``, or with ``rules`` ``[REF] [RULE]`` in either order; anything else is wrong."""
    ref, rule, wrong, spelt = None, "", "", ""
    position = _after_glue(text, 0)
    while position < len(text):
        listed = read_list(text, position)
        if listed.entries:
            wrong = "one ref at a time" if ref or len(listed.entries) > 1 else wrong
            ref, position = ref or listed.entries[0].mention, listed.end
        elif rules and not rule and (match := _RULE.match(text, position)):
            rule, position = match["code"].upper() if match["code"] else match["name"].lower(), match.end()
        elif slips := slips_at(text, position, in_command=True):
            spelt, wrong, position = slips.words[0], f'"{slips.words[0]}" is how that ref is written', slips.end
        else:
            wrong = f'"{text[position : position + _LONGEST_QUOTE]}" is not understood'
            break
        position = _after_glue(text, position)
    # A suggestion names a ref wherever something was wrong: without one it would speak of every link.
    spelt = written(ref) if ref else spelt or (_EXAMPLE_REF if wrong else "")
    return _Scope(ref, rule or None, "".join(f" {word}" for word in (spelt, rule) if word), wrong)


def _after_glue(text: str, position: int) -> int:
    match = _GLUE.match(text, position)
    return match.end() if match else position


def _split_reason(arguments: str) -> tuple[str, str]:
    match = _BECAUSE.search(arguments)
    if match is None:
        return arguments, ""
    return arguments[: match.start()], arguments[match.end() :].strip(_MARKS)[:_LONGEST_REASON]


def _waive(arguments: str, line: str) -> Command:
    rest, because = _split_reason(arguments)
    match = _UNTIL.search(rest)
    scope = _scope(rest[: match.start()] if match else rest, rules=True)
    until, wrong_date = _until(rest, match)
    if wrong := _problems(scope.wrong, wrong_date, "" if because else _NO_REASON):
        instead = f"/detour waive{scope.words} until {until} because {because or 'REASON'}"
        return Refused(wrong, NearMiss(line, instead))
    return Waive(until, because, line, scope.ref, scope.rule)


def _until(text: str, match: re.Match[str] | None) -> tuple[date, str]:
    """The date of a waiver, or else one for the suggestion and what is wrong."""
    if match is None:
        return EXAMPLE, "a date is missing"
    found = date_at(text, match.end())
    if found is None:
        return meant_at(text, match.end()) or EXAMPLE, "a date is written as in 2026-12-01"
    if text[found[1] :].strip(_MARKS + "."):
        return found[0], "only the reason may follow the date"
    return found[0], ""


def _drop(arguments: str, line: str) -> Command:
    rest, because = _split_reason(arguments)
    scope = _scope(rest)
    if wrong := _problems(scope.wrong, "" if because else _NO_REASON):
        return Refused(wrong, NearMiss(line, f"/detour drop{scope.words} because {because or 'REASON'}"))
    return DropLink(because, line, scope.ref)


def _unwaive(arguments: str, line: str) -> Command:
    scope = _scope(_split_reason(arguments)[0])
    if scope.wrong:
        return Refused(scope.wrong, NearMiss(line, f"/detour unwaive{scope.words}"))
    return Unwaive(line, scope.ref)


def _fallback(arguments: str, line: str) -> Command:
    """``REF [for REF] [kind] [cost ...]``, the parts after the first in any order; also ``for REF: REF``."""
    parts = _Parts()
    position = 0
    while position < len(arguments):
        end = parts.take(arguments, _after_marks(arguments, position))
        if end is None:
            break
        position = _after_marks(arguments, end)
    if wrong := parts.wrong(arguments[position : position + _LONGEST_QUOTE]):
        return Refused(wrong, NearMiss(line, f"/detour fallback {parts}"))
    tickets, blockers = tuple(parts.tickets), tuple(parts.blockers)
    return FallbackIs(tickets, line, blockers, parts.kind or FallbackKind.OTHER, parts.cost or Cost(), command=True)


@dataclass(slots=True)
class _Parts:
    """The parts of a fallback command as they are gathered; each may be said once."""

    tickets: list[Mention] = field(default_factory=list)
    blockers: list[Mention] = field(default_factory=list)
    kind: FallbackKind | None = None
    cost: Cost | None = None
    slip: str = ""

    def take(self, text: str, position: int) -> int | None:
        """Reads the part at ``position``; where it ends, or ``None`` if it is none or was said before."""
        asked = _FOR.match(text, position)
        if asked and not self.blockers:
            return self._refs(self.blockers, text, asked.end())
        if self.kind is None and (kind := kind_at(text, position)):
            self.kind, end = kind
            return end
        cost = _COST.match(text, position)
        if cost and self.cost is None and (found := cost_at(text, cost.end())):
            self.cost, end = found
            return end
        return None if self.tickets or asked else self._tickets(text, position)

    def _tickets(self, text: str, position: int) -> int | None:
        if end := self._refs(self.tickets, text, position):
            return end
        slips = None if self.slip else slips_at(text, position, in_command=True)
        self.slip = str(slips) if slips else self.slip
        return slips.end if slips else None

    def _refs(self, gathered: list[Mention], text: str, position: int) -> int | None:
        listed = read_list(text, position)
        gathered.extend(entry.mention for entry in listed.entries)
        for entry in listed.entries:
            named = kind_at(entry.remark, 0)
            self.kind = self.kind or (named[0] if named else None)
        return listed.end if listed.entries else None

    def wrong(self, rest: str) -> str:
        """Why the command cannot be carried out; ``rest`` is what was left over of it."""
        if self.slip and not self.tickets:
            return f'"{self.slip}" is how that ref is written'
        if rest:
            return f'"{rest}" is not understood'
        return "" if self.tickets else "the fallback's own ref is missing"

    def __str__(self) -> str:
        """The parts in the words of the grammar, as a line that can be carried out."""
        tickets = ", ".join(map(written, self.tickets)) or self.slip or _EXAMPLE_REF
        blockers = " for " + ", ".join(map(written, self.blockers)) if self.blockers else ""
        kind = "" if self.kind is None else f" {self.kind.name.lower().replace('_', ' ')}"
        cost = f" cost {cost_words(self.cost)}" if self.cost else ""
        return f"{tickets}{blockers}{kind}{cost}"


def _after_marks(text: str, position: int) -> int:
    match = _PART_MARKS.match(text, position)
    return match.end() if match else position


def _problems(*wrong: str) -> str:
    return "; ".join(problem for problem in wrong if problem)


_READERS: dict[str, Callable[[str, str], Command]] = {
    "fallback": _fallback,
    "waive": _waive,
    "unwaive": _unwaive,
    "drop": _drop,
    "understood": lambda _, line: Understood(line),
    "recheck": lambda _, line: Recheck(line),
    "help": lambda _, line: Help(line),
}
