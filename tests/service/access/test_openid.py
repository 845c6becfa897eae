"""What a provider must say and prove before somebody is taken for whom it names."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from starlette.requests import Request

from service.access.openid import OpenId
from service.access.providers import troubles
from service.serving import serving
from service.settings.access import OpenIdTable
from service.store.access_sessions import Person
from tests.service.access.made_up_provider import CLIENT, SECRET, MadeUpProvider

BACK = "https://detour.acme.example/sign-in/openid/callback"


def request(query, session):
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query.encode()}
    return Request(scope | {"session": session})


@pytest.fixture
def provider():
    provider = MadeUpProvider()
    with serving(provider.app()) as provider.issuer:
        yield provider


def signed_in(provider, **more):
    """Somebody goes there and comes back."""
    table = OpenIdTable(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET, **more)
    openid, session = OpenId(table), {}

    async def there_and_back():
        leading = await openid.begin(request("", session), BACK)
        asked = parse_qs(urlsplit(leading.headers["location"]).query)
        provider.nonce, [state] = asked["nonce"][0], asked["state"]
        return asked, await openid.person(request(f"code=c&state={state}", session))

    return asyncio.run(there_and_back())


def test_somebody_is_led_there_with_all_that_ties_the_answer_to_this_sign_in(provider):
    asked, _ = signed_in(provider)

    assert {name: asked[name] for name in ("client_id", "response_type", "redirect_uri", "scope")} == {
        "client_id": [CLIENT],
        "response_type": ["code"],
        "redirect_uri": [BACK],
        "scope": ["openid profile email"],
    }
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert "code_verifier=" in provider.posted[0][1]


def test_a_person_is_who_the_token_names(provider):
    provider.claims = {"name": "Ada", "groups": ["sre", "", 7, {"no": "text"}], "email": "a@b", "email_verified": True}

    _, person = signed_in(provider)

    groups = frozenset({"group:sre", "group:7", "person:ada", "person:a@b"})
    assert person == Person("openid", "openid:ada", "Ada", groups)


def test_what_the_token_does_not_tell_is_asked_for(provider):
    provider.told = {"name": "Ada", "groups": "sre", "email": "a@b", "email_verified": "true"}

    _, person = signed_in(provider)

    assert (person.name, person.groups) == ("Ada", frozenset({"group:sre", "person:ada"}))


def test_groups_may_lie_deeper(provider):
    provider.claims = {"realm_access": {"roles": ["sre"]}}

    _, person = signed_in(provider, groups_claim="realm_access.roles")

    assert "group:sre" in person.groups


@pytest.mark.parametrize("claim", ["https://acme.example/groups", "cognito:groups"])
def test_a_claim_may_have_any_name(provider, claim):
    provider.claims = {claim: ["sre"]}

    _, person = signed_in(provider, groups_claim=claim)

    assert "group:sre" in person.groups


def test_a_provider_may_take_the_secret_in_the_form_alone(provider):
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    signed_in(provider)

    [(authorization, body)] = provider.posted
    assert (authorization, f"client_secret={SECRET}" in body) == ("", True)


def test_a_provider_may_change_its_key(provider):
    old = provider.key
    provider.shown = old
    table = OpenIdTable(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET)
    openid = OpenId(table)

    async def twice():
        for _ in range(2):
            session = {}
            leading = await openid.begin(request("", session), BACK)
            asked = parse_qs(urlsplit(leading.headers["location"]).query)
            provider.nonce = asked["nonce"][0]
            yield await openid.person(request(f"code=c&state={asked['state'][0]}", session))
            provider.key = provider.shown = RSAKey.generate_key(2048, {"kid": "second"})

    async def names():
        return [person.identity async for person in twice()]

    assert asyncio.run(names()) == ["openid:ada", "openid:ada"]


@pytest.mark.parametrize(
    "lie",
    [
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"iss": None}},
        {"claims": {"aud": "another client"}},
        {"claims": {"aud": "another client", "azp": CLIENT}},
        {"claims": {"aud": None}},
        {"claims": {"nonce": "of another sign-in"}},
        {"claims": {"nonce": None}},
        {"claims": {"exp": 1_000_000_000}},
        {"claims": {"exp": None}},
        {"claims": {"sub": None}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": ["ada"]}},
        {"signing": "none"},
        {"signing": "HS256"},
        {"signing": "nothing"},
        {"shown": RSAKey.generate_key(2048, {"kid": "first"})},
        {"told": {"sub": "grace", "email": "grace@acme.example", "email_verified": True}},
        {"metadata": {"issuer": "https://evil.example"}},
        {"metadata": {"issuer": None}},
        {"metadata": {"jwks_uri": None}},
    ],
)
def test_what_is_not_proven_signs_in_nobody(provider, lie):
    for name, value in lie.items():
        setattr(provider, name, value)

    with pytest.raises(troubles()) as caught:
        signed_in(provider)

    assert SECRET not in f"{caught.value!r} {caught.value}"


def test_whoever_comes_back_without_having_been_led_there_is_nobody(provider):
    openid = OpenId(OpenIdTable(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET))

    with pytest.raises(troubles(), match="mismatching_state"):
        asyncio.run(openid.person(request("code=c&state=s", {})))


def test_a_provider_that_was_wrong_about_itself_is_asked_anew(provider):
    openid = OpenId(OpenIdTable(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET))
    provider.metadata = {"issuer": "https://evil.example"}

    async def twice():
        with pytest.raises(troubles()):
            await openid.begin(request("", {}), BACK)
        provider.metadata = {}
        return await openid.begin(request("", {}), BACK)

    assert asyncio.run(twice()).status_code == 302


def way_out(provider):
    table = OpenIdTable(issuer=provider.issuer, client_id="a client", client_secret=SECRET)
    return asyncio.run(OpenId(table).way_out())


@pytest.mark.parametrize(
    ("told", "led"),
    [
        ("https://login.acme.example/out", "https://login.acme.example/out?client_id=a+client"),
        ("https://login.acme.example/out?a=b", "https://login.acme.example/out?a=b&client_id=a+client"),
        ("http://login.acme.example/out", ""),
        ("javascript:alert(1)", ""),
        (7, ""),
        (None, ""),
    ],
)
def test_whoever_signs_out_is_led_to_where_the_provider_ends_its_session(provider, told, led):
    provider.metadata = {"end_session_endpoint": told}

    assert way_out(provider) == led
