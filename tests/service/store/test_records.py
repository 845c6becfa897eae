"""What was written and answered since a day, by team."""

from datetime import date

import pytest

from connectors.contract import Reaction
from rules.interpretation import Outcome
from service.speech.markers import Role
from service.store import answers, verdicts
from service.store.answers import Answer
from service.store.documents import Told, encoded
from service.store.noise import Noise, Thread, note
from service.store.records import Written, answered_since, written_since
from service.store.tables import issue
from service.store.verdicts import Verdict
from tests.drawing import Drawing
from tests.service.store.remembering import look, remember

DAY = date(2026, 11, 20)


@pytest.fixture
def connection(store):
    with store.begin() as connection:
        yield connection


def test_what_was_written_comes_in_its_order_from_a_moment_on(connection):
    note(connection, Thread(1, Role.VERDICT), Noise.COMMENT, 1, team="web", at=1.0)
    note(connection, Thread(2, Role.BRIEF), Noise.EDIT, 1, team="web", at=9.0)
    note(connection, Thread(1, Role.VERDICT), Noise.COMMENT, 2, team="payments", at=5.0)

    assert written_since(connection, 5.0) == [
        Written(1, Role.VERDICT, Noise.COMMENT, "payments"),
        Written(2, Role.BRIEF, Noise.EDIT, "web"),
    ]


def test_commands_count_by_the_day_of_their_comment_and_once_a_reaction_is_there(connection):
    drawing = Drawing().open("A-1")
    [one] = remember(connection, look(drawing.facts["A-1"])).changed
    verdicts.keep(connection, [Verdict(one, 1.0, None, stale=False, live=True, findings=(), remark=None, team="web")])
    days = {"10": DAY, "11": DAY, "12": date(2026, 11, 19), "13": None}
    outcomes = tuple(Outcome(comment, "words", carried_out=True, changed=day) for comment, day in days.items())
    told = Told.of(drawing.facts["A-1"], outcomes)
    connection.execute(issue.update().where(issue.c.id == one).values(told=encoded(told)))
    given = [Answer(one, comment, "words", Reaction.DONE, "r", settled=True) for comment in ("10", "12", "13", "99")]
    due = Answer(one, "11", "words", Reaction.NOT_DONE)
    answers.keep(connection, [*given, due])

    assert answered_since(connection, DAY) == {"web": 1}
    assert answered_since(connection, date(2026, 11, 1)) == {"web": 2}
    assert answered_since(connection, date(2026, 11, 21)) == {}
