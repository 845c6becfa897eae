import pytest

from service.access.providers import LONGEST_NAME, application, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [("Ada", "Ada"), (7, "7"), (True, ""), (None, ""), (["Ada"], ""), ({"a": 1}, ""), ("a" * 999, "a" * 200)],
)
def test_of_what_a_provider_tells_only_texts_are_names(value, text):
    assert text_of(value) == text
    assert len(text) <= LONGEST_NAME


@pytest.mark.parametrize(("url", "by_proxy"), [("http://127.0.0.1:4000", False), ("https://login.acme.example", True)])
def test_this_machine_is_asked_without_a_proxy_and_nobody_for_ever(url, by_proxy):
    given = application("openid", url, client_id="detour", client_kwargs={"scope": "openid"}).client_kwargs

    assert (given["trust_env"], given["timeout"], given["code_challenge_method"]) == (by_proxy, 10.0, "S256")
    assert given["scope"] == "openid"
