"""People sign in with GitHub, over real HTTP: what they may do, and what others cannot do in their name."""

import io
from contextlib import closing

import httpx
import pytest
import structlog

from service.access.cookies import SESSION, UNDER_WAY
from service.logs import configure
from service.serving import serving
from service.store.connection import reading
from service.store.deeds import latest
from tests.journeys.front_desk import Browser, detour
from tests.journeys.made_up_github import CLIENT, SECRET, MadeUpGitHub

WRITTEN = f"""
[server]
public_url = "{{here}}"
[access.github]
url = "{{github}}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
[access.roles]
viewer = ["group:github:acme"]
operator = ["group:github:acme/sre", "team:web"]
admin = ["person:github:@grace"]
[teams.web]
members = ["github:@linus"]
"""


@pytest.fixture
def github():
    return MadeUpGitHub(teams={"ada": ["Acme/Web"], "sre": ["acme/sre"], "grace": [], "mallory": ["evil/all"]})


@pytest.fixture
def here(github, store, tmp_path):
    with (
        serving(github.app()) as address,
        detour(store, tmp_path / "detour.toml", WRITTEN.replace("{github}", address)) as detour_address,
    ):
        yield detour_address


@pytest.fixture
def browser(here):
    with closing(Browser(here)) as browser:
        yield browser


def test_whoever_is_unknown_is_led_to_where_they_are_known_and_back_to_what_they_wanted(browser, github):
    asked = browser.opens("/findings?team=web")
    back = browser.clicks(asked, "Sign in with GitHub")

    assert (asked.status_code, asked.headers["www-authenticate"]) == (401, 'Bearer realm="detour"')
    assert back.url.raw_path == b"/findings?team=web"
    assert {key: back.json()[key] for key in ("who", "name", "role", "groups")} == {
        "who": "github:@ada",
        "name": "Ada Lovelace",
        "role": "viewer",
        "groups": ["group:github:acme", "group:github:acme/web", "person:github:@ada"],
    }
    assert github.asked[0]["scope"] == "read:org"


@pytest.mark.parametrize(
    ("login", "role"), [("Ada", "viewer"), ("SRE", "operator"), ("Linus", "operator"), ("Grace", "admin")]
)
def test_a_role_follows_from_organization_team_or_person(browser, github, login, role):
    github.browsing = login
    github.teams["linus"] = []

    signed_in = browser.opens("/sign-in/github").json()

    assert (signed_in["who"], signed_in["role"]) == (f"github:@{login.lower()}", role)
    ranks = ["viewer", "operator", "admin"]
    for needed in ranks:
        asked = browser.sends(f"/as/{needed}", form_token=signed_in["form_token"])
        assert asked.status_code == (200 if ranks.index(needed) <= ranks.index(role) else 403)


def test_a_team_on_a_later_page_counts(browser, github):
    github.teams["ada"] = [*(f"acme/team-{number}" for number in range(150)), "acme/sre"]

    assert browser.opens("/sign-in/github").json()["role"] == "operator"


