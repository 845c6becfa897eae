"""Of what programs are told."""

import json

from service.outgoing.events import TOGETHER, Kind, of_dates, of_findings
from service.survey.shown import Dated, Issue
from tests.service.store.test_found import found

NOW = 1_764_147_600.0


def test_findings_of_a_team_are_told_together_but_never_too_many():
    some = [found(f"SHOP-{number}") for number in range(TOGETHER + 1)] + [found("acme/web#1", team="web")]

    events = list(of_findings(Kind.OPENED, some, NOW))

    assert [(event.team, len(event.data["findings"])) for event in events] == [
        ("shop", TOGETHER),
        ("shop", 1),
        ("web", 1),
    ]
    assert len({event.key for event in events}) == 3


def test_a_message_has_the_shape_of_the_standard():
    [event] = of_findings(Kind.RESOLVED, [found("SHOP-1")], NOW)

    told = json.loads(event.body)

    assert (told["type"], told["timestamp"], told["data"]["team"]) == (
        "finding.resolved",
        "2025-11-26T09:00:00+00:00",
        "shop",
    )
    [finding] = told["data"]["findings"]
    assert (finding["code"], finding["issue"]["ref"], finding["severity"]) == ("DT101", "SHOP-1", "error")


def test_a_day_to_decide_by_is_told_when_it_has_come_and_only_then():
    days = [
        Dated(day, occasion, Issue("jira/acme", ref, "", ""), "shop", "decide what is done")
        for day, occasion, ref in (
            ("2026-11-24", "decide-by", "SHOP-1"),
            ("2026-11-25", "decide-by", "SHOP-2"),
            ("2026-11-26", "decide-by", "SHOP-3"),
            ("2026-11-26", "waiver-ends", "SHOP-4"),
            ("2026-11-27", "decide-by", "SHOP-5"),
        )
    ]

    told = list(of_dates(days, "2026-11-24", "2026-11-26", NOW))

    assert [event.data["issue"]["ref"] for event in told] == ["SHOP-2", "SHOP-3"]
