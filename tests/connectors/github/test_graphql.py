import json

import msgspec
import pytest

from connectors.github.dialect import GitHubDialect
from connectors.github.graphql_documents import NODE, nodes_in
from connectors.github.graphql_issues import facts_of
from connectors.github.issues import GitHubIssues, NoRepositoryError
from rules.addresses import Addresses, Site
from rules.model import DateSource, PlanSign, Ref, State
from rules.statements import Child, Duplicate, Fallback, Source, Wait

SITE = "github/acme"
ISSUES = GitHubIssues(GitHubDialect(name=SITE), Addresses([Site(SITE, "github.com", ("acme",))]))
WEB = {"nameWithOwner": "acme/web"}


def issue(number, within="acme/web", **fields):
    url = f"https://github.com/{within}/issues/{number}"
    return {"number": number, "title": f"Issue {number}", "url": url, "state": "OPEN"} | fields


def nodes(*found, more=False):
    return {"nodes": list(found), "pageInfo": {"hasNextPage": more}}


def node(**fields):
    return NODE.decode(json.dumps(issue(12, databaseId=1, id="I_1", repository=WEB) | fields))


def facts(**fields):
    return facts_of(node(**fields), ISSUES)


def github(text):
    return Ref(SITE, text)


def found_in(data):
    return [f"{one.container}#{one.number}" for one in nodes_in(json.dumps({"data": data}).encode())]


PAGES = {
    "a repository's issues": {"repository": {"issues": nodes(issue(1), issue(2))}},
    "aliased repositories": {"r0": {"issues": nodes(issue(1))}, "r1": {"issues": nodes(issue(2))}},
    "an organisation": {
        "organization": {"repositories": nodes({"issues": nodes(issue(1))}, {"issues": nodes(issue(2))})}
    },
    "nodes by id, one of them gone": {"nodes": [issue(1), None, issue(2)]},
    "a search with foreign kinds": {"search": nodes(issue(1), {}, issue(2))},
    "edges": {"search": {"edges": [{"node": issue(1)}, {"node": issue(2)}]}},
    "single issues": {"repository": {"issue": issue(1), "pullRequest": issue(2)}},
    "the repository told above": {
        "repository": WEB | {"issues": nodes(*({"number": one, "title": "x", "state": "OPEN"} for one in (1, 2)))}
    },
    "what an issue's connections name is part of it": {"nodes": [issue(1, blockedBy=nodes(issue(9))), issue(2)]},
    "milestones and discussions beside them": {
        "repository": WEB
        | {
            "milestones": nodes({"number": 3, "title": "v1", "state": "OPEN", "dueOn": None}),
            "discussions": nodes({"number": 4, "title": "d", "url": "https://github.com/acme/web/discussions/4"}),
            "issues": nodes(issue(1), issue(2)),
        }
    },
}


@pytest.mark.parametrize("kind", PAGES)
def test_issues_are_found_by_their_shape_wherever_they_are(kind):
    assert found_in(PAGES[kind]) == ["acme/web#1", "acme/web#2"]


@pytest.mark.parametrize("data", [None, {}, {"repository": None}, {"viewer": {"login": "mia"}}, {"list": [[], 7, "x"]}])
def test_a_page_without_issues_has_none(data):
    assert found_in(data) == []


@pytest.mark.parametrize(
    ("fields", "state", "known"),
    [
        ({"state": "OPEN"}, State.OPEN, True),
        ({"state": "CLOSED", "stateReason": "COMPLETED"}, State.DONE, True),
        ({"state": "CLOSED", "stateReason": "NOT_PLANNED"}, State.DROPPED, True),
        ({"state": "CLOSED", "stateReason": "DUPLICATE"}, State.DROPPED, True),
        ({"state": "CLOSED", "stateReason": None}, State.DONE, False),
        ({"state": "MERGED"}, State.DONE, True),
        ({"state": "MERGED", "url": None}, State.DONE, True),
        ({"state": "CLOSED", "url": "https://github.com/acme/web/pull/12"}, State.DROPPED, True),
    ],
)
def test_states_mean_what_they_mean_in_rest(fields, state, known):
    found = facts(**fields).issue

    assert (found.state, found.outcome_known) == (state, known)
    assert found.closed_as_duplicate is (fields.get("stateReason") == "DUPLICATE")


