"""What the asked team reads: one need brief on the blocker, which sums up all who ask and follows what they say."""

import random

import pytest

from connectors.simulator import failures
from tests.exploring import times
from tests.journeys.living import only, serving
from tests.journeys.organisation import Organisation

VISIBLE = '[[visibility]]\ncontainers = ["github:acme/*", "jira:*"]\n'
FIRST = "waits on this, needed by"


@pytest.fixture
def served(tracker, store, tmp_path):
    """Serves with other choices than those of most tests."""

    def serve(**choices):
        choices.setdefault("more", VISIBLE)
        return serving(tracker, store, tmp_path / "detour.toml", **choices)

    return serve


@pytest.fixture
def live(tracker, served):
    with served() as live:
        tracker.tells(live)
        yield live


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def asks_too(acme, title="Search"):
    """Another planned issue of the web team."""
    other = acme.plans(acme.tracker.web, title)
    acme.mia.blocks(other, by=acme.blocker)
    return other


def test_who_asks_first_begins_the_brief(live, acme):
    acme.links()
    live.settled()

    assert acme.brief().splitlines()[0].startswith(f"{acme.waiting.ref} (web) {FIRST}")
    assert "No reply needed: an answer either way helps." in acme.brief()
    assert f"{acme.waiting.ref} Checkout (web): needed by" in acme.brief()
    assert "It has no plan B." in acme.brief()
    assert acme.notified(acme.blocker) == 1


def test_who_asks_besides_is_added_in_place_and_notifies_nobody(live, acme):
    acme.links()
    live.settled()
    [before] = acme.ours(acme.blocker, "need-brief")

    other = asks_too(acme)
    live.settled()

    [after] = acme.ours(acme.blocker, "need-brief")
    assert acme.brief().startswith("2 issues of other teams wait on this, the first needed by")
    assert f"{other.ref} Search (web): needed by" in acme.brief()
    assert (after.id, acme.notified(acme.blocker)) == (before.id, 1)


def test_it_follows_why_by_when_and_at_what_cost_without_notifying_anybody(live, acme):
    acme.links()
    ticket = acme.mia.opens(acme.tracker.web, "Ledger of our own")
    live.settled()

    lines = ["Needed because the law changes", "Needed by 2030-01-31", f"Fallback: {ticket.ref}", "Cost: build 3d"]
    acme.mia.edits(acme.waiting, body="\n\n".join(lines))
    live.settled()
    first = acme.brief()
    acme.mia.edits(acme.waiting, body="\n\n".join([*lines[:1], "Needed by 2030-02-28", *lines[2:3], "Cost: build 5d"]))
    live.settled()

    assert "needed by 31 Jan 2030 (its text), because the law changes. Its plan B is" in first
    assert f"Its plan B is {ticket.ref}: build 3d." in first
    assert "needed by 28 Feb 2030" in acme.brief()
    assert f"{ticket.ref}: build 5d." in acme.brief()
    assert acme.notified(acme.blocker) == 1


def test_a_fallback_that_is_dropped_is_none(live, acme):
    ticket = acme.fallback()
    acme.links()
    live.settled()
    before = acme.brief()

    acme.mia.closes(ticket, "not_planned")
    live.settled()

    assert f"Its plan B is {ticket.ref}: nobody has said what it costs." in before
    assert "It has no plan B." in acme.brief()


def test_the_asked_team_says_that_it_has_understood(live, acme):
    acme.links()
    live.settled()
    acme.stranger.comments(acme.blocker, "/detour understood")
    live.settled()
    before, notified = acme.brief(), acme.notified(acme.blocker)

    acme.mia.comments(acme.blocker, "/detour understood")
    live.settled()

    assert "It is understood here" not in before
    assert "It is understood here, which is no promise." in acme.brief().splitlines()[0]
    assert acme.notified(acme.blocker) == notified


def test_the_asked_team_says_whether_an_away_team_may_come(live, acme):
    acme.links()
    acme.mia.comments(acme.blocker, "Away team: yes, guide @noor, until 2030-03-01")
    live.settled()

    assert "An away team is welcome, with @noor as its guide, until 1 Mar 2030." in acme.brief()


