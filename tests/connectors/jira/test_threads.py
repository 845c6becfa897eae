import json
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
import respx

from connectors.contract import Denied, Draft, Marked, Unavailable
from connectors.jira.flavors import DataCenter
from tests.connectors.jira.asking import CLOUD, SERVER, URL, ask, jira, on_server, touched
from tests.connectors.loopback import loopback

THREAD = f"{CLOUD}/issue/PAY-1/comment"
EARLY, LATE = "2026-11-01T00:00:00.000+0000", "2026-11-02T00:00:00.000+0000"
MIA, BOT, BEN = {"accountId": "mia"}, {"accountId": "bot"}, {"accountId": "ben"}


@pytest.fixture
def mocked():
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        router.get(f"{CLOUD}/myself").respond(json=BOT)
        router.get(f"{SERVER}/myself").respond(json={"name": "bot", "key": "JIRAUSER1"})
        yield router


def adf(text):
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }


def comment(number, author=MIA, body="", **fields):
    times = {"created": EARLY, "updated": EARLY, "author": author, "updateAuthor": author}
    return {"id": str(number), "body": body or adf("hello")} | times | fields


def page(*comments, total=None):
    return {"comments": list(comments), "startAt": 0, "maxResults": 100, "total": total or len(comments)}


def test_a_thread_is_read_to_its_end_with_the_lines_that_others_wrote(mocked):
    mocked.get(THREAD, params={"startAt": 0}).respond(json=page(comment(1, body=adf("Blocked by: PAY-2")), total=3))
    rest = page(comment(2, BOT, adf("Blocked by: PAY-3")), comment(3, None), total=3)
    mocked.get(THREAD, params={"startAt": 1}).respond(json=rest)

    comments = ask("comments", jira("PAY-1"))

    assert [(one.id, one.author, one.own) for one in comments] == [
        ("1", "jira:mia", False),
        ("2", "jira:bot", True),
        ("3", "", False),
    ]
    assert [[line.text for line in one.passages] for one in comments] == [["Blocked by: PAY-2"], [], ["hello"]]


def test_a_comment_tells_when_it_was_written_and_changed(mocked):
    mocked.get(THREAD).respond(json=page(comment(1), comment(2, updated=LATE), comment(3, updated=None)))

    comments = ask("comments", jira("PAY-1"))

    assert {one.created for one in comments} == {datetime(2026, 11, 1, tzinfo=UTC)}
    assert [one.changed and one.changed.day for one in comments] == [1, 2, None]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"comment": None},
        {"comment": {"comments": []}},
        {"comment": {"comments": [comment(1)], "startAt": 0, "total": 2}},
        {"comment": {"comments": [comment(2)], "startAt": 1, "total": 1}},
        {"comment": {"comments": "none", "startAt": 0, "total": 0}},
    ],
)
def test_a_thread_that_an_issue_does_not_tell_whole_is_read_by_itself(mocked, told):
    mocked.post(f"{CLOUD}/issue/bulkfetch").respond(json={"issues": [{"id": "1", "key": "PAY-1", "fields": told}]})
    mocked.get(THREAD).respond(json=page(comment(1), comment(2)))

    [thread] = ask("threads", [touched("PAY-1", "1")])

    assert [one.id for one in thread] == ["1", "2"]


def test_a_thread_that_an_issue_tells_whole_comes_oldest_first(mocked):
    told = page(comment(2, created=LATE), comment(11, created=EARLY), total=2)
    found = {"issues": [{"id": "1", "key": "PAY-1", "fields": {"comment": told}}]}
    mocked.post(f"{CLOUD}/issue/bulkfetch").respond(json=found)

    [thread] = ask("threads", [touched("PAY-1", "1")])

    assert [one.id for one in thread] == ["11", "2"]


def test_data_center_writes_wiki_markup_and_has_names(mocked):
    told = page(comment(1, {"name": "mia"}, "h1. Plan\n*Blocked by*: PAY-2"), comment(2, {"name": "bot"}, "ours"))
    mocked.get(f"{SERVER}/issue/PAY-1/comment").respond(json=told)

    [hers, ours] = on_server("comments", jira("PAY-1"))

    assert [line.text for line in hers.passages] == ["Plan", "Blocked by: PAY-2"]
    assert (hers.author, ours.own) == ("jira:mia", True)


