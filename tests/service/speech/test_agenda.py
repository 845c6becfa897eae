"""The days of an issue in words, and what they tell of others."""

from datetime import timedelta

from rules.policy import Policy
from rules.statements import Cost, Source
from service.speech.agenda import Occasion, agendas_for
from service.speech.document import Document, Paragraph
from service.speech.markdown import render
from tests.drawing import TODAY, ref
from tests.service.speech.office import ACME, Office, waiting

DAY = timedelta(days=1)
NUMBERS = {ref("PAY-1"): 7, ref("OPS-1"): 8}


def agenda(office, text="SHOP-1"):
    return agendas_for(office.graph(), office.assembled(), NUMBERS).get(ref(text), ())


def words(dated):
    return render(Document((Paragraph(dated.words),))).strip()


def test_a_link_without_a_plan_b_asks_what_is_done():
    [one] = agenda(waiting("PAY-1").needs("SHOP-1", by=TODAY + 30 * DAY))

    assert (one.occasion, one.about) == (Occasion.DECIDE, "7")
    assert words(one) == (
        "decide what is done if `PAY-1` (Payments) does not come: needed by 23 Dec 2026, "
        "and a plan B takes 5 days (assumed)"
    ).replace("`PAY-1`", "[`PAY-1`](https://acme.atlassian.net/browse/PAY-1)")


def test_a_plan_b_that_stands_is_named_with_its_cost():
    office = waiting("PAY-1").needs("SHOP-1", by=TODAY + 30 * DAY)
    office.fallback("SHOP-1", "SHOP-2", cost=Cost(build=2))

    [one] = agenda(office)

    assert words(one).startswith("begin [`SHOP-2`]")
    assert words(one).endswith("a plan B takes 2 days (declared)")


def test_the_days_of_an_issue_are_in_order_and_keep_who_they_are_about():
    office = waiting("PAY-1", "OPS-1").needs("SHOP-1", decide_by=TODAY + 9 * DAY)
    office.waiver("SHOP-1", until=TODAY + 3 * DAY, blocker="PAY-1", rule="DT303", because="@all it is *fine*")

    ends, pay, ops = agenda(office)

    assert (ends.day, ends.occasion, ends.about) == (TODAY + 3 * DAY, Occasion.WAIVER_ENDS, "7 DT303")
    assert {pay.about, ops.about} == {"7", "8"}
    assert words(ends).endswith("given because `@all it is *fine*`")
    assert words(pay).endswith("the issue names the day")


def test_issues_of_other_projects_are_told_only_where_readers_find_them_anyway():
    private = Policy(teams=ACME.teams)
    hidden = Office(private).issue("SHOP-1", planned=True).issue("PAY-1")
    hidden.waits("SHOP-1", "PAY-1", source=Source.DESCRIPTION, by="PAY-1").needs("SHOP-1", decide_by=TODAY)
    stated = Office(private).issue("SHOP-1", planned=True).issue("PAY-1")
    stated.waits("SHOP-1", "PAY-1").needs("SHOP-1", decide_by=TODAY)

    [secret], [open_] = agenda(hidden), agenda(stated)

    assert "PAY" not in words(secret)
    assert "an issue in another project" in words(secret)
    assert "PAY-1" in words(open_)


def test_issues_without_days_have_no_agenda():
    assert agenda(waiting("PAY-1")) == ()
