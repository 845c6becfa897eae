"""How each field of the GraphQL schema is answered: one table, by type and field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphql import FieldNode

from connectors.simulator.github.closing import closed_by
from connectors.simulator.github.connections import Bounds, Ordered, Page, page_of
from connectors.simulator.github.graphql_roots import (
    issue_at,
    issues_of,
    label_named,
    node,
    nodes,
    organization,
    pulls_of,
    repositories_of,
    repository,
    repository_owner,
)
from connectors.simulator.github.model import Account, Comment, Issue, Label, Milestone, Repository
from connectors.simulator.github.place_documents import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connectors.simulator.github.asking import Info


def _connection(name: str, things: Callable[..., Ordered | Sequence[object]]) -> Callable[..., Page]:
    """Arguments beyond the page's own select and order, and go to ``things``."""

    def resolve(source: object, info: Info, **arguments: Any) -> Page:  # noqa: ANN401  # as they come
        bounds = Bounds(**{key: arguments.pop(key, None) for key in ("first", "last", "after", "before")})
        found = things(source, info, **arguments)
        listed = found if isinstance(found, Ordered) else Ordered.counted(found)
        return Page(listed, 0, 0) if _only_counts(info) else page_of(listed, name, bounds)

    return resolve


def _only_counts(info: Info) -> bool:
    """Whether nothing is asked of a connection but how long it is, which takes no ``first``."""
    asked = [one for field in info.field_nodes if field.selection_set for one in field.selection_set.selections]
    return all(isinstance(one, FieldNode) and one.name.value == "totalCount" for one in asked)


def _links(name: str, ends: Callable[[Issue], Sequence[Issue]]) -> Callable[..., Page]:
    """Links to issues. The newest is first where an order can be asked for; what is out of reach is null."""

    def things(source: Issue, info: Info, **order: Any) -> list[Issue | None]:  # noqa: ANN401  # the same
        seen = [one if info.context.caller.sees_issue(info.context.world, one) else None for one in ends(source)]
        wanted = order.get("orderBy")
        return seen[::-1] if wanted and wanted["direction"] == "DESC" else seen

    return _connection(name, things)


def _closing(pull: Issue, info: Info, **__: object) -> list[Issue]:
    """What a pull request closes, as far as the caller sees it."""
    world, caller = info.context.world, info.context.caller
    return [one for one in closed_by(pull, world) if caller.sees_issue(world, one)]


def _page_info(page: Page) -> dict[str, object]:
    return {
        "hasNextPage": page.after < len(page.of.things),
        "hasPreviousPage": page.before > 0,
        "startCursor": page.cursor(0) if page.things else None,
        "endCursor": page.cursor(len(page.things) - 1) if page.things else None,
    }


def _reason(issue: Issue, _: object, *, enableDuplicate: bool = False) -> str | None:  # noqa: N803  # GitHub's name
    """A duplicate is told as such on request only; otherwise as not planned."""
    if issue.reason == "duplicate" and not enableDuplicate:
        return "NOT_PLANNED"
    return issue.reason.upper() if issue.reason else None


def _visible(issue: Issue | None, info: Info) -> Issue | None:
    seen = issue is not None and info.context.caller.sees_issue(info.context.world, issue)
    return issue if seen else None


_SMALL: Final = 2**31


def _small(number: int) -> int | None:
    """``databaseId`` is an Int, which ids have outgrown: null, with ``fullDatabaseId`` in its place."""
    return number if number < _SMALL else None


