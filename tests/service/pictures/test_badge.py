import pytest

from service.pictures.badge import BAD, GOOD, UNKNOWN, badge
from tests.service.pictures.teams import HOSTILE, parsed

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("good", "colour"), [(True, GOOD), (False, BAD), (None, UNKNOWN)])
def test_it_brings_its_own_colour(good, colour):
    found = parsed(badge("plans", "83 %", good=good))

    assert colour in {one.get("fill") for one in found.iter(f"{SVG}rect")}
    assert found.get("aria-label") == "plans: 83 %"


def test_it_is_as_wide_as_its_words():
    short, long = (parsed(badge("plans", value, good=True)) for value in ("1", "1,000 of 2,000"))

    assert int(short.get("width")) < int(long.get("width"))


def test_text_of_others_is_only_text():
    assert not list(parsed(badge(HOSTILE, HOSTILE, good=True)).iter(f"{SVG}script"))
