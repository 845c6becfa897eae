"""The load of ``ingest``: 32 connections, each of which sends a delivery, waits for the answer, and sends the next."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import sys
import time

from tests.benchmarks.measure import Stopwatch

CONNECTIONS = 32
BODY_BYTES = 19_000
PATH = "/webhooks/github/acme"


async def send(port, ends, prefix):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = (b'{"action": "opened", "padding": "' + b"x" * BODY_BYTES)[: BODY_BYTES - 2] + b'"}'
    mac = hmac.new(os.environ["SECRET"].encode(), body, hashlib.sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(body)}\r\nx-github-event: issues\r\n"
        f"x-hub-signature-256: sha256={mac}\r\nx-github-delivery: {prefix}-"
    )
    accepted = 0
    while time.perf_counter() < ends:
        writer.write(f"{head}{accepted}\r\n\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer)
        length = next((line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
        await reader.readexactly(int(length.partition(b":")[2]))
        accepted += 1
    writer.close()
    return accepted


async def main(address, seconds):
    port, watch = int(address.rpartition(":")[2]), Stopwatch()
    ends = time.perf_counter() + float(seconds)
    accepted = await asyncio.gather(*(send(port, ends, number) for number in range(CONNECTIONS)))
    watch.tell(accepted=sum(accepted))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
