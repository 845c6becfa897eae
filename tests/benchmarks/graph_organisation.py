"""Draws the organisation of the figure ``graph`` into a file; in a process of its own, for its memory counts for none.

A process's peak is inherited by those it starts, so that the measuring process has to stay small.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.columns_file import save
from tests.benchmarks.measure import Stopwatch
from tests.organisation import Shape, columns, draw

ISSUES_PER_TEAM = 5_000


def main(issues, path):
    watch = Stopwatch()
    organisation = draw(Shape(issues=issues, teams=max(12, issues // ISSUES_PER_TEAM)))
    watch.lap("draw")
    save(columns(organisation), path)
    watch.lap("save")
    watch.tell(
        issues=issues,
        links=len(organisation.blocked),
        fallbacks=len(organisation.declared.issue),
        waivers=len(organisation.waived),
        teams=organisation.shape.teams,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
