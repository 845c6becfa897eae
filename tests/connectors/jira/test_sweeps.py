"""Sweeps, request by request, of a Jira that is made of prepared answers."""

import asyncio
import json

import httpx
import pytest
import respx

from connectors.contract import Denied, Facet, Unavailable
from connectors.jira.client import JiraClient
from connectors.jira.credentials import JiraCredentials
from connectors.jira.dialect import JiraDialect
from connectors.jira.flavors import Cloud, DataCenter
from connectors.jira.issues import JiraIssues
from connectors.jira.sparing_reads import Limits
from connectors.scanning import OutOfReach, Sweep, Wanted
from rules.addresses import Addresses, Site
from tests.connectors.jira.asking import CLOUD, NOW, SERVER, URL, document

LIST, NUMBERS, COUNT, BULK = (
    f"{CLOUD}{path}" for path in ("/project/search", "/search/jql", "/search/approximate-count", "/issue/bulkfetch")
)
PROJECTS, SEARCH = f"{SERVER}/project", f"{SERVER}/search"
OPEN = Sweep(wanted=Wanted.OPEN)
UNLIMITED, HALF = (Limits(), 1.0), (Limits(), 0.5)


@pytest.fixture
def mocked():
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        yield router


def scan(sweep=OPEN, *, flavor=None, projects=(), allowed=UNLIMITED, now=NOW, most=10**6):
    """The pages of a sweep, why it ended before its end, if it did, and how many requests it took.

    ``allowed`` are the limits of that kind of Jira, and the share of them.
    """
    flavored = flavor or Cloud()
    flavored.limits, share = allowed
    issues = JiraIssues(JiraDialect(name="jira/acme", url=URL), Addresses([Site("jira/acme", "acme", tuple(projects))]))
    pages, ended = [], []

    async def run():
        client = JiraClient(issues, JiraCredentials("canary"), flavored, scan_share=share, now=lambda: now)
        try:
            async for page in client.scan(sweep):
                pages.append(page)
                if len(pages) == most:
                    break
        except Unavailable as unavailable:
            ended.append(unavailable)
        finally:
            await client.close()
        return client.requests

    requests = asyncio.run(run())
    return pages, next(iter(ended), None), requests


def going_on(pages, sweep=OPEN):
    return Sweep(wanted=sweep.wanted, since=sweep.since, resume=pages[-1].resume)


def listed(*keys, last=True, total=None):
    return httpx.Response(200, json={"values": [{"key": key} for key in keys], "isLast": last, "total": total})


def numbered(*numbers, ahead=None):
    issues = [{"id": str(number)} for number in numbers]
    return httpx.Response(200, json={"issues": issues, "isLast": ahead is None, "nextPageToken": ahead})


def bulk(request):
    """Whatever is asked for, by number, the least first."""
    wanted = sorted(map(int, json.loads(request.content)["issueIdsOrKeys"]))
    times = {"created": "2027-01-01T00:00:00.000+0000", "updated": "2027-01-01T00:00:00.000+0000"}
    return httpx.Response(200, json={"issues": [document(f"PAY-{number}", number, **times) for number in wanted]})


def refused(*messages):
    return httpx.Response(400, json={"errorMessages": messages})


def sent(route):
    return [json.loads(call.request.content) for call in route.calls]


def keys(pages):
    return [look.ref.text for page in pages for look in page.looks]


def test_cloud_is_asked_for_projects_then_numbers_then_issues(mocked):
    lists = mocked.get(LIST).mock(return_value=listed("SHOP", "PAY"))
    searches = mocked.post(NUMBERS).mock(return_value=numbered(*range(1, 251)))
    reads = mocked.post(BULK).mock(side_effect=bulk)

    pages, ended, requests = scan()

    [question] = sent(searches)
    assert dict(lists.calls[0].request.url.params) == {"startAt": "0", "maxResults": "100", "action": "browse"}
    assert question["jql"].startswith('project in ("PAY", "SHOP") AND statusCategory != Done ORDER BY created')
    assert (question["fields"], question["maxResults"]) == (["id"], 1000)
    assert [len(one["issueIdsOrKeys"]) for one in sent(reads)] == [100, 100, 50]
    assert [page.left for page in pages if page.looks] == [150, 50, 0]
    assert keys(pages) == [f"PAY-{number}" for number in range(1, 251)]
    assert {look.facets for page in pages for look in page.looks} == {frozenset({Facet.CORE, Facet.LINKS})}
    assert {look.comments for page in pages for look in page.looks} == {None}
    assert (ended, requests, len(pages)) == (None, 5, 5)


