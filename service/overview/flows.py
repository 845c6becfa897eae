"""Who waits on whom, team by team, as pictures and tables of an organisation tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from service.pictures.waits import Waits

if TYPE_CHECKING:
    from rules.links import Links


def flows(links: Links) -> tuple[Waits, ...]:
    """The links by the team that waits and the one that is asked, those that hang most first. Pure."""
    graph = links.graph
    teams, waits = graph.columns.teams, graph.columns.waits
    team = graph.columns.issues.team.astype(np.int64)
    keys = team[waits.blocked[links.rows]] * len(teams) + team[waits.blocker[links.rows]]
    pairs, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    covered = np.bincount(which, weights=graph.judged.covered[links.rows], minlength=len(pairs))
    found = [
        Waits(teams[pair // len(teams)], teams[pair % len(teams)], int(count), int(good))
        for pair, count, good in zip(pairs.tolist(), counts, covered, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (-one.uncovered, -one.links, one.waiting.slug, one.asked.slug)))
