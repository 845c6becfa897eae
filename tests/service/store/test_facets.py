"""What can be chosen among findings is counted as if nothing were chosen there, and all else were."""

from itertools import product

import pytest

from rules.rule import Severity
from service.store.connection import reading
from service.store.facets import facets
from service.store.found import Wanted, counted_by
from tests.service.store.test_found import found, keep

SHOP, WEB = frozenset({"shop"}), frozenset({"web"})
GRAVE = frozenset({Severity.ERROR})
WITHOUT = {"team": "teams", "code": "rules", "severity": "severities", "site": "sites"}


@pytest.fixture
def filled(store):
    keep(
        store,
        found("SHOP-1"),
        found("SHOP-2", severity="info"),
        found("SHOP-3", code="DT203", severity="info", team="web"),
        found("acme/web#1", team="web"),
        found("acme/web#2", code="DT203", team="payments"),
    )
    return store


def test_each_choice_is_told_with_how_many_it_would_leave(filled):
    with reading(filled) as connection:
        told = facets(connection, Wanted(teams=WEB))

    assert told["team"] == {"shop": 2, "web": 2, "payments": 1}
    assert told["code"] == {"DT101": 1, "DT203": 1}
    assert told["severity"] == {Severity.ERROR: 1, Severity.INFO: 1}
    assert told["site"] == {"github/acme": 1, "jira/acme": 1}


@pytest.mark.parametrize(
    ("teams", "rules", "severities", "sites", "text"),
    list(product([(), SHOP, SHOP | WEB], [(), {"DT203"}], [(), GRAVE], [(), {"jira/acme"}], ["", "title of shop"])),
)
def test_it_is_counted_as_one_by_one(filled, teams, rules, severities, sites, text):
    chosen = {"teams": teams, "rules": rules, "severities": severities, "sites": sites}
    chosen = {name: frozenset(values) for name, values in chosen.items()}

    with reading(filled) as connection:
        told = facets(connection, Wanted(text=text, **chosen))

        for column, name in WITHOUT.items():
            others = Wanted(text=text, **(chosen | {name: frozenset()}))
            assert told[column] == counted_by(connection, others, column)
