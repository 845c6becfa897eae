"""``detour why`` on saved issues: what is advised beside the evidence."""

import json

import pytest


@pytest.fixture
def asked(detour, acme):
    """Asks about an issue of the invented organisation."""
    return lambda ref: detour("why", ref, "--from", acme, "--config", acme / "detour.toml")


def test_each_wait_on_another_team_has_its_advice_its_costs_and_the_reasons_against_other_models(asked):
    status, out, err = asked("SHOP-7")

    assert (status, err) == (0, "")
    evidence, _, advice = out.partition("\nWhat may help\n")
    assert "What the rules say" in evidence
    assert advice.startswith("  SHOP-7 waits on PAY-3 of Payments: away team, for ")
    assert "a fallback costs 3 to build = 3 days (the median of the team's fallbacks); people decide" in advice
    assert "    not task force: the waiting work is of no known priority" in advice


def test_an_issue_that_waits_on_nobody_is_told_without_advice(asked):
    status, out, _ = asked("PAY-1")

    assert (status, "Who waits on it" in out, "What may help" in out) == (0, True, False)


def test_names_of_the_tracker_cannot_move_the_cursor(detour, tmp_path):
    path = tmp_path / "issues.json"
    issue = {"number": 1, "title": "t", "html_url": "https://github.com/a/b/issues/1", "body": "Blocked by c/d#2"}
    path.write_text(json.dumps([issue | {"labels": [{"name": "Security"}, {"name": "evil \x1b[2J\x07"}]}]))

    _, out, _ = detour("why", "a/b#1", "--from", path)

    assert "a/b#1 waits on c/d#2 of c/d: community of practice, for the label security names a practice" in out
    assert not set(out) & set("\x1b\x07")
