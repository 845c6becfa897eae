"""The made-up GitHub of the figure ``beside``, with so many open issues, and the webhooks of what happens on some.

It gives way to everything else on the machine, for it stands for machines of others. Tells where it is, and runs until
there is nothing more to read.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

from connectors.simulator.github import simulated_github
from tests.benchmarks.beside_senders import BODY_BYTES
from tests.organisation import Shape, draw, settle_on_github

ISSUES_PER_REPOSITORY = 250
WEBHOOKS = 500
PROSE = "It has to be done. "


def main(issues, path):
    os.nice(19)
    gc.disable()  # nothing here ever goes away
    with simulated_github() as hub:
        hub.api.limits.hourly = 10**9  # waiting for an hour to end is no audit
        shape = Shape(issues=round(issues / Shape.open), teams=max(12, issues // ISSUES_PER_REPOSITORY), uneven=1.1)
        opened = [one for one in settle_on_github(hub, draw(shape)).values() if one.closed_at is None]
        path.write_bytes(b"\n".join(happened(hub, opened[:: max(1, len(opened) // WEBHOOKS)])))
        told = {"api_url": hub.api_url, "token": hub.bot_token, "issues": len(opened)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


def happened(hub, issues):
    """What GitHub tells of issues whose descriptions somebody makes longer, each as long as webhooks usually are."""
    hub.webhook_to("http://127.0.0.1:9/", "unused")
    mia = hub.person("mia")
    with hub.webhooks_held() as held:
        for one in issues:
            mia.edits(one, title=f"{one.title}, soon")
            short = BODY_BYTES - len(held[-1].body)
            words = one.body or ""
            mia.edits(one, body=f"{words}\n\n{(PROSE * short)[: short - len(words)]}")
        bodies = [one.body for one in held[1::2]]
        held.clear()
    return bodies


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
