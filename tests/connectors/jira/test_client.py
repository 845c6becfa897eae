import json

import httpx
import pytest
import respx

from connectors.contract import Denied, Facet, Look, NotAccepted, Unavailable
from connectors.jira.client import AT_ONCE
from rules.model import Ref, State
from rules.statements import Fallback, Source, Wait
from tests.connectors.jira.asking import CLOUD, SERVER, URL, ask, document, jira, on_server, touched

BULK, SEARCH = f"{CLOUD}/issue/bulkfetch", f"{SERVER}/search"
BATCHED = frozenset({Facet.CORE, Facet.LINKS})


@pytest.fixture
def mocked():
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        yield router


def sent(route):
    return [json.loads(call.request.content) for call in route.calls]


def test_cloud_is_asked_for_many_issues_at_once_and_only_for_the_fields_that_are_read(mocked):
    bulk = mocked.post(BULK).respond(json={"issues": [document("PAY-2", 2), document("PAY-1", 1)]})

    looks = ask("read", [touched("PAY-1", "1"), touched("PAY-2"), touched("PAY-1", "1")])

    [question] = sent(bulk)
    assert [look.facts.issue.ref.text for look in looks] == ["PAY-1", "PAY-2", "PAY-1"]
    assert question["issueIdsOrKeys"] == ["1", "PAY-2"]
    assert {"summary", "issuelinks", "description", "fixVersions", "customfield_10020"} <= set(question["fields"])
    assert "comment" not in question["fields"]
    assert bulk.calls[0].request.headers["authorization"].startswith("Basic ")


def test_a_thousand_issues_cost_ten_requests(mocked):
    bulk = mocked.post(BULK).respond(json={"issues": []})

    ask("read", [touched(f"PAY-{number}", str(number)) for number in range(1, 1001)])

    assert bulk.call_count == 10


def test_data_center_is_searched_by_keys_and_numbers_page_by_page(mocked):
    pages = [
        {"startAt": 0, "maxResults": 1, "total": 2, "issues": [document("PAY-1", 1)]},
        {"startAt": 1, "maxResults": 1, "total": 2, "issues": [document("PAY-2", 2)]},
    ]
    search = mocked.post(SEARCH).mock(side_effect=[httpx.Response(200, json=page) for page in pages])

    looks = on_server("read", [touched("PAY-1", "1"), touched("PAY-2")])

    first, second = sent(search)
    assert [look.facts.issue.vendor_id for look in looks] == ["1", "2"]
    assert (first["jql"], first["validateQuery"]) == ('issue in (1, "PAY-2")', False)
    assert (first["startAt"], second["startAt"]) == (0, 1)
    assert search.calls[0].request.headers["authorization"] == "Bearer canary"


def test_an_issue_that_is_silently_absent_is_gone_and_says_so(mocked):
    mocked.post(BULK).respond(json={"issues": [document("PAY-1", 1)]})
    mocked.get(f"{CLOUD}/issue/PAY-3").respond(404, json={"errorMessages": ["Issue does not exist"]})

    there, *gone = ask("read", [touched("PAY-1", "1"), touched("PAY-2", "2"), touched("PAY-3")])

    assert there.facts is not None
    assert [look.facts for look in gone] == [None, None]
    assert all("no such issue" in look.reason for look in gone)
    assert all(look.facets == {Facet.CORE, Facet.LINKS} for look in gone)


def test_a_key_that_an_issue_no_longer_has_leads_to_it(mocked):
    mocked.post(BULK).respond(json={"issues": []})
    mocked.get(f"{CLOUD}/issue/OLD-7").respond(json=document("PAY-9", 9))

    [look] = ask("read", [touched("OLD-7")])

    assert (look.ref, look.facts.issue.ref) == (jira("OLD-7"), jira("PAY-9"))


def test_an_issue_that_jira_fails_to_read_is_read_later_and_nobody_takes_it_for_gone(mocked):
    failed = [{"id": "2", "errorMessage": "Try again."}, {"id": "PAY-3", "errorMessage": "Too large."}]
    mocked.post(BULK).respond(json={"issues": [document("PAY-1", 1)], "issueErrors": failed})

    there, *late = ask("read", [touched("PAY-1", "1"), touched("PAY-2", "2"), touched("pay-3")])

    assert (there.facts is not None, there.late) == (True, frozenset())
    assert [(look.facts, look.facets, look.late) for look in late] == [(None, frozenset(), BATCHED)] * 2
    assert [look.reason for look in late] == ["Try again.", "Too large."]


