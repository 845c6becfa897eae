"""What is out of a sweep's reach, as GitHub tells it."""

import httpx
import pytest
import respx

from connectors.contract import Facet
from connectors.github.sweeps import Sweeping
from tests.connectors.github.asking import API
from tests.connectors.github.sweeping import Github, connection, error, issue, listing, place, said, sweep


@pytest.fixture
def mocked():
    with respx.mock(base_url=API, assert_all_called=False) as router:
        yield router


ACCESS = "Resource not accessible by integration"
SSO = "Resource protected by organization SAML enforcement. You must grant your token access to this organization."


@pytest.mark.parametrize(
    ("message", "advice"),
    [
        (ACCESS, "give the App the permissions Issues: read and Metadata: read"),
        ("Resource not accessible by personal access token", "an organization has to approve a fine-grained token"),
        (SSO, "authorize the token for the organization's single sign-on"),
        ("Although you appear to have the correct credentials, `acme` has an IP allow list enabled", "add the address"),
        ("Something nobody has seen before", "check its name"),
    ],
)
def test_a_repository_whose_issues_are_out_of_reach_is_told_by_its_name_with_what_to_do(mocked, message, advice):
    path = ("repositoryOwner", "counted", "nodes", 1, "issues")
    errors = [error("FORBIDDEN", message, *path), error("FORBIDDEN", message, *path[:-1], "marked")]
    Github(
        mocked,
        listing({"acme/web": 1, "acme/secret": 1}, hidden=("acme/secret",), errors=errors),
        said({"at0": place(issue(1))}),
    )

    pages, _ = sweep()

    [hidden] = pages[0].out_of_reach
    assert (hidden.container, hidden.reason, advice in hidden.advice) == ("acme/secret", message, True)
    assert [look.ref.text for look in pages[1].looks] == ["acme/web#1"]


def test_a_repository_that_hides_even_its_name_is_told_as_one_of_its_owner(mocked):
    answer = listing({"acme/web": 1}, errors=[error("FORBIDDEN", SSO, "repositoryOwner", "named", "nodes", 1)])
    answer["data"]["repositoryOwner"]["named"]["nodes"].append(None)
    answer["data"]["repositoryOwner"]["counted"]["nodes"].append(None)
    Github(mocked, answer, said({"at0": place(issue(1))}))

    pages, _ = sweep()

    assert [one.container for one in pages[0].out_of_reach] == ["a repository of acme"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (said({"repositoryOwner": None}), "GitHub shows nothing there to this account"),
        (said({"repositoryOwner": None}, [error("FORBIDDEN", SSO, "repositoryOwner")]), SSO),
        ({"errors": [error("INSUFFICIENT_SCOPES", "needs the required scopes")]}, "needs the required scopes"),
        (httpx.Response(403, json={"message": "Forbidden"}), "Forbidden"),
    ],
)
def test_an_organization_out_of_reach_is_told_and_the_next_is_swept(mocked, answer, reason):
    Github(mocked, answer, listing({"globex/api": 1}), said({"at0": place(issue(1, "globex/api"), name="globex/api")}))

    pages, _ = sweep(sweeping=Sweeping(("acme", "globex")))

    [hidden] = pages[0].out_of_reach
    assert (hidden.container, reason in hidden.reason) == ("acme", True)
    assert [look.ref.text for page in pages for look in page.looks] == ["globex/api#1"]


def test_repositories_whose_issues_are_switched_off_are_nothing(mocked):
    Github(mocked, listing({"acme/web": 12}, hasIssuesEnabled=False))

    [page], _ = sweep()

    assert (page.looks, page.left, page.out_of_reach) == ((), 0, ())


def test_a_repository_that_went_out_of_reach_is_told_and_the_others_go_on(mocked):
    gone = error("NOT_FOUND", "Could not resolve to a node", "at0")
    Github(
        mocked,
        listing({"acme/web": 1, "acme/pay": 1}),
        said({"at0": None, "at1": place(issue(1, "acme/pay"), name="acme/pay")}, [gone]),
    )

    pages, _ = sweep()

    assert [one.container for one in pages[1].out_of_reach] == ["acme/web"]
    assert ([look.ref.text for look in pages[1].looks], pages[1].left) == (["acme/pay#1"], 0)


def test_a_repository_is_told_by_the_name_that_it_had_last(mocked):
    Github(
        mocked,
        listing({"acme/web": 200}),
        said({"at0": place(issue(1), name="acme/shop", ending={"hasNextPage": True, "endCursor": "c1"})}),
        said({"at0": None}, [error("NOT_FOUND", "Could not resolve to a node", "at0")]),
    )

    pages, _ = sweep()

    assert [one.container for page in pages for one in page.out_of_reach] == ["acme/shop"]


def test_a_hidden_issue_and_a_hidden_field_harm_no_other(mocked):
    path = ("at0", "issues", "nodes")
    errors = [error("FORBIDDEN", "no", *path, 0), error("FORBIDDEN", "no", *path, 1, "blockedBy", "nodes", 0)]
    Github(
        mocked,
        listing({"acme/web": 3}),
        said({"at0": place(None, issue(2, blockedBy=connection(None)), issue(3))}, errors),
    )

    [_, page], _ = sweep()

    assert [(look.ref.text, look.complete) for look in page.looks] == [
        ("acme/web#2", {Facet.CORE}),
        ("acme/web#3", {Facet.CORE, Facet.LINKS}),
    ]
