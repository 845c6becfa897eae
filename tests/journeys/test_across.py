"""An organisation whose teams sit on two trackers: the web team on one, the payments team on the other.

What is linked across, by text, by a remote link or by a command, is judged and spoken of where it waits; what changes
on one side speaks on the other; and no more is told of the other side than its readers may know.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.living import serving
from tests.journeys.trackers import github, jira

VISIBLE = '[[visibility]]\ncontainers = ["github:acme/*", "jira:*"]\n'


class Across:
    """``waiting`` is the web team's on ``here``, ``blocker`` the payments team's on ``there``."""

    def __init__(self, here, there, live):
        self.here, self.there, self.live = here, there, live
        self.mia = here.hub.person("mia", writes=(here.web, here.pay))
        self.noor = there.hub.person("noor", writes=(there.pay, there.web))
        self.blocker = self.noor.opens(there.pay, "Secret ledger")
        self.waiting = self.plans("Checkout")

    def plans(self, title):
        issue = self.mia.opens(self.here.web, title)
        self.mia.sets_milestone(issue, "Launch", datetime.now(UTC) + timedelta(days=60))
        return issue

    def url(self, issue):
        """Where people look at an issue of ``there``."""
        path = issue.ref.replace("#", "/issues/") if "#" in issue.ref else f"browse/{issue.ref}"
        return f"{self.there.hub.address}/{path}"

    def said(self, issue=None, tracker=None, role="verdict"):
        """What people read of us on an issue, one text a comment."""
        tracker = tracker or self.here
        thread = tracker.hub.comments_of(issue or self.waiting)
        ours = (one for one in thread if one.author == tracker.hub.bot.login)
        return [tracker.text(one) for one in ours if tracker.role(one) == role]

    def briefs(self):
        """What people read in the need briefs on the blocker."""
        return self.said(self.blocker, self.there, "need-brief")

    def comment(self):
        [only] = self.said()
        return only


@dataclass(frozen=True)
class Pair:
    """Opens the tracker that waits and the one that is waited for; ``home`` is the kind of store to live with."""

    here: object
    there: object
    home: str


def datacenter():
    return jira("datacenter")


PAIRS = {
    "github waits on jira cloud": Pair(github, jira, "sqlite"),
    "jira cloud waits on github": Pair(jira, github, "postgresql"),
    "jira data center waits on github": Pair(datacenter, github, "sqlite"),
    "github waits on jira data center": Pair(github, datacenter, "postgresql"),
}


@pytest.fixture(params=PAIRS.values(), ids=PAIRS)
def pair(request):
    return request.param


@pytest.fixture
def more():
    """More of the configuration."""
    return ""


@pytest.fixture
def acme(pair, store, tmp_path, more):
    path = tmp_path / "detour.toml"
    with pair.here() as here, pair.there() as there, serving((here, there), store, path, more=more) as live:
        here.tells(live)
        there.tells(live)
        acme = Across(here, there, live)
        live.settled()
        yield acme


def in_the_description(acme):
    acme.mia.edits(acme.waiting, body=f"We need it.\n\nBlocked by: {acme.blocker.ref}")


def by_its_address(acme):
    acme.mia.edits(acme.waiting, body=f"Depends on {acme.url(acme.blocker)}")


def in_a_comment(acme):
    acme.mia.comments(acme.waiting, f"Blocked by: {acme.blocker.ref}")


LINKS = [in_the_description, by_its_address, in_a_comment]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_to_the_other_tracker_gives_one_comment_where_it_waits(acme, link):
    link(acme)
    acme.live.settled()

    assert acme.comment().startswith(f"This waits on {acme.blocker.ref}")
    assert "no plan B" in acme.comment()
    assert acme.said(acme.blocker, acme.there) == []


FROM_JIRA = [name for name in PAIRS if name.startswith("jira")]
TO_JIRA = [name for name in PAIRS if name.startswith("github")]


def lived_by(names):
    """GitHub has no links that lead out of it but those of its texts."""
    return pytest.mark.parametrize("pair", [PAIRS[name] for name in names], ids=names, indirect=True)


@lived_by(FROM_JIRA)
def test_a_remote_link_of_jira_is_a_link_too(acme):
    acme.mia.adds_remote_link(acme.waiting, acme.url(acme.blocker), "is blocked by", "the ledger")
    acme.mia.labels(acme.waiting, "urgent")  # no webhook tells of a remote link; the next one finds it
    acme.live.settled()
    [waits] = acme.said()

    acme.mia.removes_remote_link(acme.waiting, acme.url(acme.blocker))
    acme.mia.unlabels(acme.waiting, "urgent")
    acme.live.settled()

    assert waits.startswith(f"This waits on {acme.blocker.ref}")
    assert acme.comment() == "Settled: this waits on no other team now."


@lived_by(TO_JIRA)
def test_a_remote_link_of_the_blocker_is_a_link_too_and_hidden_from_who_cannot_see_it(acme):
    here = acme.here.hub.address + "/" + acme.waiting.ref.replace("#", "/issues/")
    acme.noor.adds_remote_link(acme.blocker, here, "blocks", "the checkout")
    acme.noor.labels(acme.blocker, "asked")
    acme.live.settled()

    assert acme.comment().startswith("This waits on an issue in another project and has no plan B.")
    assert acme.blocker.ref not in acme.comment()  # the readers of this issue are not told of it here


def test_an_answer_on_the_other_tracker_ends_the_comment(acme):
    in_the_description(acme)
    acme.live.settled()

    acme.noor.closes(acme.blocker)
    acme.live.settled()

    assert acme.comment() == f"Settled: {acme.blocker.ref} is done."


def test_a_blocker_that_is_dropped_on_the_other_tracker_is_told_here(acme):
    in_the_description(acme)
    acme.live.settled()

    acme.noor.closes(acme.blocker, "not_planned")
    acme.live.settled()

    assert f"{acme.blocker.ref} (payments) was closed without being done" in acme.comment()


def by_text(acme, ticket):
    lines = [f"Blocked by: {acme.blocker.ref}", f"Fallback for {acme.blocker.ref}: {ticket.ref}"]
    acme.mia.edits(acme.waiting, body="\n\n".join(lines))


def by_command(acme, ticket):
    acme.mia.comments(acme.waiting, f"/detour fallback {ticket.ref} for {acme.blocker.ref}")


@pytest.mark.parametrize("declare", [by_text, by_command])
def test_a_fallback_of_our_own_team_may_live_on_the_other_tracker(acme, declare):
    in_the_description(acme)
    acme.live.settled()

    ticket = acme.noor.opens(acme.there.web, "Ledger of our own")
    declare(acme, ticket)
    acme.live.settled()

    assert acme.comment() == f"Settled: {ticket.ref} stands in for {acme.blocker.ref}."


def test_a_fallback_that_falls_on_the_other_tracker_is_told_here(acme):
    ticket = acme.noor.opens(acme.there.web, "Ledger of our own")
    by_text(acme, ticket)
    acme.live.settled()
    before = acme.said()

    acme.noor.closes(ticket, "not_planned")
    acme.live.settled()

    assert before == []
    assert acme.comment().startswith(f"The fallback {ticket.ref} was dropped")


def test_a_fallback_that_leans_on_the_other_team_over_there_is_told_here(acme):
    ticket = acme.noor.opens(acme.there.web, "Ledger of our own")
    acme.noor.blocks(ticket, by=acme.noor.opens(acme.there.pay, "Another ledger"))
    by_text(acme, ticket)
    acme.live.settled()

    assert acme.comment().startswith(f"The fallback {ticket.ref} waits on payments too")


def test_a_ring_over_both_trackers_is_told_on_both_sides(acme):
    in_the_description(acme)
    acme.noor.sets_milestone(acme.blocker, "Launch", datetime.now(UTC) + timedelta(days=60))
    acme.noor.edits(acme.blocker, body=f"Blocked by: {acme.waiting.ref}")
    acme.live.settled()

    [there] = acme.said(acme.blocker, acme.there)
    assert "dependency-cycle" in acme.comment() + there
    assert acme.waiting.ref in there


def test_an_issue_of_the_other_tracker_that_nobody_can_see_is_said_and_never_taken_for_done(acme):
    acme.mia.edits(acme.waiting, body=f"Blocked by: {acme.there.ref(77, acme.there.pay)}")
    acme.live.settled()

    assert "dangling-link" in acme.comment()


def test_of_the_other_side_no_more_is_told_than_the_readers_of_this_one_may_know(acme):
    in_the_description(acme)
    acme.noor.blocks(acme.blocker, by=acme.noor.opens(acme.there.ops, "Secret cluster"))
    acme.live.settled()

    assert acme.blocker.ref in acme.comment()
    assert "Secret" not in acme.comment()


@pytest.mark.parametrize("more", [VISIBLE])
def test_in_one_visibility_group_titles_are_told_across(acme):
    in_the_description(acme)
    acme.live.settled()

    assert "Secret ledger" in acme.comment()


def test_a_fallback_over_there_whose_way_leads_to_what_is_hidden_names_nothing_of_it(acme):
    ticket = acme.noor.opens(acme.there.web, "Ledger of our own")
    cluster = acme.noor.opens(acme.there.ops, "Secret cluster")
    acme.noor.blocks(ticket, by=cluster)
    by_text(acme, ticket)
    acme.live.settled()

    assert "an issue in another project" in acme.comment()
    assert cluster.ref not in acme.comment()
    assert "Secret" not in acme.comment()


def test_deliveries_of_both_trackers_in_any_order_end_in_the_same_words(acme):
    with acme.here.hub.webhooks_held() as here, acme.there.hub.webhooks_held() as there:
        in_the_description(acme)
        ticket = acme.noor.opens(acme.there.web, "Ledger of our own")
        by_text(acme, ticket)
        acme.noor.closes(ticket, "not_planned")
        here.reverse()
        there.reverse()
    acme.live.settled()

    assert acme.comment().startswith(f"The fallback {ticket.ref} was dropped")


seen_by_both = pytest.mark.parametrize("more", [VISIBLE])


@seen_by_both
@pytest.mark.parametrize("link", LINKS)
def test_the_other_tracker_is_told_in_one_brief_who_asks_and_follows_what_they_say(acme, link):
    link(acme)
    acme.live.settled()
    [first] = acme.briefs()

    other = acme.noor.opens(acme.there.web, "Also of the web team")
    acme.noor.starts(other) if acme.there.name != "github" else acme.noor.assigns(other, acme.noor)
    acme.noor.blocks(other, by=acme.blocker)
    acme.mia.comments(acme.waiting, "Needed by 2030-01-31")
    acme.live.settled()
    [both] = acme.briefs()

    assert first.startswith(f"{acme.waiting.ref} (web) waits on this, needed by")
    assert both.startswith("2 issues of other teams wait on this, the first needed by 31 Jan 2030.")
    assert f"{acme.waiting.ref} Checkout (web): needed by 31 Jan 2030 (its text)." in both
    assert f"{other.ref} Also of the web team (web): no day is named" in both


@seen_by_both
def test_what_it_costs_not_to_come_is_told_across_and_an_answer_back(acme):
    ticket = acme.noor.opens(acme.there.web, "Ledger of our own")
    lines = [f"Blocked by: {acme.blocker.ref}", f"Fallback: {ticket.ref}", "Cost: build 3d, keep 1d/month, remove 2d"]
    acme.mia.edits(acme.waiting, body="\n\n".join(lines))
    acme.live.settled()
    acme.noor.comments(acme.blocker, "/detour understood")
    acme.live.settled()

    [brief] = acme.briefs()
    assert f"Its plan B is {ticket.ref}: build 3d, keep 1d a month, remove 2d." in brief
    assert "It is understood here, which is no promise." in brief


@seen_by_both
def test_a_wait_that_ends_on_one_tracker_folds_the_brief_on_the_other(acme):
    in_the_description(acme)
    acme.live.settled()

    acme.mia.edits(acme.waiting, body="We do without.")
    acme.live.settled()

    assert acme.briefs() == ["Settled: no other team waits on this now."]


@seen_by_both
def test_deliveries_of_both_trackers_in_any_order_end_in_the_same_brief(acme):
    with acme.here.hub.webhooks_held() as here, acme.there.hub.webhooks_held() as there:
        in_the_description(acme)
        acme.noor.comments(acme.blocker, "/detour understood")
        acme.mia.comments(acme.waiting, "Needed by 2030-01-31")
        here.reverse()
        there.reverse()
    acme.live.settled()
    acme.here.hub.redeliver(*acme.here.hub.deliveries)
    acme.there.hub.redeliver(*acme.there.hub.deliveries)
    acme.live.settled()

    [brief] = acme.briefs()
    assert brief.startswith(f"{acme.waiting.ref} (web) waits on this, needed by 31 Jan 2030. It is understood here")


def test_an_ask_from_a_tracker_that_its_readers_cannot_see_is_told_without_its_names_and_words(acme):
    ticket = acme.noor.opens(acme.there.ops, "Ledger of our own")
    lines = [f"Blocked by: {acme.blocker.ref}", f"Fallback: {ticket.ref}", "Needed because of the launch"]
    acme.mia.edits(acme.waiting, body="\n\n".join([*lines, "Needed by 2030-01-31"]))
    acme.live.settled()

    [brief] = acme.briefs()
    assert brief.startswith("An issue in another project waits on this, needed by 31 Jan 2030. No reply needed")
    assert not [
        word for word in (acme.waiting.ref, "web", "Checkout", "launch", ticket.ref, "Ledger of") if word in brief
    ]
