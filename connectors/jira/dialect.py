"""What one Jira site calls things: link types, custom fields and resolutions differ from site to site."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Side = Literal["inward", "outward"]
WaitingSide = Literal["inward", "outward", "neither"]

DEFAULT_FALLBACK: Mapping[str, Side] = MappingProxyType({"fallback": "outward"})

# The ids that Cloud sites are born with; https://support.atlassian.com/jira/kb tells how to find a site's own.
DEFAULT_FIELDS: Mapping[str, str] = MappingProxyType(
    {"Sprint": "customfield_10020", "Team": "customfield_10001", "Epic Link": "customfield_10014"}
)


def folded(name: str) -> str:
    """A link type's or resolution's name as dialects compare it: case, spaces and the apostrophe do not matter."""
    return " ".join(name.replace("\u2019", "'").replace("\u2018", "'").casefold().split())


DEFAULT_DROPPED = frozenset(
    folded(name)
    for name in (
        "Abandoned",
        "Auto Closed",
        "Can't Reproduce",
        "Cancelled",
        "Canceled",
        "Cannot Reproduce",
        "Declined",
        "Deferred",
        "Discarded",
        "Expired",
        "Hold",
        "Incomplete",
        "Invalid",
        "Known Error",
        "Later",
        "Needs more info",
        "No Longer Needed",
        "Not a Bug",
        "Not a Problem",
        "Not an Issue",
        "Not Our Bug",
        "Not Reproducible",
        "Obsolete",
        "On Hold",
        "Out of Date",
        "Out of Scope",
        "Postponed",
        "Rejected",
        "Superseded",
        "Timed out",
        "Will Not Do",
        "Will Not Fix",
        "Withdrawn",
        "Won't Be Fixed",
        "Won't Do",
        "Won't Fix",
        "Works as designed",
    )
)
DEFAULT_DUPLICATES = frozenset({"duplicate", "moved"})
"""Resolutions of issues that stand for another one: the original, or the new place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JiraDialect:
    """How to read the documents of one Jira site. Plain data.

    ``name`` is the site's name, ``jira/acme``; ``url`` its address in a browser, without a slash at the end. The keys
    of ``blocking`` and ``fallback`` and the members of ``dropped`` and ``duplicates`` are ``folded``. ``blocking``
    tells which end of a link of that type waits; a type that is not in it is judged by its phrases. ``fallback``
    tells which end of such a link is the fallback. ``fields`` maps a custom field's name to its id.
    """

    name: str
    url: str = ""
    blocking: Mapping[str, WaitingSide] = field(default_factory=lambda: MappingProxyType({}))
    fallback: Mapping[str, Side] = field(default_factory=lambda: DEFAULT_FALLBACK)
    fields: Mapping[str, str] = field(default_factory=lambda: DEFAULT_FIELDS)
    dropped: frozenset[str] = DEFAULT_DROPPED
    duplicates: frozenset[str] = DEFAULT_DUPLICATES
