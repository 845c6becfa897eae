"""What readings make of the model, example by example; ``test_laws`` holds the same for any order of them."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from connectors.contract import Facet, Look
from rules.model import Facts, Glimpse, Issue, PlanSign, State
from rules.statements import Child, Said, Source, Wait
from rules.text.passages import Passage
from service.activity import NOTHING, Activity
from service.store.clock import next_tick
from service.store.identities import Identities, Sighting, refs_of
from service.store.neighbourhoods import everything
from service.store.readings import Reading, facets_of
from service.understanding import Lines
from tests.kept import facts_in
from tests.service.store.remembering import MEMORY, passing
from tests.service.store.world import LOOKED_AT, at

WEB, PAY, OPS = at("acme/web#1"), at("acme/pay#2"), at("acme/ops#3")
RENAMED = at("acme/site#1")
IDS = {WEB: "1", PAY: "2", OPS: "3", RENAMED: "1"}
COMMENT = (Lines((Passage("Blocked by: acme/ops#3"),), "github:@mia"),)


def seen(ref, *statements, whole=True, glimpses=(), passages=(), **fields):
    """An issue as it was seen."""
    shown = Issue(ref=ref, vendor_id=IDS[ref], **({"title": "", "url": "", "state": State.OPEN} | fields))
    facts = Facts(issue=shown, statements=statements, glimpses=glimpses, passages=passages)
    return Look(ref, facts, LOOKED_AT, LOOKED_AT if whole else frozenset({Facet.CORE}))


def unseen(ref):
    return Look(ref, None, LOOKED_AT, frozenset(), "out of reach")


def part(child, parent, teller):
    return Child(child, parent, Said(Source.NATIVE, teller))


def wait(blocked, blocker):
    return Wait(blocked, blocker, Said(Source.NATIVE, blocked))


class Model:
    """The model, and what each reading makes of it. Ticks are given; without them a reading is made now."""

    def __init__(self, connection):
        self.connection = connection

    def remembers(self, *looks, ticks=None, comments=None, activity=NOTHING):
        start, finish = ticks or (next_tick(self.connection), next_tick(self.connection))
        return MEMORY.remember(self.connection, [Reading(look, start, finish, comments, activity) for look in looks])

    def facts(self, ref):
        return {one.issue.ref: one for one in facts_in(everything(self.connection))}[ref]

    def state(self, ref):
        return self.facts(ref).issue.state

    def statements(self):
        said = [one for facts in facts_in(everything(self.connection)) for one in facts.statements]
        return {(one.blocked, one.blocker) if isinstance(one, Wait) else (one.child, one.parent) for one in said}

    def names(self, rows):
        return set(refs_of(self.connection, sorted(rows)).values())

    def again(self, remembered):
        refs = refs_of(self.connection, list(remembered.again))
        return {refs[one]: facets_of(bits) for one, bits in remembered.again.items()}

    def row(self, ref):
        identities = Identities(self.connection)
        identities.enter([Sighting(ref)])
        return identities.of(ref)


@pytest.fixture
def model(store):
    with passing(store) as connection:
        yield Model(connection)


@pytest.mark.parametrize(("parent_ticks", "child_ticks"), [((10, 20), (11, 15)), ((11, 15), (10, 20))])
@pytest.mark.parametrize("parent_comes_first", [True, False])
def test_two_ends_that_were_read_together_and_disagree_are_both_asked_again(
    model, parent_ticks, child_ticks, parent_comes_first
):
    model.remembers(seen(PAY, part(PAY, WEB, PAY)), seen(WEB, part(PAY, WEB, WEB)), ticks=(1, 2))
    coming = [(seen(WEB), parent_ticks), (seen(PAY, part(PAY, WEB, PAY)), child_ticks)]
    for look, ticks in coming if parent_comes_first else coming[::-1]:
        last = model.remembers(look, ticks=ticks)

    assert model.again(last) == {WEB: {Facet.LINKS}, PAY: {Facet.LINKS}}


@pytest.mark.parametrize("ticks", [(3, 4), (3, 8)])
def test_an_end_that_was_read_since_or_meanwhile_without_showing_a_link_is_asked_again(model, ticks):
    model.remembers(seen(PAY), seen(WEB), ticks=(1, 2))
    model.remembers(seen(WEB), ticks=(5, 6))

    late = model.remembers(seen(PAY, part(PAY, WEB, PAY)), ticks=ticks)

    assert model.again(late) == {WEB: {Facet.LINKS}}


@pytest.mark.parametrize("there", [True, False])
def test_a_late_look_at_one_end_changes_nothing_of_what_the_other_said_since(model, there):
    link = part(PAY, WEB, PAY)
    model.remembers(seen(PAY, link), seen(WEB, link), ticks=(1, 2))
    model.remembers(seen(PAY, *([link] if there else [])), ticks=(5, 6))

    late = model.remembers(seen(WEB, *([] if there else [link])), ticks=(3, 4))

    assert model.statements() == ({(PAY, WEB)} if there else set())
    assert late.again == {}


def test_an_end_that_was_read_before_is_not_asked_again(model):
    model.remembers(seen(WEB))

    assert model.remembers(seen(PAY, part(PAY, WEB, PAY))).again == {}


def test_what_one_request_says_at_one_end_it_does_not_deny_at_the_other(model):
    remembered = model.remembers(seen(WEB), seen(PAY, part(PAY, WEB, PAY)))

    assert model.statements() == {(PAY, WEB)}
    assert remembered.again == {}


def test_a_complete_reading_retracts_what_it_lacks_and_one_that_was_cut_short_does_not(model):
    model.remembers(seen(WEB, wait(WEB, PAY)))

    model.remembers(seen(WEB, whole=False))
    cut_short = model.statements()
    model.remembers(seen(WEB))

    assert (cut_short, model.statements()) == ({(WEB, PAY)}, set())


def test_who_is_no_witness_of_a_link_does_not_deny_it(model):
    model.remembers(seen(WEB, wait(WEB, PAY)))

    model.remembers(seen(PAY))

    assert model.statements() == {(WEB, PAY)}


def test_an_older_thread_does_not_call_a_vanished_issue_back(model):
    model.remembers(seen(WEB), ticks=(1, 2))
    model.remembers(unseen(WEB), ticks=(5, 6))

    model.remembers(seen(WEB), ticks=(3, 4), comments=COMMENT)

    assert model.state(WEB) is State.GONE


def test_an_older_look_brings_its_thread_and_nothing_else(model):
    model.remembers(seen(WEB, state=State.DONE), ticks=(5, 6))

    model.remembers(seen(WEB), ticks=(3, 4), comments=COMMENT)

    assert model.state(WEB) is State.DONE
    assert model.statements() == {(WEB, OPS)}


@pytest.mark.parametrize("both", [[(5, 20), (10, 15)], [(10, 15), (5, 20)]])
def test_after_two_looks_at_once_a_third_is_newer_than_both_or_older_than_both_or_asked_again(model, both):
    for ticks in both:
        model.remembers(seen(WEB), ticks=ticks)
    asked = [model.again(model.remembers(seen(WEB), ticks=ticks)) for ticks in [(1, 7), (16, 18), (21, 22)]]

    assert asked == [{}, {WEB: {Facet.CORE, Facet.LINKS}}, {}]


def test_a_description_that_says_nothing_any_more_retracts_what_it_said(model):
    model.remembers(seen(WEB, passages=COMMENT[0].passages))
    said = model.statements()
    model.remembers(seen(WEB))

    assert (said, model.statements()) == ({(WEB, OPS)}, set())


def test_an_issue_that_vanished_changes_once_and_again_when_it_is_back(model):
    model.remembers(seen(WEB))
    vanished, still, back = (model.remembers(look).changed for look in (unseen(WEB), unseen(WEB), seen(WEB)))

    assert (model.names(vanished), still, model.names(back)) == ({WEB}, set(), {WEB})
    assert model.state(WEB) is State.OPEN


def test_what_a_comment_said_is_known_again_when_a_vanished_issue_is_back(model):
    model.remembers(seen(WEB), comments=COMMENT)
    model.remembers(unseen(WEB))
    model.remembers(seen(WEB))

    assert (WEB, OPS) in model.statements()


def test_of_an_issue_out_of_reach_those_tell_who_link_to_it_and_are_in_reach(model):
    done = Glimpse(ref=PAY, vendor_id=IDS[PAY], title="", state=State.DONE)
    model.remembers(seen(PAY), seen(WEB, wait(WEB, PAY), glimpses=(done,)))
    model.remembers(unseen(PAY))
    told = [one.glimpses for one in facts_in(everything(model.connection))]
    teller_gone = model.remembers(unseen(WEB)).changed

    assert ((done,) in told, model.state(PAY)) == (True, State.GONE)
    assert model.names(teller_gone) == {WEB, PAY}


def test_a_part_out_of_reach_stays_its_parents(model):
    there = Glimpse(ref=PAY, vendor_id=IDS[PAY], title="", state=State.OPEN)
    model.remembers(seen(PAY, part(PAY, WEB, PAY)), seen(WEB, part(PAY, WEB, WEB), glimpses=(there,)))

    model.remembers(unseen(PAY))

    assert model.statements() == {(PAY, WEB)}


MOVED = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "later",
    [{"title": "Other words"}, {"url": "https://github.com/x"}, {"moved": MOVED + timedelta(hours=5)}, {}],
    ids=str,
)
def test_what_decides_no_verdict_judges_nothing(model, later):
    model.remembers(seen(WEB, wait(WEB, PAY), moved=MOVED), seen(PAY))

    assert model.remembers(seen(WEB, wait(WEB, PAY), **{"moved": MOVED} | later)).changed == set()


def test_the_day_on_which_it_moved_may_end_a_quiet_spell(model):
    model.remembers(seen(WEB, wait(WEB, PAY), moved=MOVED), seen(PAY))

    remembered = model.remembers(seen(WEB, wait(WEB, PAY), moved=MOVED + timedelta(days=1)))

    assert remembered.changed == {model.row(WEB)}


LATER = MOVED + timedelta(days=20)
OURS = Activity(programs=(LATER,))


def test_what_we_wrote_ourselves_ends_no_quiet_spell_and_judges_nothing(model):
    model.remembers(seen(WEB, moved=MOVED), comments=())

    remembered = model.remembers(seen(WEB, moved=LATER), comments=(), activity=OURS)

    assert (model.facts(WEB).issue.moved, remembered.changed) == (MOVED, set())


def test_what_moved_an_issue_may_be_told_by_its_thread_later(model):
    model.remembers(seen(WEB, moved=MOVED), comments=())
    model.remembers(seen(WEB, moved=LATER))
    unknown = model.facts(WEB).issue.moved

    model.remembers(seen(WEB, moved=LATER), comments=(), activity=OURS)

    assert (unknown, model.facts(WEB).issue.moved) == (LATER, MOVED)


@pytest.mark.parametrize(("created", "moved"), [(MOVED - timedelta(days=1), MOVED - timedelta(days=1)), (None, None)])
def test_where_only_we_ever_did_something_it_moved_when_it_was_made(model, created, moved):
    model.remembers(seen(WEB, created=created, moved=LATER), comments=(), activity=OURS)

    assert model.facts(WEB).issue.moved == moved


def test_it_came_when_the_tracker_says_it_did_whoever_closed_it(model):
    model.remembers(seen(WEB, moved=MOVED), comments=())

    model.remembers(seen(WEB, moved=LATER, state=State.DONE), comments=(), activity=OURS)

    assert model.facts(WEB).history.came == LATER.date()


@pytest.mark.parametrize(
    "later",
    [{"state": State.DONE}, {"labels": ("x",)}, {"assignees": ("github:@mia",)}, {"signs": PlanSign.DATED_MILESTONE}],
    ids=str,
)
def test_what_may_decide_a_verdict_judges_the_issue(model, later):
    model.remembers(seen(WEB))

    assert model.names(model.remembers(seen(WEB, **later)).changed) == {WEB}


def test_another_title_of_a_blocker_that_was_read_judges_nobody(model):
    glimpse = Glimpse(ref=PAY, vendor_id=IDS[PAY], title="Before", state=State.OPEN)
    model.remembers(seen(PAY), seen(WEB, wait(WEB, PAY), glimpses=(glimpse,)))

    later = model.remembers(seen(WEB, wait(WEB, PAY), glimpses=(replace(glimpse, title="After"),)))

    assert later.changed == set()


def test_who_is_only_named_is_fresh_once(model):
    first = model.remembers(seen(WEB, wait(WEB, PAY)), comments=COMMENT)
    second = model.remembers(seen(WEB, wait(WEB, PAY)), comments=COMMENT)

    assert set(first.fresh.values()) == {PAY, OPS}
    assert second.fresh == {}


def test_a_text_that_names_an_address_judges_its_issue_again_when_it_turns_out_whose_it_is(model):
    model.remembers(seen(WEB, passages=(Passage("Blocked by: acme/old#9"),)), seen(PAY))
    known = Glimpse(ref=at("acme/old#9"), vendor_id=IDS[PAY], title="", state=State.OPEN)

    changed = model.remembers(seen(OPS, glimpses=(known,))).changed

    assert model.row(PAY) in changed
    assert model.statements() == {(WEB, PAY)}


def test_an_issue_that_was_asked_for_by_an_old_address_is_the_one_that_was_found(model):
    old = at("acme/old#9")
    model.remembers(seen(WEB, passages=(Passage("Blocked by: acme/old#9"),)))

    model.remembers(replace(seen(PAY), ref=old))

    assert model.statements() == {(WEB, PAY)}


def test_a_new_address_judges_the_issue_again_once_it_is_sure(model):
    model.remembers(seen(WEB), ticks=(1, 6))
    meanwhile = model.remembers(seen(RENAMED), ticks=(5, 8))
    sure = model.remembers(seen(RENAMED), ticks=(10, 11)).changed

    assert model.again(meanwhile) == {RENAMED: {Facet.CORE, Facet.LINKS}}
    assert model.names(sure) == {RENAMED}


def test_what_a_document_could_not_name_is_kept_beside_what_its_text_says(model):
    look = seen(WEB)
    model.remembers(replace(look, facts=replace(look.facts, unresolved=("a hidden link",))))

    assert [one.unresolved for one in facts_in(everything(model.connection))] == [("a hidden link",)]


@contextmanager
def counting(connection):
    """The statements that are sent meanwhile."""
    sent = []

    def listen(_connection, _cursor, statement, *_):
        sent.append(statement)

    event.listen(connection, "before_cursor_execute", listen)
    yield sent
    event.remove(connection, "before_cursor_execute", listen)


def test_a_page_takes_as_many_statements_however_many_issues_are_on_it(model):
    def page(place, size):
        for number in range(1, size + 1):
            here, there = at(f"acme/{place}#{number}"), at(f"acme/{place}#{number + 1000}")
            shown = Issue(ref=here, vendor_id=f"{place} {number}", title="", url="", state=State.OPEN)
            glimpse = Glimpse(ref=there, state=State.DONE, vendor_id=f"{place} {number + 1000}")
            said = Passage(f"Blocked by: acme/{place}#{number + 2000}")
            facts = Facts(issue=shown, statements=(wait(here, there),), glimpses=(glimpse,), passages=(said,))
            yield Look(here, facts, LOOKED_AT, LOOKED_AT, node_id=f"{place} node {number}")

    counts = []
    for place, size in (("small", 3), ("large", 60)):
        for _ in ("the first time", "the same again"):
            with counting(model.connection) as sent:
                model.remembers(*page(place, size))
            counts.append(len(sent))

    first, again, first_of_many, again_of_many = counts
    assert (first, again) == (first_of_many, again_of_many)