def test_an_issue_that_data_centers_index_lacks_is_asked_for_by_itself(mocked):
    mocked.post(SEARCH).respond(json={"issues": [], "total": 0})
    mocked.get(f"{SERVER}/issue/1").respond(json=document("PAY-1", 1))
    mocked.get(f"{SERVER}/issue/2").respond(404, json={"errorMessages": ["Issue Does Not Exist"]})

    new, gone = on_server("read", [touched("PAY-1", "1"), touched("PAY-2", "2")])

    assert new.facts.issue.ref == jira("PAY-1")
    assert (gone.facts, gone.facets) == (None, BATCHED)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_no_to_one_issue_holds_up_no_other(mocked, status):
    mocked.post(SEARCH).respond(json={"issues": [document("PAY-1", 1)], "total": 1})
    mocked.get(f"{SERVER}/issue/SECRET-1").respond(status, json={"errorMessages": ["No permission."]})

    there, hidden = on_server("read", [touched("PAY-1"), touched("SECRET-1")])

    assert there.facts is not None
    assert (hidden.facts, hidden.facets) == (None, BATCHED)


def test_one_issue_that_cannot_be_asked_for_now_holds_up_no_other(mocked):
    mocked.post(BULK).respond(json={"issues": [document("PAY-1", 1)]})
    mocked.get(f"{CLOUD}/issue/OLD-7").respond(502)

    there, late = ask("read", [touched("PAY-1"), touched("OLD-7")])

    assert there.facts is not None
    assert (late.facets, late.late) == (frozenset(), BATCHED)


def test_an_issue_that_moved_is_found_by_its_number(mocked):
    bulk = mocked.post(BULK).respond(json={"issues": [document("PAY-9", 9)]})

    [by_key, by_number] = ask("read", [touched("OLD-7", "9"), touched("9", "9")])

    assert sent(bulk)[0]["issueIdsOrKeys"] == ["9"]
    assert {by_key.facts.issue.ref, by_number.facts.issue.ref} == {jira("PAY-9")}


def test_one_issue_that_nobody_understands_is_left_alone_and_the_others_are_read(mocked):
    broken = document("PAY-2", 2, labels="not a list")
    mocked.post(BULK).respond(json={"issues": [document("PAY-1", 1), broken]})

    fine, odd = ask("read", [touched("PAY-1", "1"), touched("PAY-2", "2")])

    assert fine.facts is not None
    assert (odd.facts, odd.facets) == (None, frozenset())
    assert "not understood" in odd.reason


def test_links_that_jira_does_not_show_prove_no_absence(mocked):
    raw = document("PAY-1", 1)
    del raw["fields"]["issuelinks"]
    mocked.post(BULK).respond(json={"issues": [raw]})

    [look] = ask("read", [touched("PAY-1", "1")])

    assert look.complete == {Facet.CORE}


@pytest.mark.parametrize("text", ["PAY-1/../../x", "PAY", "PAY-1?x=1", 'PAY-1") OR project = "X', "-1", ""])
def test_what_is_no_address_is_not_asked_for(mocked, text):
    bulk = mocked.post(BULK).respond(json={"issues": []})

    [look] = ask("read", [touched(text)])

    assert isinstance(look, Look)
    assert look.facts is None
    assert bulk.call_count == 0
    with pytest.raises(Denied):
        ask("comments", jira(text))


@pytest.mark.parametrize("number", ['1) OR project in ("X"', "1/../../user?username=mia", "\u0661", "-1", "x"])
def test_a_number_that_is_none_is_not_asked_for_whoever_made_it_up(mocked, number):
    search = mocked.post(SEARCH).respond(json={"issues": [], "total": 0})
    by_itself = mocked.get(url__regex=r".*/issue/.*").respond(404)

    on_server("read", [touched("PAY-1", number), touched(number, number)])

    [question] = sent(search)
    assert question["jql"] == 'issue in ("PAY-1")'
    assert [call.request.url.path for call in by_itself.calls] == [f"{SERVER}/issue/PAY-1"]


LINKS = [
    {"relationship": "is blocked by", "object": {"url": "https://github.com/acme/web/issues/5", "title": "x"}},
    {"relationship": "Blocks", "object": {"url": "https://github.com/acme/web/issues/6"}},
    {"relationship": "is fallback for", "object": {"url": "https://github.com/acme/web/pull/7"}},
    {"relationship": "has fallback", "object": {"url": "https://github.com/acme/web/issues/8"}},
    {"relationship": "relates to", "object": {"url": "https://github.com/acme/web/issues/9"}},
    {"relationship": "is blocked by", "object": {"url": "https://elsewhere.example/acme/web/issues/1"}},
    {"relationship": "is blocked by", "object": {"url": "https://acme.atlassian.net/browse/PAY-1"}},
    {"relationship": None, "object": {"url": "https://github.com/acme/web/issues/9"}},
    {"relationship": "is blocked by", "object": None},
    {"object": {}},
]


def github(number):
    return Ref("github/acme", f"acme/web#{number}")


