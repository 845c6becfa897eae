"""Answers commands by a reaction, where the tracker has reactions: once for each comment, as long as it says the same.

Reacting a second time changes nothing. So the answer is kept as due before, and as given after it was given; whatever
interrupts that, it is due again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from connectors.contract import Denied, Reaction
from service.pipeline.marks import ELSEWHERE, look_again, waits_for_reading
from service.store.answers import Answer, answers_on, forget, keep, outcomes_on
from service.store.connection import reading
from service.store.identities import refs_of
from service.store.leases import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Engine

    from connectors.contract import Client
    from rules.interpretation import Outcome
    from rules.model import Ref
    from rules.policy import Policy
    from service.store.leases import Lease
    from service.store.verdicts import Verdict
    from service.store.work import Claim

LOG = structlog.get_logger()
LONGEST_AGO: Final = timedelta(days=7)
"""Commands that were written before are history to whoever connects Detour today."""


def due_answers(
    connection: Connection, made: Iterable[Verdict], before: Mapping[int, Verdict], policy: Policy, now: float
) -> set[int]:
    """Keeps which comments are to be answered on issues that were just judged; the issues on which any are.

    Only where Detour speaks. What was said on the day on which it begins to speak there is taken as answered.
    """
    live = {one.issue_id: one for one in made if one.live}
    outcomes, known = outcomes_on(connection, list(live)), answers_on(connection, list(live))
    said = {(one, outcome.comment) for one, some in outcomes.items() for outcome in some}
    forget(connection, [answer for at, answer in known.items() if at not in said])
    first_day = (datetime.fromtimestamp(now, UTC) - LONGEST_AGO).date()
    for one, some in outcomes.items():
        was = before.get(one)
        begins = was is not None and not was.live
        recent = [outcome for outcome in some if outcome.changed is not None and outcome.changed >= first_day]
        news = _news(live[one], recent, known, policy)
        keep(connection, [replace(answer, settled=begins) for answer in news])
    return {at for (at, _), answer in answers_on(connection, list(outcomes)).items() if not answer.settled}


def _news(
    verdict: Verdict, outcomes: Iterable[Outcome], known: Mapping[tuple[int, str], Answer], policy: Policy
) -> Iterator[Answer]:
    """The answers to comments that were not answered yet, or say something else now."""
    for outcome in outcomes:
        refused = outcome.waives and not policy.may_waive(verdict.team, outcome.author)
        reaction = Reaction.DONE if outcome.carried_out and not refused else Reaction.NOT_DONE
        former = known.get((verdict.issue_id, outcome.comment))
        if former is None:
            yield Answer(verdict.issue_id, outcome.comment, outcome.words, reaction)
        elif former.words != outcome.words:
            yield replace(former, words=outcome.words, reaction=reaction, settled=False)


@dataclass(frozen=True, slots=True)
class Answering:
    """Gives the answers that are due on the issues of one site. ``answered`` is called when the tracker took one."""

    engine: Engine
    client: Client
    answered: Callable[[], None]
    _sought: set[tuple[int, str]] = field(default_factory=set)
    """Comments that were not found, so that we looked where their issue is."""

    async def answer(self, claim: Claim, lease: Lease, now: float) -> bool:
        """All that are due on one issue. Whether it can be spoken on now: else it is looked for first.

        Raises ``Unavailable`` where the tracker cannot be asked; they are due then.
        """
        if not await asyncio.to_thread(self._due, claim):
            return True
        if await asyncio.to_thread(self._waits, claim, lease, now):
            return False
        for ref, one in await asyncio.to_thread(self._due, claim):  # at the address that reading may have told
            given = one.reaction_id
            try:
                given = await self.client.react(ref, one.comment, one.reaction, one.reaction_id)
                self.answered()
                LOG.info("reacted", issue=str(ref), reaction=one.reaction.value)
            except Denied as denied:
                LOG.warning("reaction_denied", issue=str(ref), reason=str(denied))
                if denied.status in ELSEWHERE and (one.issue_id, one.comment) not in self._sought:
                    self._sought.add((one.issue_id, one.comment))
                    await asyncio.to_thread(look_again, self.engine, claim, lease, now)
                    return False
            await asyncio.to_thread(self._keep, replace(one, reaction_id=given, settled=True), lease)
        return True

    def _waits(self, claim: Claim, lease: Lease, now: float) -> bool:
        with self.engine.begin() as connection:
            guard(connection, lease)
            return waits_for_reading(connection, claim, now)

    def _due(self, claim: Claim) -> list[tuple[Ref, Answer]]:
        with reading(self.engine) as connection:
            due = [one for one in answers_on(connection, [claim.issue_id]).values() if not one.settled]
            refs = refs_of(connection, [claim.issue_id])
            return [(ref, one) for ref in refs.values() for one in due]

    def _keep(self, one: Answer, lease: Lease) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            keep(connection, [one])
