"""One issue on which the work fails holds up no other, in any verb; it is tried again, and given up in the end."""

import asyncio

import pytest
from sqlalchemy.exc import DataError, OperationalError

from connectors.contract import Facet, NotAccepted, Unavailable
from connectors.jira.dialect import JiraDialect
from connectors.jira.issues import JiraIssues
from connectors.jira.payloads import JiraConnector
from rules.addresses import Addresses
from rules.addresses import Site as Place
from service.pipeline import judge as judge_module
from service.pipeline.apart import Apart, halves, is_of_the_work, why
from service.pipeline.read import ReadingUp
from service.pipeline.site import Site, Sites
from service.pipeline.speak import Speaking
from service.store import failures
from service.store.connection import reading
from service.store.failures import MOST_TRIES
from service.store.leases import LeaseLostError, Leases
from service.store.readings import ALL_FACETS
from service.store.verdicts import verdicts_on
from service.store.work import Claim, Lane, claim, mark, next_due
from service.understanding import Understanding
from tests.drawing import SITE, Drawing
from tests.kept import facts_in
from tests.service.pipeline.test_briefs import Desk
from tests.service.pipeline.test_one_issue import Spoken, Thrifty
from tests.service.store.remembering import look

POISON = "A-13"
KEYS = tuple(f"A-{number}" for number in range(10, 16))
FAR = 1e9


def listed(store, **wanted):
    with reading(store) as connection:
        return failures.listed(connection, 100, **wanted)


def tried_until_given_up(store, work):
    """Does the work whenever it is due; how often that was."""
    now, times = 2.0, 0
    while not listed(store, dead=True):
        work(now)
        times += 1
        now += 2 * failures.LONGEST_PAUSE
        assert times < 5 * MOST_TRIES
    return times


def is_poison(facts):
    return any(one.issue.ref.text == POISON for one in facts)


@pytest.fixture
def poisoned_judging(monkeypatch):
    """Whatever sees the poison crashes, as a fault of ours would."""
    around = judge_module.around

    def crashes(connection, issues, **named):
        seen = around(connection, issues, **named)
        if is_poison(facts_in(seen)):
            raise ZeroDivisionError("canary: the words of an issue")
        return seen

    monkeypatch.setattr(judge_module, "around", crashes)


class Bench(Desk):
    """A desk on which several issues wait to be judged."""

    def __init__(self, store):
        super().__init__(store, {"jira": [{"name": "acme", "url": "https://acme.example", "projects": ["A"]}]})
        self.knows(Drawing().open(*KEYS, planned=True))
        with store.begin() as connection:
            self.rows = {key: self.row(connection, key) for key in KEYS}
            mark(connection, Lane.JUDGE, self.rows.values(), 0.0)

    def judges(self, now=2.0):
        if claims := claim(self.store, SITE, Lane.JUDGE, now, 100):
            self.judging.judge(claims, self.lease, now)

    def verdicts(self):
        with reading(self.store) as connection:
            found = verdicts_on(connection, list(self.rows.values()))
        return {key for key, one in self.rows.items() if one in found}


@pytest.mark.usefixtures("poisoned_judging")
def test_all_but_the_poison_are_judged(store):
    bench = Bench(store)

    bench.judges()

    [failure] = listed(store)
    assert bench.verdicts() == set(KEYS) - {POISON}
    assert (failure.ref, failure.lane, failure.tries, failure.dead) == (POISON, Lane.JUDGE, 1, False)
    assert "ZeroDivisionError" in failure.reason
    assert "canary" not in failure.reason


@pytest.mark.usefixtures("poisoned_judging")
def test_what_cannot_be_judged_is_given_up_and_replayed(store, monkeypatch):
    bench = Bench(store)

    assert tried_until_given_up(store, bench.judges) == MOST_TRIES
    assert next_due(store, SITE, Lane.JUDGE) is None

    monkeypatch.undo()
    with store.begin() as connection:
        assert failures.replay(connection, None, 3.0) == 1
    bench.judges(3.0)
    assert (bench.verdicts(), listed(store)) == (set(KEYS), [])


