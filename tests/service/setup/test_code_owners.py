"""Whose a repository is as a whole, by the rules of its CODEOWNERS."""

import pytest

from service.setup.code_owners import owning_teams


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("* @acme/web", ("web",)),
        ("# everybody\n*   @acme/Web  # but not on Fridays\n", ("web",)),
        ("* @acme/web\n/docs/ @acme/docs", ("web",)),
        ("* @acme/web\n* @acme/api", ("api",)),
        ("* @acme/web @acme/api", ("web", "api")),
        ("/src/ @acme/web\n/docs/ @acme/web", ("web",)),
        ("/src/ @acme/web\n/docs/ @acme/docs", ()),
        ("* @mia mia@acme.example", ()),
        ("* @acme/web\n*", ()),
        ("a\\ b/ @acme/web", ("web",)),
        ("#* @acme/web", ()),
        ("", ()),
    ],
    ids=[
        "one",
        "comments",
        "parts",
        "last",
        "several",
        "alike",
        "different",
        "people",
        "nobody",
        "space",
        "off",
        "none",
    ],
)
def test_the_last_rule_for_everything_counts(text, owners):
    assert owning_teams(text) == owners
