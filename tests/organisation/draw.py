"""Draws an organisation: who there is, who waits on whom, and the plans B. One seed, one organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER
from rules.model import State
from tests.organisation.draft import Draft
from tests.organisation.issues import draw_issues
from tests.organisation.links import draw_links
from tests.organisation.plans import Declared, draw_plans

if TYPE_CHECKING:
    from tests.organisation.shape import Shape

TODAY = date(2026, 11, 23)
HORIZON = 180
"""How many days ahead dates lie at most."""
WAIVED = 30
"""How many days ago or ahead waivers end."""


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """What was drawn, as arrays: one value an issue, a link or a waiver. Other arrays refer to issues by their rows."""

    shape: Shape
    team: np.ndarray
    """Also the project or repository."""
    state: np.ndarray
    level: np.ndarray
    parent: np.ndarray
    original: np.ndarray
    """What a closed duplicate stands for, else ``NOBODY``."""
    needed_by: np.ndarray
    released: np.ndarray
    """Its date is that of a release; otherwise its own."""
    blocked: np.ndarray
    blocker: np.ndarray
    written: np.ndarray
    """Links that are stated by text alone."""
    by_way_of: np.ndarray
    """The closed duplicate that the tracker's link leads to, else ``NOBODY``."""
    declared: Declared
    waived: np.ndarray
    """Rows of links."""
    waived_until: np.ndarray

    @property
    def read(self):
        """Issues that there are documents of."""
        return self.state != State.UNKNOWN


def draw(shape: Shape) -> Organisation:
    """Draws the organisation of a shape. Pure: the seed decides."""
    draft = Draft(shape)
    draw_issues(draft)
    draw_links(draft)
    draw_plans(draft)
    waived = draft.bare[: shape.count(shape.waivers)]
    dates, released = _dates(draft)
    return Organisation(
        shape=shape,
        team=draft.team,
        state=draft.state,
        level=draft.level,
        parent=draft.parent,
        original=draft.original,
        needed_by=dates,
        released=released,
        blocked=draft.blocked.astype(np.int32),
        blocker=draft.blocker.astype(np.int32),
        written=draft.written,
        by_way_of=draft.by_way_of.astype(np.int32),
        declared=draft.declared,
        waived=waived,
        waived_until=TODAY.toordinal() + np.where(np.arange(len(waived)) % 2, -WAIVED, WAIVED),
    )


def _dates(draft):
    """The dates by which the planned issues are needed, and which of them are a release's."""
    count = draft.shape.issues
    planned = (draft.state == State.OPEN) & (draft.random.random(count) < draft.shape.planned)
    days = TODAY.toordinal() + draft.random.integers(1, HORIZON, count)
    released = planned & draft.random.integers(0, 2, count, dtype=bool)
    return np.where(planned, days, NEVER).astype(np.int32), released
