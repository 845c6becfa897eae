"""Jira's signed webhooks, over HTTP, into a store that knows nothing else: links by numbers, in any order."""

import hashlib
import hmac
import itertools
import json
import time

import httpx
import pytest

from service.app import Pipeline, make_app
from service.pipeline.decisions import Decisions
from service.serving import serving
from service.settings import load
from service.store import work
from service.store.connection import reading
from service.store.deliveries import Deliveries, DeliveryState
from service.store.neighbourhoods import everything
from service.wiring import receiving, sites_of
from tests.kept import facts_in

CONFIGURATION = """
[[jira]]
name = "acme"
url = "https://acme.atlassian.net"
projects = ["PAY", "SHOP"]
webhook_secrets = ["s"]
[store]
url = "{store}"
[teams.shop]
owns = ["jira:SHOP"]
[teams.payments]
owns = ["jira:PAY"]
"""
MOMENT = 1_790_000_000_000


class Jira:
    """Sends what Jira would send."""

    def __init__(self, store, address, config):
        self.store, self.address, self.config = store, f"{address}/webhooks/jira/acme", config
        self.sent = []
        self._ticks = itertools.count(MOMENT, 1000)

    def tells(self, event, **body):
        """A webhook, kept for another time."""
        self.sent.append(json.dumps({"timestamp": next(self._ticks), "webhookEvent": event, **body}).encode())

    def sends(self, *bodies):
        for body in bodies:
            headers = {"x-hub-signature": f"sha256={hmac.new(b's', body, hashlib.sha256).hexdigest()}"}
            assert httpx.post(self.address, content=body, headers=headers).status_code == 200
        deadline = time.monotonic() + 20
        while Deliveries(self.store).counts()[DeliveryState.KEPT] or work.counts(self.store):
            assert time.monotonic() < deadline
            time.sleep(0.01)


def issue(key, number, description=None, **fields):
    plain = {"summary": f"About {key}", "description": description, "issuelinks": [], "duedate": "2026-12-24"}
    status = {"status": {"statusCategory": {"key": "indeterminate"}}}
    return {"id": str(number), "key": key, "fields": plain | status | fields}


BLOCKS = {"name": "Blocks", "inwardName": "is blocked by", "outwardName": "blocks"}
LINK = {"id": 1, "sourceIssueId": 10002, "destinationIssueId": 10001, "issueLinkType": BLOCKS}


def linked():
    """The waiting issue with its link and its fallback."""
    kind = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
    seen = [{"type": kind, "inwardIssue": {"id": "10002", "key": "PAY-2", "fields": {"summary": "About PAY-2"}}}]
    return issue("SHOP-1", 10001, "Fallback for PAY-2: SHOP-3", issuelinks=seen)


SEEN_FROM_THERE = {
    "type": {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"},
    "outwardIssue": {"id": "10001", "key": "SHOP-1"},
}


def a_life(jira):
    jira.tells("jira:issue_created", issue=issue("SHOP-1", 10001))
    jira.tells("jira:issue_created", issue=issue("PAY-2", 10002))
    jira.tells("issuelink_created", issueLink=LINK)
    jira.tells("jira:issue_created", issue=issue("SHOP-3", 10003))
    jira.tells("jira:issue_updated", issue=linked())


@pytest.fixture
def jira(store, store_url, tmp_path):
    path = tmp_path / "detour.toml"
    path.write_text(CONFIGURATION.format(store=store_url))
    settings = load(path, {})
    sites = sites_of(settings)
    app = make_app(store, receiving(settings, sites), Pipeline(sites, Decisions(settings)))
    with serving(app) as address:
        yield Jira(store, address, path)


def known(store):
    with reading(store) as connection:
        return {one.issue.ref.text: one for one in facts_in(everything(connection))}


def test_a_link_by_numbers_finds_its_issues_whenever_they_come(jira, detour):
    a_life(jira)
    jira.sends(*jira.sent[:3])

    _, printed, _ = detour("why", "SHOP-1", "--config", jira.config)

    assert "waits on PAY-2" in printed
    assert "missing-fallback (DT101, error)" in printed


def test_a_fallback_in_a_description_settles_it(jira, detour):
    a_life(jira)
    jira.sends(*jira.sent)

    _, printed, _ = detour("why", "SHOP-1", "--config", jira.config)

    assert "SHOP-3" in printed
    assert "missing-fallback" not in printed


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (1, 4, 0, 3, 2), (2, 0, 4, 1, 3), (0, 0, 1, 2, 3, 4, 1)])
def test_any_order_and_any_repetition_end_in_the_same_store(jira, store, order):
    a_life(jira)
    jira.sends(*(jira.sent[place] for place in order))
    shuffled = known(store)

    jira.sends(*jira.sent)

    assert set(shuffled) == {"SHOP-1", "PAY-2", "SHOP-3"}
    assert len(shuffled["SHOP-1"].statements) == 2
    assert known(store) == shuffled


def test_what_can_only_be_told_does_not_wait_to_be_read(jira, store):
    """One issue tells late of a link that the other one did not have any more."""
    jira.tells("jira:issue_updated", issue=linked())
    jira.tells("jira:issue_created", issue=issue("PAY-2", 10002))

    jira.sends(*reversed(jira.sent))

    assert work.counts(store) == {}


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (0, 3, 2, 1)])
def test_a_link_that_is_deleted_waits_no_more_whenever_that_is_told(jira, detour, order):
    a_life(jira)
    jira.tells("issuelink_deleted", issueLink=LINK)
    told = [*jira.sent[:3], jira.sent[-1]]
    jira.sends(*(told[place] for place in order))

    _, printed, _ = detour("why", "SHOP-1", "--config", jira.config)

    assert "waits on" not in printed


def test_an_issue_that_moves_keeps_its_links(jira, detour):
    a_life(jira)
    items = [{"field": "Key", "fromString": "PAY-2", "toString": "SHOP-9"}]
    jira.tells(
        "jira:issue_updated", issue=issue("SHOP-9", 10002, issuelinks=[SEEN_FROM_THERE]), changelog={"items": items}
    )
    jira.sends(*jira.sent[:3], jira.sent[-1])

    _, printed, _ = detour("why", "PAY-2", "--config", jira.config)

    assert "SHOP-9  About SHOP-9" in printed.splitlines()
    assert "SHOP-1" in printed


def test_what_nobody_signed_is_refused(jira, store):
    assert httpx.post(jira.address, content=b"{}").status_code == 401
    assert sum(Deliveries(store).counts().values()) == 0


def test_a_token_in_an_address_is_in_no_log_and_no_answer(jira, store, capfd):
    for token in ("canary-token", "canary/token"):
        response = httpx.post(f"{jira.address}/{token}", content=b"{}")
        assert response.status_code in {401, 404}
        assert "canary" not in response.text

    printed = capfd.readouterr()
    assert "canary" not in printed.out + printed.err
    assert sum(Deliveries(store).counts().values()) == 0
