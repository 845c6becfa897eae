"""What was answered about an away team, and for which waits: asked once, it need not be written down twice. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.model import Need
    from rules.views import IssueView, LinkView


def answer_for(link: LinkView) -> Need | None:
    """What the asked team answered as to one wait, if that is known.

    What is written where it waits, or where its fallbacks are declared, is about this very wait. Else what the asked
    team wrote on its own issue is an answer to all who ask for that.
    """
    told_here = (one.need for one in (link.blocked, *(each.declared_on for each in link.fallbacks)))
    return next((need for need in told_here if need.away_team is not None), None) or answer_on(link.blocker)


def answer_on(blocker: IssueView) -> Need | None:
    """What the asked team answered to all who ask for an issue, if it did.

    An issue that waits on another team itself tells of the answers that it was given, not of those that it gives.
    """
    need = blocker.need
    waits = any(link.crosses for link in blocker.open_links())
    return None if waits or need.away_team is None else need
