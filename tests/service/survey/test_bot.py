"""The bot's own record as a document."""

from collections import Counter
from datetime import UTC, datetime

import msgspec

from service.reports.record import Outcome, Record, Tally
from service.survey.bot import BotRecord, bot_record
from service.survey.shown import Team

THEN, NOW = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)
SHOP = Team("shop", "Shop", configured=True)


def record(**teams):
    return bot_record(Record(THEN, NOW, teams), {"shop": 2}, {"pay": 3}, {"shop": SHOP})


def test_each_team_has_what_was_done_what_is_held_back_and_what_would_be_said():
    tally = Tally(4, 2, 1, 1, Counter({Outcome.FALLBACK: 1, Outcome.OPEN: 3}))

    (pay, would), (shop, did) = record(shop=tally).teams

    assert (shop, did.comments, did.held, did.acted_on) == (SHOP, 4, 2, 0.25)
    assert (pay, would.comments, would.dry) == (Team("pay", "pay", configured=False), 0, 3)


def test_all_of_them_are_summed_and_the_store_reads_what_it_wrote():
    found = record(shop=Tally(4), app=Tally(1, 1))

    assert (found.whole.comments, found.whole.edits, found.whole.held, found.whole.dry) == (5, 1, 2, 3)
    assert msgspec.json.decode(msgspec.json.encode(found), type=BotRecord) == found
