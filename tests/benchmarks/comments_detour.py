"""The Detour of the figure ``comments``, wired as ``detour serve`` wires it, but for the pace at which it writes.

Tells its address, and runs until there is nothing more to read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from service.collector import settle_collector
from service.demonstration.stage import on_stage
from service.logs import silence
from service.serving import take_short_turns
from service.settings import load
from service.wiring import ready_store


def main(path):
    settings = load(Path(path), {})
    silence()
    settle_collector()
    take_short_turns()
    with ready_store(settings) as engine, on_stage((), engine, settings) as stage:
        sys.stdout.write(json.dumps({"address": stage.address}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