def test_fields_are_those_of_the_rest_document():
    found = facts(
        body="Blocked by #3",
        labels=nodes({"name": "bug"}, None),
        assignees=nodes({"login": "Mia"}),
        milestone={"dueOn": "2026-12-24T08:00:00Z", "state": "OPEN"},
        updatedAt="2026-11-01T00:00:00Z",
    )

    document = {
        "number": 12,
        "title": "Issue 12",
        "html_url": "https://github.com/acme/web/issues/12",
        "state": "open",
        "id": 1,
        "body": "Blocked by #3",
        "labels": [{"name": "bug"}],
        "assignees": [{"login": "Mia"}],
        "milestone": {"due_on": "2026-12-24T08:00:00Z", "state": "open"},
        "updated_at": "2026-11-01T00:00:00Z",
    }
    assert found == ISSUES.facts(json.dumps(document).encode())
    assert (found.issue.signs, found.issue.needed_from) == (PlanSign.DATED_MILESTONE, DateSource.MILESTONE)


def test_native_dependencies_are_waits_with_a_glimpse_of_the_blocker():
    closed = issue(4, "acme/api", state="CLOSED", stateReason="NOT_PLANNED", databaseId=44)

    found = facts(blockedBy=nodes(issue(3), closed))

    waits = [one for one in found.statements if isinstance(one, Wait)]
    assert [one.blocker.text for one in waits] == ["acme/web#3", "acme/api#4"]
    assert {(one.said.source, one.said.where) for one in waits} == {(Source.NATIVE, github("acme/web#12"))}
    assert [(one.ref.text, one.state, one.vendor_id) for one in found.glimpses] == [
        ("acme/web#3", State.OPEN, ""),
        ("acme/api#4", State.DROPPED, "44"),
    ]


def test_hierarchy_and_duplicates_are_told_from_either_end():
    found = facts(
        subIssues=nodes(issue(13, labels=nodes({"name": "fallback"})), issue(14)),
        parent=issue(7),
        duplicateOf=issue(8),
    )

    here = github("acme/web#12")
    said = [(type(one), *_ends(one)) for one in found.statements]
    assert said == [
        (Child, github("acme/web#13"), here),
        (Fallback, here, github("acme/web#13")),
        (Child, github("acme/web#14"), here),
        (Child, here, github("acme/web#7")),
        (Duplicate, here, github("acme/web#8")),
    ]


def _ends(said):
    match said:
        case Child(child=first, parent=second) | Fallback(issue=first, ticket=second):
            return first, second
        case Duplicate(copy=first, original=second):
            return first, second


NO_PARTS = {"subIssues": nodes()}


@pytest.mark.parametrize(
    ("fields", "unresolved", "complete"),
    [
        ({"blockedBy": nodes(issue(3))} | NO_PARTS, (), True),
        (
            {"blockedBy": nodes(issue(3), more=True)} | NO_PARTS,
            ("more native dependencies than the page holds",),
            False,
        ),
        (
            {"blockedBy": nodes(issue(3), None, {})} | NO_PARTS,
            ("2 native dependencies that the page does not show, being out of reach",),
            False,
        ),
        (
            {"issueDependenciesSummary": {"blockedBy": 2}} | NO_PARTS,
            ("2 native dependencies, which the page counts but does not name",),
            False,
        ),
        ({}, (), False),
    ],
)
def test_links_that_the_page_lacks_are_named_and_prove_nothing(fields, unresolved, complete):
    assert facts(**fields).unresolved == unresolved
    assert node(**fields).links_complete is complete


def test_a_node_that_names_no_repository_is_refused():
    with pytest.raises(NoRepositoryError):
        facts(url=None, repository=None)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b'{"data": [', b'{"data": {"nodes": [{"number": 0, "title": "", "url": 7}]}}']
)
def test_what_is_no_page_raises_a_decode_error_at_most(raw):
    try:
        found = list(nodes_in(raw))
    except msgspec.DecodeError:
        return

    assert found == []
