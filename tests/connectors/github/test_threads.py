from datetime import UTC, datetime

import pytest
import respx

from connectors.contract import Denied
from connectors.github.credentials import TokenCredentials
from tests.connectors.github.asking import API, answering, ask, github, nodes


@pytest.fixture
def mocked():
    with respx.mock(base_url=API, assert_all_called=False) as router:
        yield router


def comment(number, login="ann", **fields):
    times = {"created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-01T00:00:00Z"}
    user = {"login": login, "type": "User"}
    return {"id": number, "node_id": f"C_{number}", "user": user, "body": "hello"} | times | fields


THREAD = "/repos/acme/web/issues/1/comments"
VIEWER = {"data": {"viewer": {"login": "detour"}}}
LATER = {"updated_at": "2026-11-02T00:00:00Z"}


def test_a_thread_is_read_to_its_end_and_our_own_comments_are_known(mocked):
    following = {"link": f'<{API}{THREAD}?page=2>; rel="next"'}
    mocked.get(THREAD, params={"page": 1, "per_page": 100}).respond(json=[comment(1, "Ann")], headers=following)
    mocked.get(THREAD, params={"page": 2, "per_page": 100}).respond(json=[comment(2, "detour"), comment(3, user=None)])
    answering(mocked, VIEWER)

    comments = ask("comments", github("acme/web#1"))

    assert [(one.id, one.author, one.own) for one in comments] == [
        ("1", "github:@ann", False),
        ("2", "github:@detour", True),
        ("3", "", False),
    ]


def test_a_comment_tells_when_it_was_written_and_changed(mocked):
    mocked.get(THREAD).respond(json=[comment(1), comment(2, **LATER), comment(3, updated_at=None)])
    answering(mocked, nodes(None), VIEWER)

    comments = ask("comments", github("acme/web#1"))

    assert {one.created for one in comments} == {datetime(2026, 11, 1, tzinfo=UTC)}
    assert [one.changed and one.changed.day for one in comments] == [1, 2, None]


ANN, BEN = {"login": "ann"}, {"login": "ben"}


@pytest.mark.parametrize(
    ("edit", "by_others"),
    [
        ({"author": ANN, "editor": ANN, "lastEditedAt": "2026-11-02T00:00:00Z"}, False),
        ({"author": ANN, "editor": BEN, "lastEditedAt": "2026-11-02T00:00:00Z"}, True),
        ({"author": ANN, "editor": None, "lastEditedAt": "2026-11-02T00:00:00Z"}, True),
        ({"author": ANN, "editor": None, "lastEditedAt": None}, False),
        (None, True),
    ],
)
def test_words_that_another_account_changed_are_not_the_authors(mocked, edit, by_others):
    mocked.get(THREAD).respond(json=[comment(1, **LATER)])
    answering(mocked, nodes(edit and edit | {"id": "C_1"}), VIEWER)

    [one] = ask("comments", github("acme/web#1"))

    assert one.edited_by_others is by_others


class AnApp(TokenCredentials):
    app_id = 42


@pytest.mark.parametrize(
    ("app", "kind", "own"), [(42, "Bot", True), (42, "User", False), (41, "Bot", False), (None, "Bot", False)]
)
def test_an_apps_own_comments_carry_its_number(mocked, app, kind, own):
    by = {"user": {"login": "detour[bot]", "type": kind}, "performed_via_github_app": app and {"id": app}}
    mocked.get(THREAD).respond(json=[comment(1, **by)])

    [one] = ask("comments", github("acme/web#1"), credentials=AnApp("unused"))

    assert one.own is own


@pytest.mark.parametrize(
    ("status", "body", "writes"),
    [
        (200, {"permission": "admin", "role_name": "admin"}, True),
        (200, {"permission": "write", "role_name": "maintain"}, True),
        (200, {"permission": "write", "role_name": "release-crew"}, True),
        (200, {"permission": "read", "role_name": "triage"}, False),
        (200, {"permission": "none", "role_name": ""}, False),
        (404, {"message": "ann is not a user"}, False),
    ],
)
def test_write_permission_is_asked_of_github(mocked, status, body, writes):
    mocked.get("/repos/acme/web/collaborators/ann/permission").respond(status, json=body)

    assert ask("may_write", github("acme/web#1"), "github:@ann") is writes


def test_who_may_write_is_denied_not_guessed_where_we_may_not_know(mocked):
    mocked.get("/repos/acme/web/collaborators/ann/permission").respond(403, json={"message": "Must have push access"})

    with pytest.raises(Denied):
        ask("may_write", github("acme/web#1"), "github:@ann")


@pytest.mark.parametrize("account", ["jira:ann", "github:@../../user", "github:@", "ann"])
def test_what_is_no_login_may_not_write_and_is_not_asked_for(mocked, account):
    assert ask("may_write", github("acme/web#1"), account) is False
    assert mocked.calls.call_count == 0


def test_a_moved_repository_is_followed_on_its_host_only(mocked):
    mocked.get(THREAD).respond(301, headers={"location": f"{API}/repositories/1/issues/1/comments"})
    mocked.get("/repositories/1/issues/1/comments").respond(json=[])
    mocked.get("/repos/acme/web/issues/2/comments").respond(301, headers={"location": "https://evil.example/"})

    assert ask("comments", github("acme/web#1")) == []
    with pytest.raises(Denied, match="another host"):
        ask("comments", github("acme/web#2"))
