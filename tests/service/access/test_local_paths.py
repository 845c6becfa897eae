from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.local_paths import local_path, wanted

HERE = "https://detour.acme.example/sign-in"
ODD = st.text(st.sampled_from("/\\.@:?#%ehtps\t\n\x00 evil-"), max_size=20)


@pytest.mark.parametrize("path", ["/", "/findings?team=web&q=a%20b", "/issues/github/acme/acme%2Fweb%231", "/map#here"])
def test_a_page_of_ours_is_where_one_is_led(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "findings",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " /findings",
        "javascript:alert(1)",
        "/sign-in",
        "/sign-in/github?next=/",
        f"/{'a' * 3000}",
        "/é",
    ],
)
def test_anything_else_is_the_first_page(path):
    assert local_path(path) == "/"


@given(ODD | st.text())
def test_a_browser_never_leaves_our_host(text):
    led = urljoin(HERE, local_path(text).replace("\\", "/"))

    assert urlsplit(led)[:2] == urlsplit(HERE)[:2]


def test_what_was_asked_for_is_remembered_as_it_was_written():
    assert wanted("/issues/github/acme/acme/web#1", b"tab=why") == "/issues/github/acme/acme/web%231?tab=why"
    assert wanted("//evil.example", b"") == "/"
