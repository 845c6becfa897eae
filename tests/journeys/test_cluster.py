"""Several machines: any number of workers, each lane in one at a time, and whoever dies is replaced."""

from tests.journeys.fleets import fleet_beside
from tests.journeys.organisation import Organisation


def test_three_workers_say_what_one_process_says(postgres_store, tracker, tmp_path):
    with fleet_beside((tracker,), postgres_store, tmp_path / "detour.toml") as fleet:
        fleet.serves()
        for _ in range(3):
            fleet.works()
        acme = Organisation(tracker)
        issues = [acme.plans(tracker.web, f"Feature {number}") for number in range(3)]
        for issue in issues:
            acme.mia.blocks(issue, by=acme.blocker)

        fleet.detour.settled(60)

        assert [len(acme.shown(issue)) for issue in issues] == [1, 1, 1]
