"""What the issues of a made-up organisation say in their descriptions."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from rules.columns import NOBODY
from rules.statements import FallbackKind

KIND_WORDS = {
    FallbackKind.OTHER: "",
    FallbackKind.HACK: " (hack)",
    FallbackKind.REBUILD: " (rebuild)",
    FallbackKind.SMALLER_SCOPE: " (smaller scope)",
}


def statements(organisation, names, *, all_links):
    """The lines of text of each issue that says something: links, unless the tracker states them, and fallbacks."""
    lines = defaultdict(list)
    rows = np.flatnonzero(organisation.written | all_links)
    for blocked, blocker in zip(organisation.blocked[rows].tolist(), organisation.blocker[rows].tolist(), strict=True):
        lines[blocked].append(f"Depends on {names.address(blocker)}")
    said = organisation.declared
    for issue, blocker, ticket, kind in zip(
        *(column.tolist() for column in (said.issue, said.blocker, said.ticket, said.kind)), strict=True
    ):
        against = "" if blocker == NOBODY else f" for {names.address(blocker)}"
        lines[issue].append(f"Fallback{against}: {names.address(ticket)}{KIND_WORDS[FallbackKind(kind)]}")
    return lines
