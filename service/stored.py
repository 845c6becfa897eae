"""One issue as the store knows it: an audit of all that it can see, and what Detour did about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from rules.model import Ref
from service.audit import audit_of
from service.speech.markers import Role
from service.speech.remarks import Tone
from service.speech.said import SaidState
from service.store.briefs import briefs_on
from service.store.connection import reading
from service.store.documents import TOLD
from service.store.experiences import experience_in
from service.store.lists import one_of, unindexed
from service.store.neighbourhoods import around, everything
from service.store.noise import Thread, held_in
from service.store.sayings import note_on, said_on
from service.store.tables import address, issue, statement
from service.store.upserts import chunks
from service.store.verdicts import verdicts_on
from service.store.work import Lane, waiting
from service.survey import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine, Select

    from service.audit import Audit
    from service.pipeline.decisions import Decisions

SAID: Final = {
    SaidState.UNSAID: "nothing was said yet",
    SaidState.STANDS: "its comment stands",
    SaidState.MOVED: "its comment moved along with it; the thread will be searched for it before anything else is said",
    SaidState.UNSURE: "a comment may have been written; the thread will be searched before anything else is said",
    SaidState.REMOVED: "its comment was deleted by a person",
}
UNSPOKEN: Final = "not said here: a dry run, not among the rules under [comments], or no issue of the organisation"
ROLES: Final = {Role.VERDICT: "", Role.BRIEF: "need brief: "}
WAITS: Final = {
    Lane.READ: "it waits to be read",
    Lane.SCAN: "an audit met it, and it waits to be read whole",
    Lane.JUDGE: "it waits to be judged",
    Lane.REVIEW: "it waits to be judged, behind what has changed",
    Lane.SPEAK: "something waits to be said",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """Issues of one name. ``kept`` are, by address, lines about what Detour did."""

    audit: Audit
    kept: dict[Ref, tuple[str, ...]]


def look_up(engine: Engine, decisions: Decisions, text: str, now: datetime) -> Stored:
    """All issues that are written like this, with or without a site before it. Raises ``SQLAlchemyError``."""
    with reading(engine) as connection:
        found = rows_named(connection, text)
        seen = around(connection, [*found, *_waiters(connection, list(found))])
        policy = decisions.policy
        audit = audit_of(
            seen.heard,
            policy,
            as_of=now.date(),
            in_scope=decisions.in_scope,
            known_project=decisions.knows(seen),
            experience=experience_in(connection),  # as its verdicts were made: not all of the past is in sight here
        )
        return Stored(audit, {ref: tuple(_kept(connection, one, now)) for one, ref in found.items()})


def all_kept(engine: Engine, decisions: Decisions, now: datetime, sites: Sequence[str] = ()) -> Audit:
    """An audit of everything that the store knows, on some sites or all. Raises ``SQLAlchemyError``."""
    with reading(engine) as connection:
        seen = everything(connection)
    found = audit_of(
        seen.heard,
        decisions.policy,
        as_of=now.date(),
        in_scope=lambda ref: (not sites or ref.site in sites) and decisions.in_scope(ref),
        known_project=decisions.knows(seen),
    )
    return replace(found, mentioning=decisions.operator.mentioning)


def near(engine: Engine, text: str, limit: int = 3) -> list[str]:
    """Some addresses that begin like a text that names nothing."""
    with reading(engine) as connection:
        return [one.ref for one in near_in(connection, text, limit)]


def near_in(connection: Connection, text: str, limit: int) -> list[shown.Issue]:
    """The same inside one moment of the store, as issues."""
    start = text.strip().rpartition(" ")[2].rstrip("0123456789")
    begins = issue.c.ref.istartswith(start, autoescape=True)
    return _shown(connection, _COLUMNS.where(begins).order_by(issue.c.ref, issue.c.site).limit(limit))


def issues_named(connection: Connection, text: str) -> list[shown.Issue]:
    """The issues to which an address leads or ever led, as they are called now."""
    rows = list(rows_named(connection, text))
    return _shown(connection, _COLUMNS.where(one_of(issue.c.id, rows)).order_by(issue.c.site))


_COLUMNS: Final = select(issue.c.site, issue.c.ref, issue.c.told)


def _shown(connection: Connection, wanted: Select[tuple[str, str, bytes]]) -> list[shown.Issue]:
    found = (
        (row.site, row.ref, None if row.told is None else TOLD.decode(row.told).issue)
        for row in connection.execute(wanted)
    )
    return [shown.Issue(site, ref, told.url if told else "", told.title if told else "") for site, ref, told in found]


def rows_named(connection: Connection, text: str) -> dict[int, Ref]:
    """The issues to which an address leads or ever led, by row."""
    site, _, ref = text.strip().casefold().rpartition(" ")
    here = [address.c.key == ref, *([func.lower(address.c.site) == site] if site else [])]
    wanted = select(issue.c.id, issue.c.site, issue.c.ref).join(address, address.c.issue_id == issue.c.id)
    return {row.id: Ref(row.site, row.ref) for row in connection.execute(wanted.where(*here).order_by(issue.c.site))}


def _waiters(connection: Connection, issues: list[int]) -> Iterator[int]:
    """Who waits on some issues."""
    waits = (unindexed(statement.c.kind) == "wait") & statement.c.present
    for some in chunks(issues):
        yield from connection.execute(select(statement.c.a).where(waits, one_of(statement.c.b, some))).scalars()


def _kept(connection: Connection, one: int, now: datetime) -> Iterator[str]:
    """What the store holds of an issue beside its facts."""
    verdict = verdicts_on(connection, [one]).get(one)
    if verdict is None:
        yield "it was not judged yet"
    else:
        judged = datetime.fromtimestamp(verdict.judged, UTC)
        seconds = max(0, round((now - judged).total_seconds()))
        yield f"judged {judged:%d %b %Y %H:%M:%S} UTC, {seconds} seconds ago"
        if verdict.stale:
            yield "an issue that it sees was not read yet: nothing is said before that"
        if verdict.remark is not None and not verdict.live:
            yield "dry run: something would be said, and is not"
    brief = briefs_on(connection, [one]).get(one)
    if brief is not None and not brief.live and brief.remark is not None and brief.remark.tone is Tone.ASKED:
        yield f"need brief: {UNSPOKEN}"
    yield from (words for lane, words in WAITS.items() if waiting(connection, lane, [one]))
    for role, what in ROLES.items():
        said, identity = said_on(connection, one, role)
        if identity:
            comment = f" ({said.comment_id})" if said.comment_id else ""
            yield f"{what}{SAID[said.state]}{comment}"
        if held := len(held_in(connection, Thread(one, role))):
            yield f"{what}over the day's budget, and told by the next digest or on another day: {held}"
        if note := note_on(connection, one, role):
            yield f"{what}the last try: {note}"