def test_what_only_a_role_or_a_group_may_read_states_nothing(mocked):
    secret = comment(1, visibility={"type": "role", "value": "Developers"})
    mocked.get(THREAD).respond(json=page(secret, comment(2)))

    assert [one.id for one in ask("comments", jira("PAY-1"))] == ["2"]


@pytest.mark.parametrize(
    ("fields", "by_others"),
    [
        ({}, False),
        ({"updated": LATE}, False),
        ({"updated": LATE, "updateAuthor": BEN}, True),
        ({"updated": LATE, "updateAuthor": None}, True),
        ({"updateAuthor": BEN}, False),
    ],
)
def test_words_that_another_account_changed_are_not_the_authors(mocked, fields, by_others):
    mocked.get(THREAD).respond(json=page(comment(1, **fields)))

    [one] = ask("comments", jira("PAY-1"))

    assert one.edited_by_others is by_others


def test_our_comments_are_told_by_account_and_property(mocked):
    mocked.get(THREAD).respond(json=page(*(comment(n, BOT) for n in (1, 2, 3)), comment(4, MIA)))
    properties = f"{CLOUD}/comment/{{}}/properties/detour"
    mocked.get(properties.format(1)).respond(json={"key": "detour", "value": {"mark": "v1 verdict 1 ab"}})
    mocked.get(properties.format(2)).respond(404, json={"errorMessages": ["no such property"]})
    mocked.get(properties.format(3)).respond(json={"key": "detour", "value": ["of", "another"]})
    strangers = mocked.get(properties.format(4)).respond(json={"key": "detour", "value": {"mark": "v1 verdict 9 ab"}})

    assert ask("marked", jira("PAY-1")) == [Marked("1", "v1 verdict 1 ab")]
    assert strangers.call_count == 0


DRAFT = Draft(json.dumps(adf("This waits.")), "v1 verdict 1 ab")
MARK = {"key": "detour", "value": {"mark": "v1 verdict 1 ab"}}
INTERNAL = {"key": "sd.public.comment", "value": {"internal": True}}
PROJECT = f"GET {CLOUD}/issue/PAY-1?fields=project"
POST, PUT = f"POST {THREAD}", f"PUT {THREAD}/7?notifyUsers=false"
DELETE = f"DELETE {THREAD}/7"


def project(kind):
    return 200, {"key": "PAY-1", "fields": {"project": {"projectTypeKey": kind}}}


def test_a_comment_is_written_with_its_mark_then_edited_without_mail_then_deleted():
    answers = {PROJECT: project("software"), POST: (201, {"id": "7"}), PUT: (200, {"id": "7"}), DELETE: (204, None)}
    with loopback(answers) as (url, asked):
        written = ask("put_comment", jira("PAY-1"), DRAFT, url=url)
        edited = ask("put_comment", jira("PAY-1"), DRAFT, "7", url=url)
        ask("delete_comment", jira("PAY-1"), "7", url=url)

    assert (written, edited) == ("7", "7")
    assert [key for key, *_ in asked] == [PROJECT, POST, PROJECT, PUT, DELETE]
    assert {json.dumps(json.loads(body)) for _, _, body in (asked[1], asked[3])} == {
        json.dumps({"body": adf("This waits."), "properties": [MARK]})
    }
    assert asked[1][1].startswith("Basic ")


def test_data_center_takes_the_text_itself():
    post = f"POST {SERVER}/issue/PAY-1/comment"
    answers = {f"GET {SERVER}/issue/PAY-1?fields=project": project("software"), post: (201, {"id": "7"})}
    with loopback(answers) as (url, asked):
        ask("put_comment", jira("PAY-1"), Draft("h1. *Hello*", "m"), url=url, flavor=DataCenter())

    assert json.loads(asked[-1][2])["body"] == "h1. *Hello*"
    assert asked[-1][1] == "Bearer canary"


