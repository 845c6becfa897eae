"""A command on GitHub is answered by a reaction: once, only where Detour is live, and whatever goes wrong."""

import pytest

from connectors.simulator import failures
from service.pipeline.marks import READING
from service.store.connection import reading
from service.store.work import waiting
from tests.journeys.living import only, serving
from tests.journeys.organisation import Organisation

pytestmark = only("github")
REACTING = ("POST", "*/reactions")


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def reactions(acme, comment):
    """What stands under a comment."""
    [shown] = [one for one in acme.hub.comments_of(comment.issue) if one.id == comment.id]
    return shown.reactions


def tried(acme):
    """How often Detour reacted, or tried to."""
    return sum(method == "POST" and path.endswith("/reactions") for method, path in acme.writes())


def test_a_command_that_was_carried_out_gets_one_thumb(hub, live, acme):
    comment = acme.mia.comments(acme.blocker, "/detour understood")
    live.settled()
    hub.redeliver(*hub.deliveries, times=5)
    acme.mia.labels(acme.blocker, "asked")
    live.settled()

    assert reactions(acme, comment) == ("+1",)
    assert tried(acme) == 1
    assert acme.ours(acme.blocker) == []


def with_a_typo(acme):
    return acme.mia.comments(acme.waiting, "/detour waive #6 until 2026-12-31")


def by_a_stranger(acme):
    return acme.stranger.comments(acme.waiting, "/detour recheck")


@pytest.mark.parametrize("command", [with_a_typo, by_a_stranger])
def test_a_command_that_was_not_carried_out_gets_another_face_beside_the_comment_that_says_why(live, acme, command):
    comment = command(acme)
    live.settled()

    assert reactions(acme, comment) == ("confused",)
    assert "was not carried out" in acme.comment()


def test_words_that_are_no_command_get_none(live, acme):
    comment = acme.mia.comments(acme.waiting, f"Blocked by {acme.blocker.ref}")
    live.settled()

    assert (reactions(acme, comment), tried(acme)) == ((), 0)


def test_a_command_that_its_author_mends_is_answered_anew(live, acme):
    comment = with_a_typo(acme)
    live.settled()
    acme.mia.edits_comment(comment, "/detour waive #6 until 2026-12-31 because the launch can wait")
    live.settled()

    assert reactions(acme, comment) == ("+1",)


def test_a_command_that_somebody_else_mends_is_none_any_more(live, acme):
    comment = acme.mia.comments(acme.waiting, "/detour recheck")
    live.settled()
    lea = acme.hub.person("lea", writes=(acme.tracker.web,))
    lea.edits_comment(comment, "/detour understood")
    live.settled()

    assert reactions(acme, comment) == ("confused",)


@pytest.mark.parametrize("member", [True, False])
def test_a_risk_is_accepted_by_the_team_that_waits(tracker, store, tmp_path, member):
    acme = Organisation(tracker)
    somebody = acme.mia if member else tracker.hub.person("lea", writes=(tracker.web,))
    with serving(tracker, store, tmp_path / "detour.toml", members=[tracker.account(somebody)]) as live:
        tracker.tells(live)
        waives = f"/detour waive {acme.blocker.ref} until 2026-12-31 because the launch can wait"
        comment = acme.mia.comments(acme.waiting, waives)
        live.settled()

    assert reactions(acme, comment) == ("+1" if member else "confused",)


FAULTS = {
    "502": failures.server_error(502),
    "dropped": failures.dropped(),
    "502 afterwards": failures.bad_gateway_afterwards(),
    "dropped afterwards": failures.dropped_afterwards(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_answer_that_failed_is_given_in_the_end_and_only_once(hub, live, acme, fault):
    hub.fails(fault, *REACTING)
    comment = acme.mia.comments(acme.blocker, "/detour understood")
    live.settled()

    assert reactions(acme, comment) == ("+1",)
    assert tried(acme) == 2


def test_an_answer_that_a_process_could_not_give_is_given_by_the_next_one(tracker, hub, store, tmp_path):
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        hub.fails(failures.bad_gateway_afterwards(), *REACTING, times=1000)
        comment = acme.mia.comments(acme.blocker, "/detour understood")
        live.until(lambda: tried(acme))
    hub.heals()
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        live.settled()

    assert reactions(acme, comment) == ("+1",)


def test_an_answer_follows_its_comment_to_the_new_name_of_a_repository(live, acme):
    acme.hub.fails(failures.server_error(502), *REACTING)
    comment = acme.mia.comments(acme.blocker, "/detour understood")
    live.until(lambda: tried(acme))
    acme.mia.renames("acme/pay", "money")
    live.settled()

    assert reactions(acme, comment) == ("+1",)


def test_an_answer_goes_where_a_reading_says_that_ends_just_before_it(live, acme, monkeypatch):
    def wait_for_reading(answering, claim, _lease, _now):
        def is_read():
            with reading(answering.engine) as connection:
                return not any(waiting(connection, lane, [claim.issue_id]) for lane in READING)

        live.until(is_read)
        return False

    monkeypatch.setattr("service.pipeline.marks.BEHIND_READING", 0.0)
    monkeypatch.setattr("service.pipeline.answers.Answering._waits", wait_for_reading)
    acme.hub.fails(failures.server_error(502), *REACTING)
    comment = acme.mia.comments(acme.blocker, "/detour understood")
    live.until(lambda: tried(acme))
    acme.mia.renames("acme/pay", "money")
    live.settled()

    assert reactions(acme, comment) == ("+1",)


def test_a_comment_that_was_deleted_meanwhile_holds_nothing_up(live, acme):
    acme.hub.fails(failures.server_error(502), *REACTING)
    acme.links()
    comment = acme.mia.comments(acme.waiting, "/detour recheck")
    live.until(lambda: tried(acme))
    acme.mia.deletes_comment(comment)
    live.settled()

    assert "has no plan B" in acme.comment()


def test_in_a_dry_run_nobody_is_answered_and_going_live_answers_who_commands_from_then_on(tracker, store, tmp_path):
    with serving(tracker, store, tmp_path / "detour.toml", mode="dry-run") as silent:
        tracker.tells(silent)
        acme = Organisation(tracker)
        before = acme.mia.comments(acme.blocker, "/detour understood")
        silent.settled()
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        tracker.tells(live)
        live.settled()
        after = acme.mia.comments(acme.blocker, "/detour recheck")
        live.settled()

    assert (reactions(acme, before), reactions(acme, after)) == ((), ("+1",))
