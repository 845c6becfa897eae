import pytest

from service.pictures.bar import bar, span
from tests.service.pictures.teams import parsed


@pytest.mark.parametrize(("share", "kind"), [(0.49, "low"), (0.5, "enough")])
def test_a_bar_reaches_as_far_as_the_odds_and_tells_whether_they_do(share, kind):
    _, reach = parsed(bar(share, 0.5)).iter("rect")

    assert (reach.get("class"), float(reach.get("width"))) == (kind, pytest.approx(share * 100))


def test_a_span_lies_between_what_the_odds_may_be():
    _, band = parsed(span(0.5, 0.25, 0.7)).iter("rect")

    assert (float(band.get("x")), float(band.get("width"))) == (25, pytest.approx(45))
