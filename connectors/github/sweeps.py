"""Sweeps of a whole GitHub: its owners' repositories are listed with counts, then their issues are read, many at once.

A request carries about a hundred issues, be they of one repository or of a hundred, and lists a hundred repositories.
Pull requests are not swept: they come by webhook, and by reading where an issue waits on one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connectors.github.fallback_labels import FallbackLabels
from connectors.github.itinerary import VERSION, Itinerary, kept
from connectors.github.portions import Portion
from connectors.github.pygithub_errors import told
from connectors.github.reach import out_of_reach
from connectors.github.sweep_steps import Steps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from connectors.github.answers import Envelope
    from connectors.github.issues import GitHubIssues
    from connectors.github.transport import Transport
    from connectors.scanning import OutOfReach, Page, Sweep


@dataclass(frozen=True, slots=True)
class Sweeping:
    """What sweeps go through, and at what pace.

    Without ``organizations`` an App takes the owners of its installations. ``share``, up to 1, is how much of GitHub's
    limits sweeps may use.
    """

    organizations: tuple[str, ...] = ()
    share: float = 0.5


class Sweeps:
    """All sweeps of one site. What it keeps between requests saves some; where to go on is for the pages to tell."""

    def __init__(self, issues: GitHubIssues, reads: Transport, sweeping: Sweeping) -> None:
        self.issues, self.reads, self._sweeping = issues, reads, sweeping
        self.labels, self.portion = FallbackLabels(issues.dialect, reads.now), Portion()

    async def pages(self, sweep: Sweep) -> AsyncIterator[Page]:
        """The pages of a sweep, one a request. Raises ``Denied`` where nothing says which organisations there are."""
        itinerary = kept(sweep)
        hidden: tuple[OutOfReach, ...] = ()
        if itinerary is None:
            owners, hidden = await self._owners()
            itinerary = Itinerary(VERSION, sweep.wanted.value, owners)
        steps = Steps(self, sweep, itinerary)
        while not itinerary.over:
            page = await steps.next()
            yield replace(page, out_of_reach=(*hidden, *page.out_of_reach))
            hidden = ()

    def scope(self, owner: str) -> str:
        """What owners share who can be asked about in one request."""
        return self.reads.credentials.scope(owner)

    async def ask(self, owner: str, query: str, variables: Mapping[str, object]) -> Envelope:
        """A request, unless it would take more than a sweep's share of the limits."""
        return await self.reads.query(owner, query, {"label": self.issues.dialect.fallback_label, **variables})

    async def _owners(self) -> tuple[list[str], tuple[OutOfReach, ...]]:
        """Each once; and those that suspended the App."""
        if self._sweeping.organizations:
            return list({owner.casefold(): owner for owner in self._sweeping.organizations}.values()), ()
        found = await asyncio.to_thread(self._installed)
        suspended = [owner for owner, active in found.items() if not active]
        hidden = tuple(out_of_reach(owner, "the App is suspended there") for owner in suspended)
        return [owner for owner, active in found.items() if active], hidden

    def _installed(self) -> dict[str, bool]:
        with told(self.reads.now):
            return self.reads.credentials.installed()