def test_remote_links_are_read_where_they_are_asked_for_and_say_what_their_phrase_says(mocked):
    mocked.post(BULK).respond(json={"issues": [document("PAY-1", 1), document("PAY-2", 2)]})
    remote = mocked.get(f"{CLOUD}/issue/1/remotelink").respond(json=LINKS)

    asked, other = ask("read", [touched("PAY-1", "1", Facet.REMOTE), touched("PAY-2", "2")])

    here = jira("PAY-1")
    found = [(type(one), *ends(one)) for one in asked.facts.statements]
    assert found == [
        (Wait, here, github(5)),
        (Wait, github(6), here),
        (Fallback, github(7), here),
        (Fallback, here, github(8)),
    ]
    assert {(one.said.source, one.said.where) for one in asked.facts.statements} == {(Source.REMOTE_LINK, here)}
    assert Facet.REMOTE in asked.facets & asked.complete
    assert Facet.REMOTE not in other.facets
    assert remote.call_count == 1


def ends(said):
    return (said.blocked, said.blocker) if isinstance(said, Wait) else (said.issue, said.ticket)


def test_remote_links_that_may_not_be_read_prove_no_absence(mocked):
    mocked.post(BULK).respond(json={"issues": [document("PAY-1", 1)]})
    mocked.get(f"{CLOUD}/issue/1/remotelink").respond(403, json={"errorMessages": ["no permission"]})

    [look] = ask("read", [touched("PAY-1", "1", Facet.REMOTE)])

    assert look.facts.issue.state is State.OPEN
    assert Facet.REMOTE in look.facets - look.complete


def test_remote_links_that_fail_for_one_issue_hold_up_no_other(mocked):
    mocked.post(BULK).respond(json={"issues": [document("PAY-1", 1), document("PAY-2", 2)]})
    mocked.get(f"{CLOUD}/issue/1/remotelink").respond(502)
    mocked.get(f"{CLOUD}/issue/2/remotelink").respond(json=LINKS[:1])

    late, fine = ask("read", [touched("PAY-1", "1", Facet.REMOTE), touched("PAY-2", "2", Facet.REMOTE)])

    assert (late.late, Facet.REMOTE in late.facets) == ({Facet.REMOTE}, False)
    assert (fine.late, len(fine.facts.statements)) == (frozenset(), 1)


def test_after_a_limit_on_the_way_nobody_is_asked_for_and_what_was_read_until_then_counts(mocked):
    numbers = range(1, 21)
    mocked.post(BULK).respond(json={"issues": [document(f"PAY-{one}", one) for one in numbers]})
    mocked.get(f"{CLOUD}/issue/1/remotelink").respond(json=LINKS[:1])
    limits = mocked.get(url__regex=r".*/remotelink").respond(429, headers={"retry-after": "3"})

    first, *others = ask("read", [touched(f"PAY-{one}", str(one), Facet.REMOTE) for one in numbers])

    assert (first.late, len(first.facts.statements)) == (frozenset(), 1)
    assert {(look.late, look.retry_after) for look in others} == {(frozenset({Facet.REMOTE}), 3)}
    assert limits.call_count < AT_ONCE


FAILURES = [
    (429, {"retry-after": "7"}, Unavailable, 7),
    (429, {"retry-after": "Fri, 15 Jan 2027 08:00:10 GMT"}, Unavailable, 10),
    (429, {}, Unavailable, 60),
    (503, {"retry-after": "120"}, Unavailable, 120),
    (502, {}, Unavailable, None),
    (401, {}, NotAccepted, None),
    (302, {"location": "https://evil.example/login"}, Unavailable, None),
    (200, {"x-seraph-loginreason": "AUTHENTICATED_FAILED"}, NotAccepted, None),
    (403, {}, Denied, None),
    (400, {}, Denied, None),
]


@pytest.mark.parametrize(("status", "headers", "error", "wait"), FAILURES)
def test_what_is_no_success_is_told_in_the_contracts_words(mocked, status, headers, error, wait):
    mocked.post(BULK).respond(status, json={"errorMessages": ["Sorry."], "issues": []}, headers=headers)

    with pytest.raises(Unavailable) as caught:
        ask("read", [touched("PAY-1", "1")])

    assert type(caught.value) is error
    assert caught.value.retry_after == wait
    assert not caught.value.outcome_unknown
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"", b'{"issues": 7}', b'{"issues": [7]}', b"[" * 100_000])
def test_an_answer_of_another_shape_is_unavailable_and_nobody_is_gone(mocked, body):
    mocked.post(BULK).respond(200, content=body)

    with pytest.raises(Unavailable, match="not understood"):
        ask("read", [touched("PAY-1", "1")])


def test_no_answer_is_unavailable(mocked):
    mocked.post(BULK).mock(side_effect=httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable, match="ReadTimeout"):
        ask("read", [touched("PAY-1", "1")])
