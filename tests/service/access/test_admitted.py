"""Whoever starts Detour reads who may see it."""

import pytest

from service.access.admitted import admitted
from service.settings import Settings

OPENID = {"issuer": "https://login.acme.example", "client_id": "d", "client_secret": "s", "name": "Acme"}
GITHUB = {"client_id": "d", "client_secret": "s", "url": "https://github.acme.example"}
ROLES = {"viewer": ["group:engineering"]}
PUBLIC = {"host": "0.0.0.0", "public_url": "https://detour.acme.example"}  # noqa: S104
THERE = "pages and API at https://detour.acme.example: for "
BEARER = "a-secret-canary-of-32-characters"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "pages and API at http://127.0.0.1:8000: for this machine alone, where whoever asks is an admin"),
        ({"server": {"host": "0.0.0.0"}}, "pages and API at http://0.0.0.0:8000: for nobody yet; [access] of "),  # noqa: S104
        ({"server": PUBLIC}, f"{THERE}nobody yet; [access] of the configuration says who may come in"),
        (
            {"server": PUBLIC, "access": {"openid": OPENID, "github": GITHUB, "roles": ROLES}},
            f"{THERE}whoever signs in with Acme or GitHub and has a role and programs that show a token",
        ),
        ({"server": PUBLIC, "access": {"bearer_token": BEARER}}, f"{THERE}whoever shows a token"),
    ],
)
def test_it_is_said_in_one_sentence_without_any_secret(settings, told):
    said = admitted(Settings(**settings))

    assert said.startswith(told)
    assert BEARER not in said
