"""Every figure of the scale plan names what prints it, and what it names is there."""

import re

from tests.benchmarks.__main__ import BENCHMARKS
from tests.documents.reading import ROOT

TEXT = (ROOT / "deploy" / "scale.md").read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if line.startswith("| ")]
FIGURES = ROWS[2 : next(at for at, row in enumerate(ROWS) if row[0] == "sign")]
SAME = "the same"


def test_every_figure_stands_beside_a_command_that_prints_it():
    commands = [row[2] for row in FIGURES if row[2] != SAME]

    assert FIGURES[0][2] != SAME
    assert {found for one in commands for found in re.findall(r'BENCH="?([a-z]+)', one)} <= BENCHMARKS.keys()
    assert all(re.fullmatch(r"`make (bench BENCH=.+|faults)`", one) for one in commands)


def test_figures_that_the_readme_tells_too_are_the_same():
    readme = (ROOT / "README.md").read_text("utf-8")
    speed = readme.partition("## Speed")[2].partition("\n## ")[0]
    told = {row[0]: row[1] for row in FIGURES}
    shared = [
        text
        for name, text in told.items()
        if any(word in name for word in ("webhooks kept", "requests for", "slowest"))
    ]

    assert len(shared) == 3
    assert all(number in speed for text in shared for number in re.findall(r"\d+(?:[.,]\d+)*", text))
