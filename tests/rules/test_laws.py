"""The laws of the graph, whatever the organisation looks like."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from rules.assembly import assemble
from rules.engine import run
from rules.graph import Graph
from rules.model import State
from rules.neighbourhood import neighbourhood
from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import Cost, FallbackKind, Wait
from tests.drawing import TODAY, Drawing, on_issues, ref

KEYS = [f"{team}-{number}" for team in "ABCD" for number in range(1, 5)]
KEY = st.sampled_from(KEYS)
STATE = st.sampled_from([State.OPEN] * 7 + [State.DONE, State.DROPPED, State.UNKNOWN])
TEAMS = (
    Team("one", "One", (Owned(Specificity.CONTAINER, "A", "jira"), Owned(Specificity.CONTAINER, "B", "jira"))),
    Team("two", "Two", (Owned(Specificity.CONTAINER, "C", "jira"),), members=frozenset({"jira:two"})),
)
SETTINGS = {"deep-chain": {"longest": 1}}
LONG_AGO, SOON, LATER = TODAY - timedelta(days=60), TODAY + timedelta(days=10), TODAY + timedelta(days=40)
LATELY, YESTERDAY = TODAY - timedelta(days=3), TODAY - timedelta(days=1)
COURSES = st.sampled_from(
    [
        {},
        {"created": LONG_AGO, "moved": LATELY, "closed": LATELY},
        {"created": LONG_AGO, "moved": LONG_AGO, "priority": "Highest", "needed_by": SOON},
        {"created": LONG_AGO, "moved": LONG_AGO, "priority": "Lowest", "needed_by": LATER},
    ]
)

NEEDS = st.sampled_from(
    [
        {},
        {"by": SOON},
        {"by": LATER, "decide_by": YESTERDAY},
        {"away_team": True, "guide": "@pia", "away_until": YESTERDAY},
        {"away_team": True, "away_until": SOON},
        {"away_team": False},
    ]
)
COSTS = st.sampled_from([Cost(), Cost(build=2), Cost(build=30), Cost(build=2, keep=1, remove=1)])
WAIVERS = st.fixed_dictionaries(
    {
        "until": st.sampled_from([None, YESTERDAY, SOON]),
        "rule": st.sampled_from([None, None, "DT101", "missing-fallback", "DT203"]),
        "because": st.sampled_from(["we can do without", ""]),
    }
)
POLICIES = [
    Policy(teams=teams, settings=SETTINGS, select=frozenset(selected))
    for teams in ((), TEAMS)
    for selected in (["ALL"], ["ALL", "DT109"])
]


def histories(state, course):
    """What may have been seen of an issue before, of those that are as it is now."""
    possible = [{}, {"planned_before": SOON}]
    if state is State.DONE:
        possible.append({"came": LATELY})
    if not course["planned"] and "needed_by" not in course:
        possible.append({"left_plan": True})
    return st.sampled_from(possible)


@st.composite
def organisations(draw):
    """A drawn organisation of sixteen issues: links, fallbacks, hierarchy and duplicates at random."""
    drawing = Drawing(draw(st.sampled_from(POLICIES)))
    for key in KEYS:
        state = draw(STATE)
        if state is not State.UNKNOWN:
            duplicate = state is State.DROPPED and draw(st.booleans())
            assignees = draw(st.sampled_from([(), ("jira:two",)]))
            course = {"planned": draw(st.booleans()), "assignees": assignees, **draw(COURSES)}
            drawing.issue(key, state, closed_as_duplicate=duplicate, **course)
            drawing.seen(key, **draw(histories(state, course)))
            drawing.needs(key, **draw(NEEDS))
            if draw(st.booleans()):
                drawing.needs(key, because="the law changes").understood(key)
    read = st.sampled_from([key for key in KEYS if key in drawing.facts] or ["A-1"])
    drawing.facts or drawing.issue("A-1")
    for blocked, blocker in draw(st.lists(st.tuples(read, KEY), max_size=16)):
        drawing.waits(blocked, blocker)
    for issue, ticket, against, to in draw(
        st.lists(st.tuples(read, KEY, st.none() | KEY, st.none() | KEY), max_size=10)
    ):
        own = draw(st.booleans())  # mostly what stands is a ticket of the issue's own team
        kind = draw(st.sampled_from([FallbackKind.HACK, FallbackKind.AWAY_TEAM, FallbackKind.OTHER]))
        drawing.fallback(
            issue,
            f"{issue[0]}{ticket[1:]}" if own else ticket,
            against=against,
            kind=kind,
            cost=draw(COSTS),
            migration=to,
        )
    for issue, against in draw(st.lists(st.tuples(read, st.none() | KEY), max_size=3)):
        drawing.waiver(issue, blocker=against, **draw(WAIVERS))
    for child, parent in draw(st.lists(st.tuples(read, KEY), max_size=4)):
        drawing.part(child, parent)
    for copy, original in draw(st.lists(st.tuples(read, KEY), max_size=2)):
        drawing.duplicate(copy, original)
    return drawing


def described(findings):
    """Findings as plain values, free of the graph that they came from."""
    return sorted(
        (
            finding.key,
            str(finding.severity),
            finding.speaks,
            finding.message,
            finding.action,
            sorted((link.blocked.ref.text, link.blocker.ref.text) for link in finding.links),
        )
        for finding in findings
    )


def judged(columns, policy, inside=None, codes=None):
    """What all rules on single issues find, or those with some codes."""
    rules = [one for one in on_issues(policy) if codes is None or one.rule.code in codes]
    outcome = run(Graph(columns, as_of=TODAY, policy=policy, inside=inside), rules)
    assert not outcome.crashes
    return outcome.findings


def covered(drawing):
    """The links that are covered, and the fallbacks that stand, by address."""
    graph = drawing.graph()
    names, waits = graph.columns.names, graph.columns.waits
    links = [
        (names.ref(one).text, names.ref(other).text) for one, other in zip(waits.blocked, waits.blocker, strict=True)
    ]
    judged = graph.judged
    standing = {
        (links[link], names.ref(int(graph.columns.declarations.ticket[declaration])).text)
        for link, declaration, reasons in zip(judged.link, judged.declaration, judged.reasons, strict=True)
        if not reasons
    }
    return {links[row] for row in np.flatnonzero(judged.covered)}, standing


@given(organisations(), st.sets(KEY, min_size=1))
def test_any_subset_judged_equals_the_whole_audit_on_that_subset(drawing, chosen):
    assembled = drawing.assembled()
    columns = assembled.columns
    rows = [assembled.register.find(ref(key)) for key in chosen]
    inside = np.zeros(len(columns), dtype=bool)
    inside[[row for row in rows if row is not None]] = True
    seen = neighbourhood(columns, inside)

    part = judged(columns.take(seen), drawing.policy, inside[seen])

    whole = [finding for finding in judged(columns, drawing.policy) if finding.issue.ref.text in chosen]
    assert described(part) == described(whole)


@given(organisations())
def test_judging_again_changes_nothing(drawing):
    columns = drawing.assembled().columns

    assert described(judged(columns, drawing.policy)) == described(judged(columns, drawing.policy))


@given(organisations(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(drawing, random):
    shuffled = list(drawing.facts.values())
    random.shuffle(shuffled)
    shuffled = [
        replace(facts, statements=tuple(random.sample(facts.statements, len(facts.statements)))) for facts in shuffled
    ]

    other = judged(assemble(shuffled, drawing.policy).columns, drawing.policy)

    assert described(other) == described(judged(drawing.assembled().columns, drawing.policy))


@given(organisations(), st.data())
def test_adding_a_link_never_makes_a_fallback_stand_nor_covers_another_link(drawing, data):
    covered_before, standing_before = covered(drawing)
    blocked, blocker = data.draw(st.sampled_from(sorted(drawing.facts))), data.draw(KEY)
    links = {
        (s.blocked.text, s.blocker.text)
        for facts in drawing.facts.values()
        for s in facts.statements
        if isinstance(s, Wait)
    }

    covered_after, standing_after = covered(drawing.waits(blocked, blocker))

    new = {
        link
        for link in covered_after | {link for link, _ in standing_after}
        if link not in links and link[0] == blocked
    }
    assert covered_after - new <= covered_before
    assert {pair for pair in standing_after if pair[0] not in new} <= standing_before


@given(organisations(), st.data())
def test_declaring_a_standing_fallback_never_adds_a_missing_one_nor_uncovers_a_link(drawing, data):
    covered_before, _ = covered(drawing)
    missing_before = {finding.key for finding in drawing.findings("missing-fallback")}
    issue = data.draw(st.sampled_from(sorted(drawing.facts)))
    ticket, against = data.draw(KEY), data.draw(st.none() | KEY)

    drawing.fallback(issue, ticket, against=against)

    covered_after, _ = covered(drawing)
    assert covered_before <= covered_after
    assert {finding.key for finding in drawing.findings("missing-fallback")} <= missing_before


FOUND = [f"DT{number}" for number in (*range(101, 111), *range(201, 206), *range(301, 308), 401, 402, 403, 404, 405)]


def test_the_strategy_draws_what_the_laws_are_about():
    missing = set(FOUND)

    def none_is_missing(drawing):
        found = judged(drawing.assembled().columns, drawing.policy, codes=missing)
        missing.difference_update([one.code for one in found])
        return not missing

    with suppress(NoSuchExample):
        find(organisations(), none_is_missing, settings=settings(phases=[Phase.generate], max_examples=1500))

    assert not missing
