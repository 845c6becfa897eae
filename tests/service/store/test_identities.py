import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.contract import Facet
from rules.model import Ref
from rules.statements import Said, Source, Wait
from service.speech.markers import Role
from service.speech.said import Said as Spoken
from service.speech.said import SaidState
from service.store.documents import body_of
from service.store.identities import Identities, Sighting, refs_of
from service.store.noise import Noise, Thread, count, held_in, hold, note, take_back
from service.store.readings import Kept, Readings
from service.store.sayings import keep, said_on
from service.store.statements import NOBODY, Key, Statements, Ticks
from service.store.tables import address, issue, statement
from service.store.work import Lane, mark
from tests.service.store.remembering import passing
from tests.service.store.world import SITE, at

OLD, NEW, OTHER = at("acme/web#1"), at("acme/pay#7"), at("acme/ops#3")
ID, ANOTHER_ID = "1001", "2002"
BEFORE, NOW, LATER = (3, 4), (5, 6), (7, 8)


@pytest.fixture
def connection(store):
    with passing(store) as connection:
        yield connection


def met(connection, *sightings):
    """The rows that some sightings lead to, all met together."""
    identities = Identities(connection)
    identities.enter(sightings)
    return [identities.of(one.ref) for one in sightings]


def of(connection, ref):
    [row] = met(connection, Sighting(ref))
    return row


def looked_at(connection, row):
    """The row's document was read now."""
    start, finish = NOW
    readings = Readings(connection, [row])
    readings.keep(row, Facet.CORE, Kept(start, finish, ()))
    readings.write()


def link(connection, ref, other):
    """A native link that was said at tick 1."""
    identities = Identities(connection)
    identities.enter([Sighting(ref), Sighting(other)])
    said = Wait(ref, other, Said(Source.NATIVE, ref))
    statements = Statements(connection, [])
    statements.say(Key.of(said, identities, NOBODY), body_of(said), Ticks(1, 2, identities.of(ref)))
    statements.write()


def links(connection):
    rows = connection.execute(statement.select()).fetchall()
    refs = refs_of(connection, [end for row in rows for end in (row.a, row.b)])
    return {(refs[row.a], refs[row.b]) for row in rows}


def test_an_issue_is_the_same_one_by_its_address_and_by_its_id(connection):
    one, two = met(connection, Sighting(OLD), Sighting(OLD, ID))

    assert one == two == of(connection, OLD)


def test_case_is_no_difference_between_addresses_and_the_tracker_is(connection):
    assert of(connection, OLD) == of(connection, Ref(SITE, "ACME/Web#1"))
    assert of(connection, OLD) != of(connection, Ref("github/other", OLD.text))


def test_a_new_address_of_a_known_id_leads_to_the_same_issue_and_the_old_one_still_does(connection):
    met(connection, Sighting(OLD, ID, read=NOW))
    met(connection, Sighting(NEW, ID, read=LATER))

    assert of(connection, OLD) == of(connection, NEW)
    assert refs_of(connection, [of(connection, OLD)]) == {of(connection, OLD): NEW}


def test_who_only_names_an_issue_does_not_tell_where_it_is(connection):
    met(connection, Sighting(NEW, ID, read=NOW))
    met(connection, Sighting(OLD, ID))

    assert refs_of(connection, [of(connection, OLD)]) == {of(connection, NEW): NEW}


def test_an_address_that_another_issue_has_by_now_leads_to_that_one(connection):
    [former] = met(connection, Sighting(OLD, ID, read=NOW))
    [present] = met(connection, Sighting(OLD, ANOTHER_ID, read=LATER))

    assert of(connection, OLD) == present != former


@pytest.mark.parametrize(("read", "holder"), [(LATER, ID), (BEFORE, ANOTHER_ID)])
def test_an_address_that_changed_hands_is_whose_it_was_at_the_last_look(connection, read, holder):
    rows = dict(zip([ID, ANOTHER_ID], met(connection, Sighting(OLD, ID), Sighting(NEW, ANOTHER_ID)), strict=True))
    looked_at(connection, rows[ANOTHER_ID])

    met(connection, Sighting(NEW, ID, read=read))

    assert of(connection, NEW) == rows[holder]


def test_an_older_look_does_not_give_an_address_to_an_issue_that_was_there_before(connection):
    [present] = met(connection, Sighting(OLD, ANOTHER_ID))
    looked_at(connection, present)

    met(connection, Sighting(OLD, ID, read=BEFORE))

    assert of(connection, OLD) == present


def test_an_address_that_only_somebody_names_with_another_id_stays_where_it_is(connection):
    [known] = met(connection, Sighting(OLD, ID, read=NOW))
    met(connection, Sighting(OLD, ANOTHER_ID))

    assert of(connection, OLD) == known


def test_two_rows_that_turn_out_to_be_one_issue_become_one_with_all_that_is_said_of_both(connection):
    met(connection, Sighting(OLD), Sighting(NEW, ID))
    link(connection, OLD, OTHER)
    link(connection, OTHER, OLD)

    identities = Identities(connection)
    identities.enter([Sighting(OLD, ID)])

    assert identities.of(OLD) == of(connection, NEW)
    assert identities.changed() == {of(connection, NEW)}
    assert links(connection) == {(NEW, OTHER), (OTHER, NEW)}