def test_what_the_asked_team_answers_there_is_known_where_it_is_waited_for(live, acme):
    acme.links()
    ticket = acme.fallback()
    acme.mia.edits(acme.waiting, body=f"Fallback for {acme.blocker.ref}: {ticket.ref} (hack)")
    live.settled()
    before = found(live, acme)

    acme.mia.comments(acme.blocker, "Away team: no, no bandwidth")
    live.settled()

    assert ("DT204" in before, "DT204" in found(live, acme)) == (True, False)
    assert "An away team is not possible." in acme.brief()


def found(live, acme):
    return {finding.code for finding in live.verdict(acme.waiting.ref).findings}


def ceases_to_wait(acme):
    acme.mia.unblocks(acme.waiting, by=acme.blocker)


def is_done_otherwise(acme):
    acme.mia.closes(acme.waiting)


def drops_the_link(acme):
    acme.mia.comments(acme.waiting, f"/detour drop {acme.blocker.ref} because we do something else")


@pytest.mark.parametrize("ends", [ceases_to_wait, is_done_otherwise, drops_the_link])
def test_when_nobody_waits_any_more_it_folds_to_one_line(live, acme, ends):
    acme.links()
    live.settled()

    ends(acme)
    live.settled()

    assert acme.brief() == "Settled: no other team waits on this now."
    assert acme.notified(acme.blocker) == 1


def test_when_the_blocker_is_closed_it_folds(live, acme):
    acme.links()
    live.settled()

    acme.mia.closes(acme.blocker)
    live.settled()

    assert acme.brief() == "Settled: this issue is closed."
    assert acme.notified(acme.blocker) == 1


def test_who_asks_after_all_had_gone_is_a_first_one_again(live, acme):
    acme.links()
    live.settled()
    ceases_to_wait(acme)
    live.settled()

    other = asks_too(acme)
    live.settled()

    assert acme.brief().startswith(f"{other.ref} (web) {FIRST}")
    assert acme.notified(acme.blocker) == 2


def test_an_idea_asks_for_nothing_until_it_is_planned_but_is_summed_up_beside_a_plan(live, acme):
    idea = acme.mia.opens(acme.tracker.web, "Some day")
    acme.mia.blocks(idea, by=acme.blocker)
    live.settled()
    before = acme.briefs()

    acme.links()
    live.settled()

    assert before == []
    assert acme.brief().startswith("2 issues of other teams wait on this, the first needed by")
    assert f"{idea.ref} Some day (web): no day is named, not planned." in acme.brief()


def test_what_a_person_deleted_does_not_come_back_for_who_asks_besides(live, acme):
    acme.links()
    live.settled()
    [comment] = acme.ours(acme.blocker, "need-brief")

    acme.mia.deletes_comment(comment)
    asks_too(acme)
    live.settled()

    assert acme.briefs() == []


def test_an_edit_that_tells_nothing_else_writes_nothing(live, acme):
    acme.links()
    live.settled()
    before = acme.writes()

    acme.mia.edits(acme.waiting, title="Checkout, the second")
    acme.mia.comments(acme.blocker, "We know.")
    acme.mia.labels(acme.blocker, "asked")
    live.settled()

    assert acme.writes() == before


def test_a_write_that_happened_although_it_seemed_to_fail_is_found(hub, live, acme):
    hub.fails(failures.bad_gateway_afterwards(), *acme.tracker.new_comment, times=2)
    acme.links()
    live.settled()

    assert FIRST in acme.brief()
    assert acme.notified(acme.blocker) == 1
    assert acme.notified() == 1


def a_day(acme):
    """What changes briefs again and again, and ends with two who ask."""
    acme.links()
    asks_too(acme)
    acme.mia.comments(acme.blocker, "/detour understood")
    acme.fallback()
    acme.mia.edits(acme.waiting, body="Needed by 2030-01-31")


def test_many_deliveries_of_each_webhook_say_what_one_says(hub, live, acme):
    a_day(acme)
    live.settled()
    before, writes = acme.brief(), acme.writes()

    hub.redeliver(*hub.deliveries, times=times(5, 20))
    live.settled(120)

    assert "It is understood here" in before
    assert (acme.brief(), acme.writes()) == (before, writes)


