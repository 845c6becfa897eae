"""Rules by expressions: what they find, what they say of themselves, and what becomes of links on which they fail."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine import rules_of, run, selected
from rules.graph import Graph
from rules.neighbourhood import neighbourhood
from rules.policy import Policy, TeamRules
from rules.rule import Severity
from service.own_rules import expression_rules
from service.own_rules.vocabulary import TERMS
from tests.drawing import TODAY, Drawing, ref
from tests.rules.test_laws import KEY, organisations
from tests.service.own_rules.drawn_rules import NAME, outcome_of, own

FROZEN = 'blocker.container == "jira:OLD"'


def waiting():
    """SHOP-1 and SHOP-2 each wait on the old project, SHOP-1 on another one too."""
    drawing = Drawing().open("SHOP-1", "SHOP-2", "OLD-1", "OLD-2", "PAY-1")
    return drawing.waits("SHOP-1", "OLD-1", "PAY-1").waits("SHOP-2", "OLD-2")


def ends(findings):
    return [(finding.issue.ref.text, finding.links[0].blocker.ref.text) for finding in findings]


def test_there_is_a_finding_on_each_link_of_which_the_expression_is_true():
    outcome = outcome_of(waiting(), own(FROZEN, message="the old project is frozen", action="ask for its successor"))

    assert (ends(outcome.findings), outcome.crashes) == ([("SHOP-1", "OLD-1"), ("SHOP-2", "OLD-2")], ())
    first = outcome.findings[0]
    assert (first.message, first.action) == ("the old project is frozen (OLD-1)", "ask for its successor")
    assert (first.code, first.severity, first.speaks) == ("ACME101", Severity.WARNING, True)
    assert first.key == "ACME101:jira/acme/SHOP-1:jira/acme/OLD-1"


def test_a_rule_without_words_points_at_itself():
    [first, _] = outcome_of(waiting(), own(FROZEN)).findings

    assert first.message == "this is what the rule frozen-project looks for (OLD-1)"
    assert NAME in first.action


def test_a_link_that_a_fallback_covers_is_found_too_for_the_expression_may_ask():
    drawing = waiting().open("SHOP-9").fallback("SHOP-1", "SHOP-9", against="OLD-1")

    assert ends(outcome_of(drawing, own(FROZEN)).findings) == [("SHOP-1", "OLD-1"), ("SHOP-2", "OLD-2")]
    assert ends(outcome_of(drawing, own(f"{FROZEN} && !link.covered")).findings) == [("SHOP-2", "OLD-2")]


@pytest.mark.parametrize("rule", [None, "ACME101", NAME])
def test_a_waiver_leaves_it_to_the_page(rule):
    drawing = waiting().waiver("SHOP-1", until=TODAY + timedelta(days=3), rule=rule)

    found = outcome_of(drawing, own(FROZEN, severity=Severity.ERROR)).findings

    assert [(finding.severity, finding.speaks) for finding in found] == [
        (Severity.REPORT, False),
        (Severity.ERROR, True),
    ]


def test_a_report_never_speaks():
    assert not any(finding.speaks for finding in outcome_of(waiting(), own(FROZEN, severity=Severity.REPORT)).findings)


def test_teams_decide_on_it_as_on_any_rule():
    lenient = {"jira:SHOP": TeamRules(severity={NAME: "info"})}

    found = outcome_of(waiting(), own(FROZEN), team_rules=lenient).findings

    assert [finding.severity for finding in found] == [Severity.INFO, Severity.INFO]
    assert outcome_of(waiting(), own(FROZEN), team_rules={"jira:SHOP": TeamRules(ignore={NAME})}).findings == ()


def test_its_documentation_has_the_form_of_all_rules():
    rule = own(FROZEN, message="the old project is frozen", action="ask for its successor")

    assert rule.documentation() == (
        "The old project is frozen.\n\n"
        "## What it does\nReports open links of which this is true:\n\n"
        '    blocker.container == "jira:OLD"\n\n'
        "## Why is this bad\n"
        "This organisation has decided so: the rule stands in its configuration, under `[[policy.rules]]`.\n\n"
        "## How to resolve\nAsk for its successor."
    )


def test_a_link_on_which_it_fails_is_told_and_hides_no_other():
    drawing = waiting().needs("SHOP-2", by=TODAY + timedelta(days=2))

    outcome = outcome_of(drawing, own("blocked.days_left < 3"), own(FROZEN, code="ACME102", name="other-rule"))

    assert [finding.code for finding in outcome.findings] == ["ACME101", "ACME102", "ACME102"]
    [crash] = outcome.crashes
    assert (crash.code, crash.name) == ("ACME101", NAME)
    assert crash.error == (
        "OwnRuleError: failed on 2 of 3 links, first that of SHOP-1 on OLD-1: "
        "blocked.days_left is null there: ask for blocked.days_left != null first"
    )


def test_a_rule_that_takes_too_long_ends_and_no_other_does(monkeypatch):
    monkeypatch.setattr(expression_rules, "MOST_SECONDS", 0.05)
    drawing = Drawing().issue("SHOP-1", labels=tuple(map(str, range(90)))).open(*(f"OLD-{n}" for n in range(1, 900)))
    drawing.waits("SHOP-1", *(f"OLD-{n}" for n in range(1, 900)))
    slow = "blocked.labels.all(a, blocked.labels.all(b, a != b || a == b))"

    outcome = outcome_of(drawing, own(slow), own("!link.covered", code="ACME102", name="other-rule"))

    [crash] = outcome.crashes
    assert (crash.code, crash.error) == ("ACME101", "OwnRuleError: took more than 0.05 seconds for 899 links")
    assert sum(finding.code == "ACME102" for finding in outcome.findings) == 899


@pytest.mark.parametrize(
    ("expression", "wakes"), [("blocked.days_old != null && blocked.days_old > 9", True), ("blocked.planned", False)]
)
def test_what_time_changes_is_judged_again_the_next_day(expression, wakes):
    drawing = waiting()
    drawing.policy = Policy(own_rules=(own(expression),), select=frozenset({NAME}))
    graph = drawing.graph()

    run(graph, selected(graph.policy))

    assert (graph.next_change == TODAY.toordinal() + 1) is wakes


def test_it_is_a_rule_of_its_organisation_and_of_no_other():
    policy = Policy(own_rules=(own(FROZEN),))

    assert NAME in {rule.name for rule in rules_of(policy)}
    assert NAME not in {rule.name for rule in rules_of(Policy())}


def known_of(graph, chosen):
    """All that an expression may ask of the open links of some issues."""
    links = (link for link in graph.waiting() if link.blocked.ref.text in chosen)
    return {(link.blocked.ref, link.blocker.ref): [term.value(link) for term in TERMS] for link in links}


@given(organisations(), st.sets(KEY, min_size=1))
def test_what_an_expression_may_ask_of_a_link_is_the_same_whatever_else_is_judged(drawing, chosen):
    assembled = drawing.assembled()
    rows = [assembled.register.find(ref(key)) for key in chosen]
    inside = np.zeros(len(assembled.columns), dtype=bool)
    inside[[row for row in rows if row is not None]] = True
    seen = neighbourhood(assembled.columns, inside)

    part = Graph(assembled.columns.take(seen), as_of=TODAY, policy=drawing.policy, inside=inside[seen])

    assert known_of(part, chosen) == known_of(drawing.graph(), chosen)
