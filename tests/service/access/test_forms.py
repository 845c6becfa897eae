import asyncio
from urllib.parse import urlencode

import pytest
from starlette.requests import ClientDisconnect, HTTPConnection

from service.access.forms import FORM, LARGEST, require_same_origin, require_token, token_for
from service.access.turned_away import TurnedAwayError

PUBLIC = "https://detour.acme.example"
TOKEN = token_for("a cookie's value")


def request(**headers):
    named = {"host": "10.0.0.1:8000"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTPConnection({"type": "http", "headers": [(name.encode(), text.encode()) for name, text in named.items()]})


def sending(*parts):
    """A receive that brings a body in parts, and says what it was asked for in vain."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts[:-1]]
    messages += [{"type": "http.request", "body": parts[-1], "more_body": False}, {"type": "http.disconnect"}]

    async def receive():
        return messages.pop(0)

    return receive


def checked(receive, **headers):
    async def all_of():
        again = await require_token(request(**headers), receive, TOKEN)
        return [await again(), await again()]

    return asyncio.run(all_of())


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "same-origin", "origin": "https://behind-a-proxy.example"},
        {"origin": PUBLIC},
        {"origin": "http://10.0.0.1:8000"},
    ],
)
def test_what_our_own_pages_send_is_taken(headers):
    require_same_origin(request(**headers), PUBLIC)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": f"{PUBLIC}.evil.example"},
        {"origin": "http://["},
        {"sec_fetch_site": "cross-site", "origin": PUBLIC},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
)
def test_what_other_sites_send_is_refused_and_so_is_what_says_nothing_of_itself(headers):
    with pytest.raises(TurnedAwayError, match="did not come from a page of Detour") as caught:
        require_same_origin(request(**headers), PUBLIC)

    assert (caught.value.status, "detour token create" in caught.value.advice[1]) == (403, True)


def test_a_form_with_its_token_goes_on_as_it_came():
    body = urlencode({"because": "it pays", "form_token": TOKEN}).encode()

    first, then = checked(sending(body[:7], body[7:]), content_type=f"{FORM}; charset=utf-8")

    assert (first["body"], first["more_body"], then["type"]) == (body, False, "http.disconnect")


def test_a_token_in_the_header_leaves_the_body_unread():
    first, _ = checked(sending(b"{}"), content_type="application/json", x_form_token=TOKEN)

    assert first["body"] == b"{}"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", {"content_type": FORM}),
        (b"form_token=", {"content_type": FORM}),
        (f"form_token={token_for('another session')}".encode(), {"content_type": FORM}),
        (b"form_token=%ff\xff", {"content_type": FORM}),
        (b"&".join([b"a=1"] * 2000), {"content_type": FORM}),
        (f"form_token={TOKEN}".encode(), {"content_type": "text/plain"}),
        (f"form_token={TOKEN}".encode(), {"content_type": FORM, "x_form_token": "wrong"}),
        (b"", {"x_form_token": "w\xe4rong"}),
    ],
)
def test_without_the_token_nothing_is_taken(body, headers):
    with pytest.raises(TurnedAwayError, match="too old"):
        checked(sending(body), **headers)


def test_a_form_has_its_limit():
    with pytest.raises(TurnedAwayError) as caught:
        checked(sending(b"a" * LARGEST, b"a"), content_type=FORM)

    assert caught.value.status == 413


def test_who_hangs_up_is_not_waited_for():
    async def receive():
        return {"type": "http.disconnect"}

    with pytest.raises(ClientDisconnect):
        checked(receive, content_type=FORM)


def test_each_secret_has_a_form_token_of_its_own_that_does_not_tell_it():
    assert TOKEN == token_for(b"a cookie's value") != token_for("another")
    assert "cookie" not in TOKEN
