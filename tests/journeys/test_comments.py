"""From a webhook to a comment, on each made-up tracker: what is said, where, and how soon."""

import time

import pytest

from tests.journeys.organisation import Organisation

SOON = 2.0
"""Seconds from a webhook to the comment beside a tracker that answers at once: what the product promises."""


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def native(acme):
    acme.links()


def in_description(acme):
    acme.mia.edits(acme.waiting, body=f"We need the ledger.\n\nBlocked by: {acme.blocker.ref}")


def in_a_comment(acme):
    acme.mia.comments(acme.waiting, f"Blocked by: {acme.blocker.ref}")


@pytest.mark.parametrize("link", [native, in_description, in_a_comment])
def test_a_link_by_each_source_gives_one_comment_soon(live, acme, link):
    started = time.monotonic()
    link(acme)
    while not acme.ours() and time.monotonic() < started + 20:
        time.sleep(0.01)
    took = time.monotonic() - started
    live.settled()

    assert took < SOON
    assert acme.blocker.ref in acme.comment()
    assert acme.notified() == 1
    assert acme.ours(acme.blocker) == []


def test_a_link_that_a_stranger_states_in_a_comment_gives_none(live, acme):
    acme.stranger.comments(acme.waiting, f"Blocked by: {acme.blocker.ref}")
    live.settled()

    assert acme.ours() == []


def test_a_link_of_an_issue_that_nobody_planned_gives_none(live, acme):
    idea = acme.mia.opens(acme.tracker.web, "Some day")
    acme.mia.blocks(idea, by=acme.blocker)
    live.settled()

    assert live.verdict(idea.ref).findings
    assert acme.ours(idea) == []


def natively(acme):
    ticket = acme.mia.opens(acme.tracker.web, "Ledger of our own")
    acme.tracker.is_fallback(acme.mia, acme.waiting, ticket)


def in_the_description(acme):
    acme.fallback()


def by_command(acme):
    ticket = acme.mia.opens(acme.tracker.web, "Ledger of our own")
    acme.mia.comments(acme.waiting, f"/detour fallback {ticket.ref} for {acme.blocker.ref}")


@pytest.mark.parametrize("declare", [natively, in_the_description, by_command])
def test_a_standing_fallback_by_each_source_folds_the_comment(live, acme, declare):
    acme.links()
    live.settled()
    [open_] = acme.ours()

    declare(acme)
    live.settled()

    [folded] = acme.ours()
    assert (folded.id, acme.notified()) == (open_.id, 1)
    assert acme.comment() == f"Settled: {acme.tracker.ref(2)} stands in for {acme.blocker.ref}."


def test_a_fallback_that_goes_away_again_is_said_anew(live, acme):
    acme.links()
    acme.fallback()
    live.settled()
    assert acme.ours() == []

    acme.mia.edits(acme.waiting, body="")
    live.settled()

    assert "no fallback" in acme.comment()


def test_an_answer_that_came_ends_the_comment(live, acme):
    acme.links()
    live.settled()

    acme.mia.closes(acme.blocker)
    live.settled()

    assert acme.blocker.ref in acme.comment()
    assert "no fallback" not in acme.comment()


def leans_on_the_blocker(acme):
    ticket = acme.fallback()
    acme.mia.blocks(ticket, by=acme.mia.opens(acme.tracker.pay, "Another of the payments team"))


def leans_outside(acme):
    ticket = acme.fallback()
    acme.mia.blocks(ticket, by=acme.mia.opens(acme.tracker.ops, "Of a third team"))


def owned_elsewhere(acme):
    acme.fallback(place=acme.tracker.pay)


def dropped(acme):
    acme.mia.closes(acme.fallback(), "not_planned")


def deleted(acme):
    acme.mia.deletes(acme.fallback())


def the_problem_itself(acme):
    acme.declares(acme.waiting)


@pytest.mark.parametrize(
    ("declare", "name", "says"),
    [
        (leans_on_the_blocker, "fallback-leans-on-blocker", "{second} waits on payments too"),
        (leans_outside, "fallback-leans-outside", "{second} waits on an issue in another project"),
        (owned_elsewhere, "fallback-owned-elsewhere", "{theirs} belongs to payments, not to web"),
        (dropped, "fallback-dropped", "{second} was dropped"),
        (deleted, "fallback-dropped", "{second} was deleted or is out of reach"),
        (the_problem_itself, "fallback-is-the-problem", "{first} is this very issue"),
    ],
)
def test_a_false_fallback_is_named_with_its_reason(live, acme, declare, name, says):
    acme.links()
    live.settled()

    declare(acme)
    live.settled()

    first, *rest = acme.comment().splitlines()
    ref, pay = acme.tracker.ref, acme.tracker.pay
    assert says.format(first=ref(1), second=ref(2), theirs=ref(2, pay)) in first
    assert name in "\n".join(rest)


def test_an_edit_that_changes_no_verdict_writes_nothing(live, acme):
    acme.links()
    live.settled()
    before = acme.writes()

    acme.mia.edits(acme.waiting, title="Checkout, the second", body="More words.")
    acme.mia.labels(acme.waiting, "nice")
    acme.mia.comments(acme.waiting, "Any news?")
    live.settled()

    assert acme.writes() == before
