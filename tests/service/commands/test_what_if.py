"""``detour what-if`` on saved issues."""

import json

import pytest


@pytest.fixture
def asked(detour, acme):
    """Asks about an issue of the invented organisation."""
    return lambda ref: detour("what-if", ref, "--from", acme, "--config", acme / "detour.toml")


def test_every_plan_that_waits_on_the_issue_is_told_before_and_after(asked):
    status, out, err = asked("pay-1")

    assert (status, err) == (0, "")
    assert out.startswith("PAY-1  Card vault API\nAsked of Payments, it comes in time with odds of 60 % (assumed, ")
    table = [line.split("   ") for line in out.splitlines() if line.startswith(("plan", "SHOP", "MOB"))]
    assert [[cell.strip() for cell in row if cell.strip()] for row in table] == [
        ["plan", "now", "if it never comes", "if it comes", "with a fallback"],
        ["SHOP-1 One-page checkout", "60 %", "0 %", "100 %", "96 %"],
        ["MOB-1 Checkout in the app", "94 %", "90 %", "96 %", "96 %"],
    ]
    assert "The odds of a plan are the chance that everything it waits on from other teams comes in time" in out


def test_a_part_of_a_plan_that_nobody_waits_on_leads_to_its_plan(asked):
    _, out, _ = asked("SHOP-2")

    assert "No plan waits on it" in out
    assert "It is a part of the plan SHOP-1, with odds of 60 %." in out


def test_a_dropped_issue_is_told_as_dropped(asked):
    _, out, _ = asked("PAY-5")

    assert "\nIt is dropped.\n" in out


def test_a_plan_in_a_ring_has_no_odds(asked):
    _, out, _ = asked("acme/search#8")

    assert "none: a ring" in out


def test_an_issue_that_nobody_knows_is_refused_with_those_near_it(asked):
    status, _, err = asked("SHOP-55")

    assert status == 2
    assert "SHOP-55 is none of the 31 issues that are known or named; near: SHOP-5" in err


def test_titles_cannot_move_the_cursor(detour, tmp_path):
    path = tmp_path / "issues.json"
    milestone = {"title": "m", "state": "open", "due_on": "2026-12-01T00:00:00Z"}
    issue = {"number": 1, "title": "evil \x1b[2J\x07", "html_url": "https://github.com/a/b/issues/1"}
    path.write_text(json.dumps([issue | {"body": "Blocked by c/d#2", "milestone": milestone}]))

    status, out, _ = detour("what-if", "c/d#2", "--from", path)

    assert (status, "a/b#1 evil" in out) == (0, True)
    assert not set(out) & set("\x1b\x07")
