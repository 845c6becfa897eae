"""Links out of a tracker: known on the issue that has them, read by themselves, and read again when it moved."""

from datetime import UTC, datetime

import pytest

from connectors.contract import Facet, Look
from rules.model import Facts, Issue, Ref, State
from rules.statements import Said, Source, Wait
from service.activity import NOTHING, Activity
from service.store.clock import next_tick
from service.store.identities import refs_of
from service.store.memory import Memory
from service.store.neighbourhoods import everything
from service.store.readings import Reading, facets_of
from service.understanding import Understanding
from tests.kept import facts_in
from tests.service.store.remembering import ADDRESSES, WITNESSES, passing

MEMORY = Memory(WITNESSES, frozenset(Facet), Understanding(ADDRESSES))
PAY, SHOP, WEB, OPS = (
    Ref("jira/acme", "PAY-1"),
    Ref("jira/acme", "SHOP-1"),
    *(Ref("github/acme", f"acme/{name}#1") for name in ("web", "ops")),
)
IDS = {PAY: "1", SHOP: "2"}
BULK = frozenset({Facet.CORE, Facet.LINKS})
ALL = BULK | {Facet.REMOTE}
MONDAY, TUESDAY = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (23, 24))


def seen(ref, *statements, facets=ALL, complete=ALL, moved=MONDAY):
    issue = Issue(ref=ref, title="", url="", state=State.OPEN, vendor_id=IDS[ref], moved=moved)
    facts = Facts(issue=issue, statements=statements)
    return Look(ref, facts, facets, facets & complete)


def remote(blocked, blocker, teller):
    return Wait(blocked, blocker, Said(Source.REMOTE_LINK, teller, "is blocked by"))


def native(blocked, blocker):
    return Wait(blocked, blocker, Said(Source.LINK_TYPE, blocked, "Blocks"))


class Model:
    def __init__(self, connection):
        self.connection = connection

    def remembers(self, *looks, activity=NOTHING):
        start, finish = next_tick(self.connection), next_tick(self.connection)
        return MEMORY.remember(self.connection, [Reading(look, start, finish, None, activity) for look in looks])

    def waits(self):
        said = [one for facts in facts_in(everything(self.connection)) for one in facts.statements]
        return {(one.blocked, one.blocker, one.said.source) for one in said}

    def again(self, remembered):
        refs = refs_of(self.connection, list(remembered.again))
        return {refs[one]: facets_of(bits) for one, bits in remembered.again.items()}


@pytest.fixture
def model(store):
    with passing(store) as connection:
        yield Model(connection)


def test_a_link_to_another_tracker_is_known_and_its_target_is_to_be_read(model):
    remembered = model.remembers(seen(PAY, remote(PAY, WEB, PAY)))

    assert model.waits() == {(PAY, WEB, Source.REMOTE_LINK)}
    assert WEB in remembered.fresh.values()


def test_what_the_issue_itself_lists_leaves_its_links_to_elsewhere_alone(model):
    model.remembers(seen(PAY, remote(PAY, WEB, PAY), native(PAY, SHOP)))

    model.remembers(seen(PAY, facets=BULK))

    assert model.waits() == {(PAY, WEB, Source.REMOTE_LINK)}


def test_a_link_to_elsewhere_that_is_not_listed_any_more_is_gone(model):
    model.remembers(seen(PAY, remote(PAY, WEB, PAY), remote(OPS, PAY, PAY)))

    remembered = model.remembers(seen(PAY, remote(OPS, PAY, PAY)))

    assert model.waits() == {(OPS, PAY, Source.REMOTE_LINK)}
    assert refs_of(model.connection, list(remembered.changed))


def test_links_to_elsewhere_that_could_not_be_read_stay_as_they_were(model):
    model.remembers(seen(PAY, remote(PAY, WEB, PAY)))

    model.remembers(seen(PAY, complete=BULK))

    assert model.waits() == {(PAY, WEB, Source.REMOTE_LINK)}


def test_only_an_issue_that_moved_is_asked_for_its_links_to_elsewhere_again(model):
    first = model.remembers(seen(PAY, facets=BULK))
    model.remembers(seen(PAY))
    still = model.remembers(seen(PAY, facets=BULK))
    moved = model.remembers(seen(PAY, facets=BULK, moved=TUESDAY))

    assert [model.again(one) for one in (first, still, moved)] == [{PAY: {Facet.REMOTE}}, {}, {PAY: {Facet.REMOTE}}]


def test_what_we_wrote_has_links_to_elsewhere_read_again_once(model):
    ours = Activity(programs=(TUESDAY,))
    model.remembers(seen(PAY))
    written = model.remembers(seen(PAY, facets=BULK, moved=TUESDAY), activity=ours)
    model.remembers(seen(PAY, moved=TUESDAY))
    still = model.remembers(seen(PAY, facets=BULK, moved=TUESDAY))

    assert [model.again(one) for one in (written, still)] == [{PAY: {Facet.REMOTE}}, {}]


def test_a_tracker_whose_issues_have_no_such_links_is_not_asked_for_them(model):
    memory = Memory(WITNESSES, BULK, Understanding(ADDRESSES))

    remembered = memory.remember(model.connection, [Reading(seen(PAY, facets=BULK), 1, 2)])

    assert remembered.again == {}
