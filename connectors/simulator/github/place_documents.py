"""Accounts and repositories as GitHub's REST API prints them. Pure.

https://docs.github.com/en/rest/repos/repos#get-a-repository
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.model import Account, Repository

Json = dict[str, object]

_ACCOUNT: Final = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
_REPOSITORY: Final = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
_ORGANIZATION: Final = {
    "repos_url": "/repos",
    "events_url": "/events",
    "hooks_url": "/hooks",
    "issues_url": "/issues",
    "members_url": "/members{/member}",
    "public_members_url": "/public_members{/member}",
}


def moment(time: datetime | None) -> str | None:
    """A time as GitHub writes it: UTC, whole seconds."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if time is not None else None


def account(one: Account, at: Addresses) -> Json:
    """Whoever did something."""
    url = f"{at.api}/users/{one.login}"
    return {
        "login": one.login,
        "id": one.id,
        "node_id": one.node_id,
        "avatar_url": f"{at.origin}/avatars/{one.login}",
        "gravatar_id": "",
        "url": url,
        "html_url": at.page(one),
        "type": one.kind,
        "site_admin": False,
        "user_view_type": "public",
        **{name: url + path for name, path in _ACCOUNT.items()},
    }


def organization(one: Account, at: Addresses) -> Json:
    """An organisation, as webhooks show it."""
    url = at.account(one)
    return {
        "login": one.login,
        "id": one.id,
        "node_id": one.node_id,
        "url": url,
        "avatar_url": f"{at.origin}/avatars/{one.login}",
        "description": None,
        **{name: url + path for name, path in _ORGANIZATION.items()},
    }


def repository(place: Repository, at: Addresses) -> Json:
    """Where issues live."""
    url, page = at.repository(place), at.page(place)
    open_issues = sum(issue.state == "open" for issue in place.issues.values())
    created = moment(place.created_at)
    return {
        "id": place.id,
        "node_id": place.node_id,
        "name": place.name,
        "full_name": place.full_name,
        "private": place.private,
        "visibility": "private" if place.private else "public",
        "owner": account(place.owner, at),
        "html_url": page,
        "url": url,
        "git_url": page.replace("http://", "git://") + ".git",
        "ssh_url": f"git@127.0.0.1:{place.full_name}.git",
        "clone_url": page + ".git",
        "svn_url": page,
        **{name: url + path for name, path in _REPOSITORY.items()},
        "created_at": created,
        "updated_at": created,
        "pushed_at": created,
        "open_issues": open_issues,
        "open_issues_count": open_issues,
        "archived": place.archived,
        "has_issues": place.has_issues,
        **_DULL,
    }


_DULL: Final[Json] = {
    "allow_forking": True,
    "default_branch": "main",
    "description": None,
    "disabled": False,
    "fork": False,
    "forks": 0,
    "forks_count": 0,
    "has_discussions": False,
    "has_downloads": True,
    "has_pages": False,
    "has_projects": True,
    "has_wiki": False,
    "homepage": None,
    "is_template": False,
    "language": None,
    "license": None,
    "mirror_url": None,
    "size": 0,
    "stargazers_count": 0,
    "topics": [],
    "watchers": 0,
    "watchers_count": 0,
    "web_commit_signoff_required": False,
}
"""What every repository here has alike."""
