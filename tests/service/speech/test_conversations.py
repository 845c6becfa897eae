"""What people see of Detour over time, whatever fails in between: the laws of rulebook section 6."""

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum, auto

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from connectors.contract import Marked
from service.speech.document import Document, Paragraph, line
from service.speech.markers import Role, read, signed
from service.speech.mentions import call, called_in, calling
from service.speech.remarks import ALMOST, Remark, Tone
from service.speech.said import Said, SaidState
from service.speech.threads import search
from service.speech.turns import Edit, Search, Silence, Speak, turn
from tests.exploring import times

ISSUE, KEY = "jira/acme 1", b"key"
"""What a comment without an event is about."""
EVENTS = st.frozensets(st.sampled_from("abc"), max_size=3)


class Fate(Enum):
    """What becomes of a step: of a row that is kept, of a write, of a deletion."""

    HAPPENS = auto()
    REFUSED = auto()
    """It surely did not happen."""
    LOST = auto()
    """It did not happen, and nobody knows."""
    UNHEARD = auto()
    """It happened, and nobody knows."""


class Interrupted(Exception):  # noqa: N818  # no fault of anybody's
    """The process ended, or gave up for now."""


@dataclass(frozen=True)
class Posted:
    """A comment as people see it, and its hidden mark."""

    id: str
    body: object
    mark: str
    own: bool


class Thread:
    """The comments of an issue, and what becomes of each step that somebody takes."""

    def __init__(self):
        self.comments, self.fates, self.written = [], [], 0

    def meets(self):
        """What becomes of the next step; once all fates are used up, nothing fails."""
        return self.fates.pop(0) if self.fates else Fate.HAPPENS

    def find(self, comment):
        return next((one for one in self.comments if one.id == comment), None)

    def post(self, body, mark, *, own):
        self.written += 1
        self.comments.append(Posted(str(self.written), body, mark, own))
        return self.comments[-1].id

    def edit(self, comment, **changes):
        self.comments = [replace(one, **changes) if one.id == comment else one for one in self.comments]

    def marked(self):
        """As a tracker tells of them."""
        return [Marked(one.id, one.mark) for one in self.comments if one.own]

    def delete(self, comment):
        self.comments = [one for one in self.comments if one.id != comment]


def worded(tone, events, wording, assigned=(), calling_for=frozenset()):
    digest, calls = f"{tone} {sorted(events)} {wording} {sorted(events & calling_for)}", events & calling_for
    blocks = [Paragraph(line(digest)), *([call(assigned)] if assigned and calls else [])]
    return Remark(tone, events, digest, Document(tuple(blocks)), calls)


WORDING = st.integers(0, 2)
ASSIGNED = st.sampled_from([("mia",), ("mia", "noor"), ("zoe",), ()])
VERDICTS = st.one_of(
    st.builds(worded, st.just(Tone.SPOKEN), EVENTS.filter(bool), WORDING, ASSIGNED, EVENTS),
    st.builds(worded, st.just(Tone.QUIET), st.just(ALMOST), WORDING),
    st.builds(worded, st.just(Tone.FOLDED), st.sampled_from([frozenset(), frozenset("r")]), WORDING),
)
BRIEFS = st.one_of(
    st.builds(worded, st.sampled_from([Tone.ASKED, Tone.ASKED, Tone.LISTED]), EVENTS.filter(bool), WORDING),
    st.builds(worded, st.just(Tone.FOLDED), st.just(frozenset()), WORDING),
)
FATES = st.lists(st.sampled_from([Fate.HAPPENS, Fate.HAPPENS, *Fate]), max_size=8)


