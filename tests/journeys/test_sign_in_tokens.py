"""Programs show tokens, and people the bearer token of the configuration, over real HTTP."""

import base64
import time
from contextlib import closing

import httpx
import pytest

from service.access.viewer import Role
from service.app import Pipeline, make_app
from service.pipeline.decisions import Decisions
from service.pipeline.site import Sites
from service.serving import serving
from service.settings import load
from service.store import access_tokens
from service.store.access_tokens import Scope
from service.store.connection import reading
from service.wiring import sites_of
from tests.journeys.front_desk import Browser, detour

BEARER = "the-bearer-token-of-the-configuration"
WRITTEN = f'[access]\nbearer_token = "{BEARER}"\nbearer_role = "operator"\n'
ROLES = {Scope.READ: Role.VIEWER, Scope.ACT: Role.OPERATOR, Scope.ADMIN: Role.ADMIN}


@pytest.fixture
def here(store, tmp_path):
    with detour(store, tmp_path / "detour.toml", WRITTEN) as address:
        yield address


@pytest.fixture
def program(here):
    """Asks as a program does."""
    with httpx.Client(base_url=here, trust_env=False) as http:

        def ask(path="/api/v1/findings", token=None, method="GET", **headers):
            shown = {} if token is None else {"authorization": f"Bearer {token}"}
            return http.request(method, path, headers=shown | headers)

        yield ask


@pytest.fixture
def made(store):
    """A new token."""

    def make(name="ci", scope=Scope.READ, **more):
        with store.begin() as connection:
            return access_tokens.make(connection, name, scope, "command", time.time(), **more)

    return make


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("needed", Role)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_may_what_its_scope_says_without_any_form_token(program, made, scope, needed, method):
    answer = program(f"/as/{needed}", made(scope=scope), method)

    assert answer.status_code == (200 if ROLES[scope] >= needed else 403)
    assert answer.headers["content-type"] == (
        "application/json" if answer.status_code == 200 else "application/problem+json"
    )


@pytest.mark.parametrize("path", ["/", "/findings", "/api/v1/findings", "/as/viewer", "/nowhere"])
def test_without_a_token_a_program_is_told_what_to_show(program, path):
    answer = program(path)

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="detour"')
    assert answer.json()["title"] == "Sign in to Detour"


def test_the_bearer_token_of_the_configuration_has_its_role(program):
    assert program(token=BEARER).json()["role"] == "operator"
    assert program("/as/operator", BEARER, "POST").json() == {"who": "bearer"}


def test_a_calendar_shows_a_token_as_the_password_of_its_address(program, made):
    shown = base64.b64encode(f"calendar:{made()}".encode()).decode()

    assert program(authorization=f"Basic {shown}").json()["who"] == "token:ci"
    assert program(authorization="Basic !").status_code == 401


def test_a_token_that_is_over_says_why(program, made, store):
    expired, revoked = made(until=time.time() - 1), made("other")
    with store.begin() as connection:
        access_tokens.revoke(connection, "other", time.time())

    answers = [program(token=token) for token in (expired, revoked, "detour_guessed", "x")]

    assert [answer.status_code for answer in answers] == [401] * 4
    assert [answer.json()["title"] for answer in answers] == [
        "The token has expired",
        "The token was revoked",
        "The token is not known here",
        "The token is not known here",
    ]
    assert answers[0].headers["www-authenticate"] == 'Bearer realm="detour", error="invalid_token"'


def test_the_last_use_of_a_token_is_known(program, made, store):
    token = made()
    program(token=token)

    with reading(store) as connection:
        assert time.time() - access_tokens.token_of(connection, token).used < 60


def test_whoever_guesses_waits_and_those_who_signed_in_do_not(program, here):
    with closing(Browser(here)) as browser:
        browser.sends("/sign-in/token", token=BEARER)
        statuses = [program(token=f"guess-{number}").status_code for number in range(12)]
        told = program(token=BEARER)

        assert (statuses, told.status_code) == ([401] * 10 + [429] * 2, 429)
        assert told.json()["detail"] == f"Try again in {told.headers['retry-after']} seconds."
        assert browser.opens().status_code == 200


def test_a_person_signs_in_with_the_bearer_token_and_acts_by_forms(here):
    with closing(Browser(here)) as browser:
        asked = browser.opens("/findings?team=web")
        came = browser.sends("/sign-in/token", token=f" {BEARER} ", next="/findings?team=web")

        assert (asked.status_code, 'name="next" value="/findings?team=web"' in asked.text) == (401, True)
        assert (came.url.raw_path, came.json()["who"], came.json()["role"]) == (
            b"/findings?team=web",
            "bearer",
            "operator",
        )
        assert browser.sends("/as/operator", form_token=came.json()["form_token"]).status_code == 200
        assert browser.sends("/as/operator").status_code == 403


def test_a_wrong_token_signs_in_nobody_and_neither_does_another_sites_form(here):
    with closing(Browser(here)) as browser:
        wrong = browser.sends("/sign-in/token", token=f"{BEARER}x")
        elsewhere = browser.sends("/sign-in/token", {"origin": "https://evil.example"}, token=BEARER)

        assert (wrong.status_code, "This is not the token" in wrong.text, elsewhere.status_code) == (401, True, 403)
        assert browser.opens().status_code == 401


def test_another_bearer_token_ends_the_sessions_of_the_one_before(store, tmp_path):
    with detour(store, tmp_path / "detour.toml", WRITTEN) as here, closing(Browser(here)) as browser:
        browser.sends("/sign-in/token", token=BEARER)
        assert browser.opens().status_code == 200
        kept = browser.http.cookies

    other = WRITTEN.replace(BEARER, f"{BEARER}-2")
    with detour(store, tmp_path / "detour.toml", other) as here, closing(Browser(here)) as browser:
        browser.http.cookies = kept
        assert browser.opens().status_code == 401


def served(store, path, written):
    """The whole application, with a configuration."""
    path.write_text(written)
    settings = load(path)
    sites = sites_of(settings)
    return serving(make_app(store, {}, Pipeline(Sites(sites.by_name), Decisions(settings))))


@pytest.mark.parametrize(
    ("written", "headers", "status"),
    [
        ("", {}, 200),
        ("", {"host": "detour.evil.example"}, 403),
        ("", {"x-forwarded-for": "10.0.0.7"}, 403),
        ('[server]\npublic_url = "https://detour.acme.example"', {}, 403),
        ('[server]\nhost = "0.0.0.0"', {}, 403),
        (WRITTEN, {}, 401),
        (WRITTEN, {"authorization": f"Bearer {BEARER}"}, 200),
    ],
)
def test_the_whole_of_detour_stands_behind_the_gate(store, tmp_path, written, headers, status):
    with served(store, tmp_path / "detour.toml", written) as here, httpx.Client(base_url=here, trust_env=False) as http:
        paths = ("/openapi.json", "/teams/web/decide-by.ics", "/no/such/page")
        found = [http.get(path, headers=headers).status_code for path in paths]
        open_ = [http.get(path, headers=headers).status_code for path in ("/healthz", "/readyz", "/metrics")]
        webhook = http.post("/webhooks/github/acme", headers=headers).status_code

    assert found == [200, 404, 404] if status == 200 else found == [status] * 3
    assert (open_, webhook) == ([200] * 3, 404)
