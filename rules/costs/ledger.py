"""The ledger of hacks: what was built in place of what other teams did not deliver, and what it costs to live with.

A hack is a declared hack or rebuild, or any other fallback of which it was said that keeping it costs something. It is
in the ledger until its migration is done or its ticket is dropped, whatever became of the link that it is for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from rules.costs.prices import Total, price_of
from rules.model import State
from rules.promises import promises
from rules.statements import TEMPORARY, FallbackKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from rules.columns import Mask, TeamRow
    from rules.costs.prices import Price
    from rules.graph import Graph
    from rules.promises import Promise
    from rules.views import IssueView

DAYS_A_MONTH = 365.25 / 12
OVER = frozenset({State.DROPPED, State.GONE})

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Hack:
    """One hack: its ticket, the team that pays for it, and the blockers that it stands in for."""

    ticket: IssueView
    team: TeamRow
    kind: FallbackKind
    price: Price
    blockers: tuple[IssueView, ...]
    migration: IssueView | None

    @property
    def lives(self) -> bool:
        """Whether somebody has begun it, so that it is kept."""
        return self.ticket.begun

    @property
    def since(self) -> date | None:
        """The day on which it was finished; ``None`` as long as it is not."""
        return self.ticket.closed if self.ticket.state is State.DONE else None

    @property
    def months(self) -> float:
        """How long it has been kept since then."""
        return 0.0 if self.since is None else max(0, (self.ticket.graph.as_of - self.since).days) / DAYS_A_MONTH

    @property
    def paid(self) -> float:
        """The working days that keeping it has cost since then."""
        return self.months * self.price.keep.days


@dataclass(frozen=True, slots=True)
class Account:
    """Some hacks together."""

    hacks: tuple[Hack, ...]

    @property
    def living(self) -> tuple[Hack, ...]:
        """Those that are kept by now."""
        return tuple(hack for hack in self.hacks if hack.lives)

    @property
    def teams(self) -> list[str]:
        """The names of those who keep them."""
        return sorted({hack.team.name for hack in self.living})

    @property
    def keep(self) -> Total:
        """What keeping the living ones costs a month."""
        return Total.of(hack.price.keep for hack in self.living)

    @property
    def build(self) -> Total:
        """What building those that are not finished costs."""
        return Total.of(hack.price.build for hack in self.hacks if hack.ticket.state is not State.DONE)

    @property
    def remove(self) -> Total:
        """What removing the living ones will cost."""
        return Total.of(hack.price.remove for hack in self.living)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All hacks, and the accounts of those who pay, of those who were asked, and of what is missing.

    A hack for several blockers is counted whole at each of them, for it goes only when all have come; ``whole`` counts
    it once. The dearest accounts come first.
    """

    whole: Account
    by_owner: tuple[tuple[TeamRow, Account], ...]
    by_asked: tuple[tuple[TeamRow, Account], ...]
    by_blocker: tuple[tuple[IssueView, Account], ...]


def ledger(graph: Graph) -> Ledger:
    """The ledger of all judged issues. Pure, and linear in the links and declarations."""
    by_ticket: defaultdict[int, list[Promise]] = defaultdict(list)
    for promise in promises(graph.ever().across_teams(), _kept(graph)):
        migrated = promise.migration is not None and promise.migration.state is State.DONE
        if promise.ticket.state not in OVER and not migrated:
            by_ticket[promise.ticket.row].append(promise)
    hacks = tuple(_hack(graph, found) for found in by_ticket.values())
    return Ledger(
        whole=Account(hacks),
        by_owner=_accounts(hacks, lambda hack: [hack.team], lambda team: team.slug),
        by_asked=_accounts(hacks, lambda hack: [one.team for one in hack.blockers], lambda team: team.slug),
        by_blocker=_accounts(hacks, lambda hack: hack.blockers, lambda issue: str(issue.ref)),
    )


def _kept(graph: Graph) -> Mask:
    """The declarations of fallbacks that cost something after they are built."""
    found = np.isin(graph.columns.declarations.kind, TEMPORARY)
    for row in np.flatnonzero(~found).tolist():
        found[row] = bool(graph.columns.names.declared(row).cost.keep)
    return np.asarray(found)


def _hack(graph: Graph, promises_of_it: list[Promise]) -> Hack:
    """One ticket, which several issues may have declared: the first one that names a cost tells what it costs."""
    declared = [(one, graph.columns.names.declared(one.row)) for one in promises_of_it]
    first, said = next(((one, said) for one, said in declared if said.cost.keep is not None), declared[0])
    kind = FallbackKind(int(graph.columns.declarations.kind[first.row]))
    blockers = {link.blocker.row: link.blocker for one in promises_of_it for link in one.links}
    return Hack(
        ticket=first.ticket,
        team=first.issue.team,
        kind=kind,
        price=price_of(graph, first.issue.team.slug, said.cost, kind),
        blockers=tuple(blockers[row] for row in sorted(blockers)),
        migration=next((one.migration for one in promises_of_it if one.migration is not None), None),
    )


def _accounts(
    hacks: Iterable[Hack], subjects: Callable[[Hack], Iterable[Subject]], name: Callable[[Subject], str]
) -> tuple[tuple[Subject, Account], ...]:
    found: defaultdict[Subject, list[Hack]] = defaultdict(list)
    for hack in hacks:
        for subject in dict.fromkeys(subjects(hack)):
            found[subject].append(hack)
    accounts = [(subject, Account(tuple(some))) for subject, some in found.items()]
    return tuple(sorted(accounts, key=lambda one: (-one[1].keep.days, -len(one[1].hacks), name(one[0]))))
