"""Pull requests as GitHub's REST API prints them: they have an id beside the one that they have as an issue. Pure.

https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import documents, place_documents

if TYPE_CHECKING:
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.model import Issue
    from connectors.simulator.github.place_documents import Json

_LEFT_OUT: Final = frozenset(
    {"repository_url", "labels_url", "events_url", "timeline_url", "reactions", "state_reason"}
    | {"performed_via_github_app", "pull_request", "comments"}
)
_LINKS: Final = {
    "self": "",
    "commits": "/commits",
    "review_comments": "/comments",
    "review_comment": "/comments{/number}",
}


def pull_request(one: Issue, at: Addresses) -> Json:
    """One pull request, in full."""
    alike = {key: value for key, value in documents.issue(one, at).items() if key not in _LEFT_OUT}
    url, page, pull = at.pull(one), at.page(one), one.pull
    merged = pull is not None and pull.merged_at is not None
    head, branch = (pull.head, pull.branch) if pull is not None else ("", "")
    statuses = f"{at.repository(one.repository)}/statuses/{head}"
    hrefs = {name: url + path for name, path in _LINKS.items()} | {"statuses": statuses}
    hrefs |= {"html": page, "issue": at.issue(one), "comments": f"{at.issue(one)}/comments"}
    return alike | {
        "id": pull.id if pull is not None else one.id,
        "url": url,
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": at.issue(one),
        **{f"{name}_url": hrefs[name] for name in ("commits", "review_comments", "review_comment", "statuses")},
        "comments_url": hrefs["comments"],
        "_links": {name: {"href": href} for name, href in hrefs.items()},
        "head": _end(one, branch, head, at),
        "base": _end(one, "main", _base(one), at),
        "merged": merged,
        "merged_at": place_documents.moment(pull.merged_at) if pull else None,
        "merged_by": place_documents.account(pull.merged_by, at) if pull and pull.merged_by else None,
        "merge_commit_sha": _base(one) if merged else None,
        "comments": len(one.comments),
        **_DULL,
    }


def in_brief(one: Issue, at: Addresses) -> Json:
    """One pull request, as a check run lists it."""
    place, pull = one.repository, one.pull
    repo = {"id": place.id, "url": at.repository(place), "name": place.name}
    return {
        "id": pull.id if pull is not None else one.id,
        "number": one.number,
        "url": at.pull(one),
        "head": {"ref": pull.branch if pull else "", "sha": pull.head if pull else "", "repo": repo},
        "base": {"ref": "main", "sha": _base(one), "repo": repo},
    }


def _base(one: Issue) -> str:
    return f"{one.id:040x}"


def _end(one: Issue, branch: str, commit: str, at: Addresses) -> Json:
    place = one.repository
    return {
        "label": f"{place.owner.login}:{branch}",
        "ref": branch,
        "sha": commit,
        "user": place_documents.account(place.owner, at),
        "repo": place_documents.repository(place, at),
    }


_DULL: Final[Json] = {
    "requested_reviewers": [],
    "requested_teams": [],
    "auto_merge": None,
    "mergeable": None,
    "rebaseable": None,
    "mergeable_state": "unknown",
    "review_comments": 0,
    "maintainer_can_modify": False,
    "commits": 1,
    "additions": 1,
    "deletions": 0,
    "changed_files": 1,
}
"""What every pull request here has alike."""
