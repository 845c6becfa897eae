"""One GitHub issue document to facts: shared by saved files, webhooks and scans. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.github.addresses import address_of
from connectors.github.documents import DECODER, Document, Label, Milestone
from connectors.github.passages import passages
from rules.interpretation import Text, understand
from rules.model import DateSource, Facts, Issue, PlanSign, Ref, State
from rules.statements import Child, Fallback, Said, Source
from rules.text import DEFAULT_KEYWORDS, Keywords, may_say, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import msgspec

    from connectors.github.dialect import GitHubDialect
    from rules.addresses import Addresses
    from rules.statements import Statement
    from rules.text.passages import Passage

# https://docs.github.com/en/rest/issues/issues#update-an-issue : state_reason
CLOSED = {"completed": State.DONE, "not_planned": State.DROPPED, "duplicate": State.DROPPED}


class NoRepositoryError(ValueError):
    """A document that does not tell which repository it belongs to."""


@dataclass(frozen=True, slots=True)
class GitHubIssues:
    """Reads the issue documents of one site."""

    dialect: GitHubDialect
    addresses: Addresses
    keywords: Keywords = DEFAULT_KEYWORDS

    def facts(self, raw: bytes | msgspec.Raw) -> Facts:
        """All that one document says. Raises ``msgspec.DecodeError`` or ``NoRepositoryError`` for anything else."""
        return self.of(DECODER.decode(raw))

    def of(self, document: Document) -> Facts:
        """All that a decoded document says. Raises ``NoRepositoryError``."""
        return _Reading(self, document).facts()

    def ref(self, document: Document) -> Ref:
        """Where a document's issue lives. Raises ``NoRepositoryError``."""
        repository = address_of(document.html_url or document.repository_url)[0]
        if not repository:
            raise NoRepositoryError("neither html_url nor repository_url names a repository's issue or pull request")
        return Ref(self.dialect.name, f"{repository}#{document.number}")

    def parent(self, document: Document) -> Ref | None:
        """The issue that a document's issue is a sub-issue of."""
        repository, number = address_of(document.parent_issue_url)
        return Ref(self.dialect.name, f"{repository}#{number}") if number else None

    def part(self, child: Ref, parent: Ref, labels: Iterable[str]) -> tuple[Statement, ...]:
        """That an issue is a part of another, and, with the fallback label, its fallback."""
        said = Said(Source.NATIVE, child)
        if any(self.means_fallback(label) for label in labels):
            return Child(child, parent, said), Fallback(parent, child, said)
        return (Child(child, parent, said),)

    def passages(self, body: str) -> tuple[Passage, ...]:
        """The lines of a description or comment; none where it cannot say anything."""
        return tuple(passages(body)) if may_say(body, self.keywords) else ()

    def means_fallback(self, label: str) -> bool:
        """Whether a label makes a sub-issue its parent's fallback."""
        return label.casefold() == self.dialect.fallback_label.casefold()


class _Reading:
    """One document being read."""

    def __init__(self, site: GitHubIssues, document: Document) -> None:
        self.site, self.document = site, document
        self.ref = site.ref(document)
        self.labels = tuple(label_name(label) for label in document.labels or () if label is not None)

    def facts(self) -> Facts:
        lines = self.site.passages(self.document.body or "")
        sayings = read(lines, keywords=self.site.keywords)
        understood = understand([Text(tuple(sayings))], self.ref, self.site.addresses)
        return Facts(
            issue=self._issue(),
            need=understood.need,
            statements=(*self._native(), *understood.statements),
            near_misses=understood.near_misses,
            unresolved=(*understood.unresolved, *self._unseen()),
            passages=lines,
        )

    def _issue(self) -> Issue:
        document = self.document
        state, known = self._outcome()
        due = _due(document.milestone)
        return Issue(
            ref=self.ref,
            vendor_id=self._identity(),
            title=document.title or "",
            url=document.html_url or "",
            state=state,
            outcome_known=known,
            closed_as_duplicate=state is State.DROPPED and document.state_reason == "duplicate",
            signs=PlanSign.NONE if due is None else PlanSign.DATED_MILESTONE,
            needed_by=None if due is None else due.date(),
            needed_from=DateSource.NONE if due is None else DateSource.MILESTONE,
            moved=moment(document.updated_at),
            created=moment(document.created_at),
            closed=moment(document.closed_at) if state is not State.OPEN else None,
            labels=self.labels,
            assignees=tuple(one.name for one in document.assignees or () if one and one.name),
        )

    def _outcome(self) -> tuple[State, bool]:
        """The state, and whether its outcome is known: a pull request is done when merged, else dropped."""
        document = self.document
        if document.state != "closed":
            return State.OPEN, True
        if self._is_pull_request():
            return (State.DONE if self._merged() else State.DROPPED), True
        return CLOSED.get(document.state_reason or "", State.DONE), document.state_reason in CLOSED

    def _is_pull_request(self) -> bool:
        return self.document.pull_request is not None or "/pull/" in (self.document.html_url or "")

    def _identity(self) -> str:
        """The database id; a pull request has two of them, as itself and as an issue, and so goes by its node id."""
        return (self.document.node_id or "") if self._is_pull_request() else str(self.document.id or "")

    def _merged(self) -> bool:
        document, marked = self.document, self.document.pull_request
        return bool(document.merged or document.merged_at or (marked is not None and marked.merged_at))

    def _native(self) -> tuple[Statement, ...]:
        parent = self.site.parent(self.document)
        return () if parent is None else self.site.part(self.ref, parent, self.labels)

    def _unseen(self) -> Iterator[str]:
        summary = self.document.issue_dependencies_summary
        if summary is not None and summary.blocked_by:
            yield f"{summary.blocked_by} native dependencies, which a REST list counts but does not name"


def label_name(label: Label | str) -> str:
    """The text of a label in either shape."""
    return label if isinstance(label, str) else label.name or ""


def _due(milestone: Milestone | None) -> datetime | None:
    """When an open milestone ends; a closed one promises nothing any more."""
    return None if milestone is None or milestone.state == "closed" else moment(milestone.due_on)


def moment(text: str | None) -> datetime | None:
    """A time with its zone, as the API prints them; ``None`` for anything else."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
