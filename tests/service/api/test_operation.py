"""What programs are told of Detour itself."""

import pytest

from connectors.contract import Delivery
from service.store import deeds
from service.store.deeds import Deed
from service.store.deliveries import Deliveries
from tests.service.dashboards import VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned

CANARY = "a-secret-canary"
GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": [CANARY], "token": CANARY}


@pytest.fixture
def api(store):
    keep(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))
    return Dashboard(store, github=[GITHUB], policy={"settings": {"request-gone-quiet": {"quiet_days": 7}}})


def test_every_rule_is_told_with_its_documentation_and_what_it_finds(api):
    rules = {one["code"]: one for one in api.get("/api/v1/rules").json()}

    assert len(rules) >= 32
    assert (rules["DT101"]["name"], rules["DT101"]["findings"], rules["DT101"]["on"]) == ("missing-fallback", 1, True)
    assert "## How to resolve" in rules["DT101"]["documentation"]
    assert rules["DT304"]["settings"] == {"quiet_days": 7}


@pytest.mark.parametrize("name", ["DT101", "dt101", "missing-fallback"])
def test_a_rule_is_found_by_its_code_or_name(api, name):
    assert api.get(f"/api/v1/rules/{name}").json()["code"] == "DT101"


def test_a_rule_that_does_not_exist_is_a_problem(api):
    assert api.get("/api/v1/rules/DT999").json()["detail"] == "there is no such rule; /api/v1/rules lists them all"


def test_settings_are_told_without_their_secrets(api):
    answer = api.get("/api/v1/settings")

    assert any("acme" in line for line in answer.json()["lines"])
    assert CANARY not in answer.text


def test_what_came_in_is_listed(store, api):
    kept = Deliveries(store)
    kept.keep([Delivery("github/acme", "id-1", "issues", b"{}")], 1000.0)
    kept.close()

    [delivery] = api.get("/api/v1/deliveries?state=kept").json()
    assert (delivery["event"], delivery["state"], delivery["size"]) == ("issues", "kept", 2)
    assert api.get("/api/v1/deliveries?state=dead").json() == []


def test_who_did_what_is_for_admins_alone(store, api):
    with store.begin() as connection:
        deeds.record(connection, Deed(at=1000.0, who="openid:mia", name="Mia", what="waive", about="PAY-1"))

    [deed] = api.get("/api/v1/deeds").json()
    assert (deed["who"], deed["what"], deed["about"]) == ("openid:mia", "waive", "PAY-1")
    refused = Dashboard(store, VIEWER).get("/api/v1/deeds")
    assert (refused.status_code, refused.json()["detail"][:27]) == (403, "this needs the role admin; ")


def test_before_the_first_audit_the_history_is_empty(api):
    assert api.get("/api/v1/audits").json() == []
