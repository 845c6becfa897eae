"""Random schedules of webhooks and faults end in the comments of a clean audit. The long form: ``make faults``."""

import pytest

from tests.exploring import times
from tests.faults.schedules import lived

STEPS = 30
SEEDS = range(14, 14 + times(1, 20))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "store_url"),
    [("github", "sqlite"), ("cloud", "postgresql"), ("datacenter", "sqlite")],
    indirect=["store_url"],
    ids=["github-sqlite", "cloud-postgresql", "datacenter-sqlite"],
)
def test_whatever_goes_wrong_what_stands_in_the_end_is_what_a_clean_audit_says(name, store, store_url, tmp_path, seed):
    del store  # migrated
    outcome = lived(name, store_url, tmp_path, seed, STEPS)

    assert outcome.different == []
    assert outcome.doubled == []
    assert outcome.dead == 0
    assert outcome.comments > 0
