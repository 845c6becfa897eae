"""Every place of the table: what was said before, and what should stand now."""

from dataclasses import replace

import pytest

from service.speech.document import Document, Paragraph, line
from service.speech.markers import Mark, Role
from service.speech.mentions import call, called_in
from service.speech.remarks import ALMOST, Remark, Tone
from service.speech.said import Said, SaidState
from service.speech.threads import Ours
from service.speech.turns import Edit, Search, Silence, Speak, turn

OLD, NEW = frozenset({"old"}), frozenset({"new"})
NOTHING = frozenset()
UNSAID = Said()
KNOWN = Said(events=OLD | ALMOST)
"""Of the baseline: what was there when Detour went live."""
STANDS = Said(generation=3, digest="before", events=OLD, comment_id="30", state=SaidState.STANDS)
REMOVED = STANDS.removed()
UNSURE = replace(STANDS, generation=4, digest="now", saying=OLD | NEW, state=SaidState.UNSURE)


def remark(tone=Tone.SPOKEN, events=OLD, digest="now", accounts=(), calls=NOTHING):
    blocks = [Paragraph(line(f"{tone} {digest}")), *([call(accounts)] if accounts else [])]
    return Remark(tone, events, digest, Document(tuple(blocks)), calls)


SPOKEN, SPOKEN_NEWS = remark(), remark(events=OLD | NEW)
QUIET = remark(Tone.QUIET, ALMOST)
FOLDED, FOLDED_NEWS = remark(Tone.FOLDED, NOTHING), remark(Tone.FOLDED, NEW)

ASKED, ASKED_BY_MORE = remark(Tone.ASKED), remark(Tone.ASKED, OLD | NEW)
ASKED_ANEW = remark(Tone.ASKED, NEW)
LISTED, LISTED_ANEW = remark(Tone.LISTED), remark(Tone.LISTED, NEW)
CALLING = remark(events=OLD | NEW, accounts=("mia", "noor"), calls=NEW)
"""It is time to decide, which is news."""
IDLE = replace(STANDS, events=NOTHING)
"""It folded: nobody asks any more."""

TABLE = [
    (UNSAID, SPOKEN, Speak),
    (UNSAID, QUIET, Speak),
    (KNOWN, SPOKEN, Silence),
    (KNOWN, SPOKEN_NEWS, Speak),
    (KNOWN, QUIET, Silence),
    (UNSAID, FOLDED, Silence),
    (UNSAID, FOLDED_NEWS, Silence),
    (STANDS, SPOKEN, Edit),
    (STANDS, SPOKEN_NEWS, Speak),
    (STANDS, QUIET, Edit),
    (STANDS, FOLDED, Edit),
    (STANDS, FOLDED_NEWS, Speak),
    (REMOVED, SPOKEN, Silence),
    (REMOVED, SPOKEN_NEWS, Speak),
    (REMOVED, QUIET, Silence),
    (REMOVED, FOLDED, Silence),
    (REMOVED, FOLDED_NEWS, Silence),
    (UNSAID, ASKED, Speak),
    (KNOWN, ASKED, Silence),
    (KNOWN, ASKED_BY_MORE, Speak),
    (STANDS, ASKED, Edit),
    (STANDS, ASKED_BY_MORE, Edit),
    (STANDS, ASKED_ANEW, Speak),
    (IDLE, ASKED, Speak),
    (REMOVED, ASKED_BY_MORE, Silence),
    (REMOVED, ASKED_ANEW, Speak),
    (UNSAID, LISTED, Silence),
    (KNOWN, LISTED_ANEW, Silence),
    (STANDS, LISTED, Edit),
    (IDLE, LISTED_ANEW, Edit),
    (REMOVED, LISTED_ANEW, Silence),
]


@pytest.mark.parametrize(("said", "wanted", "kind"), TABLE)
def test_what_is_done_depends_on_what_stands_and_on_whether_there_are_news(said, wanted, kind):
    assert type(turn(said, wanted)) is kind


