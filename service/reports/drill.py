"""The outcome of ``detour fire-drill`` as text for people who have never seen Detour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.model import State
from rules.rule import counted
from rules.views import IssueView
from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rules.odds.drills import Drill
    from rules.odds.outlook import Outlook

MOST_LINES = 50
"""Plans of one fate that are listed."""
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Lot:
    """How the late ones were drawn."""

    count: int
    seed: int


def render(outlook: Outlook, drill: Drill, lot: Lot | None = None) -> str:
    """Who is late, how many plans ship, and the proof of each that does not."""
    return "\n".join(_Report(outlook, drill).lines(lot))


class _Report:
    """One drill."""

    def __init__(self, outlook: Outlook, drill: Drill) -> None:
        self.graph, self.drill = outlook.graph, drill

    def lines(self, lot: Lot | None) -> Iterator[str]:
        drill = self.drill
        yield from self._late(lot)
        yield ""
        ships = len(drill.unhurt) + len(drill.saved)
        plans = ships + len(drill.stopped) + len(drill.stuck)
        yield (
            f"Of {counted(plans, 'plan')} {ships} would ship."
            if plans
            else "There is no plan: nothing that is planned is open."
        )
        for title, some, line in (
            (
                "would not ship: what is late is waited for, and no fallback stands",
                drill.stopped,
                self._proof,
            ),
            ("would ship all the same: fallbacks stand in for what is late", drill.saved, self._name),
            ("would not ship in any case, late or not", drill.stuck, self._proof),
        ):
            yield from _listed(title, some, line)
        if drill.unhurt:
            yield ""
            yield f"{counted(len(drill.unhurt), 'plan')} would not notice: nothing that is late is in their way."

    def _late(self, lot: Lot | None) -> Iterator[str]:
        late = sorted((IssueView(self.graph, row) for row in self.drill.late), key=lambda view: view.ref)
        if not late:
            yield "Fire drill: no plan waits on another team, so nothing can be late."
            return
        yield f"Fire drill: {'these come' if len(late) > 1 else 'this comes'} too late."
        for view in late:
            yield f"  {view.ref} ({view.team.name}) {printable(view.title, LONGEST_TITLE)}".rstrip()
        if lot is not None:
            few = f", and there are no more than these {len(late)}" if len(late) < lot.count else ""
            yield f"Drawn by lot among all that plans ask of other teams{few}; --seed {lot.seed + 1} draws others."

    def _name(self, plan: int) -> str:
        view = IssueView(self.graph, plan)
        return f"{view.ref} ({view.team.name}) {printable(view.title, LONGEST_TITLE)}".rstrip()

    def _proof(self, plan: int) -> str:
        way = self.drill.way(plan)
        last = IssueView(self.graph, way[-1])
        if way[-1] in self.drill.late:
            end = "which is late"
        elif last.state in (State.DROPPED, State.GONE):
            end = "which will not be done"
        else:
            end = "which waits in a ring"
        steps = " -> ".join(str(IssueView(self.graph, row).ref) for row in way)
        return f"{self._name(plan)}\n    {steps}, {end}"


def _listed(title: str, plans: Sequence[int], line: Callable[[int], str]) -> Iterator[str]:
    if not plans:
        return
    yield ""
    yield f"{counted(len(plans), 'plan')} {title}:"
    for plan in plans[:MOST_LINES]:
        yield f"  {line(plan)}"
    if len(plans) > MOST_LINES:
        yield f"  ... and {len(plans) - MOST_LINES} more"
