"""Deliveries that repeat the id or the body of another one are counted."""

import pytest

from connectors.contract import Delivery
from service import repetitions
from service.repetitions import Repetitions


def counted(*deliveries):
    seen = Repetitions()
    for vendor_id, body, *site in deliveries:
        seen.note(Delivery(*(site or ["github/acme"]), vendor_id, "issues", body))
    return seen.same_id, seen.same_body


@pytest.mark.parametrize(
    ("deliveries", "same"),
    [
        ([("1", b"a"), ("1", b"b")], (1, 0)),
        ([("1", b"a"), ("2", b"a")], (0, 1)),
        ([("1", b"a"), ("1", b"a")], (0, 0)),
        ([("1", b"a"), ("2", b"b")], (0, 0)),
        ([("1", b"a"), ("1", b"b", "github/other")], (0, 0)),
        ([("1", b"a"), ("2", b"a", "github/other")], (0, 0)),
        ([("", b"a"), ("", b"b"), ("", b"a")], (0, 0)),
    ],
)
def test_what_repeats_a_part_of_another_is_counted(deliveries, same):
    assert counted(*deliveries) == same


def test_no_more_than_so_many_are_remembered(monkeypatch):
    monkeypatch.setattr(repetitions, "REMEMBERED", 2)

    assert counted(("1", b"a"), ("2", b"b"), ("3", b"c"), ("1", b"z")) == (0, 0)
    assert counted(("1", b"a"), ("2", b"b"), ("1", b"z")) == (1, 0)
