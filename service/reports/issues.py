"""Issues and links in an audit's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.views import LinkView, Whole


def issue_json(issue: Whole) -> dict[str, str]:
    """An issue: its address, its page and its title."""
    return {"site": issue.ref.site, "ref": issue.ref.text, "url": issue.url, "title": issue.title}


def link_json(link: LinkView) -> dict[str, Any]:
    """A link: its two issues, and who said so."""
    sources = list(dict.fromkeys(str(said) for said in link.sources))
    return {"blocked": issue_json(link.blocked), "blocker": issue_json(link.blocker), "sources": sources}
