"""The organisations that tests and benchmarks make up are as they were asked for, and the same in every form."""

import json
from dataclasses import fields

import numpy as np
import pytest

from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from connectors.jira.dialect import JiraDialect
from connectors.jira.issues import JiraIssues
from rules.addresses import Addresses, Site
from rules.adjacency import climb
from rules.assembly import assemble
from rules.engine import run, selected
from rules.graph import Graph
from rules.model import State
from rules.standing import Reason
from tests.drawing import ON_LINKS
from tests.organisation import (
    FALSE_PLANS,
    TODAY,
    Plan,
    Shape,
    columns,
    draw,
    github_documents,
    jira_documents,
    policy,
)

SITES = Addresses([Site("jira/acme", "acme.atlassian.net"), Site("github/acme", "github.com")])
READERS = {
    "jira": (jira_documents, JiraIssues(JiraDialect(name="jira/acme", url="https://acme.atlassian.net"), SITES)),
    "github": (github_documents, GitHubIssues(GitHubDialect(name="github/acme"), SITES)),
}


def plain(table):
    return {field.name: getattr(table, field.name).tolist() for field in fields(table)}


def test_one_seed_makes_one_organisation():
    one, same, other = (columns(draw(Shape(issues=500, seed=seed))) for seed in (1, 1, 2))

    for part in ("issues", "waits", "declarations"):
        assert plain(getattr(one, part)) == plain(getattr(same, part))
        assert plain(getattr(one, part)) != plain(getattr(other, part))


def test_shares_are_those_of_the_shape():
    shape = Shape(issues=20_000, teams=40, seed=5)
    made = draw(shape)

    assert len(made.state) == shape.issues
    assert len(made.blocked) == pytest.approx(shape.links, rel=0.02)
    assert np.mean(made.state == State.OPEN) == pytest.approx(shape.open, abs=0.02)
    assert np.mean(made.team[made.blocked] != made.team[made.blocker]) == pytest.approx(shape.across, abs=0.03)
    assert np.mean(made.needed_by[made.state == State.OPEN] != 0) == pytest.approx(shape.planned, abs=0.02)
    assert np.mean(made.parent >= 0) == pytest.approx(0.1, abs=0.02)


def test_a_hierarchy_is_three_levels_deep():
    made = draw(Shape(issues=5_000))

    generations = list(climb(made.parent, np.arange(5_000, dtype=np.int32)))

    assert len(generations) == 2


def test_few_tickets_are_waited_on_by_many():
    waiters = np.sort(np.bincount(draw(Shape(issues=50_000, teams=60)).blocker, minlength=50_000))[::-1]

    assert waiters[:500].sum() > 0.2 * waiters.sum()
    assert waiters[0] > 100 * waiters.mean()


def test_uneven_teams_are_many_small_ones_and_a_few_large_ones():
    sizes = np.sort(np.bincount(draw(Shape(issues=50_000, teams=400, uneven=1.1)).team, minlength=400))[::-1]

    assert sizes[0] > 5_000
    assert sizes[200] < 100
    assert sizes[-1] > 0


def test_links_are_distinct_and_lead_to_others():
    made = draw(Shape(issues=5_000))

    assert len(set(zip(made.blocked.tolist(), made.blocker.tolist(), strict=True))) == len(made.blocked)
    assert not (made.blocked == made.blocker).any()


@pytest.mark.parametrize("configured", [0, 5])
def test_every_plan_is_judged_as_it_was_asked_for(configured):
    made = draw(Shape(issues=6_000, teams=10, configured=configured, seed=11))
    judged = Graph(columns(made), as_of=TODAY, policy=policy(made)).judged

    seen = set()
    for declaration, reasons in zip(judged.declaration.tolist(), judged.reasons.tolist(), strict=True):
        plan = Plan(int(made.declared.plan[declaration]))
        seen.add(plan)
        assert Reason(reasons) == FALSE_PLANS.get(plan, Reason.NONE), plan

    assert seen == set(Plan)


def test_as_many_rings_are_found_as_were_asked_for():
    made = draw(Shape(issues=4_000, rings=0.002))
    graph = Graph(columns(made), as_of=TODAY, policy=policy(made))

    rings = list(graph.rings())

    assert len(rings) == 8
    assert {any(link.crosses for link in links) for _, links in rings} == {True, False}


def test_a_plan_that_is_not_asked_for_does_not_occur():
    made = draw(Shape(issues=1_000, rings=0, duplicates=0, unknown=0, plans={Plan.GOOD: 0.02}))
    outcome = run(graph := Graph(columns(made), as_of=TODAY, policy=policy(made)), selected(graph.policy))

    assert {finding.code for finding in outcome.findings} & ON_LINKS == {"DT101", "DT306"}


def described(graph):
    """What all rules say, as plain values; those on the whole choose their evidence by the order of rows."""
    outcome = run(graph, selected(graph.policy))
    assert not outcome.crashes
    return sorted(
        (finding.key, str(finding.severity), finding.speaks, *_details(finding)) for finding in outcome.findings
    )


def _details(finding):
    whole = finding.code in {"DT402", "DT501", "DT502", "DT503", "DT504"}
    return () if whole else (finding.message, sorted(map(ends, finding.links)))


def ends(link):
    return link.blocked.ref.text, link.blocker.ref.text


@pytest.mark.parametrize("configured", [0, 5])
@pytest.mark.parametrize("tracker", ["jira", "github"])
def test_documents_tell_the_same_organisation_as_columns(tracker, configured):
    made = draw(Shape(issues=800, teams=8, seed=3, waivers=0.005, configured=configured))
    documents, reader = READERS[tracker]
    facts = [reader.facts(json.dumps(document).encode()) for document in documents(made)]

    assembled = assemble(facts, policy(made, tracker))
    told = Graph(assembled.columns, as_of=TODAY, policy=policy(made, tracker))
    drawn = Graph(columns(made, tracker), as_of=TODAY, policy=policy(made, tracker))

    assert not assembled.unresolved
    assert told.open.sum() == drawn.open.sum()
    assert told.planned.sum() == drawn.planned.sum()
    assert described(told) == described(drawn)
