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

    seen = [rest(server, "GET", "/search", who, params={"jql": "key = SECRET-1"}).json() for who in (None, rob)]
    named = rest(server, "GET", "/search", rob, params={"jql": "project = SECRET"})

    assert [page["total"] for page in seen] == [1, 0]
    assert (named.status_code, named.json()["errorMessages"]) == (
        400,
        ["The value 'SECRET' does not exist for the field 'project'."],
    )


def test_what_is_archived_is_in_no_search_and_is_listed_only_where_that_is_wanted(server):
    fills(server, 1)
    server.project("OLD").archived = True

    usual, all_of_them = (rest(server, "GET", "/project", params=asked).json() for asked in ({}, ARCHIVED))

    assert [(one["key"], one["archived"]) for one in usual] == [("WEB", False)]
    assert {(one["key"], one["archived"]) for one in all_of_them} == {("WEB", False), ("OLD", True)}
    assert search(server, "project = OLD").status_code == 400


ARCHIVED = {"includeArchived": "true"}


def test_cloud_lists_projects_by_what_is_wanted_of_them(cloud):
    for key in ("WEB", "OLD", "SECRET"):
        cloud.project(key, private=key == "SECRET").archived = key == "OLD"
    cloud.project("SECRET").roles["detour-bot"] = "none"
    cloud.world.administrators = {"detour-bot"}

    found = [rest(cloud, "GET", "/project/search", params=asked) for asked in STATUSES]

    assert [[one["key"] for one in page.json().get("values", [])] for page in found] == [
        ["SECRET", "WEB"],
        ["WEB"],
        ["OLD"],
        [],
    ]
    assert found[-1].status_code == 400


STATUSES = ({}, {"action": "browse"}, {"status": "archived"}, {"status": "lost"})


@pytest.mark.parametrize("most", [0, 5001, -1, "many"])
def test_cloud_gives_between_one_and_five_thousand_at_once(cloud, most):
    refused = search(cloud, maxResults=most)

    assert (refused.status_code, "between 1 and 5,000" in refused.text) == (400, True)


def test_a_token_leads_behind_what_it_was_given_for_whatever_became_of_it(cloud):
    issues = fills(cloud, 6)
    token = search(cloud, maxResults=3).json()["nextPageToken"]
    ann = cloud.person("ann", writes=("WEB",))
    for issue in issues[:3]:
        ann.deletes(issue)

    rest_of_it = search(cloud, nextPageToken=token).json()

    assert numbers(rest_of_it) == [one.id for one in issues[3:]]


def test_a_token_is_refused_for_another_query_after_a_week_and_where_it_is_none(cloud):
    fills(cloud, 3)
    token = search(cloud, maxResults=1).json()["nextPageToken"]

    other = search(cloud, f"created > -1d AND {ALL}", nextPageToken=token)
    none = search(cloud, nextPageToken="nonsense")
    cloud.passes(days=8)
    old = search(cloud, nextPageToken=token)

    assert [one.status_code for one in (other, none, old)] == [400, 400, 400]
    assert {one.json()["errorMessages"][0] for one in (other, none, old)} == {
        "The next page token is invalid or expired."
    }


def test_data_center_may_end_searches_at_a_depth(server):
    fills(server)
    server.api.limits.deepest = 3

    fine, deep = (search(server, startAt=at, maxResults=2) for at in (1, 2))

    assert (fine.status_code, deep.status_code) == (200, 500)
