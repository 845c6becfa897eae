"""Refs, titles and teams of other projects reach only those who may know them."""

from dataclasses import replace

import pytest

from rules.model import Ref, State
from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import Child, Drop, Duplicate, Fallback, Said, Source, Wait, Waiver
from rules.views import IssueView
from service.speech.comments import comments_for
from service.speech.document import Address, Name, Words
from service.speech.markdown import render
from service.speech.visibility import Sight, in_one_group, stated_on
from tests.drawing import Drawing, ref

HERE = ref("SHOP-1")


def views_of(*groups):
    """The issues of three projects under some visibility groups."""
    drawing = Drawing(Policy(visibility=groups)).open("SHOP-1", "SHOP-9", "PAY-1", "acme/pay-api#3")
    graph, entries = drawing.graph(), drawing.assembled().register.entries
    return {entry.ref.text: IssueView(graph, row) for row, entry in enumerate(entries)}


def said(where="SHOP-1", source=Source.DESCRIPTION):
    return Said(source, ref(where), "words")


def test_an_issue_of_the_same_project_is_shown_with_its_title():
    views = views_of()
    sight = Sight(views["SHOP-1"], frozenset())

    assert sight.in_full(views["SHOP-9"]) == (Address(ref("SHOP-9"), "", "Title of SHOP-9"),)


def test_a_project_of_the_same_name_on_another_site_is_another_project():
    views = views_of()
    sight = Sight(views["SHOP-1"], frozenset())
    other = Drawing(Policy())
    other.open("SHOP-9")
    facts = other.facts["SHOP-9"]
    other.facts["SHOP-9"] = replace(facts, issue=replace(facts.issue, ref=Ref("jira/other", "SHOP-9")))

    assert not sight.shows(IssueView(other.graph(), 0))


def test_an_issue_of_another_project_is_neither_named_nor_its_team():
    views = views_of()
    sight = Sight(views["SHOP-1"], frozenset())

    assert sight.in_full(views["PAY-1"]) == (Words("an issue in another project"),)
    assert sight.team(views["PAY-1"]) == Words("another team")


def test_what_is_stated_here_is_named_but_not_by_its_title():
    views = views_of()
    sight = Sight(views["SHOP-1"], frozenset({ref("pay-1").address}))

    assert sight.in_full(views["PAY-1"]) == (Address(ref("PAY-1")),)
    assert sight.team(views["PAY-1"]) == Name("PAY")


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        (("jira:SHOP", "github:acme/pay-*"), True),
        (("jira:shop", "github:ACME/*"), True),
        (("*",), True),
        (("jira:SHOP", "github:acme/web"), False),
        (("github:acme/pay-*",), False),
        ((), False),
    ],
)
def test_one_group_with_both_projects_shows_the_title(group, shown):
    views = views_of(group)
    sight = Sight(views["SHOP-1"], frozenset())

    assert sight.shows_title(views["acme/pay-api#3"]) is shown
    assert sight.shows(views["acme/pay-api#3"]) is shown


def test_two_groups_with_one_project_each_do_not_join_them():
    assert not in_one_group((("jira:SHOP", "jira:OPS"), ("jira:OPS", "jira:PAY")), HERE, ref("PAY-1"))


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        (Wait(HERE, ref("PAY-1"), said()), {"PAY-1"}),
        (Fallback(HERE, ref("A-1"), said(), ref("B-1"), migration=ref("C-1")), {"A-1", "B-1", "C-1"}),
        (Duplicate(HERE, ref("PAY-1"), said()), {"PAY-1"}),
        (Child(HERE, ref("EPIC-1"), said()), {"EPIC-1"}),
        (Drop(HERE, ref("PAY-1"), "done", said()), {"PAY-1"}),
        (Drop(HERE, None, "done", said()), set()),
        (Wait(ref("OPS-1"), HERE, said("OPS-1", Source.NATIVE)), {"OPS-1"}),
        (Wait(ref("OPS-1"), HERE, said("OPS-1", Source.LINK_TYPE)), {"OPS-1"}),
    ],
)
def test_text_on_the_issue_and_links_of_its_tracker_state_their_refs(statement, shown):
    stated = stated_on(HERE, [statement])

    assert stated - {HERE.address} == {ref(text).address for text in shown}


