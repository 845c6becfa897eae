"""Whatever the REST API takes and gives is valid by GitHub's own description of it."""

import pytest

from connectors.simulator.github.api import REST, ROUTES
from tests.connectors.simulator.describing import Description
from tests.connectors.simulator.published import rest_description
from tests.connectors.simulator.traffic import exchanges

ANYWHERE = frozenset({301, 401, 403, 404, 429})
"""What any request may meet, which is told apart from the endpoints: under https://docs.github.com/en/rest/using-the-rest-api
in troubleshooting-the-rest-api and best-practices-for-using-the-rest-api#follow-redirects ."""

IMPOSSIBLE = {
    ("GET /api/v3/app/installations 200", "$[0].account"),
    ("POST /api/v3/repos/acme/web/check-runs 422", "never answers 422"),
}
"""Where the description asks for what cannot be: an account that is a user and an enterprise, not one of them; and for
what is not so: a commit that is not there is told ("No commit found for SHA")."""


@pytest.fixture(scope="module")
def description():
    return Description(rest_description(), REST, ANYWHERE, "basic-error")


@pytest.fixture(scope="module")
def traffic():
    return [one for one in exchanges() if one.request.path.startswith(f"{REST}/")]


def told(one):
    return f"{one.request.method} {one.request.path} {one.answer.status}"


def test_every_endpoint_is_one_of_githubs(description, traffic):
    assert [told(one) for one in traffic if description.operation(one.request) is None] == []


def test_every_request_that_is_taken_is_one_that_github_takes(description, traffic):
    taken = [one for one in traffic if one.answer.status < 400]

    wrong = {
        f"{told(one)}: {problem}"
        for one in taken
        for problem in description.wrong_with_request(description.operation(one.request), one.request)
    }

    assert sorted(wrong) == []


def test_every_answer_has_githubs_shape(description, traffic):
    wrong = {
        f"{told(one)}: {problem}"
        for one in traffic
        for problem in description.wrong_with_answer(description.operation(one.request), one.answer)
        if not any((told(one), problem[: len(path)]) == (where, path) for where, path in IMPOSSIBLE)
    }

    assert sorted(wrong) == []


def test_every_route_was_visited_and_met_its_success(traffic):
    visited = set()
    for one in traffic:
        found = ROUTES.find(one.request.method, one.request.path.removeprefix(REST))
        if found is not None and one.answer.status < 300:
            visited.add(found[0])

    assert [(one.method, one.pattern) for one in ROUTES if one not in visited] == []


def test_every_kind_of_answer_was_given(traffic):
    assert {one.answer.status for one in traffic} >= {200, 201, 204, 301, 401, 403, 404, 410, 422, 429}
