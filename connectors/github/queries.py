"""The GraphQL queries that Detour sends: which fields of an issue it reads, and many issues in one request. Pure.

https://docs.github.com/en/graphql/reference/objects#issue . The cost of a query counts its connections, so that a
nested one is asked in a request of its own: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.contract import Touched
    from connectors.github.places import Place

Path = tuple[str | int, ...]

A_REQUEST: Final = 100
"""How many ids ``nodes`` takes at most."""

VIEWER: Final = "query { viewer { login } }"

_CORE: Final = """
  id databaseId: fullDatabaseId number url title body createdAt updatedAt closedAt
  repository { nameWithOwner }
  milestone { state dueOn }
  labels(first: 100) { nodes { name } pageInfo { hasNextPage } }
  assignees(first: 20) { nodes { login } }
"""
_OTHER: Final = """
  id databaseId: fullDatabaseId number url title state stateReason(enableDuplicate: true)
  repository { nameWithOwner }
"""
# Ids of issues have outgrown GraphQL's Int, and so ``databaseId``; a duplicate's reason is told on request only.
# Two fragments on one node may not give a name to fields of two types, hence ``pullState``.
ISSUE: Final = f"""
fragment other on Issue {{ {_OTHER} }}
fragment issue on Issue {{ {_CORE}
  state stateReason(enableDuplicate: true)
  parent {{ ...other }}
  blockedBy(first: 50) {{ nodes {{ ...other }} pageInfo {{ hasNextPage }} }}
  subIssues(first: 100) {{ nodes {{ ...other }} pageInfo {{ hasNextPage }} }}
}}
"""
"""The fragment ``issue``, and what it takes."""
_PULL: Final = f"""
fragment pull on PullRequest {{ {_CORE} pullState: state }}
"""
# The type of an author tells a bot, whose name has no ``[bot]`` behind it here.
_THREADS: Final = """
fragment issue on Issue { id comments(first: 100) { ...thread } }
fragment pull on PullRequest { id comments(first: 100) { ...thread } }
fragment thread on IssueCommentConnection { nodes { ...said } pageInfo { hasNextPage } }
fragment said on IssueComment {
  id databaseId: fullDatabaseId body createdAt updatedAt viewerDidAuthor
  author { type: __typename login } editor { login } lastEditedAt
}
"""

LABELS: Final = """query($ids: [ID!]!) { nodes(ids: $ids) {
  ... on Issue { id labels(first: 100) { nodes { name } pageInfo { hasNextPage } } }
} }"""

EDITORS: Final = """query($ids: [ID!]!) { nodes(ids: $ids) {
  ... on IssueComment { id author { login } editor { login } lastEditedAt }
} }"""


@dataclass(frozen=True, slots=True)
class Batch:
    """One request for issues, and the path in ``data`` at which each of them is answered, in their order."""

    query: str
    variables: Mapping[str, object]
    paths: tuple[Path, ...]


def issues_query(asked: Sequence[tuple[Touched, Place]]) -> Batch:
    """One request for up to ``A_REQUEST`` issues: by node id where it is known, else by address."""
    return _batch(asked, ISSUE + _PULL)


def threads_query(asked: Sequence[tuple[Touched, Place]]) -> Batch:
    """One request for the comments of as many issues, of each up to a hundred."""
    return _batch(asked, _THREADS)


def _batch(asked: Sequence[tuple[Touched, Place]], fragments: str) -> Batch:
    draft = _Draft()
    paths = tuple(
        draft.by_id(touched.node_id) if touched.node_id else draft.by_address(place) for touched, place in asked
    )
    return Batch(draft.query() + fragments, draft.variables, paths)


@dataclass(slots=True)
class _Draft:
    """A query being written: names and numbers go in as variables only."""

    ids: list[str] = field(default_factory=list)
    variables: dict[str, object] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def by_id(self, node_id: str) -> Path:
        self.ids.append(node_id)
        return "nodes", len(self.ids) - 1

    def by_address(self, place: Place) -> Path:
        at = len(self.parts)
        self.variables |= {f"owner{at}": place.owner, f"name{at}": place.name, f"number{at}": place.number}
        self.declared += [f"$owner{at}: String!", f"$name{at}: String!", f"$number{at}: Int!"]
        self.parts.append(
            f"at{at}: repository(owner: $owner{at}, name: $name{at}) "
            f"{{ issueOrPullRequest(number: $number{at}) {{ ...issue ...pull }} }}"
        )
        return f"at{at}", "issueOrPullRequest"

    def query(self) -> str:
        if self.ids:
            self.variables["ids"] = self.ids
            self.declared.append("$ids: [ID!]!")
            self.parts.append("nodes(ids: $ids) { ...issue ...pull }")
        return f"query({', '.join(self.declared)}) {{ {' '.join(self.parts)} }}"
