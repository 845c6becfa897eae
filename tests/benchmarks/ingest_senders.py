"""The load of ``ingest``: 32 connections, each of which sends a delivery, waits for the answer, and sends the next."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import sys
import time

from connectors.simulator.github import simulated_github
from tests.benchmarks.measure import Stopwatch

CONNECTIONS = 32
BODY_BYTES = 19_000
PATH = "/webhooks/github/acme"


def an_issue():
    """What GitHub sends of a new issue, as long as the description makes it."""
    with simulated_github() as hub, hub.webhooks_held() as held:
        hub.webhook_to("http://127.0.0.1:9/", "unused")
        mia = hub.person("mia", writes=("acme/web",))
        mia.opens("acme/web", "Checkout", "")
        rest = BODY_BYTES - len(held[0].body)
        mia.opens("acme/web", "Checkout", ("Blocked by: acme/pay#1\n\n" + "It has to be done. " * rest)[:rest])
        body = held[1].body
        held.clear()
    return body.replace(hub.api_url.encode(), b"https://api.github.com").replace(
        hub.address.encode(), b"https://github.com"
    )


async def send(port, ends, prefix, body):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
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
    body = an_issue()
    port, watch = int(address.rpartition(":")[2]), Stopwatch()
    ends = time.perf_counter() + float(seconds)
    accepted = await asyncio.gather(*(send(port, ends, number, body) for number in range(CONNECTIONS)))
    watch.tell(accepted=sum(accepted))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
