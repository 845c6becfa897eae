"""Without any sign-in pages and API are for this machine; with it, see test_callers and the journeys."""

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from service.access.entrance import behind_gate
from service.access.viewer import Role, require, viewer_of
from service.settings import Settings
from service.settings.access import AccessTable
from service.settings.configuration import Server
from service.store.connection import open_store
from tests.service.access.asking import BROWSER, ask

ELSEWHERE = Server(host="0.0.0.0", public_url="https://detour.acme.example")  # noqa: S104


async def look(request):
    viewer = viewer_of(request)
    return JSONResponse({"who": viewer.identity, "role": str(viewer.role), "form_token": viewer.form_token})


async def act(request):
    return PlainTextResponse(f"{require(request, Role.OPERATOR).name} sent {(await request.body()).decode()}")


async def alive(_request):
    return PlainTextResponse("alive")


def gate(store, server=None):
    routes = [
        Route("/", look),
        Route("/api/v1/findings", look),
        Route("/recheck", act, methods=["POST"]),
        *(Route(path, alive) for path in ("/healthz", "/readyz", "/metrics", "/assets/1/style.css")),
    ]
    app = Starlette(routes=routes)
    return behind_gate(app, store, Settings(server=server or Server()))


@pytest.fixture
def here(store):
    return gate(store)


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_on_this_machine_whoever_asks_is_an_admin(here, base):
    answer = ask(here, base=base)

    assert (answer.status_code, answer.json()["who"], answer.json()["role"]) == (200, "machine", "admin")


@pytest.mark.parametrize(
    "asked",
    [
        {"base": "http://detour.evil.example:8000"},
        {"client": "10.0.0.7"},
        {"headers": {"x-forwarded-for": "10.0.0.7"}},
    ],
)
def test_others_are_told_what_to_configure(here, asked):
    answer = ask(here, "/api/v1/findings", **asked)

    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert "[access.openid] with issuer, client_id and client_secret_file" in answer.json()["detail"]


def test_a_detour_for_others_answers_nobody_before_there_is_a_sign_in(store):
    answer = ask(gate(store, ELSEWHERE), headers=BROWSER)

    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "Nobody can sign in here yet" in answer.text
    assert "bearer_token_file" in answer.text
    assert "\n[access.openid]\nissuer = " in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/assets/1/style.css"])
def test_what_is_for_everybody_is_served_to_everybody(store, path):
    assert ask(gate(store, ELSEWHERE), path, client="10.0.0.7").text == "alive"


def test_what_changes_something_takes_the_form_token_and_our_own_page(here):
    token = ask(here).json()["form_token"]
    own, other = {"origin": "http://127.0.0.1:8000"}, {"origin": "http://evil.example"}

    assert ask(here, "/recheck", "POST", headers=own, data={"form_token": token, "issue": "SHOP-1"}).text == (
        f"this machine sent form_token={token}&issue=SHOP-1"
    )
    assert ask(here, "/recheck", "POST", headers=own, data={"issue": "SHOP-1"}).status_code == 403
    assert ask(here, "/recheck", "POST", headers=other, data={"form_token": token}).status_code == 403
    assert ask(here, "/recheck", "POST", headers={"x-form-token": token}).status_code == 403


def test_every_answer_tells_browsers_what_not_to_do(store):
    for answer in (ask(gate(store)), ask(gate(store, ELSEWHERE)), ask(gate(store), "/healthz")):
        policy = answer.headers["content-security-policy"]
        assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"


def test_browsers_come_by_https_only_where_detour_is_there(store):
    assert "strict-transport-security" not in ask(gate(store)).headers
    assert ask(gate(store, ELSEWHERE)).headers["strict-transport-security"] == "max-age=31536000"


def test_a_store_that_cannot_be_asked_is_said_to_be_the_reason(tmp_path):
    answer = ask(gate(open_store(f"sqlite:///{tmp_path / 'nowhere' / 'detour.db'}")), headers=BROWSER)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "The store cannot be asked" in answer.text


def test_there_are_no_web_sockets(here):
    import asyncio  # noqa: PLC0415

    sent = []

    async def send(message):
        sent.append(message["type"])

    asyncio.run(here({"type": "websocket"}, None, send))

    assert sent == ["websocket.close"]


def test_no_program_sends_more_than_is_read(store):
    token = "t" * 32
    access = AccessTable(bearer_token=token, bearer_role="operator")
    app = behind_gate(Starlette(routes=[Route("/recheck", act, methods=["POST"])]), store, Settings(access=access))

    def send(size):
        return ask(app, "/recheck", "POST", headers={"authorization": f"Bearer {token}"}, content=b"x" * size)

    assert send(1 << 20).status_code == 200
    assert send((1 << 20) + 1).status_code == 413
