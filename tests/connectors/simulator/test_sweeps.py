"""Sweeps of a whole organisation: what they show, what they cost, and how they go on after anything."""

from collections import Counter

import pytest

from connectors.contract import Unavailable
from connectors.github.sweeps import Sweeping
from connectors.scanning import Wanted
from connectors.simulator.github import failures, simulated_github
from connectors.simulator.github.limits import MOST_NODES
from tests.connectors.simulator.asking import ask, touched
from tests.connectors.simulator.company import FORBIDDEN, OPEN, founds, readable
from tests.connectors.simulator.sweeping import client_of, hidden_in, issues_in, looks_in, next_page, persisted, swept


@pytest.fixture(scope="module")
def acme():
    """Nobody changes it."""
    with simulated_github() as hub:
        founds(hub)
        yield hub


@pytest.fixture(scope="module")
def read(acme):
    """What reading says of each open issue, by its address."""
    issues = list(readable(acme).values())
    assert (len(issues), len(acme.world.repositories)) == (OPEN, 40)
    looks = ask(acme, "read", [touched(one, by_id=True) for one in issues])
    return {look.ref.text: look for look in looks}


def same(swept_looks, read):
    """Whether looks of a sweep say what looks of readings say, but for how long the threads are."""
    return {one.ref.text: (one.facts, one.facets, one.complete, one.node_id, one.reason) for one in swept_looks} == {
        ref: (one.facts, one.facets, one.complete, one.node_id, one.reason) for ref, one in read.items()
    }


def test_each_open_issue_comes_once_with_its_links_and_takes_a_hundredth_of_a_request(acme, read):
    before = len(acme.requests)

    pages = swept(acme)

    requests = len(acme.requests) - before
    assert requests <= 1.1 * (OPEN / 100 + 40 / 100)
    assert len(issues_in(pages)) == OPEN
    assert same(looks_in(pages), read)
    assert acme.api.secondary.exceeded == []


def test_how_long_a_thread_is_comes_along(acme):
    comments = {look.ref.text: look.comments for look in looks_in(swept(acme))}

    assert comments == {ref: len(issue.comments) for ref, issue in readable(acme).items()}


def test_what_is_left_is_told_once_everything_is_listed(acme):
    pages = swept(acme)

    assert [page.left for page in pages[:3]] == [OPEN, OPEN - 100, OPEN - 200]
    assert pages[-1].left == 0


def test_what_cannot_be_read_is_told_with_the_permission_to_grant_and_what_is_switched_off_is_nothing(acme):
    hidden = hidden_in(swept(acme))

    assert list(hidden) == [FORBIDDEN]
    assert "not accessible by personal access token" in hidden[FORBIDDEN].reason
    assert "Issues: read and Metadata: read" in hidden[FORBIDDEN].advice


def test_a_new_process_goes_on_after_any_page(acme, read):
    pages, resume = [], ""
    while page := next_page(acme, resume):
        pages.append(page)
        resume = page.resume

    assert len(issues_in(pages)) == OPEN
    assert same(looks_in(pages), read)


def test_where_to_go_on_is_told_in_few_words(acme):
    pages = swept(acme)

    # An id, a name, a count and a cursor for each repository that has issues, whatever their number.
    assert max(len(page.resume) for page in pages) < 60 * 40


LIMITED = ("429", "secondary", "RATE_LIMITED")
LIMITS = {
    "429": lambda _: failures.too_many_requests(7),
    "secondary": lambda _: failures.secondary_limit(7),
    "RATE_LIMITED": lambda hub: failures.graphql_limit(int(hub.seconds()) + 7),
    "502": lambda _: failures.server_error(502),
    "504": lambda _: failures.server_error(504),
    "503": lambda _: failures.server_error(503),
    "dropped": lambda _: failures.dropped(),
}


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


def spread(mia, count):
    """So many issues, in three repositories."""
    return [mia.opens(("acme/web", "acme/pay", "acme/api")[at % 3], "One") for at in range(count)]


@pytest.mark.parametrize("name", LIMITS)
def test_after_a_limit_or_a_failure_of_any_request_the_sweep_goes_on(hub, mia, name):
    spread(mia, 230)
    pages, waits, last = swept(hub)[:0], [], swept(hub)[-1]
    while not pages or pages[-1].resume != last.resume:
        resume = pages[-1].resume if pages else ""
        hub.fails(LIMITS[name](hub), "POST", "*/graphql")
        with pytest.raises(Unavailable) as unavailable:
            next_page(hub, resume)
        waits.append(unavailable.value.retry_after)
        pages.append(next_page(hub, resume))

    assert sorted(issues_in(pages)) == sorted(readable(hub))
    assert (len(waits), set(waits) <= ({6.0, 7.0} if name in LIMITED else {None})) == (4, True)


def test_less_is_asked_for_where_github_gives_up_and_slowly_more_again(hub, mia):
    spread(mia, 270)
    hub.api.limits.in_time = 21_000  # nodes: those of 75 issues, or of a hundred repositories

    pages, failures = persisted(hub)

    assert [len(page.looks) for page in pages] == [0, 50, 60, 70, 40, 50]
    assert (len(failures), len(set(issues_in(pages)))) == (2, 270)


