"""JSON answers of a made-up tracker."""

from __future__ import annotations

import json

from connectors.simulator.serving import Answer


def json_answer(status: int, document: object, kind: str = "application/json;charset=UTF-8", **headers: str) -> Answer:
    """An answer; underscores in the names of ``headers`` stand for hyphens."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Answer(status, json.dumps(document).encode(), {"Content-Type": kind, **named})
