"""What pages of a sweep do to the store, and what follows from them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from connectors.contract import Denied, Facet, Look, Unavailable
from connectors.scanning import OutOfReach, Page, Wanted
from rules.model import Facts, Issue, State
from rules.statements import Said, Source, Wait
from rules.text.passages import Passage
from service.pipeline.read import ReadingUp
from service.pipeline.scan import Scanning
from service.store import sweeps
from service.store.clock import A_CHANGE, changing
from service.store.connection import reading
from service.store.leases import LeaseLostError, Leases
from service.store.tables import issue
from service.store.verdicts import verdicts_on
from service.store.work import Lane, claim
from tests.service.pipeline.listening import SITE, at, listening

MORNING = datetime(2026, 11, 26, 9, tzinfo=UTC)
BOTH = frozenset({Facet.CORE, Facet.LINKS})
ITSELF = {Facet.CORE, Facet.LINKS}
OVER = -1
"""Seconds of a lease that is over as it begins: the clock of a store may stand still between two statements."""


def seen(text, *, says="", waits_on=(), moved=MORNING, state=State.OPEN, comments=0):
    """An issue as a page shows it; its id is its number."""
    issue = Issue(ref=at(text), vendor_id=text.partition("#")[2], title=text, url="", state=state, moved=moved)
    native = tuple(Wait(at(text), at(blocker), Said(Source.NATIVE, at(text))) for blocker in waits_on)
    facts = Facts(issue=issue, statements=native, passages=(Passage(says),) if says else ())
    return Look(at(text), facts, BOTH, BOTH, comments=comments)


class Pages:
    """A tracker that shows these pages, whichever sweep is asked for; a page that is an error is raised once."""

    def __init__(self, *pages):
        self.pages, self.requests, self.asked = list(pages), 0, []

    async def scan(self, sweep):
        self.asked.append((sweep.wanted, sweep.since, sweep.resume))
        for number in range(int(sweep.resume or 0), len(self.pages)):
            self.requests += 1
            page = self.pages[number]
            if isinstance(page, Exception):
                self.pages[number] = []
                raise page
            looks, out_of_reach = page if isinstance(page, tuple) else (page, ())
            left = len(self.pages) - number - 1
            yield Page(looks=tuple(looks), resume=str(number + 1), left=left, out_of_reach=out_of_reach)


@pytest.fixture
def site(store):
    with listening(store, readable=True) as site:
        yield site


def passage(store, wanted):
    with reading(store) as connection:
        return next((one for one in sweeps.passages(connection, [SITE]) if one.wanted is wanted), None)


def begin(store, wanted=Wanted.OPEN, since=None):
    with changing(store) as (connection, _):
        sweeps.begin(connection, SITE, wanted, now=100.0, since=since)


def sweep(site, tracker, wanted=Wanted.OPEN, *, steps=99):
    """Goes on with a sweep until it is through; what is left of it then."""
    lease = Leases(site.store, "a process", 3600).take(SITE, "scan")
    scanning = Scanning(site.store, site.site, tracker, site.sites)
    asyncio.run(step(site.store, scanning, wanted, lease, steps))
    return passage(site.store, wanted)


async def step(store, scanning, wanted, lease, steps):
    while (under_way := passage(store, wanted)).is_under_way and steps:
        await scanning.step(under_way, lease, now=0.5)
        steps -= 1


def test_a_sweep_reads_page_by_page_and_ends(site):
    begin(site.store)

    end = sweep(site, Pages([seen("acme/web#1"), seen("acme/web#2")], [seen("acme/api#3")]))

    assert set(site.issues()) == {"acme/web#1", "acme/web#2", "acme/api#3"}
    assert (end.through, end.count.issues, end.count.news, end.count.left) == (100.0, 3, 3, 0)


def known(connection):
    """How many issues were read so far."""
    return connection.execute(select(func.count()).where(issue.c.told.is_not(None))).scalar()


def test_a_large_page_is_taken_in_some_issues_at_a_time_so_that_webhooks_get_in_between(site):
    begin(site.store)
    told = []
    event.listen(site.store, "commit", lambda connection: told.append(known(connection)))

    end = sweep(site, Pages([seen(f"acme/web#{number}") for number in range(1, 46)]))

    assert sorted(set(told)) == [*range(0, 45, A_CHANGE), 45]
    assert (end.count.issues, end.count.news, end.count.requests, end.count.left) == (45, 45, 1, 0)


def test_a_page_that_was_interrupted_in_its_middle_is_read_again_and_ends_the_same(site):
    begin(site.store)
    tracker = Pages([seen(f"acme/web#{number}") for number in range(1, 46)])

    def interrupts(connection):
        if known(connection) > A_CHANGE:
            raise OSError("the disk is full")

    event.listen(site.store, "commit", interrupts)
    with pytest.raises(OSError, match="full"):
        sweep(site, tracker)
    event.remove(site.store, "commit", interrupts)
    with reading(site.store) as connection:
        kept = known(connection)

    end = sweep(site, tracker)

    assert (kept, len(site.issues())) == (A_CHANGE, 45)
    assert (end.through, end.count.issues, end.count.missed) == (100.0, 45, 0)


def test_a_process_that_is_killed_repeats_no_page(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1")], [seen("acme/web#2")]), steps=1)
    tracker = Pages([seen("acme/web#1")], [seen("acme/web#2")])

    end = sweep(site, tracker)

    assert tracker.asked == [(Wanted.OPEN, None, "1")]
    assert (end.count.issues, end.count.requests) == (2, 2)


def test_a_process_that_lost_its_lease_remembers_nothing(site):
    begin(site.store)
    lease = Leases(site.store, "a process", OVER).take(SITE, "scan")
    Leases(site.store, "another", 3600).take(SITE, "scan")
    scanning = Scanning(site.store, site.site, Pages([seen("acme/web#1")]), site.sites)

    with pytest.raises(LeaseLostError):
        asyncio.run(scanning.step(passage(site.store, Wanted.OPEN), lease, now=0.5))

    assert not site.issues()


def test_a_page_that_could_not_be_remembered_is_read_again(site):
    begin(site.store)
    lost, other = (Leases(site.store, name, OVER).take(SITE, "scan") for name in ("a process", "another"))
    scanning = Scanning(site.store, site.site, Pages([seen("acme/web#1")], [seen("acme/web#2")]), site.sites)

    async def lose_a_page():
        with pytest.raises(LeaseLostError):
            await step(site.store, scanning, Wanted.OPEN, lost, 1)
        await step(site.store, scanning, Wanted.OPEN, other, 9)

    asyncio.run(lose_a_page())

    assert set(site.issues()) == {"acme/web#1", "acme/web#2"}


def test_a_limit_is_waited_for_and_told(site):
    begin(site.store)
    tracker = Pages([seen("acme/web#1")], Unavailable("half of the hour's points are for others", retry_after=60.0))

    with pytest.raises(Unavailable):
        sweep(site, tracker)

    waits = passage(site.store, Wanted.OPEN)
    assert (waits.paused_until, waits.note) == (60.5, "half of the hour's points are for others")
    assert (waits.resume, waits.is_under_way) == ("1", True)

    assert sweep(site, tracker).note == ""


def test_what_a_page_names_is_read_behind_everything_else(site):
    begin(site.store)

    sweep(site, Pages([seen("acme/web#1", waits_on=["acme/api#9"])]))

    assert site.waiting(Lane.SCAN) == {"acme/api#9": ITSELF}
    assert not site.waiting(Lane.READ)
    assert "acme/web#1" in site.waiting(Lane.REVIEW)
    assert not site.waiting(Lane.JUDGE)


def test_comments_are_read_where_there_may_be_some_that_were_not(site):
    begin(site.store)
    sweep(
        site, Pages([seen("acme/web#1", comments=3), seen("acme/web#2", comments=0), seen("acme/web#3", comments=None)])
    )

    assert site.waiting(Lane.SCAN) == {"acme/web#1": {Facet.COMMENTS}, "acme/web#3": {Facet.COMMENTS}}


def test_what_the_first_sweep_has_read_again_is_judged_behind_that(site):
    begin(site.store)

    sweep(site, Pages([seen("acme/web#1", comments=3), seen("acme/web#2", comments=0)]), steps=1)

    assert site.waiting(Lane.REVIEW).keys() == {"acme/web#2"}


def test_whom_the_first_sweep_reaches_is_judged_when_it_has_ended(site):
    begin(site.store)
    pages = Pages([seen("acme/web#1", waits_on=["acme/api#9"])], [seen("acme/api#9")])
    sweep(site, pages, steps=1)
    site.finishes(Lane.REVIEW)

    sweep(site, pages, steps=1)
    assert "acme/web#1" not in site.waiting(Lane.REVIEW)
    sweep(site, pages)

    assert {"acme/web#1", "acme/api#9"} <= site.waiting(Lane.REVIEW).keys()


def test_what_a_first_sweep_found_reaches_everybody_if_it_cannot_end(site):
    begin(site.store)
    pages = Pages([seen("acme/web#1", waits_on=["acme/api#9"])], [seen("acme/api#9")], Denied("no"))
    sweep(site, pages, steps=2)
    site.finishes(Lane.REVIEW)

    with pytest.raises(Denied):
        sweep(site, pages)

    assert passage(site.store, Wanted.OPEN).note == "no"
    assert {"acme/web#1", "acme/api#9"} <= site.waiting(Lane.REVIEW).keys()


def test_whom_a_page_of_a_later_sweep_reaches_is_judged_at_once(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", waits_on=["acme/api#9"]), seen("acme/api#9")]))
    site.finishes(Lane.REVIEW)
    begin(site.store)

    sweep(site, Pages([seen("acme/api#9", says="Needed by 2030-01-01", moved=MORNING + timedelta(hours=1))]), steps=1)

    assert "acme/web#1" in site.waiting(Lane.REVIEW)


class Issues:
    """A tracker that shows these issues, each with nothing said on it, and remembers whose threads were asked for."""

    reacts = False

    def __init__(self, *looks):
        self.looks, self.threaded = {look.ref: look for look in looks}, []

    async def read(self, asked):
        return [self.looks[touched.ref] for touched in asked]

    async def threads(self, asked):
        self.threaded += [touched.ref.text for touched in asked]
        return [[] for _ in asked]


def read_on(site, tracker):
    """Reads one batch of what sweeps found."""
    lease = Leases(site.store, "a process", 3600).take(SITE, "scan")
    claims = claim(site.store, SITE, Lane.SCAN, 0.5, 100)
    asyncio.run(ReadingUp(site.store, site.site, tracker, site.sites, Lane.SCAN).read(claims, lease, 0.5))


def test_of_what_is_named_the_threads_of_open_issues_are_read(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", waits_on=["acme/api#8", "acme/api#9"])]))
    tracker = Issues(seen("acme/api#8", state=State.DONE, comments=None), seen("acme/api#9", comments=None))

    read_on(site, tracker)
    assert site.waiting(Lane.SCAN) == {"acme/api#9": {Facet.COMMENTS}}
    read_on(site, tracker)

    assert tracker.threaded == ["acme/api#9"]
    assert not site.waiting(Lane.SCAN)


def test_what_was_named_is_taken_in_some_issues_at_a_time_too(site):
    begin(site.store)
    named = [f"acme/api#{number}" for number in range(2, 46)]
    sweep(site, Pages([seen("acme/web#1", waits_on=named)]))
    told = []
    event.listen(site.store, "commit", lambda connection: told.append(known(connection)))

    read_on(site, Issues(*(seen(text) for text in named)))

    assert sorted(set(told)) == [*range(1, 45, A_CHANGE), 45]
    assert not site.waiting(Lane.SCAN)


def test_a_thread_that_changes_nothing_has_the_verdict_and_the_brief_made_that_waited_for_it(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", waits_on=["acme/api#9"], comments=3), seen("acme/api#9")]))
    site.finishes(Lane.REVIEW)

    read_on(site, Issues(seen("acme/web#1", waits_on=["acme/api#9"], comments=3)))

    assert site.waiting(Lane.REVIEW).keys() == {"acme/web#1", "acme/api#9"}


def test_the_thread_of_an_issue_that_was_closed_meanwhile_is_let_be(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", comments=3)]))
    tracker = Issues(seen("acme/web#1", comments=3, state=State.DONE, moved=MORNING + timedelta(hours=1)))

    read_on(site, tracker)

    assert not tracker.threaded
    assert not site.waiting(Lane.SCAN)


@pytest.mark.parametrize(("moved", "again"), [(MORNING, set()), (MORNING + timedelta(hours=1), {Facet.COMMENTS})])
def test_a_thread_that_was_read_is_read_again_once_its_issue_has_moved(site, moved, again):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", comments=0)]))
    begin(site.store)

    sweep(site, Pages([seen("acme/web#1", comments=1, moved=moved)]))

    assert site.waiting(Lane.SCAN).get("acme/web#1", set()) == again


def test_an_issue_that_was_open_and_is_not_met_any_more_is_looked_at(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1"), seen("acme/web#2"), seen("acme/gone#3")]))
    begin(site.store)

    sweep(site, Pages(([seen("acme/web#1")], (OutOfReach("acme/gone", "the token may not read it"),))))

    assert site.waiting(Lane.SCAN) == {"acme/web#2": ITSELF}


def test_issues_of_an_organisation_that_is_out_of_reach_are_not_looked_for(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1"), seen("acmes/web#2")]))
    begin(site.store)

    sweep(site, Pages(([], (OutOfReach("acme", "it asks for single sign-on"),))))

    assert site.waiting(Lane.SCAN) == {"acmes/web#2": ITSELF}


def test_a_closed_issue_that_is_not_met_is_left_alone(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", state=State.DONE)]))
    begin(site.store)

    sweep(site, Pages([]))

    assert not site.waiting(Lane.SCAN)


def test_a_page_of_an_index_that_lags_takes_nothing_back(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", state=State.DONE, moved=MORNING + timedelta(minutes=5))]))
    begin(site.store, Wanted.MOVED, since=0.0)

    sweep(site, Pages([seen("acme/web#1", moved=MORNING)]), Wanted.MOVED)

    assert site.issues() == {"acme/web#1": ("acme/web#1", State.DONE)}
    assert site.waiting(Lane.SCAN) == {"acme/web#1": ITSELF}


def test_what_no_webhook_told_is_counted(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1"), seen("acme/web#2"), seen("acme/web#3")]))
    begin(site.store, Wanted.MOVED, since=0.0)
    later = MORNING + timedelta(days=2)

    end = sweep(
        site,
        Pages([seen("acme/web#1"), seen("acme/web#2", says="Blocked by acme/api#9", moved=later), seen("acme/web#4")]),
        Wanted.MOVED,
    )

    assert (end.count.issues, end.count.news, end.count.missed) == (3, 1, 2)


def test_closed_issues_are_records_and_lead_nowhere(site):
    begin(site.store, Wanted.CLOSED, since=0.0)

    sweep(site, Pages([seen("acme/web#1", state=State.DONE, waits_on=["acme/api#9"], comments=7)]), Wanted.CLOSED)

    assert site.issues()["acme/web#1"] == ("acme/web#1", State.DONE)
    assert not site.waiting(Lane.SCAN)
    assert not site.waiting(Lane.REVIEW)


def test_who_waits_on_an_issue_that_turns_out_to_be_closed_is_judged(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1", waits_on=["acme/api#9"])]))
    for lane in Lane:
        site.finishes(lane)
    begin(site.store, Wanted.CLOSED, since=0.0)

    sweep(site, Pages([seen("acme/api#9", state=State.DONE)]), Wanted.CLOSED)

    assert "acme/web#1" in site.waiting(Lane.REVIEW)


def test_the_first_sweep_says_nothing_of_what_it_meets(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1")]))
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1"), seen("acme/web#2")]))

    with reading(site.store) as connection:
        refs = {ref.text: one for ref, one in site.seen().ids.items()}
        silent = verdicts_on(connection, list(refs.values()))

    assert set(silent) == {refs["acme/web#1"]}
    assert not silent[refs["acme/web#1"]].live


def test_a_sweep_that_is_under_way_is_gone_on_with(site):
    begin(site.store)
    sweep(site, Pages([seen("acme/web#1")], [seen("acme/web#2")]), steps=1)

    begin(site.store)

    assert passage(site.store, Wanted.OPEN).resume == "1"


def test_a_sweep_that_does_not_read_as_far_back_begins_anew(site):
    begin(site.store, Wanted.MOVED, since=50.0)
    sweep(site, Pages([seen("acme/web#1")], [seen("acme/web#2")]), Wanted.MOVED, steps=1)

    begin(site.store, Wanted.MOVED, since=20.0)

    assert replace(passage(site.store, Wanted.MOVED), tick=0) == sweeps.Passage(SITE, Wanted.MOVED, 20.0, "", 100.0, 0)
