from datetime import date

import pytest

from service.reports import document
from service.reports.earlier import Earlier, earlier
from tests.drawing import TODAY, Drawing
from tests.service.reports.drawn import report_on, waiting


def test_an_audit_is_known_by_its_own_json():
    report = report_on(waiting())

    found = earlier("".join(document.render(report)))

    assert found.keys == {finding.key for finding in report.audit.findings}
    assert (found.as_of, found.share, found.odds) == (TODAY, 0, pytest.approx(0.6))


def test_what_was_known_on_some_issues_alone_is_told_by_their_addresses():
    found = earlier(
        '{"findings": [{"key": "DT101:a:b", "issue": {"site": "github/acme", "ref": "Acme/Web#1"}}, '
        '{"key": "DT101:c:d", "issue": {"site": "github/acme", "ref": "acme/pay#1"}}, {"key": "DT101:e:f"}]}'
    )

    assert found.known_on({("github/acme", "acme/web#1")}) == {"DT101:a:b"}


def test_where_nothing_was_planned_or_nothing_can_land_there_are_no_figures():
    stuck = Drawing().open("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1")

    nothing, ring = ("".join(document.render(report_on(one))) for one in (Drawing().open("SHOP-1"), stuck))

    assert (earlier(nothing).share, earlier(nothing).odds) == (None, None)
    assert (earlier(ring).share, earlier(ring).odds) == (0, None)


def test_the_json_of_an_earlier_release_tells_its_keys():
    assert earlier('{"findings": [{"key": "DT101:a:b"}]}') == Earlier(frozenset({"DT101:a:b"}))
    assert earlier('{"findings": [], "audit": {"as_of": "2026-01-31"}}').as_of == date(2026, 1, 31)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"findings": [{}]}', '{"findings": [{"key": 7}]}', "[" * 100_000, '{"audit": 1}'],
)
def test_anything_else_is_no_audit(text):
    with pytest.raises(ValueError, match="not the JSON of an audit"):
        earlier(text)
