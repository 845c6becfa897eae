"""Quiet spells: people end them, and Detour and automation accounts do not. Lived on each tracker."""

import pytest

from service.store.connection import reading
from service.store.neighbourhoods import everything
from tests.journeys.living import serving
from tests.journeys.organisation import Organisation
from tests.kept import facts_in

POLICY = """
[policy]
select = ["ALL", "request-gone-quiet"]
automation_accounts = ["{account}"]
"""


class Quiet(Organisation):
    """``waiting`` names what it waits on, which is done; so what happens to ``blocker`` has Detour speak elsewhere."""

    def __init__(self, tracker, live, robot):
        self.live, self.robot = live, robot
        super().__init__(tracker)
        self.mia.edits(self.waiting, body=f"Blocked by: {self.blocker.ref}")
        self.mia.closes(self.blocker)
        live.settled()

    def days(self):
        """For how many days the store takes the waiting issue to be quiet."""
        with reading(self.live.engine) as connection:
            known = {one.issue.ref.text: one.issue for one in facts_in(everything(connection))}
        return (self.hub.world.now() - known[self.waiting.ref].moved).days

    def passes(self, days):
        self.hub.world.passes(days=days)

    def settles(self):
        self.live.settled()
        return self.days()


@pytest.fixture
def acme(tracker, store, tmp_path):
    places = (tracker.web, tracker.pay, tracker.ops)
    robot = tracker.hub.person("robot", writes=places)
    with serving(tracker, store, tmp_path / "detour.toml", more=POLICY.format(account=tracker.account(robot))) as live:
        tracker.tells(live)
        yield Quiet(tracker, live, robot)


def test_our_comment_and_its_later_edit_do_not_end_a_quiet_spell_and_a_persons_comment_does(acme):
    acme.passes(20)
    acme.mia.reopens(acme.blocker)
    after_comment = acme.settles()
    [said] = acme.shown()
    acme.passes(20)
    acme.mia.closes(acme.blocker)
    after_edit = acme.settles()
    [settled] = acme.shown()
    acme.passes(20)
    acme.mia.comments(acme.waiting, "We have begun.")
    after_mia = acme.settles()

    assert said != settled
    assert (after_comment, after_edit, after_mia) == (20, 40, 0)


def test_what_people_did_before_our_comment_stays_known(acme):
    acme.passes(20)
    acme.mia.labels(acme.waiting, "checkout")
    acme.live.settled()
    acme.passes(5)
    acme.mia.reopens(acme.blocker)

    assert acme.settles() == 5
    assert len(acme.ours()) == 1


def test_a_new_comment_in_place_of_a_former_one_ends_no_quiet_spell(acme):
    acme.mia.reopens(acme.blocker)
    acme.live.settled()
    [first] = acme.ours()
    acme.mia.closes(acme.blocker)
    acme.live.settled()
    acme.passes(20)
    acme.mia.reopens(acme.blocker)

    assert acme.settles() == 20
    assert [one.id for one in acme.ours()] != [first.id]


def comments(acme):
    acme.robot.comments(acme.waiting, "The nightly build is green.")


def changes_a_comment(acme):
    acme.robot.edits_comment(acme.said_before, "The nightly build is red.")


def labels(acme):
    acme.robot.labels(acme.waiting, "nightly")


def edits(acme):
    acme.robot.edits(acme.waiting, title="Checkout (nightly)")


@pytest.mark.parametrize("does", [comments, changes_a_comment, labels, edits])
def test_what_an_automation_account_does_ends_no_quiet_spell(acme, does):
    acme.said_before = acme.robot.comments(acme.waiting, "The nightly build is not there yet.")
    acme.live.settled()
    acme.passes(20)

    does(acme)

    assert acme.settles() == 20


@pytest.mark.parametrize("does", [labels, edits])
def test_what_any_other_account_does_ends_it(acme, does):
    acme.robot = acme.hub.person("ben", writes=(acme.tracker.web,))
    acme.passes(20)

    does(acme)

    assert acme.settles() == 0


def test_an_automation_account_that_answers_at_once_hides_no_person(acme):
    acme.passes(20)
    with acme.hub.world.lock:
        acme.mia.labels(acme.waiting, "checkout")
        acme.robot.comments(acme.waiting, "Thank you for the label.")

    assert acme.settles() == 0
