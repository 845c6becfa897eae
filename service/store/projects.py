"""Which of the Jira projects that somebody wrote of there are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select

from service.store.lists import each
from service.store.tables import bytewise, issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    Project = tuple[str, str]

_KEY = each("keys").c.value
_ADDRESS = bytewise(issue.c.ref)
_OF_ISSUES = select(_KEY).where(
    exists().where(
        issue.c.site == bindparam("site"),
        issue.c.told.is_not(None),
        _ADDRESS >= _KEY + "-",
        _ADDRESS < _KEY + ".",  # which is what comes after "-"
    )
)


def those_with_issues(connection: Connection, projects: Iterable[Project]) -> Iterator[Project]:
    """Those of some projects, by site and key, of which an issue was read."""
    sites: defaultdict[str, list[str]] = defaultdict(list)
    for site, key in projects:
        sites[site].append(key)
    for site, keys in sites.items():
        found = connection.execute(_OF_ISSUES, {"site": site, "keys": keys})
        yield from ((site, key) for key in found.scalars())
