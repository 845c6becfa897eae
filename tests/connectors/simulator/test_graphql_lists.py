"""Lists of repositories and issues as GraphQL gives them."""

import pytest

from connectors.simulator.github import simulated_github
from tests.connectors.simulator.asking import query, rest

ISSUES = """
query($owner: String!, $name: String!, $first: Int, $after: String, $order: IssueOrder, $labels: [String!]) {
  repository(owner: $owner, name: $name) { id issues(first: $first, after: $after, orderBy: $order, labels: $labels) {
    nodes { number } totalCount pageInfo { hasNextPage endCursor } } } }"""
OWNER = """query($login: String!) { repositoryOwner(login: $login) {
  named: repositories(first: 100, ownerAffiliations: OWNER) { nodes { nameWithOwner hasIssuesEnabled } }
  counted: repositories(first: 100, ownerAffiliations: OWNER) { nodes { issues { totalCount } } } } }"""


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web",))


def listed(hub, **variables):
    answer = query(hub, ISSUES, **({"owner": "acme", "name": "web", "first": 2} | variables))
    return answer["data"]["repository"]["issues"]


def numbers(page):
    return [one["number"] for one in page["nodes"]]


@pytest.mark.parametrize(("direction", "pages"), [("ASC", ([1, 2], [3, 4])), ("DESC", ([5, 4], [3, 2]))])
def test_a_list_goes_on_where_it_was_even_if_what_was_read_goes_away(hub, mia, direction, pages):
    issues = [mia.opens("acme/web", "One") for _ in range(5)]
    order = {"field": "CREATED_AT", "direction": direction}

    first = listed(hub, order=order)
    mia.deletes(issues[pages[0][1] - 1])
    second = listed(hub, order=order, after=first["pageInfo"]["endCursor"])

    assert (numbers(first), numbers(second)) == pages


def test_labels_are_compared_letter_by_letter(hub, mia):
    mia.opens("acme/web", "One", labels=["Fallback"])

    found = [listed(hub, labels=[name])["totalCount"] for name in ("Fallback", "fallback")]

    assert found == [1, 0]


def test_a_label_is_found_as_it_is_spelled_only(hub, mia):
    mia.opens("acme/web", "One", labels=["Fallback", "web"])
    labels = (
        'label(name: "Fallback") { name } other: label(name: "fallback") { name } labels(first: 9) { nodes { name } }'
    )

    found = query(hub, f'{{ repository(owner: "acme", name: "web") {{ {labels} }} }}')["data"]["repository"]

    assert (found["label"], found["other"]) == ({"name": "Fallback"}, None)
    assert found["labels"]["nodes"] == [{"name": "Fallback"}, {"name": "web"}]


def test_a_person_owns_repositories_too_and_nobody_is_null(hub, mia):
    mia.opens("mia/notes", "One")
    mia.opens("acme/web", "Two")

    shown, nobody = query(hub, OWNER, login="mia"), query(hub, OWNER, login="nobody")

    assert shown["data"]["repositoryOwner"]["named"]["nodes"] == [
        {"nameWithOwner": "mia/notes", "hasIssuesEnabled": True}
    ]
    assert nobody == {"data": {"repositoryOwner": None}}


def test_a_repository_whose_issues_may_not_be_read_is_null_where_they_are_asked_for(hub, mia):
    issue = mia.opens("acme/web", "One")
    hub.repository("acme/web").forbidden = True

    answer = query(hub, OWNER, login="acme")

    owner, [error] = answer["data"]["repositoryOwner"], answer["errors"]
    assert (owner["named"]["nodes"][0]["nameWithOwner"], owner["counted"]["nodes"]) == ("acme/web", [None])
    assert (error["type"], error["path"]) == ("FORBIDDEN", ["repositoryOwner", "counted", "nodes", 0, "issues"])
    assert rest(hub, "GET", f"/repos/acme/web/issues/{issue.number}").status_code == 403


def test_where_issues_are_switched_off_rest_says_so_and_graphql_still_lists_them(hub, mia):
    mia.opens("acme/web", "One")
    hub.repository("acme/web").has_issues = False

    assert rest(hub, "GET", "/repos/acme/web/issues").status_code == 410
    assert listed(hub)["totalCount"] == 1
    assert query(hub, OWNER, login="acme")["data"]["repositoryOwner"]["named"]["nodes"][0]["hasIssuesEnabled"] is False


def test_only_the_length_of_a_list_can_be_asked_for_without_a_bound(hub, mia):
    mia.opens("acme/web", "One")

    answer = query(hub, ISSUES, owner="acme", name="web")

    assert answer["errors"][0]["type"] == "MISSING_PAGINATION_BOUNDARIES"
