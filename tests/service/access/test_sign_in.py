"""What of signing in no journey meets: see tests/journeys/test_sign_in.py and its neighbours."""

import pytest
from starlette.applications import Starlette

from service.access.callers import Callers
from service.access.entrance import behind_gate
from service.access.pace import Pace
from service.access.sign_in import SignIn
from service.access.turned_away import HANDLERS
from service.settings import Settings
from service.settings.access import AccessTable, GitHubSignIn, OpenIdTable, RolesTable
from service.settings.configuration import Server
from tests.service.access.asking import BROWSER, ask

SECRET = "s3cret-of-the-app-and-nobody-else"
PUBLIC = "https://detour.acme.example"
ROLES = RolesTable(viewer=("group:all",))
GITHUB = AccessTable(github=GitHubSignIn(client_id="Iv1", client_secret=SECRET), roles=ROLES)
NOBODY = "http://127.0.0.1:1"
AWAY = AccessTable(openid=OpenIdTable(issuer=NOBODY, client_id="d", client_secret=SECRET), roles=ROLES)


@pytest.fixture
def gate(store):
    """A Detour at its public address, with an [access]."""

    def opened(access):
        return behind_gate(Starlette(), store, Settings(server=Server(public_url=PUBLIC), access=access))

    return opened


def test_the_sign_in_page_is_for_everybody(gate):
    answer = ask(gate(GITHUB), "/sign-in?next=/findings", headers=BROWSER)

    assert (answer.status_code, 'href="/sign-in/github?next=%2Ffindings"' in answer.text) == (200, True)
    assert SECRET not in answer.text


def test_where_nobody_can_sign_in_there_is_no_such_page(gate):
    answer = ask(gate(AccessTable()), "/sign-in?next=//evil.example", headers=BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_somebody_is_led_to_github_and_back_to_the_public_address(gate):
    answer = ask(gate(GITHUB), "/sign-in/github", headers={"host": "evil.example"})

    leading = answer.headers["location"]
    assert leading.startswith("https://github.com/login/oauth/authorize?")
    assert "redirect_uri=https%3A%2F%2Fdetour.acme.example%2Fsign-in%2Fgithub%2Fcallback" in leading
    assert answer.headers["set-cookie"].startswith("__Host-detour-signing-in=")
    assert "Secure" in answer.headers["set-cookie"]


def test_a_provider_that_is_away_is_said_to_be(gate):
    answer = ask(gate(AWAY), "/sign-in/openid", headers=BROWSER)

    assert (answer.status_code, "The provider cannot be asked now" in answer.text) == (502, True)


def test_who_begins_without_end_waits(store):
    callers = Callers(store, Settings(server=Server(public_url=PUBLIC), access=GITHUB))
    routes = SignIn(callers, begun=Pace(most=2, seconds=1000.0)).routes()
    here = Starlette(routes=routes, exception_handlers=HANDLERS)

    statuses = [ask(here, "/sign-in/github").status_code for _ in range(4)]

    assert statuses == [302, 302, 429, 429]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_begun_by_a_form_of_somebody_else(gate, method):
    assert ask(gate(GITHUB), "/sign-in/github", method).status_code == 405