@pytest.mark.parametrize("order", ["reversed", 1, 2])
def test_webhooks_in_any_order_end_in_the_same_brief_and_one_notification(hub, live, acme, order):
    with hub.webhooks_held() as held:
        a_day(acme)
        if order == "reversed":
            held.reverse()
        else:
            random.Random(order).shuffle(held)
    live.settled()

    assert acme.brief().startswith("2 issues of other teams wait on this, the first needed by")
    assert "needed by 31 Jan 2030 (its text). It has no plan B." in acme.brief()
    assert "It is understood here" in acme.brief()
    assert acme.notified(acme.blocker) == 1


def asked(served, tracker, **choices):
    """What stands on a blocker for which somebody asks, and what was written anywhere."""
    with served(**choices) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.links()
        live.settled()
        return acme


def test_in_a_dry_run_it_is_shown_and_not_said(served, tracker, store_url, tmp_path, detour):
    acme = asked(served, tracker, mode="dry-run", more=f'{VISIBLE}[store]\nurl = "{store_url}"\n')

    _, printed, _ = detour("why", acme.blocker.ref, "--config", tmp_path / "detour.toml")

    assert acme.writes() == []
    assert "need brief: not said here: a dry run," in printed


def place(tracker, name):
    """Detour is live in one repository or project."""
    if tracker.name == "github":
        return f'repositories = {{ "acme/{name}" = "live" }}'
    return f'projects = {{ {name.upper()} = "live" }}'


@pytest.mark.parametrize("name", ["web", "pay"])
def test_it_stands_only_where_detour_speaks(served, tracker, name):
    acme = asked(served, tracker, mode="dry-run", more=f"{place(tracker, name)}\n{VISIBLE}")

    assert (len(acme.ours()), len(acme.briefs())) == (name == "web", name == "pay")


@pytest.mark.parametrize(("rules", "said"), [('"missing-fallback"', 0), ('"need_brief"', 1)])
def test_the_settings_tell_whether_it_may_be_said(served, tracker, rules, said):
    acme = asked(served, tracker, more=f"rules = [{rules}]\n{VISIBLE}")

    assert (len(acme.ours()), len(acme.briefs())) == (1 - said, said)


def test_without_a_visibility_group_an_ask_that_its_readers_cannot_see_is_told_without_its_names(served, tracker):
    with served(more="") as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.mia.edits(acme.waiting, body=f"Blocked by {acme.blocker.ref}")
        live.settled()
        unseen = acme.brief()
        other = asks_too(acme)
        live.settled()

    assert unseen.startswith("An issue in another project waits on this, needed by")
    assert not [word for word in (acme.waiting.ref, "Checkout", "web") if word in unseen]
    assert acme.notified(acme.blocker) == 1
    assert acme.brief().startswith("2 issues of other teams wait on this")
    assert other.ref in acme.brief()
    assert "1 issue in another project, needed by" in acme.brief()
    assert not [word for word in (acme.waiting.ref, "Checkout", "Search") if word in acme.brief()]


def test_going_live_says_nothing_of_who_asked_before_and_sums_them_up_with_who_asks_next(served, tracker):
    acme = asked(served, tracker, mode="dry-run")
    with served() as live:
        tracker.tells(live)
        live.settled()
        acme.mia.edits(acme.waiting, body="Needed by 2030-01-31")
        live.settled()
        before = acme.writes()

        asks_too(acme)
        live.settled()

    assert before == []
    assert acme.brief().startswith("2 issues of other teams wait on this")
    assert acme.notified(acme.blocker) == 1


def test_saying_briefs_from_now_on_says_none_of_who_asked_before(served, tracker):
    """Whether by the settings, or by a Detour that did not know of them."""
    acme = asked(served, tracker, more=f'rules = ["missing-fallback"]\n{VISIBLE}')
    with served() as live:
        tracker.tells(live)
        live.settled()

    assert acme.briefs() == []


@only("github")
def test_an_issue_of_a_repository_that_is_not_the_organisations_own_is_left_alone(served, tracker):
    foreign = tracker.hub.person("ada", writes=("elsewhere/library",)).opens("elsewhere/library", "A bug of theirs")
    with served(more='[[visibility]]\ncontainers = ["github:acme/*", "github:elsewhere/*"]\n') as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.mia.edits(acme.waiting, body=f"Blocked by {foreign.ref}")
        live.settled()

    assert acme.briefs(foreign) == []
    assert f"This waits on {foreign.ref}" in acme.comment()
