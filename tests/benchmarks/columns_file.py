"""Columns in a file, as plain arrays; names are reckoned, so that only teams are kept of them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np

from rules.columns import Columns, Declarations, Issues, Progress, TeamRow, Waits, WaiverRow
from rules.statements import Waiver
from tests.organisation import Names

TABLES = {"issues": Issues, "progress": Progress, "waits": Waits, "declarations": Declarations}


def save(columns, path):
    """Writes the columns uncompressed."""
    arrays = {
        f"{table}.{field.name}": getattr(getattr(columns, table), field.name)
        for table, kind in TABLES.items()
        for field in fields(kind)
    }
    rows = [(row.issue, row.blocker, row.waiver.until.toordinal()) for row in columns.waivers]
    arrays["waivers"] = np.array(rows, dtype=np.int32).reshape(-1, 3)
    arrays["teams"] = np.array([row.name for row in columns.teams])
    np.savez(path, assigned=columns.assigned, **arrays)


def load(path):
    """Reads the columns of an organisation on Jira without configured teams."""
    with np.load(path) as file:
        tables = {
            table: kind(**{field.name: file[f"{table}.{field.name}"] for field in fields(kind)})
            for table, kind in TABLES.items()
        }
        projects = file["teams"].tolist()
        names = Names(
            tracker="jira",
            containers=tuple(projects),
            team=tables["issues"].team,
            read=tables["issues"].read,
            blocked=tables["waits"].blocked,
            declaring=tables["declarations"].issue,
        )
        return Columns(
            **tables,
            teams=tuple(TeamRow(f"jira:{name}", name, configured=False) for name in projects),
            containers=tuple(f"jira:{name}" for name in projects),
            names=names,
            assigned=file["assigned"],
            waivers=tuple(_waiver(names, *row) for row in file["waivers"].tolist()),
        )


def _waiver(names, issue, blocker, until):
    said = Waiver(
        names.ref(issue), date.fromordinal(until), "the launch does not need it", "jira:lead", names.ref(blocker)
    )
    return WaiverRow(issue, blocker, said)
