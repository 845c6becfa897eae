"""Whatever the made-up Jira's API takes and gives is valid by Atlassian's own description of it.

The description is of version 3 on Cloud. Version 2, the only one of Data Center, has the same shapes but for texts,
which the description leaves open: documents in version 3 are held against the schema of their format.
"""

import json
from dataclasses import replace

import pytest

from connectors.simulator.jira.api import ON_CLOUD, REST, ROUTES
from tests.adf import needs_schema, validator
from tests.connectors.simulator.describing import Description
from tests.connectors.simulator.jira.traffic import exchanges
from tests.connectors.simulator.published import beside_the_project

FLAVORS = ("cloud", "datacenter")
ANYWHERE = frozenset({401, 403, 404, 410, 429, 503})
"""What any request may meet, which is told apart from the endpoints:
https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes ."""


@pytest.fixture(scope="module")
def description():
    document = json.loads(beside_the_project("jira/openapi-cloud-v3.json.gz"))
    return Description(document, "", ANYWHERE, "ErrorCollection")


@pytest.fixture(scope="module", params=FLAVORS)
def flavor(request):
    return request.param


@pytest.fixture(scope="module")
def traffic(flavor):
    return exchanges(flavor)


def in_version_3(request):
    """The same request, where the description has it."""
    return replace(request, path=request.path.replace(f"{REST}2/", f"{REST}3/"))


def answers(traffic, *, version):
    """What one version answered with success, as JSON."""
    here = f"{REST}{version}/"
    good = [one.answer for one in traffic if one.request.path.startswith(here) and one.answer.status < 300]
    return [json.loads(one.body) for one in good if one.body]


def within(thing):
    """A thing and everything in it."""
    yield thing
    for inner in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        yield from within(inner)


def told(one):
    return f"{one.request.method} {one.request.path} {one.answer.status}"


def broken(one):
    """Whether it was a gateway's answer and not Jira's."""
    return one.answer.headers.get("Content-Type") == "text/html"


def test_every_endpoint_is_one_of_jiras(description, traffic):
    assert [told(one) for one in traffic if description.operation(in_version_3(one.request)) is None] == []


def test_every_request_that_is_taken_is_one_that_jira_takes(description, traffic, flavor):
    # Data Center takes a yes or no, and lists archived projects:
    # https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0/#api/2/search , .../#api/2/project-getAllProjects
    taken = [one for one in traffic if one.answer.status < 400]

    wrong = {
        f"{told(one)}: {problem}"
        for one in taken
        for problem in description.wrong_with_request(description.operation(in_version_3(one.request)), one.request)
        if not (flavor == "datacenter" and any(name in problem for name in ("validateQuery", "includeArchived")))
    }

    assert sorted(wrong) == []


OF_FIELDS = {
    "project": "ProjectDetails",
    "issuetype": "IssueTypeDetails",
    "status": "StatusDetails",
    "resolution": "Resolution",
    "priority": "Priority",
    "reporter": "UserDetails",
    "assignee": "UserDetails",
    "fixVersions": "Version",
    "issuelinks": "IssueLink",
    "subtasks": "LinkedIssue",
    "parent": "LinkedIssue",
}
"""What the description calls the things in an issue's fields, which it leaves open."""
ENDS = {"inwardIssue", "outwardIssue"}


def test_every_thing_in_an_issue_has_its_shape(description, traffic):
    issues = [thing for one in answers(traffic, version=2) for thing in within(one) if is_issue(thing)]
    shown = [
        (name, thing)
        for issue in issues
        for name, value in issue["fields"].items()
        for thing in (value if isinstance(value, list) else [value])
        if name in OF_FIELDS and thing is not None
    ]

    # Of a link, an issue shows the other end only.
    wrong = {
        f"{name}: {problem}"
        for name, thing in shown
        for problem in description.schemas.problems({"$ref": f"#/components/schemas/{OF_FIELDS[name]}"}, thing)
        if not (name == "issuelinks" and any(f"'{end}' is a required property" in problem for end in ENDS - {*thing}))
    }

    assert sorted(wrong) == []
    assert {name for name, _ in shown} == set(OF_FIELDS)


def is_issue(thing):
    return isinstance(thing, dict) and "project" in thing.get("fields", {})


@needs_schema
def test_every_text_is_a_document_in_version_3_and_markup_in_version_2(traffic, flavor):
    texts = {version: list(texts_of(answers(traffic, version=version))) for version in (2, 3)}

    assert len(texts[2]) > 20
    assert all(isinstance(text, str) for text in texts[2])
    assert (len(texts[3]) > 20) == (flavor == "cloud")
    assert [text for text in texts[3] if not validator().is_valid(text)] == []


def texts_of(documents):
    """All texts of issues and comments that there are."""
    for thing in within(documents):
        for name in ("body", "description") if is_comment(thing) or is_fields(thing) else ():
            if thing.get(name) is not None:
                yield thing[name]


def is_comment(thing):
    return isinstance(thing, dict) and "updateAuthor" in thing


def is_fields(thing):
    return isinstance(thing, dict) and {"summary", "project"} <= set(thing)


def test_every_answer_has_jiras_shape(description, traffic):
    wrong = {
        f"{told(one)}: {problem}"
        for one in traffic
        if not broken(one)
        for problem in description.wrong_with_answer(description.operation(in_version_3(one.request)), one.answer)
    }

    assert sorted(wrong) == []


def test_every_route_was_visited_and_met_its_success(traffic, flavor):
    visited = set()
    for one in traffic:
        found = ROUTES.find(one.request.method, in_version_3(one.request).path.removeprefix(f"{REST}3"))
        if found is not None and one.answer.status < 300:
            visited.add(found[0])

    missing = [(one.method, one.pattern) for one in ROUTES if one not in visited]

    only_cloud = {(one.method, one.pattern) for one in ROUTES if one.pattern in ON_CLOUD}
    gone = {(method, "/search") for method in ("GET", "POST")}
    assert set(missing) == (gone if flavor == "cloud" else only_cloud)


def test_every_kind_of_answer_was_given(traffic, flavor):
    given = {one.answer.status for one in traffic}

    assert given >= {200, 201, 204, 400, 401, 403, 404, 429} | ({410} if flavor == "cloud" else set())
