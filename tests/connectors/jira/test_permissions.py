import json

import pytest
import respx

from connectors.contract import Denied, Unavailable
from tests.connectors.jira.asking import CLOUD, SERVER, URL, ask, jira, on_server

CHECK, SEARCH = f"{CLOUD}/permissions/check", f"{CLOUD}/user/permission/search"
MIA = {"accountId": "mia"}


@pytest.fixture
def mocked():
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        router.get(f"{CLOUD}/issue/PAY-1").respond(json={"id": "10001", "key": "PAY-1", "fields": {}})
        yield router


def granted(*issues, permission="EDIT_ISSUES"):
    return {
        "globalPermissions": [],
        "projectPermissions": [{"permission": permission, "issues": issues, "projects": []}],
    }


@pytest.mark.parametrize(
    ("answer", "may"),
    [(granted(10001), True), (granted(10002), False), (granted(10001, permission="BROWSE_PROJECTS"), False)],
)
def test_cloud_is_asked_exactly_where_it_may_be(mocked, answer, may):
    asked = mocked.post(CHECK).respond(json=answer)
    searched = mocked.get(SEARCH).respond(json=[])

    assert ask("may_write", jira("PAY-1"), "jira:mia") is may
    assert json.loads(asked.calls[0].request.content) == {
        "accountId": "mia",
        "projectPermissions": [{"permissions": ["EDIT_ISSUES"], "issues": [10001]}],
    }
    assert searched.call_count == 0


@pytest.fixture
def modest(mocked):
    """An account that administers the project, and not all of Jira."""
    mocked.post(CHECK).respond(403, json={"errorMessages": ["no"]})
    return mocked


@pytest.mark.parametrize(
    ("status", "found", "may"),
    [
        (200, [MIA], True),
        (200, [{"accountId": "mia2"}], False),
        (200, [], False),
        (403, {"errorMessages": ["You are not an administrator"]}, None),
    ],
)
def test_else_those_who_may_edit_the_issue_are_searched_and_nobody_guesses(modest, status, found, may):
    asked = modest.get(SEARCH).respond(status, json=found)

    if may is None:
        with pytest.raises(Denied, match="administrator"):
            ask("may_write", jira("PAY-1"), "jira:mia")
    else:
        assert ask("may_write", jira("PAY-1"), "jira:mia") is may
    assert dict(asked.calls[0].request.url.params) == {
        "accountId": "mia",
        "issueKey": "PAY-1",
        "permissions": "EDIT_ISSUES",
        "maxResults": "1000",
    }


def test_an_account_that_jira_does_not_know_is_a_stranger(mocked):
    mocked.post(CHECK).respond(400, json={"errorMessages": ["invalid account"]})
    mocked.get(SEARCH).respond(json=[])

    assert ask("may_write", jira("PAY-1"), "jira:gone") is False


def test_a_jira_that_cannot_be_asked_now_says_neither(mocked):
    mocked.post(CHECK).respond(502)

    with pytest.raises(Unavailable):
        ask("may_write", jira("PAY-1"), "jira:mia")


def test_data_center_looks_names_up_by_their_beginning_and_only_the_whole_name_counts(mocked):
    asked = mocked.get(f"{SERVER}/user/permission/search").respond(json=[{"name": "miami"}, {"name": "mia2"}])

    assert on_server("may_write", jira("PAY-1"), "jira:mia") is False
    assert asked.calls[0].request.url.params["username"] == "mia"


@pytest.mark.parametrize("account", ["github:@mia", "mia", "jira:", "jira: "])
def test_who_is_nobody_in_jira_may_not_write_and_is_not_asked_for(mocked, account):
    assert ask("may_write", jira("PAY-1"), account) is False
    assert mocked.calls.call_count == 0
