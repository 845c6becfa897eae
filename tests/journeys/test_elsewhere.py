"""Issues that cannot be written on where they were: a repository was renamed, archived, or closed to us."""

import pytest

from tests.journeys.living import configuration, only
from tests.journeys.organisation import Organisation
from tests.journeys.trackers import SECRET

pytestmark = only("github")


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def tries(acme):
    """Where a comment was tried to be written or edited, in order, need briefs aside."""
    return [place for _, path in acme.writes() if not (place := path.split("/repos/")[1]).startswith("acme/pay/")]


def test_the_first_words_follow_an_issue_to_the_new_name_of_its_repository(live, acme):
    ticket = acme.fallback()
    acme.links()
    live.settled()

    acme.mia.renames("acme/web", "shop")
    acme.mia.closes(ticket, "not_planned")
    live.settled()

    assert "was dropped" in acme.comment()
    assert acme.notified() == 1
    assert tries(acme)[:2] == ["acme/web/issues/1/comments", "acme/shop/issues/1/comments"]


def test_a_new_name_of_a_repository_is_no_news(live, acme):
    acme.links()
    live.settled()

    acme.mia.renames("acme/web", "shop")
    acme.mia.edits(acme.waiting, title="Checkout, the second")
    live.settled()

    assert "has no plan B" in acme.comment()
    assert acme.notified() == 1


def test_an_edit_follows_an_issue_to_the_new_name_of_its_repository(live, acme):
    acme.links()
    live.settled()

    acme.mia.renames("acme/web", "shop")
    acme.mia.unblocks(acme.waiting, by=acme.blocker)
    live.settled()

    assert acme.comment() == "Settled: this waits on no other team now."
    [said, *tried, edited] = [path.split("/issues")[0] for path in tries(acme)]
    assert (said, edited) == ("acme/web", "acme/shop")
    assert tried in ([], ["acme/web"])  # the old name is only tried where the new one was not read before


def test_a_blocker_that_is_transferred_gets_another_number_and_id_and_is_no_news(live, acme):
    acme.links()
    live.settled()
    [before] = acme.ours()

    acme.blocker = acme.mia.transfers(acme.blocker, acme.tracker.ops)
    acme.mia.edits(acme.waiting, title="Checkout, the second")
    live.settled()

    [after] = acme.ours()
    assert acme.comment().startswith("This waits on acme/ops#1")
    assert (after.id, acme.notified()) == (before.id, 1)
    assert acme.brief().startswith("acme/web#1 (web) waits on this")
    assert sum(method == "POST" for method, _ in acme.writes()) == 2


def test_an_issue_that_is_transferred_takes_its_comment_along_and_that_is_edited_there(live, acme):
    acme.mia.edits(acme.waiting, body="Needed by 2031-01-31")
    acme.links()
    live.settled()

    acme.waiting = acme.mia.transfers(acme.waiting, acme.tracker.ops)
    live.settled()
    stands = acme.comment()
    acme.mia.unblocks(acme.waiting, by=acme.blocker)
    live.settled()

    assert "has no plan B" in stands
    assert acme.comment() == "Settled: this waits on no other team now."
    assert acme.brief() == "Settled: no other team waits on this now."
    assert sum(method == "POST" for method, _ in acme.writes()) == 2


def test_a_repository_that_may_only_be_read_is_tried_once_and_told(tracker, live, acme, store_url, tmp_path, detour):
    acme.mia.archives("acme/web")
    acme.links()
    live.settled()

    path = tmp_path / "asked.toml"
    path.write_text(configuration(tracker, more=f'[store]\nurl = "{store_url}"\n'))
    _, printed, _ = detour("why", acme.waiting.ref, "--config", path)

    assert (acme.ours(), len(tries(acme))) == ([], 1)
    assert "Repository was archived so is read-only." in printed
    assert SECRET not in printed
