"""Issues, comments and what hangs on them as GitHub's REST API prints them. Pure.

https://docs.github.com/en/rest/issues/issues#get-an-issue
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from connectors.simulator.github.place_documents import Json, account, moment

if TYPE_CHECKING:
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.model import Account, Comment, Issue, Label, Milestone, Reaction, Repository

KINDS: Final = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
ASSOCIATIONS: Final = {"admin": "MEMBER", "write": "COLLABORATOR", "read": "NONE"}


def issue(one: Issue, at: Addresses) -> Json:
    """An issue; a pull request is one with ``pull_request`` in it."""
    url = at.issue(one)
    document: Json = {
        "url": url,
        "repository_url": at.repository(one.repository),
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline",
        "html_url": at.page(one),
        "id": one.id,
        "state_reason": one.reason,
        "comments": len(one.comments),
        "reactions": reactions([], url),
        "performed_via_github_app": app(one.author, at),
        **_alike(one, at),
    }
    return document | (_pull_mark(one, at) if one.pull is not None else _links(one, at))


def _alike(one: Issue, at: Addresses) -> Json:
    """What issues and pull requests print alike."""
    people = [account(person, at) for person in one.assignees]
    return {
        "node_id": one.node_id,
        "number": one.number,
        "title": one.title,
        "user": account(one.author, at),
        "labels": [label(each, one.repository, at) for each in one.labels],
        "state": one.state,
        "locked": False,
        "active_lock_reason": None,
        "assignee": people[0] if people else None,
        "assignees": people,
        "milestone": milestone(one.milestone, one.repository, at) if one.milestone else None,
        "created_at": moment(one.created_at),
        "updated_at": moment(one.updated_at),
        "closed_at": moment(one.closed_at),
        "author_association": association(one.author, one.repository),
        "body": one.body,
    }


def _links(one: Issue, at: Addresses) -> Json:
    done = sum(part.state == "closed" for part in one.parts)
    links: Json = {
        "type": None,
        "closed_by": account(one.closed_by, at) if one.closed_by else None,
        "sub_issues_summary": {
            "total": len(one.parts),
            "completed": done,
            "percent_completed": 100 * done // len(one.parts) if one.parts else 0,
        },
        "issue_dependencies_summary": {
            "blocked_by": sum(other.state == "open" for other in one.blocked_by),
            "blocking": sum(other.state == "open" for other in one.blocking),
            "total_blocked_by": len(one.blocked_by),
            "total_blocking": len(one.blocking),
        },
    }
    return links | ({"parent_issue_url": at.issue(one.parent)} if one.parent is not None else {})


def _pull_mark(one: Issue, at: Addresses) -> Json:
    page, pull = at.page(one), one.pull
    mark = {"url": at.pull(one), "html_url": page, "diff_url": f"{page}.diff", "patch_url": f"{page}.patch"}
    return {
        "draft": pull is not None and pull.draft,
        "pull_request": {**mark, "merged_at": moment(pull.merged_at) if pull else None},
    }


def label(one: Label, place: Repository, at: Addresses) -> Json:
    """A label."""
    return {
        "id": one.id,
        "node_id": one.node_id,
        "url": f"{at.repository(place)}/labels/{quote(one.name, safe='')}",
        "name": one.name,
        "description": None,
        "color": "ededed",
        "default": False,
    }


def milestone(one: Milestone, place: Repository, at: Addresses) -> Json:
    """A milestone with how much of it is done."""
    issues = [each for each in place.issues.values() if each.milestone is one]
    url, page = f"{at.repository(place)}/milestones/{one.number}", f"{at.page(place)}/milestone/{one.number}"
    return {
        "url": url,
        "html_url": page,
        "labels_url": f"{url}/labels",
        "id": one.id,
        "node_id": one.node_id,
        "number": one.number,
        "title": one.title,
        "description": None,
        "creator": account(one.creator, at),
        "state": one.state,
        "open_issues": sum(each.state == "open" for each in issues),
        "closed_issues": sum(each.state == "closed" for each in issues),
        "created_at": moment(one.created_at),
        "updated_at": moment(one.created_at),
        "closed_at": None,
        "due_on": moment(one.due_on),
    }


def comment(one: Comment, at: Addresses) -> Json:
    """A comment. Who edited it is told by GraphQL only."""
    url = at.comment(one)
    return {
        "url": url,
        "html_url": at.page(one),
        "issue_url": at.issue(one.issue),
        "id": one.id,
        "node_id": one.node_id,
        "user": account(one.author, at),
        "created_at": moment(one.created_at),
        "updated_at": moment(one.updated_at),
        "author_association": association(one.author, one.issue.repository),
        "body": one.body,
        "reactions": reactions(one.reactions, url),
        "performed_via_github_app": app(one.author, at),
    }


def reactions(given: list[Reaction], url: str) -> Json:
    """How many there are of each kind."""
    counts = {kind: sum(one.content == kind for one in given) for kind in KINDS}
    return {"url": f"{url}/reactions", "total_count": len(given), **counts}


def reaction(one: Reaction, at: Addresses) -> Json:
    """One reaction."""
    return {
        "id": one.id,
        "node_id": one.node_id,
        "user": account(one.account, at),
        "content": one.content,
        "created_at": moment(one.created_at),
    }


def association(one: Account, place: Repository) -> str:
    """What an author is to a repository; no proof that they may write."""
    return ASSOCIATIONS.get(place.roles.get(one.login.lower(), "read"), "NONE")


def app(author: Account, at: Addresses) -> Json | None:
    """The App through which a bot spoke."""
    if author.app is None:
        return None
    slug = author.login.removesuffix("[bot]")
    return {
        "id": author.app,
        "slug": slug,
        "node_id": f"A_kwDO{author.app:x}",
        "client_id": f"Iv1.{author.app:016x}",
        "owner": account(author, at),
        "name": slug,
        "description": None,
        "external_url": at.origin,
        "html_url": f"{at.origin}/apps/{slug}",
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        "permissions": {"issues": "write", "metadata": "read"},
        "events": ["issues", "issue_comment"],
    }
