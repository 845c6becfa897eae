import json
from email.utils import formatdate

import httpx
import pytest
import respx

from connectors.contract import Denied, Facet, Touched, Unavailable
from connectors.github.credentials import NotInstalled, TokenCredentials
from rules.model import State
from rules.statements import Child, Fallback, Source, Wait
from tests.connectors.github.asking import API, NOW, answering, ask, github, nodes

BOTH = frozenset({Facet.CORE, Facet.LINKS})
LAST = {"hasNextPage": False}


def touched(number, node_id=None):
    return Touched(github(f"acme/web#{number}"), node_id=f"I_{number}" if node_id is None else node_id)


def other(number, **fields):
    url = f"https://github.com/acme/web/issues/{number}"
    place = {"number": number, "url": url, "repository": {"nameWithOwner": "acme/web"}}
    return {"id": f"I_{number}", "databaseId": f"30000000{number:02}", "title": "T", "state": "OPEN"} | place | fields


def page(*nodes, more=False):
    return {"nodes": list(nodes), "pageInfo": {"hasNextPage": more}}


def issue(number, **fields):
    empty = {"labels": page(), "assignees": page(), "blockedBy": page(), "subIssues": page(), "parent": None}
    return other(number) | {"body": "", "updatedAt": "2026-11-01T00:00:00Z"} | empty | fields


@pytest.fixture
def mocked():
    with respx.mock(base_url=API, assert_all_called=False) as router:
        yield router


def said(look, kind):
    return [one for one in look.facts.statements if isinstance(one, kind)]


def test_an_issue_is_read_with_its_native_links_and_its_text(mocked):
    blocked = issue(1, body="Fallback: #9", blockedBy=page(other(2)), parent=other(3))
    route = answering(mocked, nodes(blocked))

    [look] = ask("read", [touched(1)])

    [wait], [child], [fallback] = said(look, Wait), said(look, Child), said(look, Fallback)
    assert (wait.blocker, wait.said.source, wait.said.where) == (github("acme/web#2"), Source.NATIVE, look.ref)
    assert (child.parent, fallback.ticket) == (github("acme/web#3"), github("acme/web#9"))
    assert (look.complete, look.node_id, look.facts.issue.vendor_id) == (BOTH, "I_1", "3000000001")
    assert route.calls[0].request.headers["authorization"] == "Bearer canary"


def test_a_labelled_sub_issue_is_a_fallback_and_its_labels_take_one_more_request(mocked):
    labels = {"id": "I_5", "labels": page({"name": "Fallback"})}
    route = answering(mocked, nodes(issue(1, subIssues=page(other(5)))), nodes(labels))

    [look] = ask("read", [touched(1)])

    [fallback] = said(look, Fallback)
    assert (fallback.issue, fallback.ticket) == (look.ref, github("acme/web#5"))
    assert (look.complete, route.call_count) == (BOTH, 2)


@pytest.mark.parametrize(
    ("fields", "errors", "complete"),
    [
        ({}, [], BOTH),
        ({"blockedBy": page(other(2), more=True)}, [], {Facet.CORE}),
        ({"blockedBy": page(None)}, [], {Facet.CORE}),
        ({"blockedBy": None}, [("blockedBy",)], {Facet.CORE}),
        ({"parent": None}, [("parent",)], {Facet.CORE}),
        ({"labels": page({"name": "a"}, more=True)}, [], {Facet.LINKS}),
        ({"milestone": None}, [("milestone", "dueOn")], {Facet.LINKS}),
    ],
)
def test_what_was_cut_off_or_hidden_is_not_complete(mocked, fields, errors, complete):
    hidden = [{"type": "FORBIDDEN", "message": "no", "path": ["nodes", 0, *path]} for path in errors]
    answering(mocked, nodes(issue(1, **fields), errors=hidden))

    [look] = ask("read", [touched(1)])

    assert look.complete == complete


def test_sub_issues_whose_labels_are_out_of_reach_prove_no_missing_fallback(mocked):
    answering(mocked, nodes(issue(1, subIssues=page(other(5)))), nodes(None))

    [look] = ask("read", [touched(1)])

    assert (len(said(look, Child)), look.complete) == (1, {Facet.CORE})


