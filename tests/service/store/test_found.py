"""Findings are kept with their history, and looked for by what narrows them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.rule import Severity
from service.store.connection import reading
from service.store.finding_changes import A_DAY, SETTLED_DAYS
from service.store.found import (
    _ORDERS,
    Sort,
    Wanted,
    _behind,
    _values,
    counted_by,
    find,
)
from service.survey.shown import Finding, Issue, Team, Waiver
from tests.service.store.surveyed import keep_findings

ALL = Wanted()
SPEAKS = True
TEAMS = {name: Team(name, name.title(), configured=True) for name in ("shop", "web", "payments")}


def found(ref, *, code="DT101", severity="error", team="shop", message="it waits", waiver=None):
    """A finding on an issue of a Jira, or of a GitHub."""
    site = "github/acme" if "#" in ref else "jira/acme"
    issue = Issue(site, ref, "", f"Title of {ref}")
    key = f"{code}:{site}/{ref}"
    return Finding(key, code, "a-rule", severity, SPEAKS, issue, TEAMS[team], message, "do it", None, (), waiver)


def keep(store, *findings, now=1000.0):
    keep_findings(store, findings, now)


def look(store, wanted=ALL, limit=50, after=""):
    with reading(store) as connection:
        return find(connection, wanted, limit, after)


def refs(excerpt):
    return [one.finding.issue.ref for one in excerpt.findings]


def test_what_stays_keeps_the_moment_at_which_it_came(store):
    keep(store, found("SHOP-1"), now=1000.0)
    keep(store, found("SHOP-1", message="it waits for long"), found("SHOP-2"), now=2000.0)

    assert [(one.finding.message, one.since) for one in look(store).findings] == [
        ("it waits for long", 1000.0),
        ("it waits", 2000.0),
    ]


def test_what_is_found_no_more_is_settled_and_remembered_for_a_while(store):
    keep(store, found("SHOP-1"), found("SHOP-2"), now=1000.0)
    keep(store, found("SHOP-1"), now=2000.0)

    assert refs(look(store)) == ["SHOP-1"]
    [settled] = look(store, Wanted(settled=True, since=1500.0)).findings
    assert (settled.finding.issue.ref, settled.gone) == ("SHOP-2", 2000.0)
    keep(store, found("SHOP-1"), now=2001.0 + SETTLED_DAYS * A_DAY)
    assert not look(store, Wanted(settled=True)).findings


def test_what_comes_back_is_new(store):
    for now, some in ((1000.0, [found("SHOP-1")]), (2000.0, []), (3000.0, [found("SHOP-1")])):
        keep(store, *some, now=now)

    [back] = look(store).findings
    assert (back.since, back.gone) == (3000.0, None)


def test_accepted_risks_are_looked_for_by_themselves(store):
    keep(store, found("SHOP-1", waiver=Waiver("2026-12-01", "it can wait", "mia")), found("SHOP-2"))

    assert refs(look(store)) == ["SHOP-2"]
    assert refs(look(store, Wanted(accepted=True))) == ["SHOP-1"]


@pytest.mark.parametrize(
    ("wanted", "refs_found"),
    [
        (Wanted(teams=frozenset({"web"})), ["acme/web#1"]),
        (Wanted(rules=frozenset({"DT304", "DT999"})), ["PAY-1"]),
        (Wanted(severities=frozenset({Severity.WARNING, Severity.INFO})), ["PAY-1"]),
        (Wanted(sites=frozenset({"github/acme"})), ["acme/web#1"]),
        (Wanted(issue=("jira/acme", "SHOP-1")), ["SHOP-1"]),
        (Wanted(text="TITLE shop-1"), ["SHOP-1"]),
        (Wanted(text="100%"), ["PAY-1"]),
        (Wanted(text="_"), []),
        (Wanted(hidden=frozenset({"jira:shop", "github:acme/web"})), ["PAY-1"]),
        (Wanted(since=2000.0), []),
    ],
)
def test_it_is_narrowed_by_what_is_asked_for(store, wanted, refs_found):
    slow = found("PAY-1", code="DT304", severity="warning", team="payments", message="100% late")
    keep(store, found("SHOP-1"), slow, found("acme/web#1", team="web"))

    excerpt = look(store, wanted)

    assert (refs(excerpt), excerpt.count) == (refs_found, len(refs_found))


def test_it_is_counted_by_what_can_be_chosen(store):
    keep(store, found("SHOP-1"), found("SHOP-2", severity="info"), found("acme/web#1", team="web"))

    with reading(store) as connection:
        assert counted_by(connection, ALL, "team") == {"shop": 2, "web": 1}
        assert counted_by(connection, ALL, "severity") == {Severity.ERROR: 2, Severity.INFO: 1}


@pytest.mark.parametrize("sort", Sort)
def test_page_by_page_each_is_seen_once_in_one_order(store, sort):
    keep(store, found("SHOP-1"), now=1000.0)
    some = [
        found(f"SHOP-{number}", severity=["error", "info"][number % 2], team=["shop", "web"][number % 3 == 0])
        for number in range(1, 8)
    ]
    keep(store, *some, found("SHOP-1", code="DT304"), now=2000.0)
    whole = [one.finding.key for one in look(store, Wanted(sort=sort)).findings]

    seen, after = [], ""
    while True:
        excerpt = look(store, Wanted(sort=sort), limit=3, after=after)
        seen += [one.finding.key for one in excerpt.findings]
        if not (after := excerpt.after):
            break

    assert seen == whole
    assert len(whole) == excerpt.count == 8


@given(st.text(max_size=60))
def test_what_leads_to_no_page_is_refused(after):
    with suppress(ValueError):
        values = _values(after)
        assert all(isinstance(value, str | int | float) for value in values)
        _behind(_ORDERS[Sort.SEVERITY], values)


@pytest.mark.parametrize(
    "after", ["nonsense", "W10", "WzEsMl0", "bnVsbA", "W1tdLHt9XQ", "WyJhIiwiYiIsImMiLCJkIiwiZSJd"]
)
def test_a_page_that_nobody_gave_is_a_mistake_of_whoever_asks(store, after):
    with pytest.raises(ValueError, match="no page ended so"):
        look(store, after=after)
