"""A connected site as the pipeline works with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.store.memory import Memory

if TYPE_CHECKING:
    from connectors.checking import Checker
    from connectors.contract import Client, Connector
    from connectors.redelivering import Redeliverer
    from service.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Site:
    """One tracker. Without a ``client`` it only receives: what its payloads say is all that is known of it.

    ``automation``: accounts, as configuration names them, whose doings are no activity. ``redeliverer``: where webhooks
    that did not arrive have to be asked for again. ``checker`` writes checks on the pull requests of the repositories
    that are ``checked``, in lower case.
    """

    name: str
    connector: Connector
    understanding: Understanding
    client: Client | None = None
    automation: frozenset[str] = frozenset()
    redeliverer: Redeliverer | None = None
    checker: Checker | None = None
    checked: frozenset[str] = frozenset()

    async def close(self) -> None:
        """Closes the connections to the tracker."""
        for one in (self.redeliverer, self.client):
            if one is not None:
                await one.close()

    @property
    def memory(self) -> Memory:
        """How its readings are remembered."""
        return Memory(self.connector.witnesses, self.connector.facets, self.understanding)


@dataclass(frozen=True, slots=True)
class Sites:
    """All connected sites."""

    by_name: dict[str, Site]

    def readable(self, site: str) -> bool:
        """Whether the issues of a site can be asked for."""
        found = self.by_name.get(site)
        return found is not None and found.client is not None
