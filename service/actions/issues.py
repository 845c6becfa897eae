"""What is done about an issue: have it read anew, accept a risk, declare a fallback, take either back.

What they state is put into the words of a command and read by the grammar that reads commands, so that both mean the
same and are refused alike.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeVar

from rules.sayings import ends_of
from rules.statements import Fallback, Said, Source, Waiver
from rules.text.passages import Passage
from service.evidence.located import HINT
from service.evidence.saying import statement_of, text_of
from service.pipeline.marks import mark_after
from service.refused import Refused
from service.store.page_statements import state
from service.store.page_statements import withdraw as withdrawn
from service.store.readings import ALL_FACETS
from service.store.work import Lane, mark
from service.survey.shown import Issue
from service.understanding import Lines, Understanding

if TYPE_CHECKING:
    from datetime import date

    from rules.model import Ref
    from rules.statements import Statement
    from service.actions.acting import Action
    from service.store.memory import Remembered
    from service.store.page_statements import Stated

Kind = TypeVar("Kind", Fallback, Waiver)

KINDS: Final = ("", "hack", "rebuild", "away team", "smaller scope")
COSTS: Final = (("build", "{}d"), ("keep", "{}d/month"), ("remove", "{}d"))
LARGEST_NUMBER: Final = 2**62
_DAYS: Final = re.compile(r"\d{1,4}(?:\.\d)?")
_WORD: Final = re.compile(r"\S{1,200}")


def recheck(action: Action) -> Lane:
    """Has the issue read anew, or judged anew where it cannot be read; which of both."""
    row, ref = action.located()
    lane = Lane.READ if action.place.sites.readable(ref.site) else Lane.JUDGE
    mark(action.connection, lane, [row], action.now, {row: ALL_FACETS} if lane is Lane.READ else {})
    action.note("asked for a recheck", _name(ref))
    return lane


def waive(action: Action) -> Stated:
    """Accepts the risk of a wait: signed by whoever does, with a reason and a last day."""
    _, ref = action.located()
    blocker, rule, until = (_word(action, name) for name in ("blocker", "rule", "until"))
    line = " ".join(filter(None, ["/detour waive", blocker, rule, "until", until, "because", action.words("because")]))
    said = _only(action, ref, line, Waiver)
    if said.until is not None and said.until < _today(action):
        raise Refused(400, "That day has passed", "Say until when the risk is accepted: 90 days at most.")
    stated = _state(action, replace(said, source=Source.PAGE))
    after = {"blocker": str(said.blocker or ""), "rule": said.rule or "", "until": until, "because": said.because}
    action.note("accepted a risk", _name(ref), after=after)
    return stated


def declare(action: Action) -> Stated:
    """Declares a fallback."""
    _, ref = action.located()
    ticket, blocker, kind = _word(action, "ticket"), _word(action, "blocker"), action.words("kind")
    if kind not in KINDS:
        raise Refused(
            400, "There is no kind of fallback like that", f"kind is one of {', '.join(filter(None, KINDS))}."
        )
    costs = ", ".join(f"{name} {form.format(days)}" for name, form in COSTS if (days := _days(action, name)))
    parts = ["/detour fallback", ticket, f"for {blocker}" if blocker else "", kind, f"cost {costs}" if costs else ""]
    said = _only(action, ref, " ".join(filter(None, parts)), Fallback)
    by = f"declared by {action.viewer.name}"
    stated = _state(action, replace(said, said=Said(Source.PAGE, ref, by)))
    after = {"ticket": str(said.ticket), "for": str(said.blocker or ""), "kind": kind, "cost": costs}
    action.note("declared a fallback", _name(ref), after=after)
    return stated


def withdraw(action: Action) -> None:
    """Takes back what somebody stated through Detour."""
    row, ref = action.located()
    number = action.words("statement")
    known = number.isascii() and number.isdecimal() and int(number) < LARGEST_NUMBER
    found = withdrawn(action.connection, row, int(number), action.tick) if known else None
    if found is None:
        raise Refused(404, "That does not stand any more", "Somebody else may have withdrawn it.")
    said, remembered = found
    _follow(action, remembered)
    action.note("withdrew a statement", _name(ref), before=_told(said))


def _only(action: Action, at: Ref, line: str, kind: type[Kind]) -> Kind:
    """The one statement that a command makes. Raises ``Refused`` with what the grammar says where it makes none."""
    settings = action.place.decisions.settings
    said = Lines((Passage(line),), author=action.viewer.identity, day=_today(action))
    understood = Understanding(settings.addresses(), settings.keywords()).of(at, (), [said])
    problems = [str(one) for one in understood.near_misses] + list(understood.unresolved)
    found = [one for one in understood.statements if isinstance(one, kind)]
    if problems or len(found) != 1:
        raise Refused(400, "That is not understood", "; ".join(problems) or "Name one issue, as its tracker does.")
    [statement] = found
    if any(end is not None and not action.sight.sees(end) for end in ends_of(statement)):
        raise Refused(400, "That names an issue that is not known here", HINT)
    return statement


def _state(action: Action, said: Statement) -> Stated:
    stated, remembered = state(action.connection, said, action.tick)
    _follow(action, remembered)
    return stated


def _follow(action: Action, remembered: Remembered) -> None:
    mark_after(action.connection, remembered, action.place.sites, action.now)


def _word(action: Action, name: str) -> str:
    """A field that is one word, or ''."""
    text = action.words(name)
    if text and not _WORD.fullmatch(text):
        raise Refused(400, f"{name} is one word", "Name one issue, as its tracker does: PAY-311 or acme/web#12.")
    return text


def _days(action: Action, name: str) -> str:
    text = action.words(name)
    if text and not _DAYS.fullmatch(text):
        raise Refused(400, f"{name} is a number of working days", "Write it as 3 or 0.5, or leave it out.")
    return text


def _today(action: Action) -> date:
    return datetime.fromtimestamp(action.now, UTC).date()


def _told(said: Statement) -> str:
    return text_of(statement_of(said, lambda ref: Issue(ref.site, ref.text, "", "")))


def _name(ref: Ref) -> str:
    return f"{ref.site} {ref.text}"
