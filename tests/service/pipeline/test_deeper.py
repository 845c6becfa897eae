"""What is asked for beyond issues themselves."""

import pytest

from connectors.contract import Facet
from rules.model import State
from service.pipeline.deeper import Met, ask_deeper
from service.pipeline.site import Site
from service.store.memory import Remembered
from service.store.readings import bits_of
from service.understanding import Understanding
from tests.service.pipeline.listening import ADDRESSES, CONNECTOR, SITE
from tests.service.pipeline.test_scan import seen

OURS = Site(SITE, CONNECTOR, Understanding(ADDRESSES), None)


@pytest.mark.parametrize(
    ("state", "again"),
    [
        (State.OPEN, {Facet.LINKS, Facet.REMOTE, Facet.COMMENTS}),
        (State.DONE, {Facet.LINKS}),
        (State.DROPPED, {Facet.LINKS}),
    ],
)
def test_of_what_is_closed_neither_comments_nor_links_out_of_the_tracker_are_read(state, again):
    look = seen("acme/web#1", state=state, comments=2)
    remembered = Remembered(again={1: bits_of([Facet.LINKS, Facet.REMOTE]), 2: bits_of([Facet.REMOTE])})

    ask_deeper(remembered, [Met(look, look.facts, 1, None)], OURS)

    assert remembered.again == {1: bits_of(again), 2: bits_of([Facet.REMOTE])}


def test_what_is_closed_and_has_nothing_else_to_be_read_is_not_asked_for():
    look = seen("acme/web#1", state=State.DONE)
    remembered = Remembered(again={1: bits_of([Facet.REMOTE])})

    ask_deeper(remembered, [Met(look, look.facts, 1, None)], OURS)

    assert not remembered.again