@pytest.mark.parametrize("wanted", [None, SPOKEN, SPOKEN_NEWS, QUIET, FOLDED, FOLDED_NEWS])
def test_while_nobody_knows_what_stands_nothing_is_done_but_to_look(wanted):
    assert turn(UNSURE, wanted) == turn(STANDS.moved(), wanted) == Search()


@pytest.mark.parametrize("said", [UNSAID, STANDS, REMOVED])
def test_without_a_remark_nothing_is_concluded(said):
    assert turn(said, None) == Silence(said)


@pytest.mark.parametrize("wanted", [SPOKEN, QUIET, FOLDED])
def test_what_stands_already_is_not_written_again(wanted):
    stands = replace(STANDS, digest=wanted.digest)

    assert turn(stands, wanted) == Silence(replace(stands, events=OLD & wanted.events))


@pytest.mark.parametrize("said", [STANDS, REMOVED])
def test_an_event_that_cleared_is_forgotten_and_so_may_come_again(said):
    silent_or_edited = turn(said, FOLDED)

    assert silent_or_edited.then.events == NOTHING
    assert isinstance(turn(silent_or_edited.then, SPOKEN), Speak)


def test_an_edit_that_was_interrupted_is_due_again():
    edit = turn(STANDS, SPOKEN)

    assert edit == Edit(SPOKEN.document, replace(STANDS, digest=""), replace(STANDS, digest="now"))
    assert edit.comment_id == "30"
    assert isinstance(turn(edit.before, SPOKEN), Edit)
    assert turn(edit.after("30"), SPOKEN) == Silence(edit.then)


def test_a_new_comment_names_its_news_and_the_one_that_it_replaces():
    speak = turn(STANDS, SPOKEN_NEWS)

    assert (speak.news, speak.former, speak.document) == (NEW, "30", SPOKEN_NEWS.document)
    assert speak.before == UNSURE
    assert speak.after("40") == Said(Role.VERDICT, 4, "now", OLD | NEW, "40", SaidState.STANDS)


def test_a_comment_that_a_person_deleted_is_not_deleted_by_us():
    assert turn(REMOVED, SPOKEN_NEWS).former == ""


@pytest.mark.parametrize("said", [STANDS, REMOVED])
def test_who_asks_besides_others_joins_them_silently_and_stays_when_these_leave(said):
    joined = turn(said, ASKED_BY_MORE).then

    assert joined.events == OLD | NEW
    assert not isinstance(turn(joined, ASKED_ANEW), Speak)


def test_an_ask_that_begins_nothing_now_was_told_of_all_the_same():
    """It is not planned any more, and may be again."""
    listed = turn(STANDS, LISTED).then

    assert listed.events == OLD
    assert not isinstance(turn(listed, ASKED_BY_MORE), Speak)


def test_an_ask_that_was_only_listed_may_begin_a_brief_later():
    listed = turn(IDLE, LISTED_ANEW).then

    assert listed.events == NOTHING
    assert isinstance(turn(listed, ASKED_ANEW), Speak)


def test_a_near_miss_begins_a_comment_by_an_event_of_its_own():
    assert turn(UNSAID, QUIET).news == ALMOST


def test_what_was_known_when_detour_went_live_is_forgotten_once_it_clears():
    assert turn(KNOWN, None) == Silence(Said())


@pytest.mark.parametrize("role", Role)
def test_the_role_stays_through_a_comments_life(role):
    speak = turn(Said(role), SPOKEN)

    assert speak.before.role is speak.after("1").role is role
    assert speak.before.settled(Ours()).role is role
    assert speak.then.mark("jira/acme 1") == Mark("jira/acme 1", role, 1)


def test_a_comment_that_was_found_after_all_was_said():
    found = UNSURE.settled(Ours("40", Mark("", Role.VERDICT, 4), ("30",)))

    assert found == turn(STANDS, SPOKEN_NEWS).after("40")


def test_a_comment_that_moved_with_its_issue_stands_there_under_its_new_id_and_told_what_it_told():
    found = STANDS.moved().settled(Ours("77", Mark("", Role.VERDICT, 3)))

    assert found == replace(STANDS, comment_id="77")


