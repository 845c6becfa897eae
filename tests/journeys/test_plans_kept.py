"""``detour what-if`` and ``detour fire-drill`` without saved files: from the store of a service that runs beside."""

import pytest

from service.cli import main
from tests.journeys.living import configuration, only, serving
from tests.journeys.organisation import Organisation

pytestmark = only("github")


@pytest.fixture
def kept(tracker, store, store_url, tmp_path, capsys):
    """The command on the store, after issues were linked."""
    with serving(tracker, store, tmp_path / "service.toml", mode="dry-run") as live:
        tracker.tells(live)
        Organisation(tracker).links()
        live.settled()
    path = tmp_path / "detour.toml"
    path.write_text(configuration(tracker, mode="dry-run", more=f'[store]\nurl = "{store_url}"\n'))
    capsys.readouterr()  # what the service logged

    def run(*words):
        return main([*words, "--config", str(path)]), *capsys.readouterr()

    return run


def test_the_store_tells_what_if_and_holds_a_drill(kept):
    status, what_if, _ = kept("what-if", "acme/pay#1")
    drill_status, drill, _ = kept("fire-drill", "--blockers", "acme/pay#1")

    assert (status, drill_status) == (0, 0)
    assert what_if.startswith("acme/pay#1  ")
    assert "acme/pay#1" in drill


def test_an_issue_that_the_store_does_not_know_is_refused(kept):
    status, _, refused = kept("what-if", "acme/web#77")

    assert status == 2
    assert "acme/web#77 is none of the" in refused
