"""What GitHub may answer to a sweep, in small payloads."""

import httpx
import pytest
import respx

from connectors.contract import Denied, Facet, Unavailable
from connectors.github.sweeps import Sweeping
from connectors.scanning import Sweep, Wanted
from rules.statements import Child, Fallback
from tests.connectors.github.asking import API, NOW
from tests.connectors.github.sweeping import (
    Github,
    connection,
    error,
    issue,
    labelled,
    listing,
    place,
    said,
    sweep,
    with_client,
)


@pytest.fixture
def mocked():
    with respx.mock(base_url=API, assert_all_called=False) as router:
        yield router


def test_small_repositories_share_a_request_and_a_large_ones_rest_goes_with_them(mocked):
    github = Github(
        mocked,
        listing({"acme/web": 130, "acme/pay": 2, "acme/api": 1, "acme/empty": 0}),
        said({"at0": place(*map(issue, range(1, 101)), ending={"hasNextPage": True, "endCursor": "c100"})}),
        said({"at0": place(*map(issue, range(101, 131))), "at1": place(name="acme/pay"), "at2": place()}),
    )

    pages, _ = sweep()

    assert [(len(page.looks), page.left) for page in pages] == [(0, 133), (100, 33), (30, 0)]
    last = github.variables(2)
    assert [last[name] for name in ("first0", "after0", "first1", "first2")] == [30, "c100", 2, 1]
    assert last["id2"] == "R_acme/api"
    assert not {"after1", "id3"} & set(last)
    assert "acme" not in github.asked[2]["query"]


def test_a_look_of_a_sweep_tells_the_length_of_the_thread(mocked):
    Github(mocked, listing({"acme/web": 1}), said({"at0": place(issue(1))}))

    [_, page], _ = sweep()

    [look] = page.looks
    assert (look.ref.text, look.comments, look.node_id) == ("acme/web#1", 2, "I_1")
    assert look.complete == {Facet.CORE, Facet.LINKS}


def test_a_sub_issue_is_a_fallback_by_its_repositorys_list(mocked):
    parts = [issue(7), issue(8)]
    Github(
        mocked,
        listing({"acme/web": 1}),
        said({"at0": place(issue(1, subIssues=connection(*parts)), **labelled("I_8"))}),
    )

    [_, page], _ = sweep()

    [look] = page.looks
    assert [one.child.text for one in look.facts.statements if isinstance(one, Child)] == ["acme/web#7", "acme/web#8"]
    assert [one.ticket.text for one in look.facts.statements if isinstance(one, Fallback)] == ["acme/web#8"]


WRONG = "Something went wrong while executing your query. This may be the result of a timeout, or a GitHub bug."


@pytest.mark.parametrize(
    "answer",
    [
        said({"at0": None}, [error("", WRONG, "at0")]),
        said({"at0": place(None)}, [error("", WRONG, "at0", "issues", "nodes", 0)]),
        said({"at0": None}, [error("RESOURCE_LIMITS_EXCEEDED", "Resource limits exceeded.", "at0", "issues")]),
        httpx.Response(502, json={"data": None, "errors": [{"message": WRONG}]}),
        httpx.Response(504, text="<html>"),
        httpx.ReadTimeout("late"),
    ],
)
def test_what_github_had_no_time_for_is_asked_for_again_and_less_of_it(mocked, answer):
    async def run(client):
        pages = client.scan(Sweep(wanted=Wanted.OPEN))
        first = await anext(pages)
        with pytest.raises(Unavailable):
            await anext(pages)
        return await anext(client.scan(Sweep(wanted=Wanted.OPEN, resume=first.resume)))

    github = Github(
        mocked, listing({"acme/web": 400}), answer, said({"at0": place(issue(1), ending={"hasNextPage": True})})
    )

    page = with_client(run)

    assert [look.ref.text for look in page.looks] == ["acme/web#1"]
    assert [github.variables(at)["first0"] for at in (1, 2)] == [100, 50]


