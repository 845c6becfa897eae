"""What the headers of an answer tell of the token that asked."""

from datetime import UTC, datetime

import pytest

from connectors.github.inspection_answers import expiration, scopes


@pytest.mark.parametrize("told", ["2027-01-15 08:00:00 UTC", "2027-01-15 09:00:00 +0100"])
def test_a_token_tells_when_it_expires(told):
    assert expiration({"github-authentication-token-expiration": told}) == datetime(2027, 1, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize("headers", [{}, {"github-authentication-token-expiration": "soon"}])
def test_without_a_date_that_can_be_read_nothing_is_told(headers):
    assert expiration(headers) is None


def test_a_classic_token_has_scopes_even_if_it_has_none():
    assert scopes({"x-oauth-scopes": "repo, read:org"}) == {"repo", "read:org"}
    assert scopes({"x-oauth-scopes": ""}) == frozenset()
    assert scopes({}) is None
