"""What came and what went from one survey to the next, kept some at a time, so that nobody waits long for the store."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from sqlalchemy import delete, select, update

from rules.model import Ref
from rules.rule import Severity
from service.store.documents import encoded
from service.store.lists import one_of
from service.store.tables import finding as table
from service.store.upserts import chunks, put
from service.survey import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

SETTLED_DAYS: Final = 100
"""How long what was settled is remembered."""
A_DAY: Final = 86_400.0
AT_ONCE: Final = 500
"""Findings, which take some ten milliseconds to be written."""
_FINDING: Final = msgspec.json.Decoder(shown.Finding)


class Known(NamedTuple):
    """A finding as it is kept: the digest of what it says, since when it is there, and when it was settled."""

    digest: str
    since: float
    gone: float | None


_NEVER: Final = Known("", 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Some of what is other than it was: rows to be put, what is new among them, and the keys of what is gone."""

    rows: Sequence[Mapping[str, Any]] = ()
    came: tuple[shown.Finding, ...] = ()
    gone: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What came and what went, accepted risks aside."""

    came: tuple[shown.Finding, ...]
    went: tuple[shown.Finding, ...]


def known_findings(connection: Connection) -> dict[str, Known]:
    """Every finding that is kept, by its key."""
    rows = connection.execute(select(table.c.key, table.c.digest, table.c.since, table.c.gone))
    return {key: Known(*rest) for key, *rest in rows}


def differences(known: Mapping[str, Known], findings: Iterable[shown.Finding], now: float) -> Iterator[Difference]:
    """What all that was found has other than what is known, some at a time: whatever is found no more is settled.

    Those of one team come together. Pure.
    """
    found = sorted(findings, key=_team)
    for some in chunks(found, AT_ONCE):
        yield _difference(known, some, now)
    there = {one.key for one in found}
    gone = [key for key, one in known.items() if one.gone is None and key not in there]
    yield from (Difference(gone=some) for some in chunks(gone, AT_ONCE))


def _difference(known: Mapping[str, Known], findings: Sequence[shown.Finding], now: float) -> Difference:
    rows, came = [], []
    for one in findings:
        body = encoded(one)
        digest, before = blake2b(body, digest_size=8).hexdigest(), known.get(one.key, _NEVER)
        is_new = before.gone is not None
        if is_new or before.digest != digest:
            since = now if is_new else before.since
            rows.append(_row(one) | {"digest": digest, "body": body, "since": since, "gone": None})
        if is_new and one.waiver is None:
            came.append(one)
    return Difference(rows, tuple(came))


def keep_difference(connection: Connection, difference: Difference, now: float) -> Change:
    """Keeps it, inside the caller's transaction."""
    put(connection, table, difference.rows)
    if not difference.gone:
        return Change(difference.came, ())
    here = one_of(table.c.key, difference.gone)
    bodies = connection.execute(select(table.c.body).where(here, table.c.accepted.is_(False))).scalars()
    went = tuple(map(_FINDING.decode, bodies))
    connection.execute(update(table).where(here).values(gone=now))
    return Change(difference.came, went)


def forget_settled(connection: Connection, now: float) -> None:
    """Forgets what was settled long ago."""
    connection.execute(delete(table).where(table.c.gone < now - SETTLED_DAYS * A_DAY))


def _team(one: shown.Finding) -> str:
    return one.team.slug if one.team else ""


def _row(one: shown.Finding) -> dict[str, Any]:
    issue, team = one.issue, one.team
    told = (issue.ref, issue.title, one.message, one.name, one.code, team.name if team else "")
    return {
        "key": one.key,
        "site": issue.site,
        "ref": issue.ref,
        "container": _container_of(issue),
        "title": issue.title,
        "team": _team(one),
        "code": one.code,
        "words": " ".join(told).casefold(),
        "severity": int(Severity[one.severity.upper()]),
        "accepted": one.waiver is not None,
    }


def _container_of(issue: shown.Issue) -> str:
    """The project or repository of an issue, as visibility names it."""
    ref = Ref(issue.site, issue.ref)
    return f"{ref.tracker}:{ref.container}".casefold()
