"""The GraphQL queries of a sweep: an owner's repositories with counts, and issues of many repositories at once. Pure.

https://docs.github.com/en/graphql/reference/objects#repository . What names a thing goes in as a variable only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from connectors.github.queries import ISSUE
from connectors.scanning import Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from connectors.github.itinerary import Take

# The filter by labels compares letter by letter: https://github.com/cli/cli/issues/1819 . People, and GitHub where a
# label is made, take Fallback and fallback for the same. So the list is believed where the label is spelled as it was
# asked for, or where all labels are seen and none is it; to search for one takes GitHub longer. Closed ones count, too.
_LABELLED: Final = """
fragment labelled on Repository {
  marked: issues(labels: [$label], first: 100) { nodes { id } pageInfo { hasNextPage } }
  exact: label(name: $label) { name }
  spelled: labels(first: 100) { nodes { name } pageInfo { hasNextPage } }
}
"""
_REPOSITORIES: Final = """repositories(
    first: $first, after: $after, ownerAffiliations: OWNER, orderBy: { field: CREATED_AT, direction: ASC }
  )"""
# Where issues are out of reach their connection, which cannot be null, makes the whole repository null. So what names
# it is asked for apart.
LISTING: Final = f"""
query(
  $login: String!, $first: Int!, $after: String, $label: String!, $states: [IssueState!], $filter: IssueFilters
) {{ rateLimit {{ cost }} repositoryOwner(login: $login) {{
  named: {_REPOSITORIES} {{ nodes {{ id nameWithOwner hasIssuesEnabled }} pageInfo {{ hasNextPage endCursor }} }}
  counted: {_REPOSITORIES} {{ nodes {{ id issues(states: $states, filterBy: $filter) {{ totalCount }} ...labelled }} }}
}} }}{_LABELLED}"""
_PAGE: Final = """
fragment page on IssueConnection {
  nodes { ...issue comments { totalCount } } pageInfo { hasNextPage endCursor }
}
"""
_FIXED: Final = ("$label: String!", "$states: [IssueState!]", "$filter: IssueFilters", "$order: IssueOrder")
_BY_CREATION: Final = {"field": "CREATED_AT", "direction": "ASC"}
_LATEST_FIRST: Final = {"field": "UPDATED_AT", "direction": "DESC"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which issues of a repository are wanted, as variables of the queries that count and list them."""

    counted: dict[str, object]
    order: dict[str, str]

    @property
    def listed(self) -> dict[str, object]:
        """With their order."""
        return self.counted | {"order": self.order}


def selection(wanted: Wanted, since: datetime | None) -> Selection:
    """Of a sweep. The order of creation stays as it is, whatever happens to the issues while they are read."""
    moved = {"filter": {"since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}} if since is not None else {}
    if wanted is Wanted.OPEN:
        return Selection({"states": ["OPEN"]}, _BY_CREATION)
    if wanted is Wanted.MOVED:
        return Selection({**moved}, _BY_CREATION)
    return Selection({"states": ["CLOSED"], **moved}, _LATEST_FIRST)


def issues_query(takes: Sequence[Take]) -> tuple[str, dict[str, object]]:
    """A request for issues of several repositories, each answered at its ``alias``, and what it names as variables."""
    declared, parts = list(_FIXED), []
    variables: dict[str, object] = {}
    for at, take in enumerate(takes):
        declared.append(f"$id{at}: ID!, $first{at}: Int!, $after{at}: String")
        variables |= {f"id{at}": take.stop.id, f"first{at}": take.count}
        if take.stop.cursor:
            variables[f"after{at}"] = take.stop.cursor
        parts.append(
            f"{alias(at)}: node(id: $id{at}) {{ ... on Repository {{ nameWithOwner ...labelled issues("
            f"first: $first{at}, after: $after{at}, states: $states, filterBy: $filter, orderBy: $order"
            ") { ...page } } }"
        )
    fields = " ".join(parts)
    return f"query({', '.join(declared)}) {{ rateLimit {{ cost }} {fields} }}{_LABELLED}{_PAGE}{ISSUE}", variables


def alias(at: int) -> str:
    """Where the repository at a place of the request is answered."""
    return f"at{at}"
