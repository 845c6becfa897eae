"""What a query costs, and what GitHub does about one that costs too much."""

import pytest

from connectors.simulator.github import simulated_github
from tests.connectors.simulator.asking import query, rest

COSTLY = """query($n: Int!) { rateLimit { cost nodeCount } repositoryOwner(login: "acme") { repositories(first: 100) {
  nodes { issues(first: 100) { nodes { labels(first: $n) { nodes { name } } comments { totalCount } } } } } } }"""


@pytest.fixture
def hub():
    with simulated_github() as hub:
        hub.repository("acme/web")
        yield hub


def test_each_connection_that_a_query_fills_is_counted_in_hundreds(hub):
    told = query(hub, COSTLY, n=20)["data"]["rateLimit"]

    # One list of repositories, 100 of issues, and of 10,000 issues the labels and the length of the thread.
    assert told == {"cost": 201, "nodeCount": 100 + 100 * 100 + 100 * 100 * 20}


def test_what_is_asked_for_by_id_fills_its_connections_each(hub):
    issues = [hub.bot.opens("acme/web", "One") for _ in range(100)]
    asked = """query($ids: [ID!]!) { rateLimit { cost nodeCount }
      nodes(ids: $ids) { ... on Issue { labels(first: 10) { nodes { name } } comments(first: 5) { totalCount } } } }"""

    told = query(hub, asked, ids=[one.node_id for one in issues])["data"]["rateLimit"]

    assert told == {"cost": 2, "nodeCount": 100 * (10 + 5)}


def test_a_query_for_half_a_million_nodes_is_refused(hub):
    answer = query(hub, COSTLY, n=100)

    assert [error["type"] for error in answer["errors"]] == ["MAX_NODE_LIMIT_EXCEEDED"]
    assert "1,010,100" in answer["errors"][0]["message"]


def test_a_query_that_takes_longer_than_ten_seconds_is_given_up(hub):
    hub.api.limits.in_time = 100_000

    answer = query(hub, COSTLY, n=20)

    assert (answer["data"], "timeout" in answer["errors"][0]["message"]) == (None, True)
    assert hub.requests[-1].status == 502


def test_points_of_a_minute_are_counted_and_only_refused_where_that_is_wanted(hub):
    for _ in range(10):
        query(hub, COSTLY, n=20)
    counted = list(hub.api.secondary.exceeded)
    hub.api.secondary.enforced = True

    refused = query(hub, COSTLY, n=20)
    hub.passes(minutes=1)

    assert counted == ["GraphQL points a minute"]
    assert "secondary rate limit" in refused["message"]
    assert "data" in query(hub, COSTLY, n=20)


def test_what_is_written_in_a_minute_and_an_hour_is_counted(hub):
    issue = hub.bot.opens("acme/web", "One")
    for at in range(82):
        hub.passes(minutes=at == 81)
        rest(hub, "POST", f"/repos/acme/web/issues/{issue.number}/comments", json={"body": "hello"})

    peaks = hub.api.secondary.peaks
    assert hub.api.secondary.exceeded == ["content writes a minute"]
    assert [peaks[f"content writes {span}"] for span in ("a minute", "an hour")] == [81, 82]
    assert (peaks["REST points a minute"], peaks["requests at once"]) == (405, 1)
