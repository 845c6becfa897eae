"""Detour's own client against the simulator: every method, with a token and as an App."""

from datetime import UTC, datetime

import pytest

from connectors.contract import Denied, Draft, Facet, Marked, Unavailable
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.simulator.github import simulated_github
from rules.model import State
from rules.statements import Child, Fallback, Wait
from tests.connectors.simulator.asking import HIDDEN, MARK, ask, by_app, by_token, ref, touched

BOTH = frozenset({Facet.CORE, Facet.LINKS})


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


@pytest.fixture(params=[by_token, by_app], ids=["token", "app"])
def credentials(request, hub):
    hub.repository("acme/web")
    return request.param(hub)


def said(look, kind):
    return [one for one in look.facts.statements if isinstance(one, kind)]


def test_an_issue_is_read_with_all_its_links(hub, mia, credentials):
    blocker = mia.opens("acme/pay", "New ledger")
    issue, part = mia.opens("acme/web", "Checkout"), mia.opens("acme/web", "Plan B", labels=["fallback"])
    mia.blocks(issue, by=blocker)
    mia.adds_part(issue, part)
    mia.sets_milestone(issue, "v1", datetime(2027, 1, 15, tzinfo=UTC))
    mia.assigns(issue, mia)

    [look, by_id] = ask(hub, "read", [touched(issue), touched(issue, by_id=True)], credentials=credentials)

    assert [one.blocker.text for one in said(look, Wait)] == ["acme/pay#1"]
    assert [one.child.text for one in said(look, Child)] == [one.ticket.text for one in said(look, Fallback)]
    assert (look.complete, look.node_id, look.facts.issue.vendor_id) == (BOTH, issue.node_id, str(issue.id))
    assert (look.facts.issue.needed_by.isoformat(), look.facts.issue.assignees) == ("2027-01-15", ("github:@mia",))
    assert by_id.facts == look.facts
    assert issue.id > 2**31


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda mia, issue, _: mia.closes(issue), State.DONE),
        (lambda mia, issue, _: mia.closes(issue, "not_planned"), State.DROPPED),
        (lambda mia, issue, other: mia.closes(issue, "duplicate", of=other), State.DROPPED),
        (lambda mia, issue, _: (mia.closes(issue), mia.reopens(issue)), State.OPEN),
    ],
)
def test_an_issue_ends_as_its_reason_says(hub, mia, change, state):
    issue, other = mia.opens("acme/web", "One"), mia.opens("acme/web", "Other")
    change(mia, issue, other)

    [look] = ask(hub, "read", [touched(issue)])

    assert (look.facts.issue.state, look.facts.issue.closed_as_duplicate) == (state, issue.reason == "duplicate")


@pytest.mark.parametrize("opens", ["opens", "opens_pull"])
def test_when_it_was_made_and_closed_is_read(hub, mia, opens):
    issue = getattr(mia, opens)("acme/web", "One")
    hub.world.passes(days=3)
    mia.closes(issue)
    hub.world.passes(days=3)
    mia.comments(issue, "Thanks!")

    [look] = ask(hub, "read", [touched(issue)])

    found = look.facts.issue
    assert (found.moved - found.closed).days == (found.closed - found.created).days == 3


def test_a_pull_request_is_read_by_its_number(hub, mia):
    merged, closed = mia.opens_pull("acme/web", "A"), mia.opens_pull("acme/web", "B")
    mia.merges(merged)
    mia.closes(closed)

    looks = ask(hub, "read", [touched(merged), touched(closed, by_id=True)])

    assert [look.facts.issue.state for look in looks] == [State.DONE, State.DROPPED]
    assert [look.complete for look in looks] == [BOTH, BOTH]


def test_what_is_gone_hidden_or_moved_is_not_there(hub, mia, credentials):
    deleted, moved = mia.opens("acme/web", "Deleted"), mia.opens("acme/web", "Moved")
    secret = hub.repository("globex/secret", private=True)
    hidden = hub.person("eve", writes=("globex/secret",)).opens("globex/secret", "Hidden")
    secret.roles["detour-bot"] = "none"
    mia.deletes(deleted)
    new = mia.transfers(moved, "acme/pay")
    asked = [touched(deleted), touched(deleted, by_id=True), touched(moved), touched(moved, by_id=True), touched(new)]

    looks = ask(hub, "read", [*asked, touched("acme/none#1")], credentials=credentials)
    if isinstance(credentials, TokenCredentials):
        looks[4:4] = ask(hub, "read", [touched(hidden), touched(hidden, by_id=True)])

    *gone, found, nowhere = looks
    assert all(look.facts is None and "Could not resolve" in look.reason for look in [*gone, nowhere])
    assert (found.facts.issue.ref.text, new.id > moved.id) == ("acme/pay#1", True)


def test_links_to_what_is_hidden_prove_nothing(hub, mia):
    secret = hub.repository("globex/secret", private=True)
    secret.roles["detour-bot"] = "none"
    issue = mia.opens("acme/web", "Checkout")
    mia.blocks(issue, by=mia.opens("globex/secret", "Hidden"))

    [look] = ask(hub, "read", [touched(issue)])

    assert (said(look, Wait), look.complete) == ([], {Facet.CORE})


def test_an_organisation_behind_single_sign_on_is_out_of_reach(hub, mia):
    here, there = mia.opens("acme/web", "Here"), mia.opens("globex/api", "There")
    hub.protects("globex")

    looks = ask(hub, "read", [touched(here), touched(there), touched(there, by_id=True)])

    assert [look.facts is None for look in looks] == [False, True, True]
    assert all("SAML" in look.reason for look in looks[1:])


