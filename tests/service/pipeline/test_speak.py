"""What is spoken of a verdict that was made before somebody knew what stands."""

import asyncio

import pytest

from service.pipeline.decisions import Decisions
from service.pipeline.speak import Speaking
from service.settings import Settings
from service.speech.markers import Role
from service.speech.said import Said, SaidState
from service.store import briefs, sayings, verdicts
from service.store.briefs import Brief
from service.store.leases import Leases
from service.store.verdicts import Verdict
from service.store.work import Lane, claim, mark, waiting
from tests.drawing import SITE, Drawing
from tests.service.store.remembering import look, remember


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", [SaidState.UNSAID, SaidState.STANDS])
def test_a_comment_of_which_a_judgement_did_not_know_has_its_issue_judged_again(store, role, state):
    drawing = Drawing().open("A-1")
    with store.begin() as connection:
        [one] = remember(connection, look(drawing.facts["A-1"])).changed
        verdicts.keep(connection, [Verdict(one, 1.0, None, stale=False, live=True, findings=(), remark=None)])
        briefs.keep(connection, [Brief(one, stale=False, live=True, remark=None)])
        begun = Said(role, 1, "digest", comment_id="9" if state is SaidState.STANDS else "", state=state)
        sayings.keep(connection, one, begun, identity="jira/acme 1", at=1.0)
        mark(connection, Lane.SPEAK, [one], 0.0)
    speaking = Speaking(store, Decisions(Settings()), client=None, key=b"key")
    lease = Leases(store, "us", 3600).take(SITE, "speak")

    [due] = claim(store, SITE, Lane.SPEAK, 1.0, 10)
    asyncio.run(speaking.speak(due, lease, 1.0))

    with store.begin() as connection:
        assert bool(waiting(connection, Lane.JUDGE, [one])) is (state is SaidState.STANDS)
        assert waiting(connection, Lane.SPEAK, [one]) == set()