_ACTOR: Final[dict[str, Any]] = {
    "id": lambda one, _: one.node_id,
    "login": lambda one, _: one.login.removesuffix("[bot]"),
    "url": lambda one, info: info.context.at.page(one),
    "databaseId": lambda one, _: _small(one.id),
}
_OWNER: Final[dict[str, Any]] = {"repositories": _connection("repositories", repositories_of)}
_SPOKEN: Final[dict[str, Any]] = {
    "id": lambda one, _: one.node_id,
    "fullDatabaseId": lambda one, _: str(one.id),
    "databaseId": lambda one, _: _small(one.id),
    "url": lambda one, info: info.context.at.page(one),
    "body": lambda one, _: one.body or "",
    "author": lambda one, _: one.author,
    "createdAt": lambda one, _: moment(one.created_at),
    "updatedAt": lambda one, _: moment(one.updated_at),
}
_EDITED: Final[dict[str, Any]] = {
    "editor": lambda one, _: one.editor,
    "lastEditedAt": lambda one, _: moment(one.edited_at),
}
_NUMBERED: Final[dict[str, Any]] = _SPOKEN | {
    "number": lambda one, _: one.number,
    "title": lambda one, _: one.title,
    "closedAt": lambda one, _: moment(one.closed_at),
    "state": lambda one, _: one.state_now,
    "repository": lambda one, _: one.repository,
    "milestone": lambda one, _: one.milestone,
    "labels": _connection("labels", lambda one, _, **__: one.labels),
    "assignees": _connection("assignees", lambda one, _, **__: one.assignees),
    "comments": _connection("comments", lambda one, _, **__: one.comments),
}
_PAGE: Final[dict[str, Any]] = {
    "nodes": lambda page, _: list(page.things),
    "pageInfo": lambda page, _: _page_info(page),
    "totalCount": lambda page, _: len(page.of.things),
}
_EDGES: Final[dict[str, Any]] = {
    "edges": lambda page, _: [{"cursor": page.cursor(at), "node": one} for at, one in enumerate(page.things)],
}
FIELDS: Final[dict[str, dict[str, Any]]] = {
    "User": _ACTOR | _OWNER | {"login": lambda one, _: one.login, "name": lambda one, _: one.login},
    "Bot": _ACTOR,
    "Organization": _ACTOR | _OWNER,
    "Label": {"id": lambda one, _: one.node_id, "name": lambda one, _: one.name},
    "Milestone": {
        "id": lambda one, _: one.node_id,
        "title": lambda one, _: one.title,
        "number": lambda one, _: one.number,
        "state": lambda one, _: one.state.upper(),
        "dueOn": lambda one, _: moment(one.due_on),
    },
    **dict.fromkeys(("PullRequestConnection", "UserConnection", "LabelConnection", "IssueCommentConnection"), _PAGE),
    **dict.fromkeys(("IssueConnection", "RepositoryConnection"), _PAGE | _EDGES),
    "Issue": _NUMBERED
    | _EDITED
    | {
        "stateReason": _reason,
        "parent": lambda one, info: _visible(one.parent, info),
        "subIssues": _links("subIssues", lambda one: one.parts),
        "blockedBy": _links("blockedBy", lambda one: one.blocked_by),
        "blocking": _links("blocking", lambda one: one.blocking),
        "subIssuesSummary": lambda one, _: {
            "total": len(one.parts),
            "completed": sum(part.state == "closed" for part in one.parts),
            "percentCompleted": 100 * sum(part.state == "closed" for part in one.parts) // (len(one.parts) or 1),
        },
        "issueDependenciesSummary": lambda one, _: {
            "blockedBy": sum(other.state == "open" for other in one.blocked_by),
            "blocking": sum(other.state == "open" for other in one.blocking),
            "totalBlockedBy": len(one.blocked_by),
            "totalBlocking": len(one.blocking),
        },
    },
    "PullRequest": _NUMBERED
    | {
        "fullDatabaseId": lambda one, _: str(one.pull.id),
        "databaseId": lambda one, _: _small(one.pull.id),
        "mergedAt": lambda one, _: moment(one.pull.merged_at),
        "merged": lambda one, _: one.pull.merged_at is not None,
        "isDraft": lambda one, _: one.pull.draft,
        "headRefName": lambda one, _: one.pull.branch,
        "headRefOid": lambda one, _: one.pull.head,
        "closingIssuesReferences": _connection("closingIssuesReferences", _closing),
    },
    "IssueComment": _SPOKEN
    | _EDITED
    | {
        "includesCreatedEdit": lambda one, _: one.edited,
        "issue": lambda one, _: one.issue,
        "viewerDidAuthor": lambda one, info: one.author is info.context.caller.account,
    },
    "Repository": {
        "id": lambda one, _: one.node_id,
        "databaseId": lambda one, _: _small(one.id),
        "name": lambda one, _: one.name,
        "nameWithOwner": lambda one, _: one.full_name,
        "url": lambda one, info: info.context.at.page(one),
        "owner": lambda one, _: one.owner,
        "isPrivate": lambda one, _: one.private,
        "isArchived": lambda one, _: one.archived,
        "isDisabled": lambda *_: False,
        "hasIssuesEnabled": lambda one, _: one.has_issues,
        "createdAt": lambda one, _: moment(one.created_at),
        "updatedAt": lambda one, _: moment(one.created_at),
        "pushedAt": lambda one, _: moment(one.created_at),
        "issue": issue_at("an Issue", pulls=False),
        "pullRequest": issue_at("a PullRequest", issues=False),
        "issueOrPullRequest": issue_at("an issue or pull request"),
        "issues": _connection("issues", issues_of),
        "label": label_named,
        "labels": _connection("labels", lambda one, _: list(one.labels.values())),
        "pullRequests": _connection("pullRequests", pulls_of),
    },
    "Query": {
        "viewer": lambda _, info: info.context.caller.account,
        "node": node,
        "nodes": nodes,
        "organization": organization,
        "repositoryOwner": repository_owner,
        "repository": repository,
        "rateLimit": lambda _, info, **__: info.context.rate_limit,
    },
}
TYPES: Final = {Label: "Label", Milestone: "Milestone", Comment: "IssueComment", Repository: "Repository"}


def type_of(thing: object, *_: object) -> str:
    """The name of a thing's type, where the schema leaves it open."""
    if isinstance(thing, Account):
        return thing.kind
    if isinstance(thing, Issue):
        return "Issue" if thing.pull is None else "PullRequest"
    return TYPES[type(thing)]