def test_what_did_not_stand_before_its_issue_moved_does_not_stand_afterwards():
    assert [said.moved() for said in (UNSAID, KNOWN, UNSURE, REMOVED)] == [UNSAID, KNOWN, UNSURE, REMOVED]
    assert STANDS.moved().settled(Ours()) == replace(REMOVED, digest="")


def test_where_only_the_former_comment_is_found_the_new_one_is_due_again():
    found = UNSURE.settled(Ours("30", Mark("", Role.VERDICT, 3)))

    assert found == replace(STANDS, generation=4, digest="")
    assert turn(found, SPOKEN_NEWS).then.generation == 5


def test_a_comment_of_which_the_store_knows_nothing_is_taken_over_and_edited():
    found = UNSURE.settled(Ours("90", Mark("", Role.VERDICT, 9)))

    assert found == Said(Role.VERDICT, 9, "", OLD, "90", SaidState.STANDS)
    assert isinstance(turn(found, SPOKEN), Edit)


def test_where_none_is_found_the_former_one_was_deleted_by_a_person():
    assert UNSURE.settled(Ours()) == replace(REMOVED, generation=4, digest="")


def test_where_none_is_found_and_none_was_there_it_was_never_said():
    found = turn(UNSAID, SPOKEN).before.settled(Ours())

    assert found == Said(generation=1)
    assert isinstance(turn(found, SPOKEN), Speak)


def mentioned_by(said, wanted):
    step = turn(said, wanted)
    return called_in(step.document), step.then.mentioned


def test_an_event_that_calls_for_it_has_the_assignees_mentioned_by_the_new_comment_that_it_causes():
    speak = turn(STANDS, CALLING)

    assert (called_in(speak.document), speak.after("40").mentioned) == (("mia", "noor"), ("mia", "noor"))
    assert turn(speak.after("40"), CALLING) == Silence(speak.after("40"))


def test_a_new_comment_by_another_event_mentions_nobody():
    told = replace(STANDS, events=NEW)

    assert isinstance(turn(told, CALLING), Speak)
    assert mentioned_by(told, CALLING) == ((), ())


def test_an_edit_keeps_whom_the_comment_mentions_and_mentions_nobody_else():
    told = replace(turn(STANDS, CALLING).after("40"), digest="before")
    assigned_anew = replace(CALLING, document=remark(accounts=("zoe", "noor")).document)
    quiet = replace(STANDS, events=OLD | NEW)

    assert isinstance(turn(told, CALLING), Edit)
    assert mentioned_by(told, CALLING) == (("mia", "noor"), ("mia", "noor"))
    assert mentioned_by(told, assigned_anew) == (("noor",), ("noor",))
    assert mentioned_by(quiet, CALLING) == ((), ())


def test_who_was_dropped_by_an_edit_is_not_mentioned_again_by_the_next():
    told = replace(turn(STANDS, CALLING).after("40"), digest="before")

    without = replace(turn(told, remark(events=OLD | NEW)).then, digest="again")

    assert isinstance(turn(without, CALLING), Edit)
    assert mentioned_by(without, CALLING) == ((), ())


def test_another_assignee_alone_writes_nothing():
    told = turn(STANDS, CALLING).after("40")

    assert turn(told, replace(CALLING, document=remark(accounts=("zoe",)).document)) == Silence(told)


def test_a_comment_that_was_found_after_all_mentions_whom_it_was_written_to_mention():
    unsure = turn(STANDS, CALLING).before

    found = unsure.settled(Ours("40", Mark("", Role.VERDICT, 4), ("30",)))
    lost = unsure.settled(Ours("30", Mark("", Role.VERDICT, 3)))

    assert turn(found, CALLING) == Silence(turn(STANDS, CALLING).after("40"))
    assert mentioned_by(lost, CALLING) == (("mia", "noor"), ("mia", "noor"))
    assert mentioned_by(lost, remark(accounts=("mia",))) == ((), ())
