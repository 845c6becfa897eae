"""How likely it is that what an issue waits on comes, as comments tell it."""

from tests.service.speech.office import ACME, Office


def test_what_waits_on_a_ring_is_told_so_in_place_of_odds():
    office = Office(ACME).issue("SHOP-1", planned=True).open("PAY-1", "OPS-1")

    written = office.waits("SHOP-1", "PAY-1").waits("PAY-1", "OPS-1").waits("OPS-1", "PAY-1").comment("SHOP-1")

    assert "- This waits in a ring, so that what it waits on has no odds of coming in time." in written
    assert "gains most for its cost: 90 % instead of no odds at all, for 5 working days (assumed)." in written
