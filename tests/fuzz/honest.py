"""Sends honest webhooks beside hostile ones, from a process of its own, and tells what they took."""

import asyncio
import hashlib
import hmac
import json
import multiprocessing
import time
from statistics import median, quantiles

import httpx

from tests.fuzz.target import SECRET

A_SECOND = 20
"""Honest webhooks a second."""


async def honest(url, meanwhile):
    """When signed webhooks were sent, and what each took, in seconds, as long as something else lasts.

    They come from a process of their own, which the making of hostile ones does not keep waiting.
    """
    spawned = multiprocessing.get_context("spawn")
    ended, (heard, telling) = spawned.Event(), spawned.Pipe(duplex=False)
    sender = spawned.Process(target=send_honest, args=(url, ended, telling))
    sender.start()
    await meanwhile
    ended.set()
    measured = await asyncio.to_thread(heard.recv)
    sender.join()
    return measured


def within(moment, spans):
    """Whether it is inside one of them."""
    return any(began <= moment < ended for began, ended in spans)


def last(seconds):
    """The 99th percentile."""
    return quantiles(seconds, n=100)[98]


def told(seconds):
    """How many there were, and what the middle and the last of a hundred took."""
    return f"{len(seconds):,} median {median(seconds) * 1000:.1f} p99 {last(seconds) * 1000:.1f} ms"


def send_honest(url, ended, telling):
    """Sends signed webhooks until it is ended, and tells when each was sent and what it took."""
    took = []
    with httpx.Client(timeout=60, trust_env=False) as client:
        while not ended.is_set():
            body = json.dumps({"action": "opened", "n": len(took), "at": time.time()}).encode()
            digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
            headers = {
                "x-github-event": "ping",
                "x-github-delivery": f"h{time.time()}",
                "x-hub-signature-256": f"sha256={digest}",
            }
            began = time.monotonic()
            answered = client.post(f"{url}/webhooks/github/acme", content=body, headers=headers)
            took.append((began, time.monotonic() - began))
            assert answered.status_code == 200, answered.status_code
            time.sleep(1 / A_SECOND)
    telling.send(took)
