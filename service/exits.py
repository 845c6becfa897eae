"""Exit statuses: what scripts rely on."""

from __future__ import annotations

import sys

from service.printable import printable

CLEAN, FOUND, COULD_NOT_RUN = 0, 1, 2
INTERRUPTED = 130


def refuse(message: str) -> int:
    """Says why a command could not run, and returns the status for it."""
    sys.stderr.write("".join(f"{printable(line)}\n" for line in f"detour: {message}".splitlines()))
    return COULD_NOT_RUN
