"""Who asks what of which world: what every GraphQL resolver knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphql import GraphQLResolveInfo

if TYPE_CHECKING:
    from connectors.simulator.github.access import Caller
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.world import World


@dataclass(frozen=True, slots=True)
class Asking:
    """The context of one query. ``rate_limit`` is what it costs and leaves."""

    world: World
    caller: Caller
    at: Addresses
    rate_limit: dict[str, object]


Info = GraphQLResolveInfo[Asking]