def test_a_thread_is_written_read_edited_and_deleted(hub, mia, credentials):
    issue = mia.opens("acme/web", "Checkout")
    mia.comments(issue, "Any news?")

    written = ask(hub, "put_comment", ref(issue), Draft("Detour here", MARK), credentials=credentials)
    edited = ask(hub, "put_comment", ref(issue), Draft("Detour again", MARK), written, credentials=credentials)
    thread = ask(hub, "comments", ref(issue), credentials=credentials)
    marked = ask(hub, "marked", ref(issue), credentials=credentials)
    shown = hub.comments_of(issue)
    ask(hub, "delete_comment", ref(issue), written, credentials=credentials)
    ask(hub, "delete_comment", ref(issue), written, credentials=credentials)

    assert edited == written
    assert [(one.own, one.edited_by_others) for one in thread] == [(False, False), (True, False)]
    assert (thread[1].id, shown[1].body) == (written, f"Detour again{HIDDEN}")
    assert marked == [Marked(written, MARK)]
    assert [(one.author, one.edited) for one in shown] == [("mia", False), (thread[1].author[len("github:@") :], True)]
    assert [one.body for one in hub.comments_of(issue)] == ["Any news?"]
    assert [notice.text for notice in hub.notifications_of(issue)] == ["Any news?", f"Detour here{HIDDEN}"]


def test_words_that_somebody_else_changed_are_told_so(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    hers, his = mia.comments(issue, "mine"), mia.comments(issue, "mine too")
    hub.person("ben", writes=("acme/web",)).edits_comment(hers, "not hers")
    mia.edits_comment(his, "still mine")

    thread = ask(hub, "comments", ref(issue))

    assert [one.edited_by_others for one in thread] == [True, False]


def test_a_long_thread_is_read_to_its_end(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    for number in range(205):
        mia.comments(issue, f"{number}")

    thread = ask(hub, "comments", ref(issue))

    assert [one.id for one in thread] == [str(one.id) for one in hub.comments_of(issue)]
    assert len(thread) == 205
    assert sum(one.method == "GET" for one in hub.requests) == 3


def test_who_may_write_is_known(hub, mia, credentials):
    issue = mia.opens("acme/web", "Checkout")
    hub.person("ada", admins=("acme/web",))
    hub.person("rob", reads=("acme/web",))

    may = {who: ask(hub, "may_write", ref(issue), f"github:@{who}", credentials=credentials) for who in PEOPLE}

    assert may == {"ada": True, "mia": True, "rob": False, "nobody": False}


PEOPLE = ("ada", "mia", "rob", "nobody")


def test_who_may_write_is_not_told_to_a_stranger(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    hub.repository("acme/web").roles["detour-bot"] = "read"

    with pytest.raises(Denied, match="push access"):
        ask(hub, "may_write", ref(issue), "github:@mia")


def test_a_moved_issues_thread_is_read_at_its_new_place_and_not_written_at_the_old(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    mia.comments(issue, "before")
    new = mia.transfers(issue, "acme/pay")

    assert len(ask(hub, "comments", ref(issue))) == 1
    with pytest.raises(Denied) as denied:
        ask(hub, "put_comment", ref(issue), Draft("at the old place", MARK))
    assert denied.value.status == 404
    assert [one.body for one in hub.comments_of(new)] == ["before"]


def test_a_deleted_issue_takes_no_comment(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    mia.deletes(issue)

    with pytest.raises(Denied) as denied:
        ask(hub, "put_comment", ref(issue), Draft("too late", MARK))

    assert denied.value.status == 410


def test_a_wrong_token_is_refused(hub, mia):
    issue = mia.opens("acme/web", "Checkout")

    with pytest.raises(Unavailable, match="401"):
        ask(hub, "read", [touched(issue)], credentials=TokenCredentials("wrong"))


@pytest.mark.parametrize("end", [lambda hub, app: hub.removes_app(app, "acme"), lambda hub, _: hub.passes(minutes=61)])
def test_an_installations_token_ends_with_it_or_after_an_hour(hub, mia, end):
    issue, app = mia.opens("acme/web", "Checkout"), hub.installs_app(on=["acme"])
    token = TokenCredentials(AppCredentials(app.id, app.private_key, hub.api_url).token("acme"))
    [before] = ask(hub, "read", [touched(issue)], credentials=token)
    end(hub, app)

    with pytest.raises(Unavailable, match="401"):
        ask(hub, "read", [touched(issue)], credentials=token)
    assert before.facts is not None


def test_an_app_sees_its_own_organisations_only(hub, mia):
    here, there, app = mia.opens("acme/web", "One"), mia.opens("globex/api", "Two"), hub.installs_app(on=["acme"])
    credentials = AppCredentials(app.id, app.private_key, hub.api_url)
    token = TokenCredentials(credentials.token("acme"))

    looks = ask(hub, "read", [touched(here), touched(there)], credentials=credentials)
    directly = ask(hub, "read", [touched(there, by_id=True)], credentials=token)

    assert [look.facts is None for look in (*looks, *directly)] == [False, True, True]
    assert "not installed for globex" in looks[1].reason


def test_an_apps_key_is_checked(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    ours, theirs = hub.installs_app(on=["acme"]), hub.installs_app("other", on=["acme"])

    with pytest.raises(Unavailable, match="App's key"):
        ask(hub, "comments", ref(issue), credentials=AppCredentials(ours.id, theirs.private_key, hub.api_url))
