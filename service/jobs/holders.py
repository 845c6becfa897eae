"""Who holds a lease: a process, by its host, its number and a mark of its own."""

from __future__ import annotations

import os
import socket
import uuid


def this_process() -> str:
    """A holder that no other process is, even with the same number on the same host later."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def is_dead(holder: str) -> bool:
    """Whether a holder is known not to run any more; of other hosts nothing is known.

    One with this process's own number is dead, too: in a container that was started anew the number is the same.
    """
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not rest.isdecimal():
        return False
    if int(rest) == os.getpid():
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except (OverflowError, PermissionError):
        return False
    return False