def test_how_many_there_are_is_asked_once_where_numbers_come_on_several_pages(mocked):
    mocked.get(LIST).mock(return_value=listed("PAY"))
    searches = mocked.post(NUMBERS).mock(
        side_effect=[numbered(1, 2, ahead="two"), numbered(3, ahead="three"), numbered(4)]
    )
    counts = mocked.post(COUNT).respond(json={"count": 40})
    mocked.post(BULK).mock(side_effect=bulk)

    pages, *_ = scan()

    assert [question.get("nextPageToken") for question in sent(searches)] == [None, "two", "three"]
    assert len({question["jql"] for question in (*sent(searches), *sent(counts))}) == 1
    assert [page.left for page in pages if page.looks] == [38, 37, 0]
    assert counts.call_count == 1


def test_a_count_that_is_refused_is_not_known_and_ends_nothing(mocked):
    mocked.get(LIST).mock(return_value=listed("PAY"))
    mocked.post(NUMBERS).mock(side_effect=[numbered(1, ahead="two"), numbered(2)])
    mocked.post(COUNT).respond(403)
    mocked.post(BULK).mock(side_effect=bulk)

    pages, ended, _ = scan()

    assert (keys(pages), ended) == (["PAY-1", "PAY-2"], None)


def test_projects_come_page_by_page(mocked):
    lists = mocked.get(LIST).mock(
        side_effect=[listed("A", "B", last=False), listed("C", last=None, total=4), listed("D", last=None, total=4)]
    )
    searches = mocked.post(NUMBERS).mock(return_value=numbered())

    scan()

    assert [call.request.url.params["startAt"] for call in lists.calls] == ["0", "2", "3"]
    assert sent(searches)[0]["jql"].startswith('project in ("A", "B", "C", "D") ')


def test_of_configured_projects_only_those_that_are_visible_are_named(mocked):
    lists = mocked.get(LIST).mock(side_effect=[listed("PAY", "SHOP"), listed("OLD")])
    searches = mocked.post(NUMBERS).mock(return_value=numbered())

    pages, *_ = scan(projects=("pay", "OLD", "GONE"))

    assert sent(searches)[0]["jql"].startswith('project in ("PAY") ')
    assert lists.calls[1].request.url.params["status"] == "archived"
    assert pages[0].out_of_reach == (
        OutOfReach(
            "OLD",
            "the project is archived, and Jira finds nothing in it",
            "restore it, or take it out of projects under [[jira]]",
        ),
        OutOfReach(
            "GONE",
            "no project has this key, or Detour's account may not browse it",
            'give the account the permission "Browse projects" there, or correct projects under [[jira]]',
        ),
    )


def test_archived_projects_are_asked_for_only_where_one_is_missing(mocked):
    lists = mocked.get(LIST).mock(return_value=listed("PAY", "SHOP"))
    mocked.post(NUMBERS).mock(return_value=numbered())

    scan(projects=("PAY",))
    scan()

    assert lists.call_count == 2


@pytest.mark.parametrize("answer", [httpx.Response(404, json={}), listed()])
def test_an_account_that_sees_no_project_is_told_what_it_lacks(mocked, answer):
    mocked.get(LIST).mock(return_value=answer)

    [page], ended, _ = scan()

    assert [one.container for one in page.out_of_reach] == ["every project"]
    assert ended is None


def test_a_key_that_could_break_a_query_is_left_out(mocked):
    mocked.get(LIST).mock(return_value=listed("PAY", 'X") OR project in ("Y', "A B", ""))
    searches = mocked.post(NUMBERS).mock(return_value=numbered())

    scan()

    assert sent(searches)[0]["jql"].startswith('project in ("PAY") ')


def test_of_a_refused_question_the_projects_are_halved_until_the_culprits_are_found(mocked):
    mocked.get(LIST).mock(return_value=listed(*"ABCDEFGH"))

    def search(request):
        named = json.loads(request.content)["jql"]
        bad = [key for key in "CH" if f'"{key}"' in named]
        return refused(f"The value '{bad[0]}' does not exist.") if bad else numbered(ord(named[len('project in ("')]))

    searches = mocked.post(NUMBERS).mock(side_effect=search)
    mocked.post(BULK).mock(side_effect=bulk)

    pages, ended, _ = scan()

    told = {one.container: one.reason for page in pages for one in page.out_of_reach}
    assert told.keys() == {"C", "H"}
    assert "The value 'C' does not exist." in told["C"]
    assert keys(pages) == [f"PAY-{ord(key)}" for key in "ADEG"]
    assert (ended, searches.call_count) == (None, 11)


