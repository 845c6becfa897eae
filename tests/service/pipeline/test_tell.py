"""Digests are told once a week, once, and nothing that they tell is lost: with a chat and a mailbox on loopback."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from service.pipeline.decisions import Decisions
from service.pipeline.tell import MOST_ATTEMPTS, Telling
from service.settings import load
from service.speech.markers import Role
from service.store import digests, noise
from service.store.digests import DigestState
from service.store.leases import LeaseLostError, Leases
from tests.service.digest.receivers import chat_room, mail_box
from tests.service.digest.team import day, remark
from tests.service.store.team_of_issues import holds, judged

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
WEEK, HOUR, MINUTE = timedelta(days=7), timedelta(hours=1), timedelta(minutes=1)
CONFIGURATION = """
[comments]
mode = "{mode}"
budget = 3
[server]
public_url = "https://detour.acme.example"
[teams.web]
name = "Web"
owns = ["jira:WEB"]
{outlet}
"""
SMTP = """
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "detour@acme.example"
"""


class Weeks:
    """A store, its digests, and a clock that a test turns."""

    def __init__(self, store, folder, outlet, *, mode="live", more=""):
        self.store, self.now = store, MONDAY - HOUR
        file = folder / "detour.toml"
        file.write_text(CONFIGURATION.format(mode=mode, outlet=outlet) + more)
        self.telling = Telling(store, Decisions(load(file, {})), b"key")
        self.lease = Leases(store, "us", 3600).take("", "tell")

    def passes(self, span=timedelta()):
        """Time passes, and everything that is due then is done."""
        self.now += span
        while self.steps():
            pass

    def steps(self):
        return asyncio.run(self.telling.tell(self.lease, self.now.timestamp()))

    def due(self):
        return datetime.fromtimestamp(self.telling.due(), UTC)

    def judges(self, ref, *events, **fields):
        with self.store.begin() as connection:
            return judged(connection, ref, remark(*events) if events else None, **fields)

    def over_budget(self, issue, *events):
        with self.store.begin() as connection:
            holds(connection, issue, *events)

    def still_over_budget(self, issue):
        with self.store.begin() as connection:
            return noise.held_in(connection, noise.Thread(issue, Role.VERDICT))

    def kept(self):
        with self.store.begin() as connection:
            return digests.kept_of(connection, "web")

    def keeps(self, **fields):
        with self.store.begin() as connection:
            digests.keep(connection, replace(digests.kept_of(connection, "web"), **fields))


@pytest.fixture
def room():
    with chat_room() as room:
        yield room


@pytest.fixture
def box():
    with mail_box() as box:
        yield box


@pytest.fixture
def weeks(store, tmp_path, room):
    """A chat, one minute before its first digest; what was there at first is known."""
    weeks = Weeks(store, tmp_path, f'digest_webhook = "{room.webhook}"')
    weeks.judges("WEB-1", "a")
    weeks.passes()
    weeks.now = MONDAY - MINUTE
    return weeks


@pytest.fixture
def mails(store, tmp_path, box):
    weeks = Weeks(store, tmp_path, 'digest_email = ["web@acme.example"]', more=SMTP.format(port=box.port))
    weeks.passes()
    weeks.now = MONDAY - MINUTE
    return weeks


def test_what_was_there_at_first_is_known_and_a_week_without_news_is_silent(weeks, room):
    weeks.passes(MINUTE)
    weeks.passes(WEEK)

    assert room.posts == []
    assert weeks.kept().note == "nothing changed"
    assert weeks.due() == MONDAY + 2 * WEEK


def test_what_is_new_is_told_on_its_day_and_once(weeks, room):
    weeks.judges("WEB-2", "b")
    weeks.passes()
    before = list(room.posts)
    weeks.passes(MINUTE)
    weeks.passes(HOUR)
    weeks.passes(WEEK)

    [text] = room.texts
    assert before == []
    assert "*Newly in violation (1)*\n\n- `WEB-2` `Title of WEB-2`" in text
    assert "WEB-1" not in text


def test_a_process_that_starts_anew_tells_nothing_twice(weeks, room, store, tmp_path):
    weeks.judges("WEB-2", "b")
    weeks.passes(MINUTE)

    again = Weeks(store, tmp_path, f'digest_webhook = "{room.webhook}"')
    again.now = weeks.now
    again.passes()

    assert len(room.posts) == 1


def test_a_digest_that_was_missed_is_told_as_soon_as_somebody_is_there(weeks, room):
    weeks.judges("WEB-2", "b")
    weeks.passes(2 * WEEK + HOUR)

    assert len(room.posts) == 1
    assert weeks.due() == MONDAY + 3 * WEEK


def test_what_is_settled_and_days_to_come_are_told(weeks, room):
    weeks.judges("WEB-1", agenda=(day((MONDAY + timedelta(days=6)).date()), day((MONDAY + WEEK).date())))
    weeks.passes(MINUTE)
    weeks.passes(WEEK)

    first, second = room.texts
    assert "*To decide in the coming week (1)*\n\n- 29 Nov" in first
    assert "*Settled (1)*\n\n- `WEB-1`" in first
    assert "*To decide in the coming week (1)*\n\n- 30 Nov" in second
    assert "Settled" not in second


def test_what_was_over_the_budget_is_told_here_and_never_again(weeks, room):
    one = weeks.judges("WEB-2", "b", "c")
    weeks.over_budget(one, "b", "gone by now")
    weeks.passes(MINUTE)
    left = weeks.still_over_budget(one)
    weeks.passes(WEEK)

    [text] = room.texts
    assert "*Told here, for the day's budget was spent (1)*\n\n- `WEB-2`" in text
    assert "1 more went over the budget of 3 a day" in text
    assert left == {"gone by now"}


def test_what_a_comment_has_told_while_a_digest_was_put_off_is_not_told_by_it(weeks, room):
    one, other = (weeks.judges(ref, "b") for ref in ("WEB-2", "WEB-3"))
    for issue in (one, other):
        weeks.over_budget(issue, "b")
    room.answers = [503]
    weeks.passes(MINUTE)
    with weeks.store.begin() as connection:
        noise.let_go(connection, noise.Thread(one, Role.VERDICT))
    weeks.passes(2 * MINUTE)

    [text] = room.texts
    assert "*Told here, for the day's budget was spent (1)*\n\n- `WEB-3`" in text
    assert "*Newly in violation (1)*\n\n- `WEB-2`" in text


def test_more_than_a_digest_tells_is_told_by_the_next(weeks, room):
    issues = [weeks.judges(f"WEB-{number}", "a") for number in range(100, 125)]
    for one in issues:
        weeks.over_budget(one, "a")
    weeks.passes(MINUTE)
    weeks.passes(WEEK)
    weeks.passes(WEEK)

    first, second = room.texts
    assert "and 5 more wait for the next one (20)*" in first
    assert "budget was spent (5)*" in second
    assert all(first.count(f"`WEB-{number}`") + second.count(f"`WEB-{number}`") == 1 for number in range(100, 125))


def test_a_chat_that_asks_for_time_gets_it_and_then_one_post(weeks, room):
    weeks.judges("WEB-2", "b")
    room.answers = [503, 429]
    weeks.passes(MINUTE)
    waiting = weeks.due()
    weeks.passes(MINUTE / 2)
    early = room.asked
    weeks.passes(MINUTE)
    weeks.passes(5 * MINUTE)
    weeks.passes(HOUR)

    assert waiting == MONDAY + MINUTE
    assert (early, room.asked, len(room.posts)) == (1, 3, 1)
    assert weeks.kept().note == "it was sent"


def test_tries_come_to_an_end_and_the_next_digest_tells_what_this_one_could_not(weeks, room):
    one = weeks.judges("WEB-2", "b", "c")
    weeks.over_budget(one, "b")
    room.answers = [503] * 9
    with capture_logs() as logs:
        for _ in range(24):
            weeks.passes(HOUR)
    tried, note, left = room.asked, weeks.kept().note, weeks.still_over_budget(one)
    room.answers = []
    weeks.passes(WEEK)

    assert tried == MOST_ATTEMPTS
    assert note.startswith("the chat answered 503")
    assert left == {"b"}
    [text] = room.texts
    assert text.count("- `WEB-2`") == 2  # what was over the budget, and what is new beside it
    assert weeks.still_over_budget(one) == frozenset()
    assert [one["event"] for one in logs].count("digest_given_up") == 1
    assert "s3cret-hook" not in str(logs)


@pytest.mark.parametrize("answer", [404, 500, 0])
def test_a_chat_that_refuses_or_of_which_nobody_knows_is_not_asked_twice(weeks, room, answer):
    weeks.judges("WEB-2", "b")
    room.answers = [answer]
    weeks.passes(MINUTE)
    weeks.passes(HOUR)
    asked = room.asked
    weeks.passes(WEEK)

    assert asked == 1
    assert "WEB-2" in room.texts[-1]
    assert room.asked == 2


def test_a_process_that_died_while_it_posted_does_not_post_again_before_the_next_week(weeks, room):
    weeks.judges("WEB-2", "b")
    weeks.now = MONDAY
    assert weeks.steps()
    weeks.keeps(state=DigestState.SENDING, attempts=1)
    weeks.passes()
    before = len(room.posts)
    weeks.passes(WEEK)

    assert (before, len(room.posts)) == (0, 1)


def test_a_mail_of_which_nobody_knows_is_sent_again_under_its_name(mails, box):
    mails.judges("WEB-2", "b")
    box.replies = ["", "451 later"]
    mails.passes(MINUTE)
    mails.passes(HOUR)
    mails.passes(HOUR)
    mails.passes(WEEK)

    assert len(box.mails) == 2
    [letter] = box.letters
    assert letter["Subject"] == "What changed for Web"
    assert "WEB-2" in letter.get_content()


def test_a_process_that_died_while_it_mailed_mails_again_and_the_mailbox_has_it_once(mails, box):
    mails.judges("WEB-2", "b")
    mails.passes(MINUTE)
    mails.keeps(state=DigestState.SENDING, attempts=1)
    mails.passes(MINUTE)
    another_week = mails.judges("WEB-3", "b")
    mails.passes(WEEK)

    assert another_week
    assert (len(box.mails), len(box.letters)) == (3, 2)


def test_a_dry_run_is_shown_and_not_sent_and_its_weeks_go_on(store, tmp_path, room):
    weeks = Weeks(store, tmp_path, f'digest_webhook = "{room.webhook}"', mode="dry-run")
    weeks.passes()
    weeks.judges("WEB-2", "b", live=False)
    weeks.passes(HOUR)
    shown = weeks.kept()
    weeks.passes(WEEK)
    live = Weeks(store, tmp_path, f'digest_webhook = "{room.webhook}"')
    live.now = weeks.now
    live.passes(WEEK)

    assert (shown.note, shown.state) == ("dry run: it is shown, and was not sent", DigestState.QUIET)
    assert "WEB-2" in str(shown.made.document)
    assert weeks.kept().note == "nothing changed"
    assert room.posts == []


def test_what_a_project_in_a_dry_run_would_say_is_not_told(store, tmp_path, room):
    more = '[comments.projects]\nOPS = "dry-run"\n'
    weeks = Weeks(store, tmp_path, f'digest_webhook = "{room.webhook}"', more=more)
    weeks.passes()
    weeks.judges("OPS-1", "a", live=False)
    weeks.judges("WEB-2", "b")
    weeks.passes(HOUR)

    [text] = room.texts
    assert "WEB-2" in text
    assert "OPS-1" not in text


def test_an_issue_that_went_to_another_team_is_not_settled(weeks, room):
    weeks.judges("WEB-1", "a", team="payments")
    weeks.passes(MINUTE)

    assert room.posts == []


def test_who_lost_the_lease_sends_nothing(weeks, room):
    weeks.judges("WEB-2", "b")
    Leases(weeks.store, "us", 3600).give_back(weeks.lease)
    Leases(weeks.store, "another", 3600).take("", "tell")

    with pytest.raises(LeaseLostError):
        weeks.passes(MINUTE)

    assert room.posts == []


def test_a_team_without_a_way_to_be_told_is_told_nothing(store, tmp_path):
    weeks = Weeks(store, tmp_path, "")

    assert weeks.telling.due() is None
    assert not weeks.steps()
