"""Two rows of the store turn out to be one issue: whatever was told of the one was told of the other."""

import asyncio
from dataclasses import replace

import pytest

from connectors.contract import Marked, Markup
from service.digest.news import news_of
from service.pipeline.speak import Speaking
from service.speech.markers import Role
from service.store import digests
from service.store.connection import reading
from service.store.digests import Kept
from service.store.leases import Leases
from service.store.noise import Thread, held_in
from service.store.work import Lane, claim, mark
from tests.drawing import SITE, TODAY, Drawing, ref
from tests.service.pipeline.test_briefs import LIVE, Desk, asked
from tests.service.store.remembering import look, remember

WIDE = {
    "visibility": [{"containers": ["jira:*"]}],
    "teams": {"web": {"owns": ["jira:A"]}, "payments": {"owns": ["jira:B"]}},
}
DAY = 86_400.0


class Thrifty:
    """A tracker that takes every comment, and counts them."""

    markup = Markup.WIKI

    def __init__(self):
        self.new, self.edited, self.marks, self.written = [], [], [], ""
        self.meanwhile = lambda: None

    async def put_comment(self, issue, draft, comment=None):
        self.meanwhile()
        self.meanwhile, self.written = lambda: None, draft.mark
        if comment is not None:
            self.edited.append(comment)
            return comment
        self.new.append(issue.text)
        return f"{len(self.new)}"

    async def delete_comment(self, _issue, _comment):
        pass

    async def marked(self, _issue):
        return self.marks


class Spoken(Desk):
    """A desk at which what is judged is said."""

    def __init__(self, store, **settings):
        super().__init__(store, LIVE | WIDE | settings)
        self.tracker = Thrifty()
        self.speaking = Speaking(store, self.decisions, self.tracker, b"key")
        self.now = 2.0
        self.mouth = Leases(store, "test", 3600).take(SITE, "speak")

    def rows(self, *keys):
        with self.store.begin() as connection:
            return [self.row(connection, key) for key in keys]

    def says(self, key):
        """Says what there is to be said on an issue, as it was judged last."""
        with self.store.begin() as connection:
            mark(connection, Lane.SPEAK, [self.row(connection, key)], 0.0)
        for due in claim(self.store, SITE, Lane.SPEAK, self.now, 10):
            asyncio.run(self.speaking.speak(due, self.mouth, self.now))

    def tells(self, *keys):
        """Judges some issues and says what there is to be said."""
        for key in keys:
            self.judged(key)
        for key in keys:
            self.says(key)

    def held(self, key):
        [one] = self.rows(key)
        with self.store.begin() as connection:
            return held_in(connection, Thread(one, Role.VERDICT))

    def news(self):
        """What the web team's digest would tell."""
        with reading(self.store) as connection:
            kept = digests.kept_of(connection, "web")
            known = kept.known if kept else {}
            return news_of(digests.issues_of(connection, "web", known), known, TODAY, TODAY)

    def digests(self):
        """The web team is told what there is to tell."""
        kept = Kept("web", 1.0, 1.0, self.news().known)
        with self.store.begin() as connection:
            digests.keep(connection, kept)

    def finds(self, key, drawing):
        """Who looks at an address finds the one issue of a drawing there."""
        [facts] = drawing.facts.values()
        with self.store.begin() as connection:
            remember(connection, replace(look(facts), ref=ref(key)))


@pytest.fixture
def desk(store):
    return Spoken(store)


def waiting():
    """``A-1`` waits on ``B-1``, of which only the address is known; ``B-9`` was read."""
    return Drawing().open("A-1", planned=True).waits("A-1", "B-1").open("B-9")


def turns_out(desk):
    """``B-1`` is where ``B-9`` was before."""
    before = desk.rows("B-1", "B-9")
    desk.finds("B-1", Drawing().open("B-9"))
    after = desk.rows("B-1", "B-9")
    assert (before[0] != before[1], after) == (True, [before[1]] * 2)


def test_an_issue_that_was_known_by_its_address_alone_is_no_news_under_another(desk):
    desk.knows(waiting())
    desk.tells("A-1")
    before = list(desk.tracker.new)

    turns_out(desk)
    desk.says("A-1")
    desk.tells("A-1")

    assert (before, desk.tracker.new) == (["A-1"], ["A-1"])


def test_what_is_being_said_while_it_turns_out_is_not_said_again(desk):
    desk.knows(waiting())
    desk.tracker.meanwhile = lambda: turns_out(desk)

    desk.tells("A-1")
    desk.tells("A-1")

    assert desk.tracker.new == ["A-1"]


def test_what_was_taken_as_known_stays_known(store):
    silent = Spoken(store, comments={"mode": "dry-run"})
    silent.knows(waiting())
    silent.tells("A-1")
    live = Spoken(store)
    live.judged("A-1")

    turns_out(live)
    live.tells("A-1")

    assert live.tracker.new == []


def test_what_was_over_the_budget_is_told_once_on_another_day(store):
    desk = Spoken(store, comments={"mode": "live", "budget": 1})
    desk.knows(waiting().open("A-2", planned=True).waits("A-2", "B-9"))
    desk.tells("A-2", "A-1")
    held = desk.held("A-1")

    turns_out(desk)
    desk.tells("A-1")
    still = desk.held("A-1")
    desk.now += DAY
    for _ in range(2):
        desk.tells("A-1")

    [one, blocker] = desk.rows("A-1", "B-9")
    assert len(held) == 1
    assert still == {f"DT101:{one}:{blocker}"}
    assert (desk.tracker.new, desk.held("A-1")) == (["A-2", "A-1"], frozenset())


def test_who_moved_to_another_address_and_number_asks_for_nothing_new(desk):
    desk.knows(asked("A-1"))
    desk.tells("B-1")

    desk.finds("A-1", Drawing().open("A-9", planned=True).waits("A-9", "B-1"))
    desk.says("B-1")
    desk.tells("B-1")

    assert desk.tracker.new == ["B-1"]


def test_a_comment_is_found_where_its_issue_moved_to_and_stands_for_what_it_told(desk):
    desk.knows(waiting())
    desk.tells("A-1")

    desk.finds("A-1", Drawing().open("A-9", planned=True).waits("A-9", "B-1"))
    desk.tracker.marks = [Marked("copy", desk.tracker.written)]
    desk.tells("A-9")

    assert (desk.tracker.new, desk.tracker.edited) == (["A-1"], ["copy"])


def test_what_a_digest_told_is_no_news_to_its_readers(desk):
    desk.knows(waiting())
    desk.tells("A-1")
    first = desk.news()
    desk.digests()

    turns_out(desk)
    desk.tells("A-1")

    second = desk.news()
    assert [one.ref.text for one in first.fresh] == ["A-1"]
    assert (bool(second), second.known.keys()) == (False, first.known.keys())


def test_what_a_digest_told_of_an_issue_is_known_where_that_moved_to(desk):
    desk.knows(waiting())
    desk.tells("A-1")
    desk.digests()

    desk.finds("A-1", Drawing().open("A-9", planned=True).waits("A-9", "B-1"))
    desk.digests()
    desk.tells("A-9")

    news = desk.news()
    assert (bool(news), [*news.known]) == (False, desk.rows("A-9"))
