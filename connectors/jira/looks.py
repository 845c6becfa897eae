"""What the answer to a batch says of each issue that was asked for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.contract import Facet, Look, Touched, Unavailable
from connectors.jira.payload_documents import ISSUE
from connectors.jira.places import asked_as
from rules.model import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connectors.jira.answers import Bulk
    from connectors.jira.issues import JiraIssues

LOOKED_AT: Final = frozenset({Facet.CORE, Facet.LINKS})


@dataclass(frozen=True, slots=True)
class Batch:
    """The issues of an answer, by number and by key; and why others could not be read this time."""

    found: Mapping[str, msgspec.Raw]
    failed: Mapping[str, str]

    @classmethod
    def of(cls, answer: Bulk) -> Batch:
        """Raises ``Unavailable`` for what is no list of issues."""
        found: dict[str, msgspec.Raw] = {}
        try:
            for raw in answer.issues:
                known = ISSUE.decode(raw)
                found |= {known.id or "": raw, (known.key or "").casefold(): raw}
        except (msgspec.DecodeError, RecursionError) as error:
            raise Unavailable("Jira's answer is not understood") from error
        return cls(found, {str(one.id).casefold(): one.error_message or "" for one in answer.issue_errors or ()})

    def find(self, touched: Touched) -> msgspec.Raw | None:
        """The issue that was asked for: by its number where that is known, since keys move."""
        return self.found.get(asked_as(touched).casefold())

    def failure(self, touched: Touched) -> str | None:
        """Why the issue that was asked for could not be read this time, if Jira says so."""
        return self.failed.get(asked_as(touched).casefold())


def look(touched: Touched, raw: msgspec.Raw | None, issues: JiraIssues) -> Look:
    """What one issue says. One that nobody understands is neither there nor gone, and the others are read."""
    if raw is None:
        return absent(touched, "Jira shows no such issue to this account")
    try:
        facts, fields = issues.facts(raw), ISSUE.decode(raw).fields
    except (ValueError, RecursionError) as error:
        return Look(touched.ref, None, frozenset(), frozenset(), f"it is not understood: {error}")
    linked = fields is not None and bytes(fields.issuelinks)
    return Look(touched.ref, facts, LOOKED_AT, LOOKED_AT if linked else frozenset({Facet.CORE}))


def looks_at(documents: Iterable[msgspec.Raw], issues: JiraIssues) -> Iterator[Look]:
    """What documents say that nobody asked for one by one. Of those that tell no key nothing is known."""
    for raw in documents:
        try:
            key = ISSUE.decode(raw).key
        except (msgspec.DecodeError, RecursionError):
            continue
        if key:
            yield look(Touched(Ref(issues.dialect.name, key)), raw, issues)


def late(touched: Touched, reason: str, retry_after: float | None = None) -> Look:
    """What is said of an issue that could not be read, but may be later: it may be there or gone."""
    return Look(touched.ref, None, frozenset(), frozenset(), reason, late=LOOKED_AT, retry_after=retry_after)


def absent(touched: Touched, reason: str) -> Look:
    """What is said of an issue that is not there, or not for us."""
    return Look(touched.ref, None, LOOKED_AT, frozenset(), reason)