def test_whom_no_role_names_is_told_by_what_they_could_be_named(browser, github):
    github.browsing = "Mallory"

    told = browser.opens("/sign-in/github")

    assert (told.status_code, told.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "group:github:evil/all" in told.text
    assert browser.opens("/api/v1/findings").status_code == 403


def test_a_session_ends_when_one_signs_out_and_what_the_browser_had_is_worth_nothing(browser):
    token = browser.opens("/sign-in/github").json()["form_token"]
    shown = browser.http.cookies[SESSION]

    left = browser.sends("/sign-out", form_token=token)

    assert (left.url.path, SESSION in browser.http.cookies) == ("/sign-in", False)
    browser.http.cookies.set(SESSION, shown)
    assert browser.opens().status_code == 401


def test_each_sign_in_is_a_session_of_its_own_and_ends_the_one_before(browser):
    browser.opens("/sign-in/github")
    before = browser.http.cookies[SESSION]
    browser.opens("/sign-in/github")
    after = browser.http.cookies[SESSION]

    with closing(Browser(browser.address)) as other:
        other.http.cookies.set(SESSION, before)
        assert (before != after, other.opens().status_code, browser.opens().status_code) == (True, 401, 200)


def test_signing_in_and_out_are_deeds(browser, store):
    browser.sends("/sign-out", form_token=browser.opens("/sign-in/github").json()["form_token"])

    with reading(store) as connection:
        deeds = [(one.who, one.name, one.what, one.after) for one in latest(connection)]
    assert deeds == [
        ("github:@ada", "Ada Lovelace", "sign-out", None),
        ("github:@ada", "Ada Lovelace", "sign-in", {"way": "github"}),
    ]


def test_what_changes_something_takes_the_form_token_and_comes_from_our_own_page(browser, github):
    github.browsing = "Grace"
    token = browser.opens("/sign-in/github").json()["form_token"]
    elsewhere = {"origin": "https://evil.example"}

    assert browser.sends("/as/admin", form_token=token).status_code == 200
    assert browser.sends("/as/admin").status_code == 403
    assert browser.sends("/as/admin", form_token="x" * 64).status_code == 403
    assert browser.sends("/as/admin", elsewhere, form_token=token).status_code == 403
    assert browser.sends("/as/admin", {"sec-fetch-site": "cross-site"}, form_token=token).status_code == 403
    assert browser.sends("/sign-out", form_token="").status_code == 403


def test_the_form_token_of_one_session_is_none_for_another(browser, here, github):
    github.browsing = "Grace"
    browser.opens("/sign-in/github")

    with closing(Browser(here)) as other:
        token = other.opens("/sign-in/github").json()["form_token"]
        assert browser.sends("/as/admin", form_token=token).status_code == 403


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in/github", "x"])
def test_nobody_is_led_elsewhere(browser, here, back):
    came = browser.http.get(f"{here}/sign-in/github", params={"next": back})

    assert (came.status_code, str(came.url)) == (200, f"{here}/")


def test_a_sign_in_that_began_in_another_browser_is_not_ended_in_this_one(browser, here):
    with httpx.Client(trust_env=False) as other:
        leaving = other.get(f"{here}/sign-in/github").headers["location"]
        coming = other.get(leaving).headers["location"]

    told = browser.http.get(coming)

    assert (told.status_code, SESSION in browser.http.cookies) == (403, False)
    assert "Signing in did not work" in told.text


def test_a_sign_in_is_ended_once(browser):
    browser.http.follow_redirects = False
    leaving = browser.opens("/sign-in/github").headers["location"]
    coming = browser.http.get(leaving).headers["location"]
    cookie = browser.http.cookies[UNDER_WAY]

    first = browser.http.get(coming)
    assert UNDER_WAY not in browser.http.cookies
    again = browser.http.get(coming)
    browser.http.cookies.set(UNDER_WAY, cookie)
    replayed = browser.http.get(coming)

    assert [one.status_code for one in (first, again, replayed)] == [303, 403, 403]


def test_who_declines_is_told_so_and_nothing_of_what_stands_in_the_address(browser, github):
    github.declines = True

    told = browser.opens("/sign-in/github?next=/findings")

    assert (told.status_code, "You declined there" in told.text, "declined&lt;" in told.text) == (403, True, False)
    assert 'href="/sign-in/github?next=%2Ffindings"' in told.text


def test_a_github_that_cannot_be_asked_is_said_to_be_the_reason(browser, github):
    github.broken = True

    assert browser.opens("/sign-in/github").status_code == 502


def test_a_way_that_is_not_configured_leads_nowhere(browser):
    assert browser.opens("/sign-in/openid").status_code == 404
    assert browser.opens("/sign-in/openid/callback?code=x&state=y").status_code == 404
    assert browser.sends("/sign-in/token", token="").status_code == 401


def test_whoever_comes_back_wrongly_again_and_again_waits(browser):
    statuses = [browser.opens(f"/sign-in/github/callback?code={number}&state=x").status_code for number in range(12)]

    told = browser.opens("/sign-in/github/callback?code=x&state=x")
    assert (statuses[:10], statuses[10:], told.status_code) == ([403] * 10, [429] * 2, 429)
    assert 0 < int(told.headers["retry-after"]) <= 30


def test_a_cookie_is_out_of_reach_for_scripts_and_other_sites(browser):
    browser.http.follow_redirects = False
    leaving = browser.opens("/sign-in/github")
    came = browser.http.get(browser.http.get(leaving.headers["location"]).headers["location"])

    for cookie in (leaving.headers["set-cookie"], came.headers.get_list("set-cookie")[0]):
        assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}


def test_no_secret_is_in_a_log_or_on_a_page(browser, github):
    log = io.StringIO()
    try:
        configure(log)
        pages = [browser.opens("/"), browser.opens("/sign-in/github")]
        pages.append(browser.opens("/sign-in/github/callback?code=a-code"))
        github.broken = True
        pages.append(browser.opens("/sign-in/github"))
    finally:
        structlog.reset_defaults()

    told = log.getvalue() + "".join(page.text for page in pages)
    assert "sign_in_failed" in told
    for secret in (SECRET, "a-code", browser.http.cookies[SESSION], *github.tokens):
        assert secret not in told