class Conversation(RuleBasedStateMachine):
    """One issue's thread. ``kept`` is the row as the store has it.

    ``told`` counts how often people were notified of each event since it was last seen to have cleared; ``news`` are
    those of each generation; ``meddled`` are the comments that are not in our words any more; ``called`` is who was
    mentioned by each comment of ours when it was new.
    """

    role, remarks = Role.VERDICT, VERDICTS

    def __init__(self):
        super().__init__()
        self.thread, self.kept, self.wanted = Thread(), Said(self.role), None
        self.told, self.news, self.meddled, self.copies, self.deleted = Counter(), {}, set(), set(), False
        self.called = {}

    @rule(data=st.data())
    def something_else_should_stand(self, data):
        self.wanted = data.draw(self.remarks)

    @rule(fates=FATES)
    def it_is_spoken(self, fates):
        self.thread.fates = fates
        try:
            self._settle()
        except Interrupted:
            return

    @rule(data=st.data())
    def something_else_should_stand_and_nothing_fails(self, data):
        self.wanted, self.thread.fates = data.draw(self.remarks), []
        self._settle()

    @precondition(lambda self: self._ours())
    @rule(data=st.data())
    def a_person_deletes_our_comment(self, data):
        comment = data.draw(st.sampled_from(self._ours()))
        mark = read(comment.mark, KEY, ISSUE)
        if self.kept.state is SaidState.UNSURE and mark.generation == self.kept.generation:
            # Of what is deleted before anybody knew of it there is no trace: it may be said again.
            self.told -= Counter(self.news[mark.generation])
        self.thread.delete(comment.id)
        self.deleted = True

    @precondition(lambda self: self._ours())
    @rule(data=st.data())
    def a_person_mends_a_typo_in_our_comment(self, data):
        comment = data.draw(st.sampled_from(self._ours()))
        self.thread.edit(comment.id, body="Mended")
        self.meddled.add(comment.id)

    @precondition(lambda self: self._ours())
    @rule(data=st.data())
    def a_person_copies_our_comment(self, data):
        ours = data.draw(st.sampled_from(self._ours()))
        self.copies.add(self.thread.post(ours.body, ours.mark, own=False))

    def may_speak(self, step):
        """A verdict speaks of any news."""

    @invariant()
    def nobody_is_told_of_an_event_twice(self):
        assert not self.told or max(self.told.values()) <= 1

    @invariant()
    def no_comment_of_a_person_is_touched(self):
        assert self.copies == {one.id for one in self.thread.comments if not one.own}

    @invariant()
    def a_row_that_says_that_a_comment_stands_knows_which_and_one_that_is_sure_says_nothing(self):
        assert (self.kept.state is SaidState.STANDS) <= bool(self.kept.comment_id)
        assert (self.kept.state is not SaidState.UNSURE) <= (not self.kept.saying)

    def teardown(self):
        """In the end, once nothing fails any more."""
        self.thread.fates = []
        self._settle()

        self.nobody_is_told_of_an_event_twice()
        assert len(self._ours()) <= 1
        for comment in self._ours():
            if self.wanted is not None and comment.id not in self.meddled:
                assert calling(comment.body, ()) == calling(self.wanted.document, ())
        if self.wanted is not None and self.wanted.tone in {Tone.SPOKEN, Tone.ASKED}:
            assert self._ours() or self.deleted
        if self.wanted is not None and self.wanted.tone is Tone.SPOKEN:
            assert self.wanted.events <= frozenset().union(*self.news.values())
        self.thread.fates = [Fate.REFUSED]
        self._settle()  # nothing is left to be done

    def _ours(self):
        ours = search(self.thread.marked(), issue=ISSUE, role=self.role, key=KEY)
        return [self.thread.find(one) for one in (ours.survivor, *ours.rest) if one is not None]

    def _settle(self):
        """Takes turns, in the order that ``said`` promises, until there is nothing to do."""
        for _ in range(4):
            step = turn(self.kept, self.wanted)
            if self.wanted is not None and not isinstance(step, Search):
                self.told = Counter({one: self.told[one] for one in self.wanted.events | ALMOST})
            match step:
                case Silence(then=then):
                    return None if then == self.kept else self._keep(then)
                case Search():
                    ours = search(self.thread.marked(), issue=ISSUE, role=self.kept.role, key=KEY)
                    for comment in ours.rest:
                        self._delete(comment)
                    self._keep(self.kept.settled(ours))
                case Edit() | Speak():
                    self._write(step)
        raise AssertionError("it goes on and on")

    def _write(self, step):
        first = self.kept
        self._keep(step.before)
        if isinstance(step, Edit) and self.thread.find(step.comment_id) is None:
            return self._keep(first.removed())
        fate = self.thread.meets()
        if fate is Fate.REFUSED:
            self._keep(first)
        comment = self._wrote(step) if fate in {Fate.HAPPENS, Fate.UNHEARD} else None
        if fate is not Fate.HAPPENS:
            raise Interrupted
        if isinstance(step, Speak) and step.former:
            self._delete(step.former)
        return self._keep(step.after(comment))

    def _wrote(self, step):
        mark, called = signed(step.then.mark(ISSUE), KEY), set(called_in(step.document))
        assert called <= set(called_in(self.wanted.document))
        if isinstance(step, Edit):
            assert called <= self.called[step.comment_id]
            self.meddled.discard(step.comment_id)
            self.thread.edit(step.comment_id, body=step.document, mark=mark)
            return step.comment_id
        assert step.news
        assert not called or step.news & self.wanted.calls
        self.may_speak(step)
        self.news[step.then.generation] = step.news
        self.told.update(self.news[step.then.generation])
        comment = self.thread.post(step.document, mark, own=True)
        self.called[comment] = called
        return comment

    def _keep(self, said):
        """The store's word is sure once it is kept, but the process may end before or after."""
        fate = self.thread.meets()
        if fate in {Fate.HAPPENS, Fate.UNHEARD}:
            self.kept = said
        if fate is not Fate.HAPPENS:
            raise Interrupted

    def _delete(self, comment):
        fate = self.thread.meets()
        if fate in {Fate.HAPPENS, Fate.UNHEARD}:
            self.thread.delete(comment)
        if fate is not Fate.HAPPENS:
            raise Interrupted


class Asking(Conversation):
    """One blocker's thread, in which a need brief may stand."""

    role, remarks = Role.BRIEF, BRIEFS

    def may_speak(self, step):
        """A brief speaks of asks again only when all that were told of are gone."""
        assert self.kept.events.isdisjoint(step.then.events)


TestConversations = Conversation.TestCase
TestConversations.settings = settings(max_examples=times(60, 1000), stateful_step_count=30)
TestBriefs = Asking.TestCase
TestBriefs.settings = settings(max_examples=times(60, 1000), stateful_step_count=30)
