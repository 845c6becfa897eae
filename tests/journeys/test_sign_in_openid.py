"""A certified OpenID provider signs people in, and what is no identity token of theirs signs in nobody."""

import html
import json
import re
import shutil
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest

from service.access.cookies import SESSION
from tests.connectors.simulator.published import packages
from tests.journeys.front_desk import Browser, detour
from tests.served import free_port

SCRIPT = Path(__file__).parents[1] / "vendors" / "openid-provider.mjs"
SECRET = "s3cret-of-the-client"
PEOPLE = {
    "ada": {
        "name": "Ada Lovelace",
        "email": "Ada@acme.example",
        "email_verified": True,
        "groups": ["engineering", "Secret Lab"],
    },
    "eve": {"name": "Eve", "email": "grace@acme.example", "email_verified": False, "groups": ["engineering"]},
    "grace": {"name": "Grace", "email": "grace@acme.example", "email_verified": True},
}
WRITTEN = f"""
[server]
public_url = "http://127.0.0.1:{{port}}"
[access.openid]
issuer = "{{issuer}}"
client_id = "detour"
client_secret = "{SECRET}"
scopes = ["openid", "profile", "email", "groups"]
name = "Acme"
[access.roles]
viewer = ["group:engineering"]
admin = ["person:grace@acme.example"]
"""


@contextmanager
def provider(callback, secret=SECRET):
    """A provider's address."""
    if shutil.which("node") is None:
        pytest.skip("node is not here, which runs the OpenID provider")
    port = free_port()
    command = ["node", SCRIPT, packages(), str(port), callback, secret, json.dumps(PEOPLE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            yield running.stdout.readline().strip()
        finally:
            running.kill()


@contextmanager
def acme(store, tmp_path, **given):
    """A browser before a Detour that an organization signs in to."""
    port = free_port()
    with provider(f"http://127.0.0.1:{port}/sign-in/openid/callback", **given) as issuer:
        written = WRITTEN.replace("{issuer}", issuer).replace("{port}", str(port))
        with detour(store, tmp_path / "detour.toml", written, port=port) as here, closing(Browser(here)) as browser:
            yield browser


@pytest.fixture
def browser(store, tmp_path):
    with acme(store, tmp_path) as browser:
        yield browser


def signs_in(browser, login, path="/"):
    """Goes through the provider's two forms, and says where one ends."""
    shown = browser.clicks(browser.opens(path), "Sign in with Acme")
    for fields in ({"prompt": "login", "login": login, "password": "any"}, {"prompt": "consent"}):
        [action] = re.findall(r'<form[^>]+action="([^"]+)"', shown.text)
        shown = browser.http.post(urljoin(str(shown.url), action), data=fields)
    return shown


def test_a_certified_provider_signs_somebody_in_whose_groups_give_them_a_role(browser):
    came = signs_in(browser, "ada", "/findings?team=web")

    assert came.url.raw_path == b"/findings?team=web"
    told = came.json()
    assert (told["who"], told["name"], told["role"]) == ("openid:ada", "Ada Lovelace", "viewer")
    assert told["groups"] == ["group:Secret Lab", "group:engineering", "person:ada", "person:ada@acme.example"]


def test_a_person_is_named_by_mail_only_where_the_provider_has_verified_it(browser):
    assert signs_in(browser, "eve").json()["role"] == "viewer"
    browser.http.cookies.clear()
    assert signs_in(browser, "grace").json()["role"] == "admin"


def test_who_signs_out_is_signed_out_there_too(browser):
    token = signs_in(browser, "ada").json()["form_token"]

    left = browser.sends("/sign-out", form_token=token)
    [out] = re.findall(r'<a class="button" href="([^"]+)">Sign out of Acme', left.text)
    asked = browser.http.get(html.unescape(out))
    fields = dict(re.findall(r'name="(xsrf|logout)" value="([^"]*)"', asked.text)) | {"logout": "yes"}
    [action] = re.findall(r'<form[^>]+action="([^"]+)"', asked.text)
    browser.http.post(urljoin(str(asked.url), action), data=fields)

    assert f'content="0; url={out}"' in left.text
    assert browser.opens("/").status_code == 401
    assert 'name="password"' in browser.clicks(browser.opens("/"), "Sign in with Acme").text


def test_a_client_that_the_provider_does_not_know_signs_in_nobody(store, tmp_path):
    with acme(store, tmp_path, secret="another one") as browser:  # noqa: S106
        told = signs_in(browser, "ada")

    assert (told.status_code, SESSION in browser.http.cookies) == (403, False)
    assert "Signing in did not work" in told.text
    assert SECRET not in told.text
