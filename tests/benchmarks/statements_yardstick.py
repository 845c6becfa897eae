"""One run of the yardstick for the figure ``statements``: msgspec decoding the fields that Detour reads, no more."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from connectors.jira.dialect import DEFAULT_FIELDS
from connectors.jira.documents import decoder
from tests.benchmarks.measure import Stopwatch


def main(path):
    lines = Path(path).read_bytes().splitlines()
    decode = decoder(tuple(sorted(DEFAULT_FIELDS.values()))).decode
    watch = Stopwatch(time.process_time)
    links = 0
    for line in lines:
        links += len(decode(line).fields.issuelinks or ())
    watch.tell(issues=len(lines), links=links)


if __name__ == "__main__":
    main(*sys.argv[1:])
