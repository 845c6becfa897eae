"""The badges of a team."""

import re

import pytest

from tests.service.dashboards import Dashboard, keep
from tests.service.overview.drawn import planned


@pytest.fixture
def pages(store):
    """One of the shop's two plans waits on PAY-1."""
    keep(store, planned("SHOP-1", "SHOP-2").open("PAY-1").waits("SHOP-1", "PAY-1"))
    return Dashboard(store)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("shop/badge.svg", "plans that need nobody else: 50 %"),
        ("shop/badge.svg?what=alone", "plans that need nobody else: 50 %"),
        ("shop/badge.svg?what=uncovered", "waits without a plan B: 1"),
        ("payments/badge.svg", "plans that need nobody else: no plan"),
    ],
)
def test_it_tells_a_figure(pages, path, words):
    assert re.findall("<title>([^<]+)", pages.get(f"/teams/{path}").text) == [words]


def test_it_is_sent_again_only_when_its_figure_has_changed(store, pages):
    path = "/teams/shop/badge.svg"
    tag = pages.get(path).headers["etag"]

    unchanged = pages.get(path, **{"If-None-Match": tag})
    keep(store, planned("SHOP-1", "SHOP-2").open("PAY-1"))
    changed = pages.get(path, **{"If-None-Match": tag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert "100 %" in changed.text


def test_of_what_there_is_no_badge_it_says_of_what_there_is(pages):
    answer = pages.get("/teams/shop/badge.svg?what=mood")

    assert answer.status_code == 400
    assert "what is one of alone, uncovered" in answer.text