def test_an_issue_that_is_gone_harms_no_other(mocked):
    gone = {"type": "NOT_FOUND", "message": "Could not resolve to a node", "path": ["nodes", 0]}
    hidden = {"type": "FORBIDDEN", "message": "Resource protected by SAML", "path": ["at0"]}
    answering(mocked, {"data": {"nodes": [None, issue(2)], "at0": None}, "errors": [gone, hidden]})

    looks = ask("read", [touched(1), touched(2), touched(3, node_id=""), Touched(github("acme/..#4"))])

    assert [look.facts is None for look in looks] == [True, False, True, True]
    assert [look.reason for look in looks[:3]] == [gone["message"], "", hidden["message"]]
    assert [look.ref.text for look in looks] == ["acme/web#1", "acme/web#2", "acme/web#3", "acme/..#4"]


def test_an_issue_that_fails_for_a_moment_is_not_called_gone(mocked):
    timeout = {"message": "Something went wrong while executing your query", "path": ["nodes", 0]}
    answering(mocked, nodes(None, issue(2), errors=[timeout]))

    with pytest.raises(Unavailable):
        ask("read", [touched(1), touched(2)])


def test_an_issue_without_a_node_id_is_read_by_its_address(mocked):
    pull = issue(7, url="https://github.com/acme/web/pull/7", pullState="MERGED")
    del pull["state"], pull["blockedBy"], pull["subIssues"], pull["parent"]
    route = answering(mocked, {"data": {"at0": {"issueOrPullRequest": pull}}})

    [look] = ask("read", [touched(7, node_id="")])

    assert (look.facts.issue.state, look.complete) == (State.DONE, BOTH)
    assert json.loads(route.calls[0].request.content)["variables"]["number0"] == 7


def test_a_hundred_issues_are_one_request(mocked):
    def echo(request):
        ids = json.loads(request.content)["variables"]["ids"]
        return httpx.Response(200, json=nodes(*(issue(int(one[2:])) for one in ids)))

    route = mocked.post("/graphql").mock(side_effect=echo)

    looks = ask("read", [touched(number) for number in range(1, 151)])

    assert [look.facts.issue.ref.text for look in looks] == [f"acme/web#{number}" for number in range(1, 151)]
    assert [len(json.loads(call.request.content)["variables"]["ids"]) for call in route.calls] == [100, 50]


LIMITED = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
SPENT = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 90)}
SECONDARY = {"message": "You have exceeded a secondary rate limit."}


@pytest.mark.parametrize(
    ("status", "headers", "body", "retry_after"),
    [
        (200, SPENT, LIMITED, 90),
        (200, {}, LIMITED, 60),
        (200, {}, {"data": None, "errors": [{"message": "timedout"}]}, None),
        (200, {}, [], None),
        (403, SPENT, {"message": "API rate limit exceeded"}, 90),
        (403, {"retry-after": "7"}, SECONDARY, 7),
        (403, {}, SECONDARY, 60),
        (429, {"retry-after": formatdate(NOW + 30, usegmt=True)}, {}, 30),
        (429, {}, {}, 60),
        (502, {}, {}, None),
        (503, {"retry-after": "5"}, {}, 5),
        (401, {}, {"message": "Bad credentials"}, None),
    ],
)
def test_limits_and_failures_say_when_to_come_back(mocked, status, headers, body, retry_after):
    mocked.post("/graphql").respond(status, headers=headers, json=body)

    with pytest.raises(Unavailable) as unavailable:
        ask("read", [touched(1)])

    assert unavailable.value.retry_after == retry_after
    assert not isinstance(unavailable.value, Denied)
    assert "canary" not in repr(unavailable.value)


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectError, httpx.RemoteProtocolError])
def test_no_answer_is_unavailable(mocked, error):
    mocked.post("/graphql").mock(side_effect=error)

    with pytest.raises(Unavailable) as unavailable:
        ask("read", [touched(1)])

    assert not unavailable.value.outcome_unknown


class TwoOwners(TokenCredentials):
    def scope(self, owner):
        return owner

    def token(self, owner):
        if owner == "stranger":
            raise NotInstalled("the App is not installed for stranger")
        return f"of-{owner}"


def test_each_installation_is_asked_with_its_own_token(mocked):
    route = mocked.post("/graphql").respond(json=nodes(issue(1)))
    elsewhere = [Touched(github("stranger/x#1"), node_id="I_8"), Touched(github("globex/api#1"), node_id="I_9")]

    looks = ask("read", [touched(1), *elsewhere], credentials=TwoOwners("unused"))

    assert [call.request.headers["authorization"] for call in route.calls] == ["Bearer of-acme", "Bearer of-globex"]
    assert looks[1].facts is None
    assert looks[1].reason == "the App is not installed for stranger"
