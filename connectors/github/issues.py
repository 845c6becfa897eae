"""One GitHub issue document to facts: shared by saved files, webhooks and scans. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.github.documents import DECODER, Document, Label
from connectors.github.passages import passages
from rules.interpretation import Text, understand
from rules.model import Child, DateSource, Facts, Fallback, Issue, PlanSign, Ref, Said, Source, State
from rules.text import DEFAULT_KEYWORDS, Keywords, may_say, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    import msgspec

    from connectors.github.dialect import GitHubDialect
    from rules.addresses import Addresses
    from rules.model import Statement

# https://HOST/OWNER/REPO/issues/12 in a browser, https://api.HOST/repos/OWNER/REPO/issues/12 in the API
ADDRESS = re.compile(r"https?://[^/\s]+/(?:api/v3/)?(?:repos/)?([^/\s]+/[^/\s]+)(?:/(?:issues|pull)/(\d+))?/?\Z")

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
        return _Reading(self, DECODER.decode(raw)).facts()


class _Reading:
    """One document being read."""

    def __init__(self, site: GitHubIssues, document: Document) -> None:
        self.site, self.document = site, document
        repository = _address(document.html_url)[0] or _address(document.repository_url)[0]
        if not repository:
            raise NoRepositoryError("neither html_url nor repository_url names a repository")
        self.ref = Ref(site.dialect.name, f"{repository}#{document.number}")
        self.labels = tuple(_label(label) for label in document.labels or ())

    def facts(self) -> Facts:
        body, keywords = self.document.body or "", self.site.keywords
        sayings = read(passages(body), keywords=keywords) if may_say(body, keywords) else []
        understood = understand([Text(tuple(sayings))], self.ref, self.site.addresses)
        return Facts(
            issue=self._issue(),
            need=understood.need,
            statements=(*self._native(), *understood.statements),
            near_misses=understood.near_misses,
            unresolved=(*understood.unresolved, *self._unseen()),
        )

    def _issue(self) -> Issue:
        document = self.document
        state, known = self._outcome()
        due = _moment(document.milestone.due_on) if document.milestone and document.milestone.state == "open" else None
        return Issue(
            ref=self.ref,
            vendor_id=str(document.id or ""),
            title=document.title,
            url=document.html_url,
            state=state,
            outcome_known=known,
            closed_as_duplicate=state is State.DROPPED and document.state_reason == "duplicate",
            signs=PlanSign.NONE if due is None else PlanSign.DATED_MILESTONE,
            needed_by=None if due is None else due.date(),
            needed_from=DateSource.NONE if due is None else DateSource.MILESTONE,
            moved=_moment(document.updated_at),
            labels=self.labels,
            assignees=tuple(f"github:@{account.login.lower()}" for account in document.assignees or ()),
        )

    def _outcome(self) -> tuple[State, bool]:
        """The state, and whether its outcome is known: a pull request is done when merged, else dropped."""
        document = self.document
        if document.state != "closed":
            return State.OPEN, True
        if document.pull_request is not None:
            return (State.DONE if document.pull_request.merged_at else State.DROPPED), True
        return CLOSED.get(document.state_reason or "", State.DONE), document.state_reason in CLOSED

    def _native(self) -> Iterator[Statement]:
        """The parent, and, for a sub-issue with the fallback label, that it is the parent's fallback."""
        repository, number = _address(self.document.parent_issue_url or "")
        if not number:
            return
        parent = Ref(self.ref.site, f"{repository}#{number}")
        said = Said(Source.NATIVE, self.ref)
        yield Child(self.ref, parent, said)
        if self.site.dialect.fallback_label.casefold() in (label.casefold() for label in self.labels):
            yield Fallback(parent, self.ref, said)

    def _unseen(self) -> Iterator[str]:
        summary = self.document.issue_dependencies_summary
        if summary is not None and summary.blocked_by:
            yield f"{summary.blocked_by} native dependencies, which a REST list counts but does not name"


def _address(url: str) -> tuple[str, str]:
    """The repository and the number that an address names, or two empty strings."""
    match = ADDRESS.match(url)
    return (match[1], match[2] or "") if match else ("", "")


def _label(label: Label | str) -> str:
    return label if isinstance(label, str) else label.name or ""


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