def by_new_processes(**options):
    """The pages of a sweep, each by a client of its own."""
    pages = []
    while found := scan(going_on(pages) if pages else OPEN, most=1, **options)[0]:
        pages += found
    return pages


def one_after_another(**options):
    """The pages of a sweep, the first by one client, and the others by another."""
    pages, *_ = scan(most=1, **options)
    return [*pages, *scan(going_on(pages), **options)[0]]


@pytest.mark.parametrize("processes", [by_new_processes, one_after_another])
def test_new_processes_find_each_culprit_and_search_every_other_project(mocked, processes):
    every = [f"PROJ{number:04}" for number in range(800)]
    mocked.get(LIST).mock(return_value=listed(*every))
    searched = []

    def search(request):
        named = json.loads(request.content)["jql"]
        if '"PROJ0300"' in named or '"PROJ0799"' in named:
            return refused()
        searched.extend(key for key in every if f'"{key}"' in named)
        return numbered()

    mocked.post(NUMBERS).mock(side_effect=search)

    pages = processes(projects=(*every, "GONE"))

    told = [one.container for page in pages for one in page.out_of_reach]
    assert told == ["GONE", "PROJ0300", "PROJ0799"]
    assert searched == [key for key in every if key not in told]


@pytest.mark.parametrize("status", [401, 403])
def test_another_refusal_is_nobodys_fault_and_ends_the_sweep_for_now(mocked, status):
    mocked.get(LIST).mock(return_value=listed("PAY", "SHOP"))
    mocked.post(NUMBERS).respond(status, json={"errorMessages": ["No."]})

    pages, ended, requests = scan()

    assert (isinstance(ended, Denied), "No." in str(ended)) == (status == 403, True)
    assert ([page.out_of_reach for page in pages], requests) == ([()], 2)


def test_a_token_that_is_refused_leads_back_to_the_time_that_was_reached(mocked):
    mocked.get(LIST).mock(return_value=listed("PAY"))
    mocked.post(COUNT).respond(json={"count": 4})
    mocked.post(BULK).mock(side_effect=bulk)
    searches = mocked.post(NUMBERS).mock(side_effect=[numbered(1, 2, ahead="two"), refused("expired"), numbered(2, 3)])

    pages, ended, _ = scan()

    *_, again = sent(searches)
    minutes = int((NOW - 1_798_761_600) / 60) + 10
    assert f'AND created >= "-{minutes}m" ORDER BY' in again["jql"]
    assert "nextPageToken" not in again
    assert (keys(pages), ended) == (["PAY-1", "PAY-2", "PAY-2", "PAY-3"], None)


def test_a_token_that_leads_to_itself_leads_nowhere(mocked):
    mocked.get(LIST).mock(return_value=listed("PAY"))
    mocked.post(COUNT).respond(json={"count": 4})
    mocked.post(BULK).mock(side_effect=bulk)
    searches = mocked.post(NUMBERS).mock(side_effect=[numbered(1, ahead="same"), numbered(2, ahead="same")])

    pages, ended, _ = scan()

    assert (keys(pages), ended, searches.call_count) == (["PAY-1", "PAY-2"], None, 2)


def test_what_is_gone_meanwhile_or_not_understood_says_nothing_and_the_others_are_read(mocked):
    mocked.get(LIST).mock(return_value=listed("PAY"))
    mocked.post(NUMBERS).mock(return_value=numbered(1, 2, 3, 4))
    answer = {"issues": [document("PAY-1", 1), {"id": 7}, document("PAY-3", 3, labels="not a list")]}
    mocked.post(BULK).respond(json=answer)

    pages, ended, _ = scan()

    [fine, odd] = pages[-1].looks
    assert (fine.facts is not None, odd.facts, odd.facets, ended) == (True, None, frozenset(), None)
    assert "not understood" in odd.reason


