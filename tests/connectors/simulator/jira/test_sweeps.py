"""Sweeps of a whole made-up Jira, Cloud and Data Center: everything that is open, in few requests."""

from collections import Counter
from random import Random

import pytest

from connectors.contract import Facet
from connectors.simulator.jira import simulated_jira
from tests.connectors.simulator.jira.asking import ask, touched
from tests.connectors.simulator.jira.sweeping import out_of_reach, refs, swept, swept_on

PROJECTS = [f"P{number:02}" for number in range(30)]
EMPTY, SECRET, OLD = PROJECTS[7], PROJECTS[11], PROJECTS[19]
OPEN, CLOSED = 2000, 40
REQUESTS = {"cloud": 1.1 * 11, "datacenter": 2}
"""The most that a thousand open issues may cost."""


@pytest.fixture(scope="module", params=["cloud", "datacenter"])
def desk(request):
    """Thirty projects, one empty, one hidden and one archived, with 2,000 open issues that can be read."""
    with simulated_jira(flavor=request.param) as desk:
        fill(desk)
        yield desk


def fill(desk):
    random, mia = Random(7), desk.person("mia")
    places = [one for one in PROJECTS if one not in {EMPTY, SECRET, OLD}]
    issues = [mia.opens(random.choice(places), f"Issue {number}") for number in range(OPEN + CLOSED)]
    for issue in issues[::51][:CLOSED]:
        mia.closes(issue)
    for issue in issues[::9]:
        mia.blocks(issue, by=random.choice(issues))
    for place in (SECRET, OLD):
        mia.opens(place, "Out of reach")
    desk.project(EMPTY)
    desk.project(SECRET).roles["detour-bot"] = "none"
    desk.project(OLD).archived = True


@pytest.fixture(scope="module")
def known(desk):
    """What a client reads of each issue that is open, by its key."""
    found = [one for one in desk.world.all_issues() if one.status != "Done" and one.project.key not in {SECRET, OLD}]
    looks = ask(desk, "read", [touched(one) for one in found])
    return {look.ref.text: look for look in looks}


def test_everything_that_is_open_is_swept_once_as_it_is_read_one_by_one(desk, known):
    pages = swept(desk)

    looks = {look.ref.text: look for page in pages for look in page.looks}
    times = Counter(refs(pages))
    assert len(known) == OPEN
    assert looks.keys() == known.keys()
    assert max(times.values()) <= (1 if desk.flavor == "cloud" else 2)
    assert {ref for ref, look in looks.items() if look.facts != known[ref].facts} == set()
    assert {look.complete for look in looks.values()} == {frozenset({Facet.CORE, Facet.LINKS})}


def test_few_requests_are_needed_and_each_is_counted(desk):
    before = len(desk.requests)

    swept(desk, share=0.5)

    assert len(desk.requests) - before <= REQUESTS[desk.flavor] * OPEN / 1000


def test_a_new_process_goes_on_after_each_page_and_asks_for_nothing_twice(desk, known):
    before = len(desk.requests)

    pages = swept_on(desk)

    assert set(refs(pages)) == known.keys()
    assert len(desk.requests) - before <= REQUESTS[desk.flavor] * OPEN / 1000
    assert max(len(page.resume) for page in pages) < 20_000


def test_what_is_left_is_told_as_far_as_it_is_known(desk):
    told = [page.left for page in swept(desk) if page.looks]

    assert told == sorted(told, reverse=True)
    assert (told[0] > OPEN / 3, told[-1]) == (True, 0)


def test_configured_projects_that_cannot_be_searched_are_told_once_with_what_to_do(desk, known):
    wanted = ("P01", "p02", EMPTY, SECRET, OLD, "NONE")

    pages = swept_on(desk, projects=wanted)

    told = out_of_reach(pages)
    assert set(refs(pages)) == {ref for ref in known if ref.startswith(("P01-", "P02-"))}
    assert sum(len(page.out_of_reach) for page in pages) == 3
    assert told.keys() == {SECRET, OLD, "NONE"}
    assert '"Browse projects"' in told[SECRET].advice
    assert ("archived" in told[OLD].reason, "restore" in told[OLD].advice) == (True, True)


def test_an_account_that_sees_nothing_is_told_so(desk):
    desk.world.everywhere["detour-bot"] = "none"
    try:
        pages = swept(desk)
    finally:
        desk.world.everywhere["detour-bot"] = "admin"

    assert refs(pages) == []
    assert list(out_of_reach(pages)) == ["every project"]
