"""``detour fire-drill`` on saved issues."""

import pytest


@pytest.fixture
def drilled(detour, acme):
    """Holds a drill in the invented organisation."""
    return lambda *words: detour("fire-drill", *words, "--from", acme, "--config", acme / "detour.toml")


def test_the_plans_that_do_not_ship_are_told_with_the_proof_and_those_that_a_fallback_saves(drilled):
    status, out, err = drilled("--blockers", "PAY-1", "acme/platform#11")

    assert (status, err) == (0, "")
    assert "Of 12 plans 5 would ship." in out
    assert "    SHOP-1 -> SHOP-2 -> PAY-1, which is late\n" in out
    assert "    SHOP-7 -> PAY-3 -> acme/platform#11, which is late\n" in out
    saved = out.partition("1 plan would ship all the same: fallbacks stand in for what is late:\n")[2]
    assert saved.startswith("  MOB-1 (Mobile) Checkout in the app\n")


def test_what_would_not_ship_in_any_case_is_told_apart(drilled):
    _, out, _ = drilled("--blockers", "PAY-1")

    assert "    SHOP-10 -> PAY-5, which will not be done\n" in out
    assert "    acme/search#8 -> acme/platform#13 -> acme/search#8, which waits in a ring\n" in out


def test_a_lot_is_the_same_for_the_same_seed(drilled):
    first, again, other = (drilled("--blockers", "3", "--seed", seed)[1] for seed in (1, 1, 4))

    assert first == again != other
    assert "Drawn by lot among all that plans ask of other teams; --seed 2 draws others." in first


def test_no_more_are_drawn_than_there_are(drilled):
    _, out, _ = drilled("--blockers", "99")

    assert "and there are no more than these" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--blockers", "PAY-55"], "PAY-55 is none of the 31 issues that are known or named"),
        (["--seed", "-1"], "--seed is a number from 0 on"),
    ],
)
def test_a_drill_that_cannot_be_held_says_why(drilled, words, message):
    status, out, err = drilled(*words)

    assert (status, out) == (2, "")
    assert message in err


def test_where_nothing_is_planned_nothing_can_be_late(detour, tmp_path):
    path = tmp_path / "issues.json"
    path.write_text("[]")

    status, out, _ = detour("fire-drill", "--from", path)

    assert status == 0
    assert "no plan waits on another team, so nothing can be late" in out
    assert "There is no plan" in out