def test_a_list_by_another_spelling_of_the_label_is_not_believed(mocked):
    other = labelled() | {"exact": {"name": "Fallback"}}
    labels = connection({"name": "Fallback"})
    Github(
        mocked,
        listing({"acme/web": 1}),
        said({"at0": place(issue(1, subIssues=connection(issue(7))), **other)}),
        said({"nodes": [{"id": "I_7", "labels": labels}]}),
    )

    [_, page], _ = sweep()

    assert [type(one) for one in page.looks[0].facts.statements] == [Child, Fallback]


def test_what_moved_and_what_was_closed_is_counted_and_read_by_githubs_filter(mocked):
    old = issue(2, state="CLOSED", closedAt="2026-10-30T00:00:00Z")
    late = issue(1, state="CLOSED", closedAt="2026-11-02T00:00:00Z")
    github = Github(mocked, *[listing({"acme/web": 2}), said({"at0": place(late, old)})] * 2)

    [_, moved], _ = sweep(Wanted.MOVED)
    [_, closed], _ = sweep(Wanted.CLOSED)

    assert [github.variables(at)["filter"] for at in range(4)] == [{"since": "2026-11-01T12:00:00Z"}] * 4
    assert [github.variables(at).get("states") for at in (1, 3)] == [None, ["CLOSED"]]
    assert github.variables(3)["order"] == {"field": "UPDATED_AT", "direction": "DESC"}
    assert ([look.ref.text for look in closed.looks], len(moved.looks)) == (["acme/web#1"], 2)


def told(remaining, reset=NOW + 90):
    names = {"limit": "5000", "remaining": str(remaining), "reset": str(int(reset)), "resource": "graphql"}
    return {f"x-ratelimit-{name}": value for name, value in names.items()}


@pytest.mark.parametrize(
    ("share", "remaining", "reset", "goes_on"),
    [
        (0.5, 2500, NOW + 90, True),
        (0.5, 2499, NOW + 90, False),
        (0.5, 10, NOW - 1, True),
        (0.1, 4499, NOW + 90, False),
        (1.0, 1, NOW + 90, True),
    ],
)
def test_a_sweep_leaves_its_share_of_the_hour(mocked, share, remaining, reset, goes_on):
    listed = httpx.Response(200, json=listing({"acme/web": 1}), headers=told(remaining, reset))
    github = Github(mocked, listed, said({"at0": place(issue(1))}))

    pages, unavailable = sweep(sweeping=Sweeping(("acme",), share))

    assert (len(pages), len(github.asked)) == ((2, 2) if goes_on else (1, 1))
    assert goes_on or (unavailable.retry_after == 90 and not isinstance(unavailable, Denied))


def test_an_enterprise_host_without_limits_tells_none(mocked):
    answer = listing({"acme/web": 1})
    answer["data"]["rateLimit"] = None
    Github(mocked, answer, said({"at0": place(issue(1))}))

    pages, unavailable = sweep()

    assert (len(pages), unavailable) == (2, None)


def test_a_sweep_leaves_its_share_of_a_minute(mocked):
    answer = listing({"acme/web": 1})
    answer["data"]["rateLimit"]["cost"] = 1000
    Github(mocked, answer)

    pages, unavailable = sweep()

    assert (len(pages), unavailable.retry_after) == (1, 60)


@pytest.mark.parametrize("answer", [[], {"data": {"repositoryOwner": []}}, {"data": {"repositoryOwner": {}}}])
def test_an_answer_of_another_shape_is_not_understood(mocked, answer):
    Github(mocked, answer)

    pages, unavailable = sweep()

    assert (pages, "not understood" in str(unavailable)) == ([], True)


def test_issues_that_were_opened_since_are_read_to_their_end(mocked):
    github = Github(
        mocked,
        listing({"acme/web": 1}),
        said({"at0": place(issue(1), ending={"hasNextPage": True, "endCursor": "c1"})}),
        said({"at0": place(issue(2))}),
    )

    pages, _ = sweep()

    assert [look.ref.text for page in pages for look in page.looks] == ["acme/web#1", "acme/web#2"]
    assert (github.variables(2)["first0"], github.variables(2)["after0"]) == (10, "c1")
