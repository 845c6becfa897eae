"""The page of one issue: why its verdict is what it is, live from the store, and what Detour says there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from starlette.responses import RedirectResponse

from rules.interpretation import LONGEST_WAIVER
from rules.model import Ref
from rules.views import IssueView
from service.evidence.course import course_of
from service.evidence.live import live
from service.evidence.sight import seen
from service.evidence.stated import standing_of
from service.evidence.surroundings import surroundings_of
from service.pages.rendering import page_of
from service.pages.speech import html_of
from service.pictures.surroundings import surroundings
from service.speech.markers import Role
from service.store.briefs import briefs_on
from service.store.noise import Thread, held_in
from service.store.page_statements import stated_on
from service.store.sayings import note_on, said_on
from service.store.verdicts import verdicts_on
from service.stored import SAID, issues_named, near_in
from service.survey.shown import Issue
from service.verdict import Start, start_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.responses import Response

    from service.evidence.live import Live
    from service.evidence.shown import Evidence
    from service.pages.desk import Visit
    from service.store.briefs import Brief
    from service.store.verdicts import Verdict

NEAR: Final = 5
WAIVED: Final = timedelta(days=30)
"""How long a risk is accepted where nobody chooses."""
MAY: Final = {
    Start.YES: "It may start",
    Start.WITH_FALLBACK: "It may start, with its fallback",
    Start.NO: "It has to wait, or find another way",
    Start.CLOSED: "It is closed",
    Start.UNKNOWN: "Nobody knows yet whether it may start",
}
NAMES: Final = {Role.VERDICT: "Its comment", Role.BRIEF: "Its need brief, for those of whom it is asked"}
DRY: Final = "A dry run: this would be said, and is not."
STALE: Final = "An issue that it sees was not read yet, so that nothing is said before that."


@dataclass(frozen=True, slots=True)
class Spoken:
    """What Detour says in one role, or would say; what became of it, and what people should know of it."""

    name: str
    html: Markup
    state: str
    notes: tuple[str, ...]


def look_up(visit: Visit) -> Response:
    """Leads from a name to its issue; where there are several, or none, tells them or what is near."""
    text = visit.words("ref")
    found = [one for one in issues_named(visit.connection, text) if _sees(visit, one)]
    if len(found) == 1:
        return RedirectResponse(page_of(found[0]), 303)
    near = [] if found or not text else [one for one in near_in(visit.connection, text, NEAR) if _sees(visit, one)]
    return visit.desk.show(visit, "look_up.html", {"text": text, "found": found, "near": near})


def _sees(visit: Visit, one: Issue) -> bool:
    return visit.sight.sees(Ref(one.site, one.ref))


def issue(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    found = known(visit)
    evidence, row = found.evidence, found.audit.assembled.register.find(found.ref)
    if evidence is None or row is None:
        named = Issue(found.ref.site, found.ref.text, "", "")
        return {"named": named, "told": None, "course": visit.seen(course_of(visit.connection, found.row, found.ref))}
    start, because = start_of(IssueView(found.audit.graph, row))
    waiters = {one.issue.ref: one for one in evidence.waiters}
    around = visit.seen(surroundings_of(found.audit.graph, row, waiters))
    return {
        "told": seen(evidence, visit.sight),
        "may": MAY[start],
        "because": visit.seen(because),
        "start": start,
        "picture": surroundings(around, page_of) if len(around.places) > 1 else None,
        "course": visit.seen(course_of(visit.connection, found.row, found.ref)),
        "spoken": list(_spoken(visit, found.row)),
        **_doing(visit, found, evidence),
        "danger": visit.decisions.policy.assumptions.danger_odds,
    }


def _doing(visit: Visit, found: Live, evidence: Evidence) -> Mapping[str, object]:
    """What can be done here: what was stated on the page, and what may be accepted as a risk until when."""
    waits = [one for one in visit.seen(evidence.waits) if one.open and one.across_teams and one.blocker.site]
    return {
        "stated": [standing_of(one, visit.sight) for one in stated_on(visit.connection, found.row)],
        "own_waits": [one.blocker for one in waits],
        "own_rules": {one.code: one.name for one in evidence.findings if one.links},
        "until": (visit.today + WAIVED).isoformat(),
        "last": (visit.today + LONGEST_WAIVER).isoformat(),
        "readable": visit.desk.sites.readable(found.ref.site),
    }


def known(visit: Visit) -> Live:
    """The issue of the address, with the evidence on it. Raises ``Refused`` for one that is not known."""
    return live(visit.connection, visit.decisions, visit.located(), visit.today)


def _spoken(visit: Visit, row: int) -> Iterator[Spoken]:
    judged: dict[Role, Verdict | Brief | None] = {
        Role.VERDICT: verdicts_on(visit.connection, [row]).get(row),
        Role.BRIEF: briefs_on(visit.connection, [row]).get(row),
    }
    for role, one in judged.items():
        said, identity = said_on(visit.connection, row, role)
        remark = None if one is None else one.remark
        if remark is None and not identity:
            continue
        notes = [STALE] if one is not None and one.stale else []
        if held := len(held_in(visit.connection, Thread(row, role))):
            notes.append(f"Over the day's budget, and told by the next digest or on another day: {held}.")
        if note := note_on(visit.connection, row, role):
            notes.append(f"The last try: {visit.seen(note)}.")
        dry = one is not None and not one.live and not identity
        html = Markup("") if remark is None else html_of(remark.document, visit.sight)
        yield Spoken(NAMES[role], html, DRY if dry else SAID[said.state].capitalize() + ".", tuple(notes))
