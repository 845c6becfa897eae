"""The floor of the figure ``statements``: msgspec's decoding, and the same objects that Detour makes, of ready values.

Nothing is understood in between: it is what Python asks for the objects of the answer, whoever finds out what is in it.
"""

from __future__ import annotations

import sys
import time
from dataclasses import fields, is_dataclass
from pathlib import Path

from connectors.jira.dialect import DEFAULT_FIELDS
from connectors.jira.documents import decoder
from tests.benchmarks.measure import Stopwatch
from tests.benchmarks.statements_detour import reader


def main(path):
    lines, issues = Path(path).read_bytes().splitlines(), reader()
    ready = [list(makings(issues.facts(line), set())) for line in lines]
    decode = decoder(tuple(sorted(DEFAULT_FIELDS.values()))).decode
    watch = Stopwatch(time.process_time)
    for line in lines:
        decode(line)
    watch.lap("decoding")
    objects = 0
    for each in ready:
        for make, given in each:
            make(**given)
        objects += len(each)
    watch.lap("objects")
    watch.tell(issues=len(lines), objects=objects)


def makings(value, seen):
    """The objects in a value, each once and the inner ones first, as what makes it and what it is made of."""
    if isinstance(value, tuple):
        for one in value:
            yield from makings(one, seen)
    elif is_dataclass(value) and id(value) not in seen:
        seen.add(id(value))
        given = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        for one in given.values():
            yield from makings(one, seen)
        yield type(value), given


if __name__ == "__main__":
    main(*sys.argv[1:])
