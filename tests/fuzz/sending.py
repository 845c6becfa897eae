"""Sends hostile requests, some at a time, and tells what was answered."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from tests.fuzz.words import BROKEN

PATIENCE = 60
"""Seconds for one answer: far more than any takes."""
AT_ONCE = 4
TRIES_LATER = 503
SERVER_ERROR = 500


@dataclass
class Outcome:
    """How often each status was answered, 0 for none; and the requests that were answered by a fault of ours."""

    statuses: Counter = field(default_factory=Counter)
    faults: list = field(default_factory=list)


async def answer(port, request):
    """The answer's first bytes, b"" where the server only hung up."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request)
            await writer.drain()
            if request in BROKEN:  # it may wait for the rest otherwise
                writer.write_eof()
            return await reader.readline()
        except OSError:  # it hung up while we wrote
            return b""
        finally:
            writer.transport.abort()


async def send_all(port, draw, count, at_once=AT_ONCE):
    """So many requests, some at once; an ``Outcome``."""
    outcome, left = Outcome(), iter(range(count))

    async def send_some():
        for _ in left:
            request = draw.request()
            line = await answer(port, request)
            status = int(line.split()[1]) if line.startswith(b"HTTP/1.1 ") else 0
            outcome.statuses[status] += 1
            if status >= SERVER_ERROR and status != TRIES_LATER:
                outcome.faults.append((status, request))

    await asyncio.gather(*(send_some() for _ in range(at_once)))
    return outcome
