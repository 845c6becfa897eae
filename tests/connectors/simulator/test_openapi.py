"""Whatever the REST API takes and gives is valid by GitHub's own description of it."""

import json
import re

import pytest

from connectors.simulator.github.api import REST, ROUTES
from tests.connectors.simulator.published import Schemas, rest_description
from tests.connectors.simulator.traffic import exchanges

ANYWHERE = frozenset({301, 401, 403, 404, 429})
"""What any request may meet, which is told apart from the endpoints: under https://docs.github.com/en/rest/using-the-rest-api
in troubleshooting-the-rest-api and best-practices-for-using-the-rest-api#follow-redirects ."""


@pytest.fixture(scope="module")
def description():
    return Description(rest_description())


@pytest.fixture(scope="module")
def traffic():
    return [one for one in exchanges() if one.request.path.startswith(f"{REST}/")]


class Description:
    """Finds an operation of GitHub's description by a request, and what is wrong with its use."""

    def __init__(self, document):
        self.document, self.schemas = document, Schemas(document)
        self._shapes = [(re.compile(re.sub(r"\{[^}]+\}", "([^/]+)", path)), path) for path in document["paths"]]

    def operation(self, request):
        path = request.path.removeprefix(REST)
        found = [name for shape, name in self._shapes if shape.fullmatch(path)]
        # An endpoint that names a part of its path goes before one that leaves it open.
        best = min(found, key=lambda name: name.count("{"), default="")
        return self.document["paths"].get(best, {}).get(request.method.lower())

    def wrong_with_request(self, operation, request):
        known = {
            one["name"]: one for one in map(self.schemas.at, operation.get("parameters", ())) if one["in"] == "query"
        }
        for name, value in request.query.items():
            if name not in known:
                yield f"has no parameter {name}"
                continue
            schema = self.schemas.at(known[name]["schema"])
            given = int(value) if schema.get("type") == "integer" else value
            yield from self.schemas.problems(schema, given)
        if request.body:
            yield from self._wrong_with_body(operation, json.loads(request.body))

    def _wrong_with_body(self, operation, sent):
        if "requestBody" not in operation:
            yield "takes no body"
            return
        content = self.schemas.at(operation["requestBody"])["content"]
        yield from self.schemas.problems(content["application/json"]["schema"], sent)

    def wrong_with_answer(self, operation, answer):
        described = operation["responses"].get(str(answer.status))
        if described is None and answer.status not in ANYWHERE:
            yield f"never answers {answer.status}"
            return
        content = self.schemas.at(described or {}).get("content", {})
        if described is not None and not content:
            yield from ("has no body",) if answer.body and answer.status < 300 else ()
            return
        schema = content.get("application/json", {"schema": {"$ref": "#/components/schemas/basic-error"}})["schema"]
        yield from self.schemas.problems(schema, json.loads(answer.body))


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
