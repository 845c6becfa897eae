"""What a report advises, and what it tells of costs."""

from datetime import date

import pytest

from rules.model import State
from rules.policy import AdviceSettings, Policy
from rules.statements import Cost, FallbackKind
from service.guidance import guidance_of
from service.plans import plans_of
from service.reports import advice, ledger
from tests.drawing import Drawing
from tests.rules.odds.drawn import row_of

HACK = FallbackKind.HACK
SOON = date(2026, 12, 15)


def organisation():
    """APP-1 waits on two teams and has nothing for either; SHOP-1 has begun a hack in place of OPS-1."""
    drawing = Drawing().issue("APP-1", needed_by=SOON, priority="p0").issue("SHOP-1", needed_by=SOON)
    drawing.open("PAY-1", "OPS-1").issue("SHOP-9", State.DONE, closed=date(2026, 9, 1))
    drawing.waits("APP-1", "PAY-1", "OPS-1").waits("SHOP-1", "OPS-1")
    return drawing.fallback("SHOP-1", "SHOP-9", kind=HACK, cost=Cost(build=3, keep=2))


def told(drawing):
    graph = drawing.graph()
    plans = plans_of(graph)
    guidance = guidance_of(graph, plans)
    return [*advice.lines(guidance, plans), *ledger.lines(guidance.ledger)]


def test_the_text_advises_the_plans_in_danger_and_tells_what_hacks_cost():
    assert told(organisation()) == [
        "What may help them, and what it costs beside waiting, in working days; people decide:",
        (
            "  APP-1 waits on OPS-1 of OPS: task force, for the waiting work is of priority 1 of 5, which is critical; "
            "no fallback stands"
        ),
        (
            "    take one of each team off other work until it is done, which costs 3 x 16 = 48 working days "
            "(until it is needed) and disturbs them all"
        ),
        (
            "    waiting costs (1 - 36 %) x 10 days late x 3 people = 19.2 days (odds: assumed; late: assumed); "
            "the 2 fallbacks that it lacks cost 17 days"
        ),
        "1 hack of 1 team: keeping costs 2 days (declared) a month, and removing will cost 2 days (assumed).",
        ("  what OPS-1 of OPS was asked for costs 1 team 2 days (declared) a month, the oldest hack since 01 Sep 2026"),
    ]


def test_where_no_plan_is_in_danger_and_nobody_hacks_nothing_is_told():
    assert told(Drawing().open("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")) == []


def test_only_the_first_lines_are_shown_and_the_others_counted():
    drawing = Drawing().open("PAY-1", "OPS-1")
    for number in range(7):
        drawing.issue(f"SHOP-{number}", planned=True).waits(f"SHOP-{number}", "PAY-1", "OPS-1").open(f"LAB-{number}")
        drawing.issue(f"WEB-{number}", State.DONE).open(f"APP-{number}").waits(f"APP-{number}", f"LAB-{number}")
        drawing.fallback(f"APP-{number}", f"WEB-{number}", kind=HACK)

    lines = told(drawing)

    assert lines.count("  ... and 2 more; --format json lists them all") == 2


def test_the_document_has_the_advice_of_each_listed_plan_with_all_figures():
    graph = organisation().graph()
    app, shop = advice.document(guidance_of(graph, plans_of(graph)))

    assert (shop["plan"]["ref"], shop["costs"]["plan"]["fallbacks"]) == ("SHOP-1", [])
    assert (app["plan"]["ref"], app["link"]["blocker"]["ref"], app["model"]) == ("APP-1", "OPS-1", "task force")
    assert app["reason"].startswith("the waiting work is of priority 1 of 5")
    assert {"model": "community of practice", "why": "no label names a practice"} in app["others"]
    link, plan = app["costs"]["link"], app["costs"]["plan"]
    assert link["waiting"] == {
        "days": pytest.approx(12),
        "odds": pytest.approx(0.6),
        "odds_known": "assumed",
        "late": {"days": 10, "known": "assumed"},
        "people": 3,
    }
    assert (link["fallback_days"], plan["fallback_days"], len(plan["fallbacks"])) == (8.5, 17, 2)
    assert link["fallbacks"][0]["build"] == {"days": 5, "known": "assumed"}


def test_the_document_has_the_accounts_of_all_hacks():
    graph = organisation().graph()
    found = ledger.document(guidance_of(graph, plans_of(graph)).ledger)

    assert (found["count"], found["living"], found["keep"]) == (1, 1, {"days": 2, "known": {"declared": 2}})
    assert [one["team"] for one in found["by_owner"]] == ["jira:SHOP"]
    assert [one["team"] for one in found["by_asked"]] == ["jira:OPS"]
    assert [one["blocker"]["ref"] for one in found["by_blocker"]] == ["OPS-1"]
    [hack] = found["hacks"]
    assert (hack["ticket"]["ref"], hack["kind"], hack["since"], hack["migration"]) == (
        "SHOP-9",
        "hack",
        "2026-09-01",
        None,
    )
    assert (hack["months"], hack["paid"]) == (pytest.approx(2.7, abs=0.1), pytest.approx(5.4, abs=0.1))


def section(drawing, text="SHOP-1"):
    graph = drawing.graph()
    return list(advice.section(graph, row_of(graph, text)))


def test_an_issue_is_advised_on_each_wait_with_the_reasons_against_the_other_models():
    drawing = Drawing(Policy(advice=AdviceSettings(practices=("security",)))).issue("SHOP-1", labels=("Security",))
    lines = section(drawing.open("PAY-1").waits("SHOP-1", "PAY-1"))

    assert lines[:5] == [
        "",
        "What may help",
        "  SHOP-1 waits on PAY-1 of PAY: community of practice, for the label security names a practice",
        "    bring it to the people of that practice in all teams, who may drive it themselves",
        (
            "    waiting costs (1 - 60 %) x 10 days late x 3 people = 12 days (odds: assumed; late: assumed); "
            "a fallback costs 5 to build + 3 months x 0.5 to keep + 2 to remove = 8.5 days (assumed); people decide"
        ),
    ]
    assert sum(line.startswith("    not ") for line in lines) == 7
    assert sum(line.startswith("    beside it independent executor: ") for line in lines) == 1


@pytest.mark.parametrize(
    ("state", "declared", "cost"),
    [
        (
            State.OPEN,
            {"kind": HACK, "cost": Cost(build=1)},
            "1 to build (declared) + 3 months x 0.5 to keep (assumed) + 2 to remove (assumed) = 4.5 days;",
        ),
        (
            State.DONE,
            {"kind": HACK, "cost": Cost(keep=1, remove=1)},
            "a fallback costs 3 months x 1 to keep + 1 to remove = 4 days (declared), for what is built is paid;",
        ),
        (State.DONE, {}, "a fallback costs nothing more = 0 days, for what is built is paid;"),
    ],
)
def test_the_price_of_a_fallback_tells_how_each_part_is_known(state, declared, cost):
    drawing = Drawing().open("SHOP-1", "PAY-1").issue("SHOP-9", state).waits("SHOP-1", "PAY-1")

    assert cost in section(drawing.fallback("SHOP-1", "SHOP-9", **declared))[4]


def test_who_waits_on_nobody_else_needs_no_advice():
    assert section(Drawing().open("SHOP-1", "SHOP-2").waits("SHOP-1", "SHOP-2")) == []