@pytest.mark.parametrize(
    "statement",
    [
        Wait(ref("OPS-1"), HERE, said("OPS-1")),
        Wait(ref("OPS-1"), HERE, said("OPS-1", Source.REMOTE_LINK)),
        Wait(ref("OPS-1"), ref("PAY-1"), said("OPS-1", Source.NATIVE)),
        Waiver(HERE, None, "why not", "jira:lead", ref("PAY-1")),
    ],
)
def test_what_is_said_elsewhere_states_nothing_here(statement):
    assert stated_on(HERE, [statement]) == frozenset()


def owner(slug, name, project):
    return Team(slug, name, (Owned(Specificity.CONTAINER, project, "jira"),))


def secretive():
    """SHOP-1 waits on PAY-1; everything of SECRET and of the team behind it is unknown to readers of SHOP."""
    teams = (owner("shop", "Shop", "SHOP"), owner("pay", "Payments", "PAY"), owner("x", "Skunkworks", "SECRET"))
    drawing = Drawing(Policy(teams=teams)).issue("SHOP-1", planned=True).open("SHOP-2", "PAY-1", "SECRET-1")
    return drawing.waits("SHOP-1", "PAY-1")


def leans_outside():
    return secretive().fallback("SHOP-1", "SHOP-2").waits("SHOP-2", "SECRET-1")


def leans_on_blocker_through():
    return leans_outside().waits("SECRET-1", "PAY-1")


def descended(ticket):
    drawing = secretive().open("SHOP-3", "SECRET-5").part("SHOP-1", "SHOP-3").part("SHOP-3", "SECRET-5")
    return drawing.fallback("SECRET-5", ticket, against="PAY-1")


def descended_fallback():
    return descended("SECRET-1").issue("SECRET-1", State.DROPPED)


def descended_to_our_own():
    return descended("SHOP-2")


def duplicate_of_a_secret():
    drawing = secretive().issue("PAY-1", State.DROPPED, closed_as_duplicate=True)
    return drawing.duplicate("PAY-1", "SECRET-1")


@pytest.mark.parametrize(
    "drawing",
    [leans_outside, leans_on_blocker_through, descended_fallback, descended_to_our_own, duplicate_of_a_secret],
)
def test_no_comment_gives_a_secret_away(drawing):
    office = drawing()
    findings = office.findings()

    comments = comments_for(office.graph(), findings, office.assembled())
    [written] = [render(document) for issue, document in comments if issue.ref.text == "SHOP-1"]

    assert any(word in f"{one.message} {one.action}" for one in findings for word in ("SECRET", "Skunkworks"))
    assert "SECRET" not in written
    assert "Skunkworks" not in written


def test_a_ring_names_its_own_issue_and_the_ones_that_link_to_it():
    teams = secretive().policy.teams
    drawing = Drawing(Policy(teams=teams)).open("PAY-1", "SECRET-1", "SECRET-2", "SHOP-1")
    drawing.waits("PAY-1", "SHOP-1").waits("SHOP-1", "SECRET-1").waits("SECRET-1", "SECRET-2").waits(
        "SECRET-2", "PAY-1"
    )

    [(issue, document)] = comments_for(drawing.graph(), drawing.findings(), drawing.assembled())

    written = render(document)
    assert issue.ref.text == "PAY-1"
    assert "in a ring of 4 issues" in written
    assert "The ring: `PAY-1` → `SHOP-1` → an issue in another project → `SECRET-2` → `PAY-1`." in written


def test_a_hidden_blocker_is_waived_by_its_rule_and_answered_for_every_link():
    office = duplicate_of_a_secret()

    [(_, document)] = comments_for(office.graph(), office.findings(), office.assembled())

    written = render(document)
    assert written.startswith("**This waits on an issue in another project and has no plan B.**")
    assert "`Fallback: REF`" in written
    assert "`/detour waive DT101 until 2026-12-23 because REASON`" in written


def test_an_outside_supplier_that_is_not_stated_here_is_called_one():
    drawing = secretive().fallback("SHOP-1", "SHOP-2").waits("SHOP-2", "vendor:Stripe")

    [(_, document)] = comments_for(drawing.graph(), drawing.findings(), drawing.assembled())

    written = render(document)
    assert "waits on an outside supplier" in written
    assert "Stripe" not in written
