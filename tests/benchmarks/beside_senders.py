"""The webhooks of the figure ``beside``: each is sent at its time, whatever became of those before.

Answers each line that it reads by a list of what was answered since the last one: when it was due, in seconds since
1970, and how many seconds later it was accepted. So a webhook counts from when it should have been sent.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import sys
import time
from itertools import count, cycle
from pathlib import Path

A_SECOND = 25
BODY_BYTES = 19_000
KEPT_SECONDS = 2.0
"""How long a connection is kept that nobody uses; a server closes it after five."""
PATH = "/webhooks/github/acme"


class Senders:
    """As many connections as there are webhooks on their way; one that is free is used again."""

    def __init__(self, port, bodies):
        secret = os.environ["SECRET"].encode()
        self.port = port
        self.bodies = cycle([(body, hmac.new(secret, body, hashlib.sha256).hexdigest()) for body in bodies])
        self.free, self.accepted = [], []

    async def run(self, until):
        """Sends until something has happened. Raises what went wrong with any of them."""
        due = time.time()
        async with asyncio.TaskGroup() as sending:
            for number in count():
                await asyncio.sleep(due - time.time())
                if until.is_set():
                    return
                sending.create_task(self.send(number, due))
                due += 1 / A_SECOND

    async def send(self, number, due):
        """One webhook."""
        reader, writer = await self.connection()
        body, mac = next(self.bodies)
        head = (
            f"POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(body)}\r\nx-github-event: issues\r\n"
            f"x-hub-signature-256: sha256={mac}\r\nx-github-delivery: {number}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer)
        length = next((line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
        await reader.readexactly(int(length.partition(b":")[2]))
        self.accepted.append((due, time.time() - due))
        self.free.append((reader, writer, time.monotonic()))

    async def connection(self):
        """One that nobody uses, and that the other end is not about to close."""
        while self.free:
            reader, writer, used = self.free.pop()
            if time.monotonic() - used < KEPT_SECONDS and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)


async def main(address, bodies):
    senders, ended = Senders(int(address.rpartition(":")[2]), bodies), asyncio.Event()
    running = asyncio.create_task(senders.run(ended))
    while await asyncio.to_thread(sys.stdin.readline) and not running.done():
        accepted, senders.accepted = senders.accepted, []
        sys.stdout.write(json.dumps(accepted) + "\n")
        sys.stdout.flush()
    ended.set()
    await running


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]).read_bytes().splitlines()))
