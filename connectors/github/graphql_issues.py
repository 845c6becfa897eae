"""One GraphQL issue to facts: its document as REST would print it, and the links that only GraphQL lists. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from connectors.github.documents import Document, Milestone, PullRequest
from connectors.github.issues import CLOSED, label_name
from rules.model import Glimpse, Ref, State
from rules.statements import Duplicate, Said, Source, Wait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.github.graphql_documents import Node, Other, Others
    from connectors.github.issues import GitHubIssues
    from rules.model import Facts
    from rules.statements import Statement


def facts_of(node: Node, issues: GitHubIssues) -> Facts:
    """All that a node says. Raises ``NoRepositoryError`` for one that names no repository, or has no number."""
    facts = issues.of(document_of(node, issues.dialect.host))
    return replace(
        facts,
        statements=(*_native(node, facts.issue.ref, issues), *facts.statements),
        glimpses=tuple(_glimpses(node, facts.issue.ref.site)),
        unresolved=(*facts.unresolved, *_unseen(node)),
    )


def document_of(node: Node, host: str) -> Document:
    """The same issue as the REST API prints it."""
    milestone = node.milestone
    return Document(
        number=node.number or 0,
        html_url=node.url,
        repository_url=f"https://{host}/{node.container}" if node.container else None,
        id=node.database_id,
        node_id=node.id,
        title=node.title,
        body=node.body,
        state="open" if node.state in ("OPEN", None) else "closed",
        state_reason=(node.state_reason or "").lower() or None,
        labels=list(node.labels.nodes or ()) if node.labels else None,
        assignees=node.assignees.nodes if node.assignees else None,
        milestone=Milestone((milestone.state or "").lower(), milestone.due_on) if milestone else None,
        created_at=node.created_at,
        updated_at=node.updated_at,
        closed_at=node.closed_at,
        pull_request=PullRequest() if node.is_pull_request else None,
        merged=node.state == "MERGED",
    )


def _native(node: Node, here: Ref, issues: GitHubIssues) -> Iterator[Statement]:
    said = Said(Source.NATIVE, here)
    for _, blocker in _named(node.blocked_by, here.site):
        yield Wait(here, blocker, said)
    for part, child in _named(node.sub_issues, here.site):
        yield from issues.part(child, here, _labels(part))
    if node.parent is not None and (parent := _ref(node.parent, here.site)) is not None:
        yield from issues.part(here, parent, _labels(node))
    if node.duplicate_of is not None and (original := _ref(node.duplicate_of, here.site)) is not None:
        yield Duplicate(here, original, said)


def _glimpses(node: Node, site: str) -> Iterator[Glimpse]:
    """What the node tells of the issues that its links name."""
    for page in (node.blocked_by, node.sub_issues):
        for other, ref in _named(page, site):
            yield Glimpse(
                ref=ref,
                vendor_id=(other.id if other.is_pull_request else str(other.database_id or "")) or "",
                title=other.title or "",
                url=other.url or "",
                state=_state(other),
            )


def _unseen(node: Node) -> Iterator[str]:
    """What is there and cannot be named; without ``blockedBy`` the summary at least counts."""
    for page, what in ((node.blocked_by, "native dependencies"), (node.sub_issues, "sub-issues")):
        if page is not None and page.hidden:
            yield f"{page.hidden} {what} that the page does not show, being out of reach"
        if page is not None and page.goes_on:
            yield f"more {what} than the page holds"
    if node.labels is not None and node.labels.page_info is not None and node.labels.page_info.has_next_page:
        yield "more labels than the page holds"
    summary = node.issue_dependencies_summary
    if node.blocked_by is None and summary is not None and summary.blocked_by:
        yield f"{summary.blocked_by} native dependencies, which the page counts but does not name"


def _named(page: Others | None, site: str) -> Iterator[tuple[Other, Ref]]:
    for other in page.nodes or () if page is not None else ():
        ref = _ref(other, site) if other is not None else None
        if other is not None and ref is not None:
            yield other, ref


def _ref(other: Other, site: str) -> Ref | None:
    return Ref(site, f"{other.container}#{other.number}") if other.number and other.container else None


def _labels(other: Other) -> list[str]:
    return [label_name(label) for label in (other.labels.nodes or () if other.labels else ()) if label is not None]


def _state(other: Other) -> State | None:
    """A pull request is done when merged and dropped when closed unmerged; an issue ends as its reason says."""
    if other.state == "CLOSED" and not other.is_pull_request:
        return CLOSED.get((other.state_reason or "").lower(), State.DONE)
    return {"OPEN": State.OPEN, "MERGED": State.DONE, "CLOSED": State.DROPPED}.get(other.state or "")