@pytest.mark.usefixtures("poisoned_judging")
def test_what_was_given_up_is_tried_once_for_each_new_mark(store):
    bench = Bench(store)
    tried_until_given_up(store, bench.judges)

    with store.begin() as connection:
        mark(connection, Lane.JUDGE, [bench.rows[POISON]], 3.0)
    bench.judges(FAR)

    [failure] = listed(store, dead=True)
    assert failure.tries == MOST_TRIES + 1
    assert next_due(store, SITE, Lane.JUDGE) is None


class Teller:
    """A tracker that answers for all but the poison, with what ``fault`` says; ``down`` for nobody."""

    markup = Thrifty.markup
    reacts = False

    def __init__(self, fault, drawing):
        self.fault, self.facts, self.down, self.asked = fault, drawing.facts, False, []

    async def read(self, issues):
        self.asked.append(len(issues))
        if self.down or any(one.ref.text == POISON for one in issues):
            raise self.fault
        return [self._look(one) for one in issues]

    def _look(self, touched):
        return look(self.facts[touched.ref.text], facets=touched.facets - {Facet.COMMENTS})

    async def comments(self, _issue):
        return []

    async def threads(self, issues):
        return [[] for _ in issues]

    async def put_comment(self, issue, draft, comment=None):
        assert draft
        if self.down or issue.text == POISON:
            raise self.fault
        self.asked.append(issue.text)
        return comment or f"on {issue.text}"

    async def marked(self, _issue):
        return []


class Library:
    """A Jira whose issues wait to be read, with the poison among them."""

    def __init__(self, store, fault):
        self.store, self.now = store, 2.0
        drawing = Drawing().open(*KEYS)
        self.client = Teller(fault, drawing)
        desk = Desk(store, {"jira": [{"name": "acme", "url": "https://acme.example", "projects": ["A"]}]})
        with store.begin() as connection:
            self.rows = {key: desk.row(connection, key) for key in KEYS}
            wanted = dict.fromkeys(self.rows.values(), ALL_FACETS)
            mark(connection, Lane.READ, wanted, 0.0, wanted)
        self.reading = ReadingUp(store, jira_site(self.client), self.client, Sites({}))
        self.lease = Leases(store, "test", 3600).take(SITE, "read")

    def reads(self, now, size=100):
        if claims := claim(self.store, SITE, Lane.READ, now, size):
            asyncio.run(self.reading.read(claims, self.lease, now))

    def waiting(self):
        return {
            key
            for key in KEYS
            if self.rows[key] in {one.issue_id for one in claim(self.store, SITE, Lane.READ, FAR, 99)}
        }


def jira_site(client):
    addresses = Addresses([Place(SITE, "acme.example", ("A",))])
    connector = JiraConnector(JiraIssues(JiraDialect(name=SITE, url="https://acme.example"), addresses))
    return Site(SITE, connector, Understanding(addresses), client)


@pytest.mark.parametrize("fault", [KeyError("canary"), DataError("INSERT canary", {}, Exception("no such letter"))])
def test_all_but_the_poison_are_read(store, fault):
    library = Library(store, fault)

    library.reads(2.0)

    [failure] = listed(store)
    assert library.waiting() == {POISON}
    assert (failure.ref, failure.lane, failure.tries) == (POISON, Lane.READ, 1)
    assert "canary" not in failure.reason


def test_what_cannot_be_read_is_given_up_and_replayed_with_all_that_is_read_of_an_issue(store):
    library = Library(store, KeyError())

    assert tried_until_given_up(store, library.reads) == MOST_TRIES
    library.client.fault = None
    library.client.facts[POISON] = Drawing().open(POISON).facts[POISON]
    [dead] = listed(store, dead=True)
    with store.begin() as connection:
        assert failures.replay(connection, [dead.id], 3.0) == 1

    [again] = claim(store, SITE, Lane.READ, 4.0, 10)
    assert (again.facets, listed(store)) == (ALL_FACETS, [])


def test_a_tracker_that_is_down_is_no_fault_of_any_issue(store):
    library = Library(store, Unavailable("502"))
    library.client.down = True

    for now in range(2, 2 + 3 * MOST_TRIES):
        with pytest.raises(Unavailable):
            library.reads(float(now), size=1)

    assert listed(store) == []
    assert library.waiting() == set(KEYS)


