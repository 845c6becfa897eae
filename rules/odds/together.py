"""The odds that several plans all land: what they share happens once, and each of them is seen by its own team."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from math import prod, sqrt
from typing import TYPE_CHECKING, Final

from rules.components import clusters
from rules.odds.chances import DIGITS, Chance, chance_in
from rules.odds.exact import certain
from rules.odds.structure import Condition, Role, in_order, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.odds.outlook import Outlook
    from rules.odds.structure import Step, Steps

    Groups = Sequence[tuple[Step, ...]]

ALL: Final[Step] = (-1, Role.WORK)
"""That everything which is asked for comes true."""
LEAST: Final = 10.0**-DIGITS
"""Smaller odds are told as these, for what can come true is not told to have none."""


@dataclass(frozen=True, slots=True)
class Together:
    """Some ``plans`` at once, and the ``chance`` that all of them land but those that cannot as things stand.

    Of these, ``ringed`` wait in a ring, and ``in_vain`` on what was dropped or is out of reach; nothing stands in.
    """

    plans: int
    ringed: int
    in_vain: int
    chance: Chance

    @property
    def stuck(self) -> int:
        """How many cannot land, whatever comes."""
        return self.ringed + self.in_vain


def together(outlook: Outlook, plans: Iterable[int]) -> Together:
    """The odds that plans (their rows) all land. Pure, and linear in what they lead to but where fallbacks share.

    What surely has to come multiplies; so do choices that share nothing. Only what is left is weighed as a whole.
    """
    steps = _seen_by_teams(outlook, plans)
    wanted = [step for (step,) in steps[ALL].needs]
    possible = settled(steps, lambda _: True)
    coming = settled(steps, lambda step: steps[step].odds > 0)
    landing = [step for step in wanted if step in coming]
    steps[ALL] = Condition(1.0, tuple((step,) for step in landing))
    kept = {step: _only(steps[step], coming) for step in (*coming, ALL)}
    ringed = sum(step not in possible for step in wanted)
    return Together(len(wanted), ringed, len(wanted) - len(landing) - ringed, _product(kept))


def _seen_by_teams(outlook: Outlook, plans: Iterable[int]) -> dict[Step, Condition]:
    """All that plans lead to. What a team does itself is no event to it, so each step is one for each team that looks.

    Whether others deliver is one event for all of them: that keeps its own row, and the steps get rows of their own.
    """
    by_team: defaultdict[int, list[Step]] = defaultdict(list)
    for plan in plans:
        by_team[int(outlook.graph.columns.issues.team[plan])].append((plan, Role.WORK))
    found: dict[Step, Condition] = {}
    wanted: list[Step] = []
    for at, (team, works) in enumerate(by_team.items(), start=1):
        shift = at * len(outlook.graph.columns)
        for (row, role), condition in outlook.leading_from(works, team).items():
            needs = tuple(tuple((one + shift, as_) for one, as_ in group) for group in condition.needs)
            if 0 < condition.odds < 1:
                found[row, role] = Condition(condition.odds)
                found[row + shift, role] = Condition(1.0, (*needs, ((row, role),)))
            else:
                found[row + shift, role] = Condition(condition.odds, needs)
        wanted += [(row + shift, role) for row, role in works]
    found[ALL] = Condition(1.0, tuple((step,) for step in wanted))
    return found


def _only(condition: Condition, coming: set[Step]) -> Condition:
    """The same without what cannot come true."""
    return replace(condition, needs=tuple(tuple(one for one in group if one in coming) for group in condition.needs))


def _product(steps: Steps) -> Chance:
    """The odds of all: of what is sure to be needed, times those of each part of what is left that shares nothing."""
    sure, _ = certain(steps, ALL)
    plain = sure & set(in_order(steps))
    left = {step: replace(steps[step], odds=1.0) if step in sure else steps[step] for step in steps}
    odds, spread = prod(steps[step].odds for step in sorted(sure)), 0.0
    for part, groups in _parts(left, _open(left, sure, plain), plain):
        chance = chance_in({**part, ALL: Condition(1.0, tuple(groups))}, ALL)
        share = chance.odds or chance.error  # it can come true: that no lot was drawn for it tells that it is rare
        odds *= share
        spread += (chance.error / share) ** 2
    return Chance(max(round(odds, DIGITS), LEAST), odds * sqrt(spread))


def _open(steps: Steps, sure: set[Step], plain: set[Step]) -> list[tuple[Step, ...]]:
    """What has to come true beside the sure: their choices; and whole those of them that lead to a fallback's ring.

    Nothing on a ring may be taken for granted: a fallback that leads back to what it is for would vouch for itself.
    """
    found: list[tuple[Step, ...]] = [(step,) for step in sorted(sure - plain) if step != ALL]
    for step in sorted(plain | {ALL}):
        found += [group for group in steps[step].needs if sure.isdisjoint(group)]
    return list(dict.fromkeys(found))


def _parts(steps: Steps, groups: Groups, plain: set[Step]) -> Iterator[tuple[dict[Step, Condition], Groups]]:
    """The groups that share anything, together with all that decides on them."""
    owner: dict[Step, int] = {}
    shared: list[tuple[int, int]] = []
    for at, group in enumerate(groups):
        waiting = list(group)
        while waiting:
            step = waiting.pop()
            if step in owner:
                shared.append((at, owner[step]))
            else:
                owner[step] = at
                waiting += [one for some in _needs(steps[step], plain) for one in some]
    part = clusters(len(groups), [one for one, _ in shared], [other for _, other in shared]).tolist()
    found: defaultdict[int, dict[Step, Condition]] = defaultdict(dict)
    for step, at in owner.items():
        found[part[at]][step] = replace(steps[step], needs=_needs(steps[step], plain))
    members: defaultdict[int, list[tuple[Step, ...]]] = defaultdict(list)
    for at, group in enumerate(groups):
        members[part[at]].append(group)
    yield from ((found[one], some) for one, some in members.items())


def _needs(condition: Condition, plain: set[Step]) -> tuple[tuple[Step, ...], ...]:
    """What is left to come true where the plain ones have."""
    return tuple(group for group in condition.needs if plain.isdisjoint(group))
