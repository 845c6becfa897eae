"""What can be chosen among findings, and how many each choice would leave: one look at the table for all of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from service.store.found import narrowed
from service.store.tables import finding as table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from service.store.found import Wanted

NOTHING_CHOSEN: Final[Mapping[str, Any]] = dict.fromkeys(("teams", "rules", "severities", "sites"), frozenset())


def facets(connection: Connection, wanted: Wanted) -> Mapping[str, Mapping[Any, int]]:
    """How many findings each value of ``team``, ``code``, ``severity`` and ``site`` would leave.

    The choices of one are counted as if none were made in it, and all the others were.
    """
    chosen: dict[str, frozenset[Any]] = {
        "team": wanted.teams,
        "code": wanted.rules,
        "severity": frozenset(map(int, wanted.severities)),
        "site": wanted.sites,
    }
    columns = [table.c[name] for name in chosen]
    everything = narrowed(replace(wanted, **NOTHING_CHOSEN))
    counts: dict[str, Counter[Any]] = {name: Counter() for name in chosen}
    for *values, count in connection.execute(select(*columns, func.count()).where(*everything).group_by(*columns)):
        told = dict(zip(chosen, values, strict=True))
        others = [name for name, some in chosen.items() if some and told[name] not in some]
        for name in others or chosen if len(others) <= 1 else ():
            counts[name][told[name]] += count
    return counts
