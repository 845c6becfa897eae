"""Searches of the made-up Jira over HTTP: Cloud's by token, Data Center's by place, and what is gone."""

import pytest

from connectors.simulator.jira import simulated_jira
from tests.connectors.simulator.jira.asking import rest

ALL = "project = WEB ORDER BY key ASC"


@pytest.fixture
def cloud():
    with simulated_jira() as desk:
        yield desk


@pytest.fixture
def server():
    with simulated_jira(flavor="datacenter") as desk:
        yield desk


def fills(desk, count=5):
    mia = desk.person("mia", writes=("WEB",))
    return [mia.opens("WEB", f"Issue {number}") for number in range(count)]


def search(desk, jql=ALL, **question):
    path = "/search/jql" if desk.flavor == "cloud" else "/search"
    return rest(desk, "POST", path, json={"jql": jql, **question})


def pages(desk, **question):
    """All pages of a search, as the tokens lead."""
    page = search(desk, **question).json()
    yield page
    while "nextPageToken" in page:
        page = search(desk, **question, nextPageToken=page["nextPageToken"]).json()
        yield page


def numbers(page):
    return [int(one["id"]) for one in page["issues"]]


def test_cloud_leads_from_page_to_page_by_tokens_and_counts_nothing(cloud):
    issues = fills(cloud)

    found = list(pages(cloud, maxResults=2))

    assert [numbers(page) for page in found] == [[one.id for one in issues[at : at + 2]] for at in (0, 2, 4)]
    assert [page["isLast"] for page in found] == [False, False, True]
    assert not any({"total", "startAt"} & set(page) for page in found)


def test_cloud_gives_the_number_only_unless_more_is_asked_for(cloud):
    fills(cloud, 1)

    [[bare], [keyed], [full]] = (
        search(cloud, **asked).json()["issues"] for asked in ({}, {"fields": ["key"]}, {"fields": ["summary"]})
    )

    assert list(bare) == ["id"]
    assert (keyed["key"], keyed["fields"]) == ("WEB-1", {})
    assert full["fields"] == {"summary": "Issue 0"}


def test_cloud_gives_a_hundred_at_once_with_fields_and_more_without(cloud):
    fills(cloud, 101)

    bare, full = (search(cloud, maxResults=5000, fields=fields).json() for fields in (["id", "key"], ["summary"]))

    assert (len(bare["issues"]), bare["isLast"]) == (101, True)
    assert (len(full["issues"]), full["isLast"]) == (100, False)


@pytest.mark.parametrize("jql", ["", "order by key"])
def test_cloud_searches_for_nothing_that_is_not_narrowed_down(cloud, jql):
    counted = rest(cloud, "POST", "/search/approximate-count", json={"jql": jql})

    assert (search(cloud, jql).status_code, counted.status_code) == (400, 400)
    assert "Unbounded JQL" in search(cloud, jql).json()["errorMessages"][0]


def test_cloud_counts_about_how_many_there_are(cloud):
    fills(cloud, 3)

    assert rest(cloud, "POST", "/search/approximate-count", json={"jql": ALL}).json() == {"count": 3}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("version", [2, 3])
def test_cloud_has_taken_the_old_search_away(cloud, method, version):
    sent = {"params": {"jql": ALL}} if method == "GET" else {"json": {"jql": ALL}}

    refused = rest(cloud, method, "/search", version=version, **sent)

    assert refused.status_code == 410
    assert "/rest/api/3/search/jql" in refused.json()["errorMessages"][0]


def test_data_center_gives_no_more_than_it_likes_and_says_so(server):
    issues = fills(server)
    server.api.limits.page = 2

    found = [search(server, startAt=at, maxResults=100).json() for at in (0, 2, 4, 5)]

    assert [numbers(page) for page in found] == [[one.id for one in issues[at : at + 2]] for at in (0, 2, 4, 5)]
    assert {(page["maxResults"], page["total"]) for page in found} == {(2, 5)}
    assert [page["startAt"] for page in found] == [0, 2, 4, 5]


def test_data_center_searches_for_everything_and_shows_all_fields_if_nobody_says_less(server):
    fills(server, 2)

    everything = search(server, "").json()

    assert [one["key"] for one in everything["issues"]] == ["WEB-2", "WEB-1"]
    assert {"summary", "issuelinks", "description"} <= set(everything["issues"][0]["fields"])


@pytest.mark.parametrize("path", ["/search/jql", "/search/approximate-count", "/issue/bulkfetch"])
def test_data_center_does_not_know_what_is_clouds(server, path):
    assert rest(server, "POST", path, json={"jql": ALL}).status_code == 404


def test_what_somebody_may_not_see_is_in_no_search(server):
    server.project("SECRET", private=True)
    server.person("eve", writes=("SECRET",)).opens("SECRET", "Hidden")
    rob = server.person("rob")

    seen = [rest(server, "GET", "/search", who, params={"jql": "project = SECRET"}).json() for who in (None, rob)]

    assert [page["total"] for page in seen] == [1, 0]
