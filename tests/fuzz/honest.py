"""Sends honest webhooks beside hostile ones, from a process of its own."""

import hashlib
import hmac
import json
import time

import httpx

from tests.fuzz.target import SECRET

A_SECOND = 20
"""Honest webhooks a second."""
FIRST = 40
"""So many are not counted: with them the sender and the service warm up."""


def send_honest(url, ended, told):
    """Sends signed webhooks until it is ended, and tells what each took."""
    seconds = []
    with httpx.Client(timeout=60, trust_env=False) as client:
        while not ended.is_set():
            body = json.dumps({"action": "opened", "n": len(seconds), "at": time.time()}).encode()
            digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
            headers = {
                "x-github-event": "ping",
                "x-github-delivery": f"h{time.time()}",
                "x-hub-signature-256": f"sha256={digest}",
            }
            began = time.perf_counter()
            answered = client.post(f"{url}/webhooks/github/acme", content=body, headers=headers)
            seconds.append(time.perf_counter() - began)
            assert answered.status_code == 200, answered.status_code
            time.sleep(1 / A_SECOND)
    told.send(seconds[FIRST:])
