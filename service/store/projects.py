"""Which of the Jira projects that somebody wrote of there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from service.store.tables import issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    Project = tuple[str, str]

AT_ONCE: Final = 40
"""Projects that one statement asks for: a neighbourhood may name hundreds, and each statement goes to the server."""

# Made once, for that takes longer than to ask it.
_ANY_OF = select(
    *(
        select(issue.c.id)
        .where(issue.c.site == bindparam(f"site_{at}"), issue.c.told.is_not(None))
        .where(issue.c.ref.like(bindparam(f"first_{at}"), escape="/"))
        .limit(1)
        .scalar_subquery()
        for at in range(AT_ONCE)
    )
)


def those_with_issues(connection: Connection, projects: Sequence[Project]) -> Iterator[Project]:
    """Those of some projects, by site and key, of which an issue was read."""
    for start in range(0, len(projects), AT_ONCE):
        some = projects[start : start + AT_ONCE]
        asked: dict[str, str] = {}
        for at in range(AT_ONCE):  # where there are fewer the first one fills up: it may be found at once
            site, key = some[at] if at < len(some) else some[0]
            asked |= {f"site_{at}": site, f"first_{at}": _beginning(key)}
        found = connection.execute(_ANY_OF, asked).one()
        yield from (project for project, one in zip(some, found, strict=False) if one is not None)


def _beginning(key: str) -> str:
    """What the addresses of a project's issues are like."""
    for special in "/%_":
        key = key.replace(special, f"/{special}")
    return f"{key}-%"
