import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from connectors.contract import Draft, Unavailable
from connectors.github.client import GitHubClient
from connectors.github.credentials import AppCredentials, NotInstalled, TokenCredentials
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from rules.addresses import Addresses
from rules.model import Ref
from tests.connectors.loopback import loopback

PEM = (
    rsa.generate_private_key(65537, 2048)
    .private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    .decode()
)
CANARY = "ghs_canary"
TOKEN = "POST /app/installations/7/access_tokens"


def expiring(**after):
    return 201, {"token": CANARY, "expires_at": f"{datetime.now(UTC) + timedelta(**after):%Y-%m-%dT%H:%M:%SZ}"}


def keys(asked):
    return [key for key, *_ in asked]


def test_an_installation_is_found_once_and_its_token_kept_while_it_is_good():
    answers = {"GET /orgs/acme/installation": (200, {"id": 7}), TOKEN: expiring(hours=1)}
    with loopback(answers) as (url, asked):
        app = AppCredentials(42, PEM, url)
        tokens = [app.token("acme"), app.token("Acme"), app.auth("acme").token]

    assert tokens == [CANARY] * 3
    assert keys(asked) == ["GET /orgs/acme/installation", TOKEN]


def test_a_token_about_to_expire_is_replaced():
    with loopback({TOKEN: expiring(seconds=10)}) as (url, asked):
        app = AppCredentials(42, PEM, url, {"acme": 7})
        app.token("acme")
        app.token("acme")

    assert keys(asked) == [TOKEN, TOKEN]


def test_a_persons_installation_is_found_where_people_are():
    with loopback({"GET /users/ann/installation": (200, {"id": 7}), TOKEN: expiring(hours=1)}) as (url, asked):
        AppCredentials(42, PEM, url).token("ann")

    assert keys(asked) == ["GET /orgs/ann/installation", "GET /users/ann/installation", TOKEN]


def test_an_owner_without_the_app_is_told_so():
    with loopback({}) as (url, _), pytest.raises(NotInstalled, match="not installed for stranger"):
        AppCredentials(42, PEM, url).token("stranger")


def test_a_wrong_key_is_told_at_once_and_not_shown():
    with pytest.raises(ValueError, match="no RSA key") as error:
        AppCredentials(42, "canary-key")

    assert "canary-key" not in str(error.value)
    assert error.value.__cause__ is None


def test_an_app_writes_with_its_installations_token():
    write = "POST /repos/acme/web/issues/1/comments"

    async def run(url):
        issues = GitHubIssues(GitHubDialect(name="github/acme"), Addresses([]))
        client = GitHubClient(issues, AppCredentials(42, PEM, url, {"acme": 7}), url, seconds_between_writes=0)
        await client.put_comment(Ref("github/acme", "acme/web#1"), Draft("hello", "v1 verdict 1 abc"))
        await client.close()

    with loopback({TOKEN: expiring(hours=1), write: (201, {"id": 1})}) as (url, asked):
        asyncio.run(run(url))

    assert keys(asked) == [TOKEN, write]
    assert asked[1][1] == f"token {CANARY}"


def test_no_secret_is_in_a_repr_an_error_or_a_log(caplog):
    caplog.set_level(logging.DEBUG)
    with loopback({TOKEN: expiring(hours=1)}) as (url, _):
        app = AppCredentials(42, PEM, url, {"acme": 7})
        app.token("acme")
    shown = [repr(app), repr(app.auth("acme")), repr(TokenCredentials(CANARY)), caplog.text]

    assert not any(CANARY in text or PEM[100:140] in text for text in shown)


def test_an_app_whose_key_is_refused_is_unavailable_to_the_client():
    async def run(url):
        issues = GitHubIssues(GitHubDialect(name="github/acme"), Addresses([]))
        client = GitHubClient(issues, AppCredentials(42, PEM, url, {"acme": 7}), url)
        try:
            await client.comments(Ref("github/acme", "acme/web#1"))
        finally:
            await client.close()

    refused = {TOKEN: (401, {"message": "A JSON web token could not be decoded"})}
    with loopback(refused) as (url, _), pytest.raises(Unavailable, match="App's key"):
        asyncio.run(run(url))