def test_what_github_never_answers_is_left_for_the_next_sweep_and_the_others_are_read(hub, mia):
    spread(mia, 30)
    poison = hub.repository("acme/web").node_id.encode()
    hub.on_request(lambda _, asked: setattr(hub.api.limits, "in_time", 0 if poison in asked.body else MOST_NODES))

    pages, failures = persisted(hub, between=lambda failure: hub.passes(seconds=failure.retry_after or 0))

    [hidden] = hidden_in(pages).values()
    assert (hidden.container, "no answer" in hidden.reason, "next sweep" in hidden.advice) == ("acme/web", True, True)
    assert sorted(issues_in(pages)) == sorted(ref for ref in readable(hub) if not ref.startswith("acme/web#"))
    given_up = [failure for failure in failures if "502" in str(failure)]  # the others let GitHub be for a while
    assert len(given_up) == 8  # six until an issue is asked for at a time, and that three times


@pytest.mark.parametrize("step", range(5))
def test_what_happens_during_a_sweep_neither_repeats_nor_hides_the_rest(hub, mia, step):
    issues = spread(mia, 390)
    changed, opened, pages = set(issues[::7]), [], []

    def change(page):
        pages.append(page)
        if len(pages) == step + 1:
            for at, issue in enumerate(issues[::7]):
                (mia.closes, mia.deletes, lambda one: mia.transfers(one, "acme/other"))[at % 3](issue)
            opened.extend(mia.opens("acme/api", "Meanwhile") for _ in range(3))
            hub.passes(minutes=1)
            for issue in issues[1::7]:
                mia.comments(issue, "Any news?")

    hub.passes(minutes=1)
    shown = issues_in(swept(hub, after=change))

    assert len(shown) == len(set(shown))
    assert {one.ref for one in issues if one not in changed} <= set(shown)
    assert {one.ref for one in opened} <= set(shown) or step == 4
    assert set(shown) <= {one.ref for one in [*issues, *opened]}


def test_a_repository_goes_on_under_another_name_and_one_that_was_closed_to_us_is_told(hub, mia):
    spread(mia, 330)

    def change(page):
        if page.left == 130:
            mia.renames("acme/pay", "ledger")
            hub.repository("acme/api").roles["detour-bot"] = "none"

    pages = swept(hub, after=change)

    shown = Counter(ref.partition("#")[0] for ref in issues_in(pages))
    assert shown == {"acme/web": 110, "acme/pay": 90, "acme/ledger": 20}
    [hidden] = hidden_in(pages).values()
    assert (hidden.container, "Could not resolve" in hidden.reason) == ("acme/api", True)


def test_what_moved_takes_requests_by_how_much_moved(hub, mia):
    issues = spread(mia, 600)
    hub.passes(days=1)
    since = hub.world.now()
    before = len(hub.requests)
    nothing = swept(hub, Wanted.MOVED, since)
    for issue in issues[:6]:
        mia.closes(issue)
    mia.comments(issues[6], "Any news?")

    pages = swept(hub, Wanted.MOVED, since)

    assert ([page.left for page in nothing], len(hub.requests) - before) == ([0], 1 + 2)
    assert sorted(issues_in(pages)) == sorted(one.ref for one in issues[:7])


def test_closed_issues_come_latest_first_down_to_a_moment(hub, mia):
    issues = spread(mia, 9)
    mia.closes(issues[0])
    hub.passes(days=1)
    since = hub.world.now()
    for issue in issues[1:8]:
        hub.passes(minutes=1)
        mia.closes(issue)
    mia.comments(issues[0], "Thanks!")

    pages = swept(hub, Wanted.CLOSED, since)

    web = [ref for ref in issues_in(pages) if ref.startswith("acme/web")]
    assert web == [one.ref for one in (issues[6], issues[3])]
    assert sorted(issues_in(pages)) == sorted(one.ref for one in issues[1:8])


def test_scans_leave_their_share_of_the_hour_to_others(hub, mia):
    spread(mia, 600)
    hub.api.limits.hourly = 40
    left, waits = [], []
    hub.on_request(lambda *_: left.append(hub.api.limits.of("detour-bot", "graphql", hub.world.now()).remaining))

    def wait(unavailable):
        waits.append(unavailable.retry_after)
        hub.passes(seconds=unavailable.retry_after)

    pages, _ = persisted(hub, client=client_of(hub, Sweeping(("acme",), share=0.5)), between=wait)

    assert len(set(issues_in(pages))) == 600
    # A request begins only while there is more than half, and costs up to six points.
    assert min(left) > 40 * 0.5 - 6
    assert len(waits) == 1 + len(left) // 20
    assert all(0 < seconds <= 3600 for seconds in waits)


def test_scans_take_no_more_than_their_share_of_a_minute(hub, mia):
    spread(mia, 600)
    waits = []

    def wait(unavailable):
        waits.append(unavailable.retry_after)
        hub.passes(seconds=unavailable.retry_after)

    pages, _ = persisted(hub, client=client_of(hub, Sweeping(("acme",), share=0.01)), between=wait)

    assert len(set(issues_in(pages))) == 600
    assert waits
    assert max(waits) <= 60
    assert hub.api.secondary.peaks["GraphQL points a minute"] < 2000 * 0.01 + 6