def test_in_a_service_project_customers_do_not_read_along():
    answers = {PROJECT: project("service_desk"), POST: (201, {"id": "7", "jsdPublic": False})}
    with loopback(answers) as (url, asked):
        ask("put_comment", jira("PAY-1"), DRAFT, url=url)

    assert json.loads(asked[-1][2])["properties"] == [MARK, INTERNAL]


def test_a_comment_that_customers_would_read_is_taken_back():
    answers = {PROJECT: project("service_desk"), POST: (201, {"id": "7", "jsdPublic": True}), DELETE: (204, None)}
    with loopback(answers) as (url, asked), pytest.raises(Denied, match="taken back"):
        ask("put_comment", jira("PAY-1"), DRAFT, url=url)

    assert [key for key, *_ in asked] == [PROJECT, POST, DELETE]


def test_a_comment_that_came_into_a_service_project_with_its_issue_is_taken_back_when_it_would_be_edited():
    answers = {PROJECT: project("service_desk"), PUT: (200, {"id": "7", "jsdPublic": True}), DELETE: (204, None)}
    with loopback(answers) as (url, asked), pytest.raises(Denied, match="taken back") as denied:
        ask("put_comment", jira("PAY-1"), DRAFT, "7", url=url)

    assert denied.value.status == 410
    assert [key for key, *_ in asked] == [PROJECT, PUT, DELETE]


ON_SERVER = f"{SERVER}/issue/PAY-1"
KEPT = f"GET {SERVER}/comment/7/properties/sd.public.comment"


@pytest.mark.parametrize(("kept", "is_public"), [((200, INTERNAL), False), ((404, {}), True)])
def test_data_center_is_asked_what_it_keeps_of_a_comment_in_a_service_project(kept, is_public):
    answers = {f"GET {ON_SERVER}?fields=project": project("service_desk"), KEPT: kept}
    answers |= {f"POST {ON_SERVER}/comment": (201, {"id": "7"}), f"DELETE {ON_SERVER}/comment/7": (204, None)}
    with loopback(answers) as (url, asked), pytest.raises(Denied) if is_public else nullcontext():
        ask("put_comment", jira("PAY-1"), Draft("Hello", "m"), url=url, flavor=DataCenter())

    assert (f"DELETE {ON_SERVER}/comment/7" in [key for key, *_ in asked]) is is_public


@pytest.mark.parametrize(
    ("answer", "unknown"),
    [
        ((500, {}), True),
        ((502, {"message": "Bad Gateway"}), True),
        ((503, {}, {"retry-after": "1"}), True),
        (("slow", 0.1), True),
        ((201, {}), True),
        ((201, []), True),
        ((429, {}, {"retry-after": "3"}), False),
        ((401, {}), False),
        ((302, {}, {"location": "https://evil.example/"}), False),
        ((403, {}), False),
        ((413, {}), False),
    ],
)
def test_nothing_is_sent_a_second_time_and_an_unknown_outcome_is_said(answer, unknown):
    with loopback({PROJECT: project("software"), POST: answer}) as (url, asked), pytest.raises(Unavailable) as caught:
        ask("put_comment", jira("PAY-1"), DRAFT, url=url)

    assert caught.value.outcome_unknown is unknown
    assert [key for key, *_ in asked] == [PROJECT, POST]


def test_what_was_never_sent_did_not_happen():
    with loopback({}) as (url, _):
        pass

    with pytest.raises(Unavailable) as caught:
        ask("delete_comment", jira("PAY-1"), "7", url=url)

    assert not caught.value.outcome_unknown


@pytest.mark.parametrize(("issue", "status"), [(project("software"), 404), ((404, {}), 0)])
def test_a_comment_that_a_person_deleted_is_told_from_an_issue_out_of_reach(issue, status):
    with loopback({PROJECT: issue, PUT: (404, {})}) as (url, _), pytest.raises(Denied) as denied:
        ask("put_comment", jira("PAY-1"), DRAFT, "7", url=url)

    assert denied.value.status == status


@pytest.mark.parametrize("answer", [(204, None), (404, {"errorMessages": ["Can not find a comment"]})])
def test_deleting_what_is_gone_is_no_error(answer):
    with loopback({DELETE: answer}) as (url, asked):
        ask("delete_comment", jira("PAY-1"), "7", url=url)

    assert [key for key, *_ in asked] == [DELETE]
