"""Issues and links in reports: in JSON, and of which issue and team a finding tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.views import IssueView
from rules.wholes import Container

if TYPE_CHECKING:
    from rules.columns import TeamRow
    from rules.rule import Finding
    from rules.views import LinkView
    from rules.wholes import Whole


def issue_json(issue: Whole) -> dict[str, str]:
    """An issue: its address, its page and its title."""
    return {"site": issue.ref.site, "ref": issue.ref.text, "url": issue.url, "title": issue.title}


def link_json(link: LinkView) -> dict[str, Any]:
    """A link: its two issues, and who said so."""
    sources = list(dict.fromkeys(str(said) for said in link.sources))
    return {"blocked": issue_json(link.blocked), "blocker": issue_json(link.blocker), "sources": sources}


def team_of(whole: Whole) -> TeamRow | None:
    """The team that a finding is a matter of; of a container that no team owns, none."""
    return None if isinstance(whole, Container) else whole.team


def asked_by(finding: Finding) -> list[LinkView]:
    """The links of a finding by which its own issue waits; the others only prove what it says."""
    issue = finding.issue
    if not isinstance(issue, IssueView):
        return []
    return [link for link in finding.links if link.blocked.row == issue.row]