def test_what_a_tracker_refuses_again_and_again_while_it_answers_others_is_given_up(store):
    library = Library(store, Unavailable("500"))

    def one_then_the_poison(now):
        others = [one for one in claim(store, SITE, Lane.READ, FAR, 99) if one.issue_id != library.rows[POISON]]
        [poison] = [one for one in claim(store, SITE, Lane.READ, now, 99) if one.issue_id == library.rows[POISON]]
        asyncio.run(library.reading.read(others[:1], library.lease, now))
        asyncio.run(library.reading.read([poison], library.lease, now))
        with store.begin() as connection:
            mark(connection, Lane.READ, [library.rows["A-10"]], 0.0, {library.rows["A-10"]: ALL_FACETS})

    assert tried_until_given_up(store, one_then_the_poison) == MOST_TRIES
    assert listed(store)[0].reason == "500"


class Choir(Spoken):
    """A desk at which several issues wait to be spoken on."""

    def __init__(self, store, fault):
        super().__init__(store)
        drawing = Drawing().open(*KEYS, planned=True).open("B-1")
        for key in KEYS:
            drawing.waits(key, "B-1")
        self.knows(drawing)
        for key in KEYS:
            self.judged(key)
        self.client = Teller(fault, drawing)
        self.speaking = Speaking(store, self.decisions, self.client, b"key")

    def speaks(self, now):
        for one in claim(self.store, SITE, Lane.SPEAK, now, 100):
            asyncio.run(self.speaking.speak(one, self.mouth, now))


@pytest.mark.parametrize("fault", [KeyError("canary"), Unavailable("500"), Unavailable("500", outcome_unknown=True)])
def test_all_but_the_poison_are_spoken_on_and_it_is_given_up(store, fault):
    choir = Choir(store, fault)

    def speaks_of_something_else_first(now):
        choir.speaking._apart.answered()
        choir.speaks(now)

    assert tried_until_given_up(store, speaks_of_something_else_first) == MOST_TRIES
    assert set(choir.client.asked) == set(KEYS) - {POISON}
    [failure] = listed(store)
    assert (failure.ref, failure.lane, failure.dead) == (POISON, Lane.SPEAK, True)
    assert next_due(store, SITE, Lane.SPEAK) is None


def test_what_a_dead_tracker_does_not_take_waits_behind_what_waits_beside_it(store):
    choir = Choir(store, Unavailable("502"))
    choir.client.down = True
    [first, second, *_] = claim(store, SITE, Lane.SPEAK, 2.0, 10)

    with pytest.raises(Unavailable):
        asyncio.run(choir.speaking.speak(first, choir.mouth, 2.0))

    [now_first, *_, last] = claim(store, SITE, Lane.SPEAK, FAR, 10)
    assert (now_first.issue_id, last.issue_id) == (second.issue_id, first.issue_id)
    assert listed(store) == []


@pytest.mark.parametrize("error", [Unavailable("502"), LeaseLostError(), OperationalError("", {}, Exception("gone"))])
def test_what_the_store_the_tracker_and_others_do_is_no_fault_of_the_work(error):
    assert not is_of_the_work(error)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("canary"), "a fault in Detour: ValueError"),
        (DataError("INSERT canary", {"a": "canary"}, ValueError("out of range")), "the store refuses it"),
        (Unavailable("the tracker answered 500"), "the tracker answered 500"),
    ],
)
def test_reasons_are_for_people_and_hold_no_text_of_others(error, told):
    assert why(error).startswith(told)
    assert "canary" not in why(error)


@pytest.mark.parametrize("error", [Unavailable("slow down", retry_after=1.0), NotAccepted("another token")])
def test_limits_and_tokens_are_no_fault_of_an_issue(store, error):
    apart = Apart(store)
    apart.answered()

    assert not apart.blames(error)


def test_a_batch_is_halved_without_losing_any():
    claims = [Claim(number, 1, 0, 0) for number in range(7)]

    first, second = halves(claims)

    assert [*first, *second] == claims
    assert {len(first), len(second)} == {3, 4}


@pytest.mark.parametrize("tries", range(1, MOST_TRIES + 1))
def test_pauses_grow_and_vary(tries):
    pauses = {failures.pause_after(tries) for _ in range(20)}

    assert len(pauses) > 1
    assert min(pauses) >= min(failures.LONGEST_PAUSE, 2.0 * 3 ** (tries - 1))
    assert max(pauses) <= failures.LONGEST_PAUSE * 1.2
