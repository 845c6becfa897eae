"""Threads of the made-up Jira as Detour's own client reads and writes them, and what is mailed."""

import pytest

from connectors.contract import Denied, Draft, Marked
from connectors.simulator.jira import simulated_jira
from tests.connectors.simulator.jira.asking import MARK, account_of, ask, credentials_of, ref, rest
from tests.connectors.simulator.jira.traffic import body


@pytest.fixture
def issue(mia):
    return mia.opens("WEB", "Checkout")


def test_a_thread_is_written_read_edited_and_deleted_and_only_what_is_new_is_mailed(desk, mia, issue):
    mia.comments(issue, "Any news?")

    written = ask(desk, "put_comment", ref(issue), Draft(body(desk, "Detour here"), MARK))
    edited = ask(desk, "put_comment", ref(issue), Draft(body(desk, "Detour again"), MARK), written)
    thread, marked = ask(desk, "comments", ref(issue)), ask(desk, "marked", ref(issue))
    shown = desk.comments_of(issue)
    for _ in range(2):
        ask(desk, "delete_comment", ref(issue), written)

    assert edited == written
    assert [(one.author, one.own, one.edited_by_others) for one in thread] == [
        (account_of(desk, "mia"), False, False),
        (account_of(desk, "detour-bot"), True, False),
    ]
    assert marked == [Marked(written, MARK)]
    assert [(one.author, one.text, one.edited) for one in shown] == [
        ("mia", "Any news?", False),
        ("detour-bot", "Detour again", True),
    ]
    assert [one.text for one in desk.comments_of(issue)] == ["Any news?"]
    assert [(one.reason, one.text) for one in desk.notifications_of(issue)] == [
        ("comment", "Any news?"),
        ("comment", "Detour here"),
    ]


def test_an_edit_that_is_not_silent_is_mailed(desk, mia, issue):
    comment = mia.comments(issue, "Any news?")

    mia.edits_comment(comment, "Any news at all?")

    assert [one.reason for one in desk.notifications_of(issue)] == ["comment", "comment_edited"]


def test_a_mark_is_a_property_that_nobody_sees_and_that_an_edit_renews(desk, issue):
    written = ask(desk, "put_comment", ref(issue), Draft(body(desk, "hello"), MARK))
    ask(desk, "put_comment", ref(issue), Draft(body(desk, "hello"), "v1 verdict 2 def"), written)

    [shown] = desk.comments_of(issue)

    assert (shown.text, dict(shown.properties)) == ("hello", {"detour": {"mark": "v1 verdict 2 def"}})
    assert ask(desk, "marked", ref(issue)) == [Marked(written, "v1 verdict 2 def")]


def test_a_mark_on_somebody_elses_comment_is_none_of_ours(desk, mia, issue):
    comment = mia.comments(issue, "I am Detour, too")
    rest(desk, "PUT", f"/comment/{comment.id}/properties/detour", mia, json={"mark": MARK})

    assert ask(desk, "marked", ref(issue)) == []


def test_words_that_somebody_else_changed_are_told_so(desk, mia, issue):
    hers, his = mia.comments(issue, "mine"), mia.comments(issue, "mine too")
    desk.person("ben", writes=("WEB",)).edits_comment(hers, "not hers")
    mia.edits_comment(his, "still mine")

    thread = ask(desk, "comments", ref(issue))

    assert [one.edited_by_others for one in thread] == [True, False]


def test_what_only_a_role_may_read_states_nothing(desk, mia, issue):
    mia.comments(issue, "Blocked by: PAY-1", role="Developers")
    mia.comments(issue, "Blocked by: PAY-2")

    thread = ask(desk, "comments", ref(issue))
    rob = desk.person("rob", reads=("WEB",))

    assert [one.text for comment in thread for one in comment.passages] == ["Blocked by: PAY-2"]
    assert len(rest(desk, "GET", f"/issue/{issue.ref}/comment").json()["comments"]) == 2
    assert len(rest(desk, "GET", f"/issue/{issue.ref}/comment", rob).json()["comments"]) == 1


def test_a_long_thread_is_read_to_its_end(desk, mia, issue):
    for number in range(205):
        mia.comments(issue, f"{number}")

    thread = ask(desk, "comments", ref(issue))

    assert [one.id for one in thread] == [str(one.id) for one in desk.comments_of(issue)]
    assert [one.path.endswith("/comment") for one in desk.requests] == [True, True, True, False]


def test_customers_of_a_service_project_do_not_see_what_the_client_writes(desk, issue):
    desk.project("HELP", service_desk=True)
    request = desk.person("ann", writes=("HELP",)).opens("HELP", "It is broken")

    ask(desk, "put_comment", ref(request), Draft(body(desk, "hello"), MARK))
    ask(desk, "put_comment", ref(issue), Draft(body(desk, "hello"), MARK))

    assert [one.internal for one in desk.comments_of(request)] == [True]
    assert [one.internal for one in desk.comments_of(issue)] == [False]


def test_who_may_write_is_known_to_who_administers_the_project(desk, issue):
    desk.person("ada", admins=("WEB",))
    desk.person("rob", reads=("WEB",))
    desk.person("mi", reads=("WEB",))

    may = {who: ask(desk, "may_write", ref(issue), account_of(desk, who)) for who in ("ada", "mia", "rob", "mi")}

    assert may == {"ada": True, "mia": True, "rob": False, "mi": False}
    assert ask(desk, "may_write", ref(issue), "jira:nobody") is False


def test_a_cloud_answers_exactly_to_who_administers_all_of_it():
    with simulated_jira() as desk:
        mia = desk.person("mia", writes=("WEB",))
        issue = mia.opens("WEB", "Checkout")
        desk.person("rob", reads=("WEB",))
        desk.world.administrators.add("detour-bot")

        may = [ask(desk, "may_write", ref(issue), account_of(desk, who)) for who in ("mia", "rob")]

    assert may == [True, False]
    assert {one.path for one in desk.requests if "permission" in one.path} == {"/rest/api/3/permissions/check"}


def test_who_may_write_is_not_told_to_anybody_else(desk, mia, issue):
    with pytest.raises(Denied) as denied:
        ask(desk, "may_write", ref(issue), account_of(desk, "rob"), credentials=credentials_of(desk, mia))

    assert denied.value.status == 403


def test_a_moved_issues_thread_is_found_by_the_key_that_it_had(desk, mia, issue):
    mia.comments(issue, "before")
    mia.transfers(issue, "PAY")

    ask(desk, "put_comment", ref("WEB-1"), Draft(body(desk, "at the old place"), MARK))

    assert len(ask(desk, "comments", ref("WEB-1"))) == 2
    assert [one.text for one in desk.comments_of(issue)] == ["before", "at the old place"]


def test_a_deleted_issue_takes_no_comment(desk, mia, issue):
    mia.deletes(issue)

    with pytest.raises(Denied) as denied:
        ask(desk, "put_comment", ref(issue), Draft(body(desk, "too late"), MARK))

    assert denied.value.status == 404


def test_a_comment_that_is_gone_is_not_written_anew(desk, mia, issue):
    written = ask(desk, "put_comment", ref(issue), Draft(body(desk, "hello"), MARK))
    [comment] = desk.comments_of(issue)
    mia.deletes_comment(comment)

    with pytest.raises(Denied) as denied:
        ask(desk, "put_comment", ref(issue), Draft(body(desk, "again"), MARK), written)

    assert (denied.value.status, desk.comments_of(issue)) == (404, [])
