"""What programs do is what people do on pages: with the same role, refused alike, and logged as theirs."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from connectors.contract import Delivery
from service.access.entrance import behind_gate
from service.access.viewer import Role, Viewer
from service.settings import Settings
from service.store import access_tokens, audits, deeds
from service.store.access_tokens import Scope
from service.store.audits import Outcome
from service.store.connection import reading
from service.store.deliveries import Deliveries, DeliveryState
from tests.service.access.asking import ask
from tests.service.dashboards import OPERATOR, VIEWER, Dashboard
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know
from tests.service.pipeline.listening import listening

SHOP = "/api/v1/issues/jira/acme/SHOP-1"
SOON = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
CI = Viewer("token:ci", "ci", Role.OPERATOR, frozenset({"token:ci"}))
GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": ["x"]}


@pytest.fixture
def api(store):
    know(store, planned("SHOP-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1"))
    return Dashboard(store, CI, **CONFIGURED)


def send(dashboard, method, path, told=None):
    async def asked():
        transport = httpx.ASGITransport(app=dashboard)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, json=told)

    return asyncio.run(asked())


def logged(store):
    with reading(store) as connection:
        return [(one.who, one.what, one.about) for one in deeds.latest(connection)]


def test_a_risk_is_accepted_and_taken_back(store, api):
    made = send(api, "POST", f"{SHOP}/waivers", {"blocker": "PAY-1", "until": SOON, "because": "not needed"})

    assert made.status_code == 201
    assert (made.json()["by"], made.json()["statement"]["kind"]) == ("token:ci", "waiver")
    assert api.get(f"{SHOP}/statements").json() == [made.json()]
    gone = send(api, "DELETE", f"{SHOP}/statements/{made.json()['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert api.get(f"{SHOP}/statements").json() == []
    assert send(api, "DELETE", f"{SHOP}/statements/{made.json()['id']}").status_code == 404
    assert logged(store) == [
        ("token:ci", "withdrew a statement", "jira/acme SHOP-1"),
        ("token:ci", "accepted a risk", "jira/acme SHOP-1"),
    ]


def test_a_fallback_is_declared_with_its_costs_and_stands(api):
    told = {"ticket": "SHOP-9", "blocker": "PAY-1", "kind": "hack", "build": 3, "keep": 0.5}

    made = send(api, "POST", f"{SHOP}/fallbacks", told)

    assert made.status_code == 201
    [fallback] = api.get(f"{SHOP}/evidence").json()["waits"][0]["fallbacks"]
    assert (fallback["declared"]["ticket"]["ref"], fallback["declared"]["build_days"]) == ("SHOP-9", 3.0)
    assert fallback["keep_days"] == 0.5
    assert fallback["declared"]["stands"]


def test_a_recheck_is_accepted_and_says_how_it_will_be_done(store, api):
    answer = send(api, "POST", f"{SHOP}/recheck")

    assert (answer.status_code, answer.json()) == (202, {"how": "judge"})
    assert logged(store) == [("token:ci", "asked for a recheck", "jira/acme SHOP-1")]


def test_what_if_is_told_as_its_page_tells_it(api):
    [shift] = api.get("/api/v1/issues/jira/acme/PAY-1/what-if").json()["shifts"]

    assert shift["plan"]["ref"] == "SHOP-1"
    assert shift["never"] < shift["now"] < shift["comes"]


@pytest.mark.parametrize(
    ("path", "told", "status", "words"),
    [
        ("waivers", {"until": SOON}, 422, "because: Field required"),
        ("waivers", {"until": "soon", "because": "x"}, 422, "until: "),
        ("waivers", {"until": "2020-01-01", "because": "x"}, 400, "that day has passed. Say until when"),
        ("waivers", {"until": SOON, "because": "a\0b"}, 400, "NUL"),
        ("fallbacks", {"ticket": "nonsense"}, 400, "that is not understood. "),
        ("fallbacks", {"ticket": "SHOP-9", "kind": "miracle"}, 422, "kind: "),
        ("fallbacks", {"ticket": "SHOP-9", "price": 3}, 422, "price: "),
    ],
)
def test_what_cannot_be_done_is_a_problem_that_says_what_could(store, api, path, told, status, words):
    answer = send(api, "POST", f"{SHOP}/{path}", told)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert logged(store) == []


def test_a_program_that_may_only_look_does_nothing(store, api):
    mia = Dashboard(store, VIEWER, **CONFIGURED)
    paths = ("recheck", "waivers", "fallbacks")
    told = {"waivers": {"until": SOON, "because": "x"}, "fallbacks": {"ticket": "SHOP-9"}}

    answers = [send(mia, "POST", f"{SHOP}/{path}", told.get(path)) for path in paths]
    answers += [send(mia, "DELETE", f"{SHOP}/statements/1")]
    for path in ("audits", "deliveries/replay", "deliveries/1/replay", "messages/replay", "messages/1/replay"):
        answers.append(send(mia, "POST", f"/api/v1/{path}"))

    assert {one.status_code for one in answers} == {403}
    assert answers[0].json()["detail"].startswith("this takes the role operator. Mia is viewer")
    assert (logged(store), api.get(f"{SHOP}/statements").json()) == ([], [])


@pytest.mark.usefixtures("api")
def test_what_a_program_may_not_see_is_not_there_for_it(store):
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:pay"]}]
    ci = Dashboard(store, CI, **CONFIGURED, visibility=groups)

    assert send(ci, "POST", "/api/v1/issues/jira/acme/PAY-1/recheck").status_code == 404
    assert ci.get("/api/v1/issues/jira/acme/PAY-1/what-if").status_code == 404
    assert ci.get("/api/v1/issues/jira/acme/PAY-1/statements").status_code == 404
    assert send(ci, "POST", f"{SHOP}/fallbacks", {"ticket": "PAY-1"}).status_code == 400


def test_a_tokens_scope_decides_and_only_whoever_comes_without_one_shows_a_form_token(store, api):
    gated = behind_gate(api.app, store, Settings(**CONFIGURED))
    with store.begin() as connection:
        shown = {scope: access_tokens.make(connection, scope.value, scope, "command", 1000.0) for scope in Scope}

    answers = {
        scope: ask(gated, f"{SHOP}/recheck", "POST", headers={"authorization": f"Bearer {one}"})
        for scope, one in shown.items()
    }
    session = ask(gated, f"{SHOP}/recheck", "POST", headers={"origin": "http://127.0.0.1:8000"})

    assert {scope: one.status_code for scope, one in answers.items()} == {
        Scope.READ: 403,
        Scope.ACT: 202,
        Scope.ADMIN: 202,
    }
    assert (session.status_code, session.json()["title"]) == (403, "This page was too old")
    assert [who for who, _, _ in logged(store)] == ["token:admin", "token:act"]


def test_deliveries_are_looked_at_again(store):
    table = Deliveries(store)
    table.keep([Delivery("github/acme", f"id-{at}", "issues", b"{}") for at in range(3)], 1.7e9)
    table.close()
    with store.begin() as connection:
        Deliveries.settle(connection, {1: ""}, {2: "unreadable", 3: "unreadable"})
    api = Dashboard(store, CI, github=[GITHUB])

    one = send(api, "POST", "/api/v1/deliveries/1/replay")
    dead = send(api, "POST", "/api/v1/deliveries/replay")

    assert [(answer.status_code, answer.json()["replayed"]) for answer in (one, dead)] == [(202, 1), (202, 2)]
    assert Deliveries(store).counts()[DeliveryState.KEPT] == 3
    assert send(api, "POST", "/api/v1/deliveries/7/replay").status_code == 404


def test_an_audit_begins_whose_progress_ends_with_it(store):
    with listening(store, readable=True) as site:
        api = Dashboard(store, OPERATOR, site.sites, github=[GITHUB])
        begun = send(api, "POST", "/api/v1/audits", {"full": True})
        again = send(api, "POST", "/api/v1/audits")
    with store.begin() as connection:
        audits.end(connection, begun.json()["audit"], Outcome(), None, 2.0)

    told = api.get(begun.headers["location"])

    assert (begun.status_code, again.json()) == (202, begun.json())
    assert told.headers["content-type"].startswith("text/event-stream")
    assert told.text == "retry: 500\n\nevent: ended\ndata: {}\n\n"
    assert api.get("/api/v1/audits/99/progress").status_code == 404


def test_where_nothing_can_be_read_an_audit_is_a_conflict(store):
    answer = send(Dashboard(store, CI), "POST", "/api/v1/audits")

    assert (answer.status_code, answer.json()["detail"].partition(".")[0]) == (409, "no site can be read")


def test_a_program_that_sends_too_much_is_told_so(store, api):
    gated = behind_gate(api.app, store, Settings(**CONFIGURED))
    with store.begin() as connection:
        token = access_tokens.make(connection, "ci", Scope.ACT, "command", 1000.0)
    sent = {"headers": {"authorization": f"Bearer {token}"}, "json": {"ticket": "x" * (1 << 21)}}

    answer = ask(gated, f"{SHOP}/fallbacks", "POST", **sent)

    assert (answer.status_code, answer.json()["detail"]) == (413, "what is sent may have 1 MiB")
