"""The API is what its OpenAPI document says: whatever is asked, the answer is one that it describes, and no fault."""

import json
import re

import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.api.examples import BY_ROUTE
from tests.service.dashboards import Dashboard, keep
from tests.service.overview.drawn import planned
from tests.service.pipeline.listening import listening

GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": ["x"]}
# What leads to the next page is made by us alone, and no schema can tell it from any other text.
SAFE = HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large


def described(store):
    drawing = planned("SHOP-1", "APP-1").open("PAY-1").waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1")
    keep(store, drawing, days_ago=3)
    keep(store, drawing.fallback("APP-1", "APP-9", against="PAY-1"))
    with listening(store, readable=True) as site:
        site.knows({"acme/web#1": "1"}, says="Blocked by: acme/api#2")
    return schemathesis.openapi.from_asgi("/openapi.json", Dashboard(store, github=[GITHUB]))


def test_whatever_is_asked_the_answer_is_described(store):
    operations = [found.ok() for found in described(store).get_all_operations()]

    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=20, suppress_health_check=SAFE)
        def asks(case):
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        asks()

    assert len(operations) >= 29


def test_every_route_says_what_it_is_for_and_gives_an_example_of_what_can_go_wrong(store):
    raw = described(store).raw_schema

    for path, methods in raw["paths"].items():
        for operation in methods.values():
            assert operation["description"], path
            assert "503" in operation["responses"], path
    assert raw["components"]["schemas"]["Problem"]["properties"]["title"]["examples"]


def test_the_document_names_nothing_that_it_does_not_hold(store):
    raw = described(store).raw_schema

    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(raw)))
    assert named <= set(raw["components"]["schemas"])


def test_examples_are_what_they_are_examples_of(store):
    raw = described(store).raw_schema

    for method, path, status in BY_ROUTE:
        content = raw["paths"][f"/api/v1{path}"][method]["responses"][status]["content"]["application/json"]
        validate(content["example"], {**content["schema"], "components": raw["components"]})
