"""The log of deeds is a page for admins: who did what, and what changed."""

import pytest

from service.store.deeds import Deed, record
from tests.service.dashboards import ADMIN, HOSTILE, OPERATOR, VIEWER, Dashboard


def did(store, **fields):
    with store.begin() as connection:
        record(connection, Deed(**({"at": 1.7e9, "who": "openid:ada", "name": "Ada", "what": "replayed"} | fields)))


def test_each_deed_tells_who_what_and_what_changed(store):
    did(store, about="delivery 7", before={"state": "dead"}, after={"state": "kept", "sites": ["a", "b"]})

    page = Dashboard(store).get("/deeds").text

    for words in ("Ada", "openid:ada", "delivery 7", "state: dead", "state: kept; sites: a, b"):
        assert words in page


def test_those_of_one_person_are_told_alone(store):
    did(store, about="one")
    did(store, who="openid:bob", name="Bob", about="other")

    page = Dashboard(store).get("/deeds?who=openid:bob").text

    assert "other" in page
    assert "Ada" not in page


def test_older_ones_are_on_further_pages(store):
    for at in range(60):
        did(store, about=f"number {at}")

    page = Dashboard(store).get("/deeds?who=openid%3Aada").text

    assert 'href="/deeds?who=openid%3Aada&amp;below=11"' in page
    assert "number 9<" in Dashboard(store).get("/deeds?below=11").text
    assert Dashboard(store).get("/deeds?below=x").status_code == 400


@pytest.mark.parametrize("viewer", [VIEWER, OPERATOR])
def test_others_than_admins_do_not_read_it(store, viewer):
    assert Dashboard(store, viewer).get("/deeds").status_code == 403


def test_words_of_others_are_text(store):
    did(store, about=HOSTILE, name=HOSTILE, after={"because": HOSTILE})

    page = Dashboard(store, ADMIN).get("/deeds").text

    assert "<script>alert" not in page
    assert len(page) < 20_000
