"""What the threat model and the promises name as their proof is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[a-z_/]+\.py)::(test_\w+)`")
DOCUMENTS = ("threat-model.md", "reliability.md")


def proofs(name):
    return NAMED.findall((ROOT / "deploy" / name).read_text())


@pytest.mark.parametrize(("file", "test"), sorted({one for name in DOCUMENTS for one in proofs(name)}))
def test_what_is_named_as_a_proof_is_a_test(file, test):
    assert f"\ndef {test}(" in (ROOT / file).read_text()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_named_in_another_way(name):
    named = re.findall(r"`(tests/[^`]*)`", (ROOT / "deploy" / name).read_text())
    others = {"tests/deploy/test_promises.py"}

    assert set(named) - {f"{file}::{test}" for file, test in proofs(name)} <= others


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_row_names_its_proof(name):
    rows = [
        row for row in (ROOT / "deploy" / name).read_text().splitlines() if row.startswith("| ") and "---" not in row
    ]
    bare = [row for row in rows if not NAMED.search(row) and not row.endswith((" held by |", " proved by |"))]

    assert [row for row in bare if "`make audit-dependencies`" not in row] == []
