"""A made-up organisation as the rules see it: columns, straight from the draw, and the policy that goes with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER, NOBODY, Columns, Declarations, Issues, Progress, TeamRow, Waits, WaiverRow
from rules.model import DateSource, PlanSign, State
from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import Waiver
from tests.organisation.names import containers, names_of, slug

if TYPE_CHECKING:
    from tests.organisation.draw import Organisation


@dataclass(frozen=True)
class Signs:
    """How a tracker tells that an issue is planned, by a release or by a date of its own."""

    release: DateSource
    own_date: DateSource
    released: PlanSign
    planned: PlanSign


SIGNS = {
    "jira": Signs(
        DateSource.VERSION,
        DateSource.DUE_DATE,
        released=PlanSign.IN_PROGRESS | PlanSign.DATED_VERSION,
        planned=PlanSign.IN_PROGRESS,
    ),
    "github": Signs(DateSource.MILESTONE, DateSource.TEXT, released=PlanSign.DATED_MILESTONE, planned=PlanSign.NONE),
}


def columns(organisation: Organisation, tracker: str = "jira") -> Columns:
    """What connectors and assembly make of the documents, with other row numbers."""
    shape, said = organisation.shape, organisation.declared
    return Columns(
        issues=_issues(organisation, tracker),
        progress=_progress(organisation, tracker),
        waits=Waits(organisation.blocked, organisation.blocker),
        declarations=Declarations(
            said.issue,
            said.blocker,
            said.ticket,
            said.kind,
            until=np.full(len(said.issue), NEVER, dtype=np.int32),
            migration=np.full(len(said.issue), NOBODY, dtype=np.int32),
        ),
        teams=team_rows(shape, tracker),
        containers=tuple(f"{tracker}:{name}" for name in containers(tracker, shape.teams)),
        names=names_of(organisation, tracker),
        assigned=np.zeros(0, dtype=np.int64),
        waivers=tuple(_waivers(organisation, tracker)),
    )


def policy(organisation: Organisation, tracker: str = "jira") -> Policy:
    """The configured teams, and the waivers."""
    teams = tuple(
        Team(slug(team), slug(team).title(), (Owned(Specificity.CONTAINER, name, tracker),))
        for team, name in enumerate(containers(tracker, organisation.shape.configured))
    )
    return Policy(teams=teams, waivers=tuple(row.waiver for row in _waivers(organisation, tracker)))


def team_rows(shape, tracker):
    """The teams in order; those that are not configured are their containers."""
    return tuple(
        TeamRow(slug(team), slug(team).title(), configured=True)
        if team < shape.configured
        else TeamRow(f"{tracker}:{name}", name, configured=False)
        for team, name in enumerate(containers(tracker, shape.teams))
    )


def _issues(organisation, tracker):
    rows = np.arange(len(organisation.state), dtype=np.int32)
    planned, released = organisation.needed_by != NEVER, organisation.released
    signs = SIGNS[tracker]
    is_copy = (organisation.original != NOBODY) & (tracker == "jira")
    return Issues(
        state=organisation.state,
        read=organisation.read,
        team=organisation.team,
        container=organisation.team,
        parent=organisation.parent,
        twin=np.where(is_copy, organisation.original, rows).astype(np.int32),
        signs=np.select([released, planned], [signs.released.value, signs.planned.value], 0).astype(np.int8),
        needed_by=organisation.needed_by,
        needed_from=np.select([released, planned], [signs.release, signs.own_date], DateSource.NONE).astype(np.int8),
    )


def _progress(organisation, tracker):
    """What is done, or in progress in Jira, was begun. A date in the text, as on GitHub, is the need's, no due date."""
    done, planned = organisation.state == State.DONE, organisation.needed_by != NEVER
    started = done | (planned & (organisation.state == State.OPEN) & (tracker == "jira"))
    due = np.where(organisation.released | (tracker == "jira"), organisation.needed_by, NEVER).astype(np.int32)
    return replace(Progress.unknown(len(organisation.state)), started=started, due=due)


def _waivers(organisation, tracker):
    names = names_of(organisation, tracker)
    for link, until in zip(organisation.waived.tolist(), organisation.waived_until.tolist(), strict=True):
        blocked, blocker = int(organisation.blocked[link]), int(organisation.blocker[link])
        waiver = Waiver(
            names.ref(blocked),
            date.fromordinal(until),
            "the launch does not need it",
            f"{tracker}:lead",
            names.ref(blocker),
        )
        yield WaiverRow(blocked, blocker, waiver)