@pytest.mark.parametrize("resume", ["nonsense", '{"version":0,"wanted":"open"}'])
def test_a_place_that_nobody_understands_begins_anew(mocked, resume):
    mocked.get(LIST).mock(return_value=listed("PAY"))
    mocked.post(NUMBERS).mock(return_value=numbered(1))
    mocked.post(BULK).mock(side_effect=bulk)

    pages, *_ = scan(Sweep(wanted=Wanted.OPEN, resume=resume))

    assert keys(pages) == ["PAY-1"]


def test_a_sweep_that_is_through_has_no_more_pages(mocked):
    mocked.get(LIST).mock(return_value=listed("PAY"))
    mocked.post(NUMBERS).mock(return_value=numbered(1))
    mocked.post(BULK).mock(side_effect=bulk)
    pages, *_ = scan()

    assert scan(going_on(pages)) == ([], None, 0)


def test_requests_that_were_refused_count(mocked):
    mocked.get(LIST).mock(side_effect=[httpx.Response(429, headers={"retry-after": "5"})])

    pages, ended, requests = scan()

    assert (pages, ended.retry_after, requests) == ([], 5, 1)


def test_data_center_is_asked_for_projects_and_then_for_whole_issues(mocked):
    mocked.get(PROJECTS).respond(json=[{"key": "SHOP"}, {"key": "PAY", "archived": False}])
    answers = [
        {"startAt": 0, "maxResults": 2, "total": 3, "issues": [document("PAY-1", 1), document("PAY-2", 2)]},
        {"startAt": 1, "maxResults": 2, "total": 3, "issues": [document("PAY-2", 2), document("PAY-3", 3)]},
    ]
    searches = mocked.post(SEARCH).mock(side_effect=[httpx.Response(200, json=answer) for answer in answers])

    pages, ended, requests = scan(flavor=DataCenter())

    first, second = sent(searches)
    assert first["jql"].startswith('project in ("PAY", "SHOP") AND statusCategory != Done ORDER BY created ASC')
    assert {"summary", "issuelinks", "description", "created", "updated"} <= set(first["fields"])
    assert [(one["startAt"], one["maxResults"]) for one in (first, second)] == [(0, 1000), (1, 1000)]
    assert "validateQuery" not in first
    assert (keys(pages), ended, requests) == (["PAY-1", "PAY-2", "PAY-2", "PAY-3"], None, 3)
    assert [page.left for page in pages if page.looks] == [1, 0]


def test_data_center_tells_which_configured_projects_are_archived(mocked):
    lists = mocked.get(PROJECTS).mock(
        side_effect=lambda request: httpx.Response(
            200,
            json=[{"key": "PAY"}]
            + [{"key": "OLD", "archived": True}] * (request.url.params.get("includeArchived") == "true"),
        )
    )
    mocked.post(SEARCH).respond(json={"issues": [], "total": 0})

    pages, *_ = scan(flavor=DataCenter(), projects=("PAY", "OLD"))

    assert (lists.call_count, [one.container for one in pages[0].out_of_reach]) == (2, ["OLD"])
    assert "archived" in pages[0].out_of_reach[0].reason


def test_a_server_that_needs_too_long_is_asked_for_smaller_pages_from_then_on(mocked):
    mocked.get(PROJECTS).respond(json=[{"key": "PAY"}])
    ends = [httpx.ReadTimeout("late")] * 5 + [httpx.ConnectError("gone")]
    searches = mocked.post(SEARCH).mock(side_effect=[*ends, httpx.Response(200, json={"issues": [], "total": 0})])
    server, pages = DataCenter(), []

    for _ in range(7):
        found, _, _ = scan(going_on(pages) if pages else OPEN, flavor=server)
        pages += found

    assert [question["maxResults"] for question in sent(searches)] == [1000, 500, 250, 125, 100, 100, 100]


def test_scans_stop_before_they_take_what_is_left_for_others(mocked):
    told = {"x-ratelimit-limit": "10", "x-ratelimit-fillrate": "1", "x-ratelimit-interval-seconds": "3"}
    mocked.get(PROJECTS).respond(json=[{"key": "PAY"}], headers={**told, "x-ratelimit-remaining": "4"})
    searches = mocked.post(SEARCH).respond(json={"issues": [], "total": 0})

    pages, ended, _ = scan(flavor=DataCenter(), allowed=HALF)
    later, *_ = scan(going_on(pages), flavor=DataCenter(), allowed=HALF, now=NOW + 12)

    assert (len(pages), ended.retry_after) == (1, 12)
    assert (len(later), searches.call_count) == (1, 1)
