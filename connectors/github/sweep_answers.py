"""What GitHub's GraphQL API answers to the queries of a sweep, typed."""

from __future__ import annotations

import msgspec

from connectors.github.answers import Count, Found
from connectors.github.documents import Label
from connectors.github.graphql_documents import Labels, PageInfo


class Ending(PageInfo, rename="camel"):
    """Where a page ends."""

    end_cursor: str | None = None


class Identified(msgspec.Struct):
    """A thing by its node id."""

    id: str = ""


class Marks(msgspec.Struct, rename="camel"):
    """The issues of a repository that carry a label."""

    nodes: list[Identified | None]
    page_info: PageInfo


class Labelled(msgspec.Struct, rename="camel"):
    """What a repository tells of the fallback label: the issues that carry it, and how it is spelled there."""

    marked: Marks
    exact: Label | None = None
    spelled: Labels | None = None


class Named(msgspec.Struct, rename="camel"):
    """A repository of a list."""

    id: str
    name_with_owner: str
    has_issues_enabled: bool


class Counted(Labelled, rename="camel", kw_only=True):
    """The same with how many issues there are to read."""

    id: str
    issues: Count


class NamedPage(msgspec.Struct, rename="camel"):
    """A page of repositories. One that single sign-on hides is null."""

    nodes: list[Named | None]
    page_info: Ending


class CountedPage(msgspec.Struct):
    """The same repositories in the same order. One whose issues are out of reach is null."""

    nodes: list[Counted | None]


class Owner(msgspec.Struct):
    """An organisation or a person."""

    named: NamedPage
    counted: CountedPage


class Listing(msgspec.Struct, rename="camel"):
    """The answer to ``LISTING``. An owner that is not there is null."""

    repository_owner: Owner | None = None


class Issues(msgspec.Struct, rename="camel"):
    """A page of a repository's issues."""

    nodes: list[Found | None]
    page_info: Ending


class Place(Labelled, rename="camel", kw_only=True):
    """A repository with a page of its issues."""

    name_with_owner: str
    issues: Issues
