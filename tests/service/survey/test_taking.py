"""What a survey shows of an audit."""

from datetime import date

import msgspec

from rules.statements import Cost, FallbackKind
from service.survey.map import map_of
from service.survey.taking import Survey, survey_of
from tests.drawing import TODAY
from tests.service.overview.drawn import planned, reported

SOON = date(2026, 12, 15)


def surveyed(drawing):
    return survey_of(reported(drawing).audit)


def refs(issues):
    return [one.ref for one in issues]


def waiting():
    """SHOP-1 and APP-1 are plans, and wait on PAY-1; APP-1 has a hack in its place, and PAY-1 waits on OPS-1."""
    drawing = planned("SHOP-1", "APP-1").open("PAY-1", "OPS-1", "APP-9")
    drawing.waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1").waits("PAY-1", "OPS-1")
    return drawing.fallback("APP-1", "APP-9", against="PAY-1", kind=FallbackKind.HACK, cost=Cost(build=2, keep=1))


def test_it_is_plain_data_that_is_kept_and_read_whole():
    found = surveyed(waiting())

    assert msgspec.json.decode(msgspec.json.encode(found), type=Survey) == found


def test_the_overview_tells_where_the_plans_hang():
    overview = surveyed(waiting()).overview

    assert overview.headline[0] == "50 % of the 2 plans ship even if no other team delivers."
    assert (overview.figures.plans, overview.figures.plans_alone, overview.figures.self_reliance) == (2, 1, 0.5)
    assert (overview.figures.across_teams, overview.figures.uncovered) == (3, 2)
    assert refs(plan.issue for plan in overview.plans) == ["SHOP-1", "APP-1"]
    assert (overview.place, overview.places) == ("team", "teams")


def test_a_teams_inbox_begins_with_what_most_plans_hang_on():
    drawing = waiting().open("PAY-2", "CRM-1").waits("CRM-1", "PAY-2")

    first, second = surveyed(drawing).sheets["payments"].inbox

    assert (first.issue.ref, first.plans, refs(ask.issue for ask in first.asks)) == ("PAY-1", 1, ["APP-1", "SHOP-1"])
    assert [ask.fallback and ask.fallback.ref for ask in first.asks] == ["APP-9", None]
    assert (first.bare, second.issue.ref, second.plans) == (1, "PAY-2", 0)


def test_what_is_far_behind_a_plan_counts_in_the_inbox_too():
    [asked] = surveyed(waiting()).sheets["operations"].inbox

    assert (asked.issue.ref, asked.plans) == ("OPS-1", 1)


def test_a_teams_sheet_holds_its_plans_and_its_hacks():
    sheet = surveyed(waiting().issue("APP-9", planned=True)).sheets["app"]

    assert refs(plan.issue for plan in sheet.plans) == ["APP-1"]
    [hack] = sheet.hacks
    assert (hack.ticket.ref, hack.kind, hack.keep, refs(hack.blockers)) == ("APP-9", "hack", 1, ["PAY-1"])
    assert (sheet.line.figures.across_teams, sheet.line.figures.covered, sheet.line.asked_by_others) == (1, 1, 0)


def test_accepted_risks_are_among_the_findings_with_who_signed():
    drawing = waiting().waiver("SHOP-1", blocker="PAY-1", until=TODAY)

    accepted = [one for one in surveyed(drawing).findings if one.waiver is not None]

    assert {(one.code, one.issue.ref, one.waiver.until) for one in accepted} >= {("DT101", "SHOP-1", "2026-11-23")}
    assert not [
        one
        for one in surveyed(drawing).findings
        if one.waiver is None and one.code == "DT101" and one.issue.ref == "SHOP-1"
    ]


def test_the_map_has_every_open_link_and_shows_rings():
    drawing = waiting().open("OPS-2", "CRM-2").waits("OPS-2", "CRM-2").waits("CRM-2", "OPS-2")

    found = surveyed(drawing).map

    names = [node.issue.ref for node in found.nodes]
    edges = {(names[edge.blocked], names[edge.blocker]): edge for edge in found.edges}
    assert set(edges) == {
        ("SHOP-1", "PAY-1"),
        ("APP-1", "PAY-1"),
        ("PAY-1", "OPS-1"),
        ("OPS-2", "CRM-2"),
        ("CRM-2", "OPS-2"),
    }
    assert (edges["APP-1", "PAY-1"].covered, edges["SHOP-1", "PAY-1"].covered) == (True, False)
    assert {name for name, node in zip(names, found.nodes, strict=True) if node.ringed} == {"OPS-2", "CRM-2"}
    assert {found.teams[node.team].slug for node in found.nodes} == {
        "shop",
        "app",
        "payments",
        "operations",
        "jira:CRM",
    }


def test_a_map_without_room_keeps_the_groups_on_which_most_hangs():
    drawing = waiting().open("CRM-1", "CRM-2").waits("CRM-1", "CRM-2")

    found = map_of(drawing.graph(), most=4)

    assert sorted(node.issue.ref for node in found.nodes) == ["APP-1", "OPS-1", "PAY-1", "SHOP-1"]
    assert found.left_out == 2


def test_where_nothing_waits_the_survey_is_empty_and_says_so():
    found = surveyed(planned())

    assert found.overview.headline == ("No issues were read.",)
    assert (found.map.nodes, found.flows, found.findings) == ((), (), ())
