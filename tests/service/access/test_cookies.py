import time

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import Response

from service.access.cookies import SESSION, SIGN_IN_SECONDS, Cookies, Seal

PUBLIC = "https://detour.acme.example"
KEY = b"k" * 32


def written(public_url, act):
    response = Response()
    act(Cookies.at(public_url), response)
    return response.headers["set-cookie"]


def test_behind_https_a_cookie_is_of_this_host_alone():
    cookie = written(PUBLIC, lambda cookies, response: cookies.write(response, SESSION, "value", 60))

    assert cookie == "__Host-detour=value; HttpOnly; Max-Age=60; Path=/; SameSite=lax; Secure"


def test_on_this_machine_there_is_no_https():
    cookie = written("http://127.0.0.1:8000", lambda cookies, response: cookies.write(response, SESSION, "value", 60))

    assert cookie == "detour=value; HttpOnly; Max-Age=60; Path=/; SameSite=lax"


def test_a_cookie_is_dropped_as_it_was_set():
    cookie = written(PUBLIC, lambda cookies, response: cookies.drop(response, SESSION))

    assert cookie.startswith('__Host-detour=""; ')
    assert {"Max-Age=0", "Path=/", "Secure", "HttpOnly"} <= set(cookie.split("; "))


def test_behind_https_a_cookie_that_another_host_could_have_set_is_none():
    request = HTTPConnection({"type": "http", "headers": [(b"cookie", b"detour=theirs; __Host-detour=ours")]})

    assert Cookies.at(PUBLIC).read(request, SESSION) == "ours"
    assert Cookies.at(None).read(request, SESSION) == "theirs"


def test_what_is_sealed_is_read_by_whoever_has_the_key():
    sealed = Seal(KEY).closed(["github", {"state": "s"}, "/findings"])

    assert Seal(KEY).opened(sealed) == ["github", {"state": "s"}, "/findings"]
    assert "github" not in sealed


@pytest.mark.parametrize(
    "text",
    ["", "x", "gAAAA\udcff", Seal(b"another key").closed([1])],
    ids=["nothing", "one letter", "no letter of ours", "sealed elsewhere"],  # the last text is another in each process
)
def test_what_nobody_sealed_here_is_nothing(text):
    assert Seal(KEY).opened(text) is None


def test_what_was_sealed_long_ago_is_nothing():
    seal, now = Seal(KEY), int(time.time())
    moments = (now - SIGN_IN_SECONDS // 2, now - SIGN_IN_SECONDS - 5)

    assert [seal.opened(seal._fernet().encrypt_at_time(b"[1]", moment).decode()) for moment in moments] == [[1], None]


def test_a_letter_that_was_changed_breaks_the_seal():
    sealed = Seal(KEY).closed(["/"])
    other = sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:]

    assert Seal(KEY).opened(other) is None
