from dataclasses import replace

import pytest

from service.speech.document import Document, Paragraph, Words
from service.speech.remarks import Remark, Tone
from service.store.briefs import Brief, briefs_on, keep

REMARK = Remark(Tone.ASKED, frozenset({"ask:7", "ask:8"}), "digest", Document((Paragraph((Words("They ask"),)),)))
ASKED = Brief(1, stale=False, live=True, remark=REMARK)


@pytest.fixture
def connection(store):
    with store.begin() as connection:
        yield connection


@pytest.mark.parametrize("fields", [{}, {"stale": True}, {"live": False}, {"remark": None}])
def test_a_brief_is_kept_as_it_is_in_the_place_of_the_one_before(connection, fields):
    kept = replace(ASKED, **fields)
    keep(connection, [replace(ASKED, remark=replace(REMARK, digest="before")), replace(ASKED, issue_id=2)])

    keep(connection, [kept])

    assert briefs_on(connection, [1, 2, 3]) == {1: kept, 2: replace(ASKED, issue_id=2)}


@pytest.mark.parametrize(
    ("fields", "news"),
    [
        ({"remark": replace(REMARK, document=Document(()))}, False),
        ({"remark": replace(REMARK, digest="something else")}, True),
        ({"remark": replace(REMARK, events=frozenset({"ask:7"}))}, True),
        ({"remark": replace(REMARK, tone=Tone.LISTED)}, True),
        ({"remark": None}, True),
        ({"stale": True}, True),
        ({"live": False}, True),
    ],
)
def test_a_brief_is_news_if_something_else_should_be_said_or_it_may_be_said_now(fields, news):
    assert (replace(ASKED, **fields).says != ASKED.says) is news
