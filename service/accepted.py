"""Accepted risks: what an audit would find but for the waivers that are in force, each with the waiver that it has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rules.engine import run, selected
from rules.graph import Graph
from rules.rule import Reach

if TYPE_CHECKING:
    from rules.rule import Finding
    from rules.statements import Waiver
    from rules.waivers import WaiverView
    from service.audit import Audit


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that nobody is told, and why."""

    finding: Finding
    waiver: Waiver


def accepted_in(audit: Audit) -> tuple[Accepted, ...]:
    """In the order of the findings' keys. The rules judge the issues that have waivers once more, without these.

    What an ended waiver hid is not among them: that is a finding of its own.
    """
    waivers: defaultdict[int, list[WaiverView]] = defaultdict(list)
    for view in audit.graph.waivers:
        if view.in_force:
            for link in view.links:
                waivers[link].append(view)
    if not waivers:
        return ()
    told = {finding.key for finding in audit.findings}
    hidden = {finding.key: finding for finding in _without(audit, waivers) if finding.key not in told}
    found = ((hidden[key], _waiver_of(hidden[key], waivers)) for key in sorted(hidden))
    return tuple(Accepted(finding, waiver) for finding, waiver in found if waiver is not None)


def _without(audit: Audit, waivers: dict[int, list[WaiverView]]) -> tuple[Finding, ...]:
    graph = audit.graph
    issues = {view.row.issue for views in waivers.values() for view in views}
    issues |= {int(graph.columns.waits.blocked[link]) for link in waivers}
    inside = np.zeros(len(graph.columns), dtype=bool)
    inside[list(issues)] = True
    bare = Graph(
        replace(graph.columns, waivers=()),
        as_of=graph.as_of,
        policy=graph.policy,
        inside=inside & graph.inside,
        experience=graph.experience,
    )
    return run(bare, [rule for rule in selected(graph.policy) if rule.rule.reach is not Reach.REPORT]).findings


def _waiver_of(finding: Finding, waivers: dict[int, list[WaiverView]]) -> Waiver | None:
    views = (view for link in finding.links for view in waivers.get(link.row, ()))
    fitting = (view.waiver for view in views if view.waiver.rule in (None, finding.code, finding.name))
    return next(fitting, None)
