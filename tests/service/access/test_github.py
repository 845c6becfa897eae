"""What GitHub says of somebody, and what it says that cannot be believed."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from service.access.github import GitHub
from service.access.providers import troubles
from service.serving import serving
from service.settings.access import GitHubSignIn
from service.store.access_sessions import Person

TOKEN = {"access_token": "gho_1", "token_type": "bearer"}
TEAM = {"slug": "sre", "organization": {"login": "Acme"}}


@pytest.fixture
def told():
    """Asks a GitHub that has these documents who somebody is."""

    def ask(documents):
        async def document(request):
            return JSONResponse(documents[request.path_params["name"]])

        with serving(Starlette(routes=[Route("/api/v3/{name:path}", document)])) as address:
            github = GitHub(GitHubSignIn(client_id="Iv1", client_secret="s3cret", url=address))  # noqa: S106
            return asyncio.run(github._person(TOKEN))

    return ask


def test_organizations_and_teams_become_groups_in_one_case(told):
    person = told({"user": {"login": "Ada", "name": None}, "user/orgs": [{"login": "Acme"}], "user/teams": [TEAM]})

    groups = {"person:github:@ada", "group:github:acme", "group:github:acme/sre"}
    assert person == Person("github", "github:@ada", "Ada", frozenset(groups))


@pytest.mark.parametrize(
    "documents",
    [
        {"user": {}},
        {"user": {"login": ""}},
        {"user": []},
        {"user": "ada"},
        {"user": {"login": "ada"}, "user/orgs": [{}]},
        {"user": {"login": "ada"}, "user/orgs": "all"},
        {"user": {"login": "ada"}, "user/orgs": [], "user/teams": [{"slug": "sre"}]},
    ],
)
def test_what_is_no_account_is_nobody(told, documents):
    with pytest.raises(troubles()):
        told(documents)
