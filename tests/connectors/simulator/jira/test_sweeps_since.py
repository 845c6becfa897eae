"""Sweeps since a moment: what was moved, and what was closed, the latest first."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.jira import number_search
from connectors.scanning import Sweep, Wanted
from connectors.simulator.jira import Moment, simulated_jira
from tests.connectors.simulator.jira.sweeping import refs, swept, swept_on

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request, monkeypatch):
    monkeypatch.setattr(number_search, "A_PAGE", 10)
    monkeypatch.setattr(number_search, "A_READING", 5)
    with simulated_jira(flavor=request.param, clock=lambda: NOON) as desk:
        desk.api.limits.page = 10
        yield desk


@pytest.fixture
def mia(desk):
    return desk.person("mia")


def fill(desk, mia, count, apart=MINUTE):
    """Issues that are opened one after another; the last one just now."""
    issues = []
    for number in range(count):
        desk.passes(seconds=apart.total_seconds())
        issues.append(mia.opens("WEB", f"Issue {number}"))
    return issues


def since(desk, wanted, **ago):
    return Sweep(wanted=wanted, since=desk.world.now() - timedelta(**ago))


def test_what_was_moved_is_read_open_or_closed_and_what_was_not_is_not(desk, mia):
    issues = fill(desk, mia, 30, timedelta(hours=1))
    mia.edits(issues[4], title="Edited")
    mia.closes(issues[7])
    mia.blocks(issues[11], by=issues[12])
    made = mia.opens("WEB", "New")

    met = refs(swept(desk, since(desk, Wanted.MOVED, minutes=5)))

    assert set(met) >= {issues[4].ref, issues[7].ref, made.ref, issues[-1].ref}
    assert set(met) <= {one.ref for one in (*issues[-1:], issues[4], issues[7], issues[11], issues[12], made)}
    assert met[0] == made.ref


@pytest.mark.parametrize("moved", [0, 3, 9, 40])
def test_what_moved_costs_requests_by_how_much_that_was(desk, mia, moved):
    issues = fill(desk, mia, 50, timedelta(hours=1))
    desk.passes(hours=1)
    for issue in issues[:moved]:
        mia.edits(issue, title="Edited")
    before = len(desk.requests)

    met = refs(swept(desk, since(desk, Wanted.MOVED, minutes=1)))

    a_page, more = (10, 3 + moved / 5) if desk.flavor == "cloud" else (9, 0)
    older = set(met) - {one.ref for one in issues[:moved]}
    assert len(set(met)) == moved + len(older)
    assert len(older) <= (5 if moved > a_page else 0)
    assert len(desk.requests) - before <= 2 + moved / a_page + more


def test_a_change_of_a_moment_ago_is_met_though_clocks_differ(desk, mia):
    [issue] = fill(desk, mia, 1)
    desk.passes(minutes=2)

    met = refs(swept(desk, since(desk, Wanted.MOVED, seconds=1)))

    assert met == [issue.ref]


def test_a_long_sweep_meets_what_had_moved_when_it_began_though_hours_go_by(desk, mia):
    issues = fill(desk, mia, 60)

    met = refs(swept_on(desk, since(desk, Wanted.MOVED, minutes=58), between=lambda: desk.passes(minutes=20)))

    assert set(met) >= {one.ref for one in issues[1:]}


def test_what_moves_during_a_sweep_makes_it_pass_over_nothing_else(desk, mia):
    issues = fill(desk, mia, 40)
    searches, touched = [], set()

    def hook(moment, asked):
        if moment is Moment.BEFORE and asked.path.endswith(("/2/search", "/search/jql", "/bulkfetch")):
            searches.append(asked)
            number = len(searches) * 7 % 40
            touched.add(issues[number].ref)
            mia.edits(issues[number], title=f"Edited {len(searches)}")

    desk.on_request(hook)
    met = refs(swept(desk, since(desk, Wanted.MOVED, hours=2)))

    assert set(met) >= {one.ref for one in issues} - touched


def test_what_was_closed_is_met_the_latest_first_down_to_a_moment(desk, mia):
    issues = fill(desk, mia, 45)
    for issue in issues[:25]:
        desk.passes(minutes=10)
        mia.closes(issue)

    met = refs(swept(desk, since(desk, Wanted.CLOSED, minutes=155)))

    first_seen = list(dict.fromkeys(met))
    latest = [one.ref for one in reversed(issues[9:25])]
    assert first_seen[: len(latest)] == latest
    assert set(first_seen) <= {one.ref for one in issues[:25]}


def test_a_project_moved_or_closed_nothing(desk, mia):
    fill(desk, mia, 3)
    desk.passes(days=3)

    pages = [swept(desk, since(desk, wanted, hours=1)) for wanted in (Wanted.MOVED, Wanted.CLOSED)]

    assert [refs(one) for one in pages] == [[], []]
    assert len(desk.requests) == 4


def test_a_place_of_one_kind_of_sweep_is_no_place_of_another(desk, mia):
    issues = fill(desk, mia, 12)
    opened = swept(desk)

    going_on = Sweep(wanted=Wanted.MOVED, since=desk.world.now() - timedelta(hours=1), resume=opened[1].resume)

    assert set(refs(swept(desk, going_on))) == {one.ref for one in issues}
