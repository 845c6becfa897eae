"""The verdict on an issue for whoever is about to work on it: may they start, and what is their fallback? Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rules.agenda import open_decisions
from rules.model import State
from rules.odds.outlook import Outlook
from rules.rule import named
from rules.views import IssueView
from service.evidence.gathering import declared_of
from service.evidence.words import STATES
from service.survey import verdicts
from service.survey.findings import finding_of
from service.survey.naming import issue_of, team_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rules.views import FallbackView, LinkView
    from service.audit import Audit


class Start(StrEnum):
    """Whether work may start."""

    YES = "yes"
    WITH_FALLBACK = "with fallback"
    NO = "no"
    CLOSED = "closed"
    UNKNOWN = "unknown"


def verdict_of(audit: Audit, row: int) -> verdicts.Verdict:
    """The verdict on an issue by its row, from all that it can see."""
    issue = IssueView(audit.graph, row)
    links = issue.open_links()
    days = {one.link.row: one.deadline.day for one in open_decisions(audit.graph) if one.link.blocked.row == row}
    start, because = start_of(issue)
    instead = [_best(link) for link in links if start is Start.WITH_FALLBACK]
    return verdicts.Verdict(
        issue=issue_of(issue),
        team=team_of(issue.team),
        state=STATES[issue.state],
        may_start=start.value,
        because=because,
        fallback=issue_of(instead[0]) if instead else None,
        decide_by=min((day.isoformat() for day in days.values()), default=None),
        waits=tuple(_wait(link, days) for link in links),
        findings=tuple(
            finding_of(one) for one in audit.findings if isinstance(one.issue, IssueView) and one.issue.row == row
        ),
    )


def start_of(issue: IssueView) -> tuple[Start, str]:
    """Whether work on an issue may start, and why."""
    links = issue.open_links()
    if issue.state is not State.OPEN:
        return (Start.UNKNOWN if issue.state is State.UNKNOWN else Start.CLOSED), f"its state is {STATES[issue.state]}"
    if not issue.read:
        return Start.UNKNOWN, "it was not read yet, or is out of scope"
    bare = [link for link in links if not link.covered]
    others, own = [link for link in bare if link.crosses], [link for link in bare if not link.crosses]
    if others:
        asked = named(f"{link.blocker.ref} of {link.blocker.team.name}" for link in others)
        return Start.NO, f"it waits on {asked}, and no fallback stands"
    if own:
        return Start.NO, f"{named(link.blocker.ref for link in own)} of its own team comes first"
    if links:
        tickets = dict.fromkeys(_best(link).ref for link in links)
        return Start.WITH_FALLBACK, f"{named(tickets)} stands in for what it waits on"
    return Start.YES, "it waits on nothing that is still to come"


def _best(link: LinkView) -> IssueView:
    """Of the fallbacks that stand the one that is begun, else the one that is said to be built soonest."""
    standing = [one for one in link.fallbacks if one.stands]
    return min(standing, key=lambda one: (not one.ticket.begun, _days(one) is None, _days(one) or 0.0)).ticket


def _days(one: FallbackView) -> float | None:
    return one.declared.cost.build


def _wait(link: LinkView, days: Mapping[int, date]) -> verdicts.Wait:
    day = days.get(link.row)
    return verdicts.Wait(
        blocker=issue_of(link.blocker),
        team=team_of(link.blocker.team),
        state=STATES[link.blocker.state],
        across_teams=link.crosses,
        covered=link.covered,
        odds=link.graph.derived(Outlook).chance_of_ask(link.blocked.row, link.blocker.row).odds,
        decide_by=None if day is None else day.isoformat(),
        fallbacks=tuple(map(declared_of, link.fallbacks)),
    )