def test_of_the_same_link_said_of_both_the_newer_word_counts(connection):
    met(connection, Sighting(OLD), Sighting(NEW, ID))
    link(connection, NEW, OTHER)
    link(connection, OLD, OTHER)
    there = statement.c.a == of(connection, OLD)
    connection.execute(statement.update().where(there).values(start=9, finish=9, present=False))

    met(connection, Sighting(OLD, ID))

    [row] = connection.execute(statement.select()).fetchall()
    assert (row.start, row.present) == (9, False)


def test_what_moved_takes_along_its_comment_and_what_waits_to_be_done(connection):
    met(connection, Sighting(OLD, ID), Sighting(NEW, ANOTHER_ID))
    said = Spoken(generation=3, digest="d", comment_id="30", state=SaidState.STANDS)
    keep(connection, of(connection, OLD), said, identity="as the marker says", at=1.0)
    hold(connection, Thread(of(connection, OLD), Role.VERDICT), "a", 1.0)
    note(connection, Thread(of(connection, OLD), Role.VERDICT), Noise.COMMENT, 3, team="web", at=1.0)
    mark(connection, Lane.READ, [of(connection, OLD)], 4.0, {of(connection, OLD): 0b1000})
    mark(connection, Lane.READ, [of(connection, NEW)], 9.0, {of(connection, NEW): 0b0001})

    identities = Identities(connection)
    identities.enter([Sighting(OLD), Sighting(NEW)])
    identities.move(OLD, NEW)

    assert said_on(connection, of(connection, OLD), Role.VERDICT) == (said.moved(), "as the marker says")
    there = Thread(of(connection, NEW), Role.VERDICT)
    assert held_in(connection, there) == {"a"}
    take_back(connection, there, 3)
    assert count(connection, "web", 0.0)[Noise.COMMENT] == 0
    [row] = connection.exec_driver_sql("SELECT issue_id, facets, due FROM work").fetchall()
    assert tuple(row) == (of(connection, NEW), 0b1001, 4.0)


def test_where_both_were_spoken_on_what_either_told_was_told_and_the_comment_there_stands(connection):
    met(connection, Sighting(OLD, ID), Sighting(NEW, ANOTHER_ID))
    for ref, event in ((OLD, "a"), (NEW, "b")):
        said = Spoken(generation=3, events=frozenset(event), comment_id=event, state=SaidState.STANDS)
        keep(connection, of(connection, ref), said, identity=ref.text, at=1.0)

    identities = Identities(connection)
    identities.enter([Sighting(OLD), Sighting(NEW)])
    identities.move(OLD, NEW)

    both = Spoken(generation=3, events=frozenset("ab"), comment_id="b", state=SaidState.STANDS)
    assert said_on(connection, of(connection, NEW), Role.VERDICT) == (both, NEW.text)


def test_the_number_of_a_merged_row_is_not_given_to_the_next_issue(connection):
    [gone] = met(connection, Sighting(OLD, ID), Sighting(NEW))[1:]
    met(connection, Sighting(NEW, ID))

    assert of(connection, OTHER) > gone
    assert connection.execute(issue.select().where(issue.c.id == gone)).first() is None


def test_what_a_look_knows_better_is_taken_over_once(connection):
    met(connection, Sighting(OLD))
    met(connection, Sighting(OLD, ID, "node", read=NOW))
    met(connection, Sighting(OLD))

    [row] = connection.execute(issue.select()).fetchall()
    assert (row.vendor_id, row.node_id, row.ref) == (ID, "node", OLD.text)


def test_rows_that_were_made_are_told_and_those_that_were_there_are_not(connection):
    there = of(connection, OLD)
    identities = Identities(connection)
    identities.enter([Sighting(OLD), Sighting(NEW)])

    assert identities.fresh == {identities.of(NEW): NEW}
    assert there not in identities.fresh


REFS = (OLD, NEW, OTHER, Ref(SITE, "ACME/Web#1"))
SIGHTINGS = st.builds(
    Sighting,
    st.sampled_from(REFS),
    st.sampled_from(["", ID, ANOTHER_ID]),
    st.sampled_from(["", "node", "another"]),
    st.sampled_from([None, BEFORE, NOW]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(SIGHTINGS, max_size=2), sightings=st.lists(SIGHTINGS, min_size=2, max_size=6))
def test_those_that_are_met_together_are_who_they_are_one_after_the_other(store, before, sightings):
    found = []
    for some in ([sightings], [[one] for one in sightings]):
        with passing(store) as connection:
            met(connection, *before)
            identities = Identities(connection)
            for together in some:
                identities.enter(together)
            rows = {row.id: (row.vendor_id, row.node_id, row.ref) for row in connection.execute(issue.select())}
            places = {row.key: rows[row.issue_id] for row in connection.execute(address.select())}
            found.append((places, sorted(rows.values())))

    together, one_by_one = found
    assert together == one_by_one
