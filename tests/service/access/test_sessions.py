import asyncio

import pytest
from starlette.requests import Request

from service.access.callers import Callers
from service.access.cookies import SESSION
from service.access.sessions import Sessions
from service.access.viewer import Role, Viewer
from service.settings import Settings
from service.store.access_sessions import Person
from service.store.connection import reading
from service.store.deeds import latest

ADA = Person("github", "github:@ada", "Ada")


@pytest.fixture
def sessions(store):
    return Sessions(Callers(store, Settings()))


def request(identity="", **cookies):
    shown = "; ".join(f"{name}={value}" for name, value in cookies.items())
    state = {"viewer": Viewer(identity, "Ada", Role.ADMIN)}
    return Request({"type": "http", "headers": [(b"cookie", shown.encode())], "state": state})


def shown_by(answer):
    return answer.headers["set-cookie"].partition(";")[0].removeprefix(f"{SESSION}=")


@pytest.mark.parametrize(("back", "led"), [("/findings", "/findings"), ("//evil.example", "/"), ("", "/")])
def test_whoever_signed_in_is_led_to_a_page_of_ours(sessions, back, led):
    answer = asyncio.run(sessions.begin(request(), ADA, back))

    assert (answer.status_code, answer.headers["location"]) == (303, led)


def test_a_session_that_somebody_else_put_into_a_browser_is_not_gone_on_with(sessions):
    theirs = shown_by(asyncio.run(sessions.begin(request(), ADA, "")))
    ours = shown_by(asyncio.run(sessions.begin(request(detour=theirs), ADA, "")))

    assert theirs != ours
    assert not sessions.callers._person(request(detour=theirs), 0.0)


def test_signing_out_leads_to_the_ways_in_and_clears_what_the_browser_kept(sessions):
    answer = asyncio.run(sessions.end(request("github:@ada", detour="shown")))

    assert (answer.headers["location"], answer.headers["clear-site-data"]) == ("/sign-in", '"cache"')
    assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("way", "led"), [("openid", "/sign-in/openid/leave"), ("github", "/sign-in/github/leave"), ("token", "/sign-in")]
)
def test_whoever_is_known_elsewhere_is_led_there_to_sign_out_too(sessions, way, led):
    shown = shown_by(asyncio.run(sessions.begin(request(), Person(way, "ada", "Ada"), "")))

    answer = asyncio.run(sessions.end(request("ada", detour=shown)))

    assert (answer.status_code, answer.headers["location"]) == (303, led)


def test_this_machine_has_not_signed_in_and_signs_nobody_out(sessions, store):
    asyncio.run(sessions.end(request("machine")))

    with reading(store) as connection:
        assert latest(connection) == []
