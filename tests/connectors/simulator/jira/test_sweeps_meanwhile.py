"""What people do while a sweep runs: no issue that was open all the time is passed over."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.jira import number_search, window_search
from connectors.simulator.jira import Moment, simulated_jira
from connectors.simulator.jira import issue_changes as changes
from tests.connectors.simulator.jira.sweeping import out_of_reach, refs, swept, swept_on

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SEARCHES = ("/2/search", "/search/jql")


def make_small(patch):
    """Cloud's pages have ten numbers, which are read by threes."""
    patch.setattr(number_search, "A_PAGE", 10)
    patch.setattr(number_search, "A_READING", 3)


@pytest.fixture
def small_pages(monkeypatch):
    make_small(monkeypatch)


def fill(desk, count, *places, apart=timedelta()):
    mia = desk.person("mia")
    issues = []
    for number in range(count):
        issues.append(mia.opens(places[number % len(places)], f"Issue {number}"))
        desk.passes(seconds=apart.total_seconds())
    return issues


def before_each_search(desk, happens):
    """Has things happen before the n-th search is answered."""
    searches = []

    def hook(moment, asked):
        if moment is Moment.BEFORE and asked.path.endswith(SEARCHES):
            happens(len(searches))
            searches.append(asked)

    desk.on_request(hook)
    return searches


DEEDS = st.tuples(st.sampled_from(["closes", "deletes", "transfers", "reopens", "opens"]), st.integers(0, 29))
STORIES = st.lists(st.lists(DEEDS, max_size=9), max_size=9)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("apart", [timedelta(), timedelta(seconds=40)])
@settings(deadline=None, max_examples=25)
@given(story=STORIES)
def test_whatever_is_open_all_the_time_is_met(flavor, apart, story):
    with simulated_jira(flavor=flavor, clock=lambda: NOON) as desk:
        desk.api.limits.page = 6
        desk.project("LAST")
        issues = fill(desk, 30, "WEB", "PAY", apart=apart)
        steady = set(issues)
        for deed, number in (one for chapter in story for one in chapter):
            steady -= {issues[number]} if deed != "opens" else set()
        before_each_search(desk, lambda at: live(desk, issues, story[at] if at < len(story) else ()))

        with pytest.MonkeyPatch.context() as patch:
            make_small(patch)
            met = set(refs(swept(desk)))

        assert {one.ref for one in steady} <= met


def live(desk, issues, deeds):
    """One chapter of a story. What is gone already does nothing any more."""
    mia = desk.person("mia").account
    for deed, number in deeds:
        issue = issues[number]
        if deed == "opens":
            changes.make(desk.world, mia, desk.world.project("WEB"), {"title": "New"})
        elif issue.id in desk.world.issues:
            act(desk, mia, deed, issue)


def act(desk, mia, deed, issue):
    match deed:
        case "closes":
            changes.transit(desk.world, mia, issue, "Done", "Done")
        case "reopens":
            changes.transit(desk.world, mia, issue, "To Do")
        case "deletes":
            changes.delete(desk.world, mia, issue)
        case "transfers":
            changes.move(desk.world, mia, issue, desk.world.project("LAST"))


def test_data_center_goes_back_where_so_many_were_closed_that_a_page_lies_too_far():
    with simulated_jira(flavor="datacenter", clock=lambda: NOON) as desk:
        desk.api.limits.page = 20
        issues = fill(desk, 60, "WEB")
        searches = before_each_search(
            desk, lambda at: live(desk, issues, [("closes", n) for n in range(15 * (at == 1))])
        )

        met = set(refs(swept(desk)))

        assert met == {one.ref for one in issues}
        assert len(searches) == 5


def test_data_center_is_searched_anew_from_the_time_that_was_reached_before_it_goes_too_deep(monkeypatch):
    monkeypatch.setattr(window_search, "DEEPEST", 25)
    with simulated_jira(flavor="datacenter", clock=lambda: NOON) as desk:
        desk.api.limits.page, desk.api.limits.deepest = 10, 25
        issues = fill(desk, 60, "WEB", apart=timedelta(minutes=4))

        met = refs(swept_on(desk, between=lambda: desk.passes(minutes=7)))

        assert set(met) == {one.ref for one in issues}
        assert len(met) < 2 * len(issues)


@pytest.mark.usefixtures("small_pages")
def test_a_token_that_ran_out_costs_no_issue():
    with simulated_jira(clock=lambda: NOON) as desk:
        issues = fill(desk, 35, "WEB", apart=timedelta(minutes=30))

        met = refs(swept_on(desk, between=lambda: desk.passes(days=3)))

        assert set(met) == {one.ref for one in issues}
        assert len(met) < 2 * len(issues)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.usefixtures("small_pages")
def test_a_project_that_is_hidden_meanwhile_is_told_and_the_others_are_read(flavor, at):
    with simulated_jira(flavor=flavor, clock=lambda: NOON) as desk:
        desk.api.limits.page = 10
        issues = fill(desk, 70, *(f"P{number}" for number in range(7)))
        hidden = desk.project("P4")

        def hide(number):
            if number == at:
                hidden.roles["detour-bot"] = "none"

        before_each_search(desk, hide)
        pages = swept(desk)

        assert {one.ref for one in issues if one.project is not hidden} <= set(refs(pages))
        assert list(out_of_reach(pages)) == ["P4"]
        assert "The value 'P4' does not exist" in out_of_reach(pages)["P4"].reason


@pytest.mark.usefixtures("small_pages")
def test_many_projects_are_asked_for_in_groups():
    with simulated_jira(clock=lambda: NOON) as desk:
        issues = fill(desk, 40, *(f"PROJECT{number:03}{'X' * 200}" for number in range(40)))
        searches = before_each_search(desk, lambda _: None)

        met = refs(swept_on(desk))

        assert sorted(met) == sorted(one.ref for one in issues)
        queries = {json.loads(asked.body)["jql"] for asked in searches}
        assert (len(queries), max(map(len, queries)) < 8_000) == (2, True)
