"""What should stand as a need brief on the issues of one batch: made on the same graph as their verdicts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.views import IssueView
from service.speech.briefs import briefs_for, event_of
from service.store.briefs import Brief, briefs_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection

    from rules.assembly import Assembled
    from rules.graph import Graph
    from rules.model import Ref
    from service.pipeline.decisions import Decisions
    from service.store.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Briefing:
    """Briefs on issues by their rows of the store. ``speaks``: whether anything can be said there at all.

    ``begun`` are the issues on which a brief was begun; ``stale`` those who see less of who asks than there is.
    """

    decisions: Decisions
    begun: AbstractSet[int]
    stale: AbstractSet[int]
    speaks: bool

    def briefs(
        self, graph: Graph, assembled: Assembled, issues: Mapping[int, int], ids: Mapping[Ref, int]
    ) -> dict[int, Brief]:
        """One on each of the issues; ``issues`` are the graph's rows by the store's, ``ids`` the store's of all."""
        ref = graph.columns.names.ref
        begun = [ref(row) for one, row in issues.items() if one in self.begun]
        remarks = briefs_for(graph, assembled, said_on=begun, operator=self.decisions.operator)
        events = {event_of(asker): f"ask:{one}" for asker, one in ids.items()} if remarks else {}
        found: dict[int, Brief] = {}
        for one, row in issues.items():
            remark = remarks.get(ref(row))
            if remark is not None:
                remark = replace(remark, events=frozenset(events.get(key, key) for key in remark.events))
            live = self.speaks and self.decisions.briefs_on(IssueView(graph, row))
            found[one] = Brief(one, one in self.stale, live, remark)
        return found


def known_briefs(connection: Connection, before: Mapping[int, Verdict]) -> dict[int, Brief]:
    """The briefs on issues as they were judged before; there was none yet on those that an earlier Detour judged."""
    unknown = {one: Brief(one, stale=False, live=False, remark=None) for one in before}
    return unknown | briefs_on(connection, list(before))
