"""What a comment folds to. Each case is an issue on which nothing speaks."""

from datetime import date

import pytest

from rules.model import State
from rules.policy import Policy
from service.speech.comments import UNNAMED
from service.speech.markdown import render
from service.speech.remarks import Tone
from tests.drawing import TODAY
from tests.service.speech.office import ACME, Office, team, waiting

ON_ITS_PAGE = " More on [its page](https://detour.acme.example/issues/jira/acme/SHOP-1).\n"


def folded(office, **options):
    """The folded line in plain words."""
    remark = office.remark(**options)
    assert remark.tone is Tone.FOLDED
    assert remark.events == frozenset()
    assert render(remark.document).count("\n") == 1
    line = render(remark.document).removesuffix(ON_ITS_PAGE).removeprefix("**Settled:** ")
    for key in office.facts:
        line = line.replace(f"[`{key}`](https://acme.atlassian.net/browse/{key})", key)
    return line


SETTLED = {
    "SHOP-2 stands in for PAY-1.": lambda: waiting("PAY-1").fallback("SHOP-1", "SHOP-2"),
    "SHOP-2 stands in for PAY-1 and PAY-2.": lambda: waiting("PAY-1", "PAY-2").fallback("SHOP-1", "SHOP-2"),
    "SHOP-2 stands in for PAY-1, PAY-2, PAY-3 and 2 more.": lambda: waiting(
        "PAY-1", "PAY-2", "PAY-3", "PAY-4", "PAY-5"
    ).fallback("SHOP-1", "SHOP-2"),
    "PAY-1 is done.": lambda: waiting().issue("PAY-1", State.DONE).waits("SHOP-1", "PAY-1"),
    "PAY-1 and PAY-2 are done.": lambda: (
        waiting().open("PAY-1", "PAY-2", state=State.DONE).waits("SHOP-1", "PAY-1", "PAY-2")
    ),
    "PAY-1 is done; SHOP-2 stands in for PAY-2.": lambda: (
        waiting("PAY-2").issue("PAY-1", State.DONE).waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")
    ),
    "the wait on PAY-1 is waived until 24 Dec 2026.": lambda: waiting("PAY-1").waiver(
        "SHOP-1", until=date(2026, 12, 24), blocker="PAY-1", rule="DT101"
    ),
    "the waits on PAY-1 and PAY-2 are waived until 24 Dec 2026.": lambda: (
        waiting("PAY-1", "PAY-2").waiver("SHOP-1", until=date(2026, 12, 1)).waiver("SHOP-1", until=date(2026, 12, 24))
    ),
    "this waits on no other team now.": waiting,
    "this issue is closed.": lambda: Office(ACME).issue("SHOP-1", State.DROPPED).open("PAY-1").waits("SHOP-1", "PAY-1"),
    "this is not planned now.": lambda: Office(ACME).open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1"),
}


@pytest.mark.parametrize("words", SETTLED)
def test_a_comment_folds_to_what_settled_it(words):
    assert folded(SETTLED[words]()) == words


def test_a_rule_that_may_not_speak_settles_nothing():
    assert folded(waiting("PAY-1"), speaking=[]) == "nothing here asks for an answer now."
    both = waiting("PAY-1", "PAY-2").fallback("SHOP-1", "SHOP-2", against="PAY-1")
    assert folded(both, speaking=[]) == "SHOP-2 stands in for PAY-1; nothing here asks for an answer now."


def test_a_dropped_blocker_is_never_called_done():
    office = waiting().issue("PAY-1", State.DROPPED).waits("SHOP-1", "PAY-1").waiver("SHOP-1", until=TODAY)

    assert folded(office) == "the wait on PAY-1 is waived until 23 Nov 2026."


def test_waits_inside_the_team_are_no_matter():
    office = waiting("SHOP-4").issue("SHOP-5", State.DONE).waits("SHOP-1", "SHOP-5")

    assert folded(office) == "this waits on no other team now."


def test_what_readers_may_not_see_is_not_named():
    people = team("people", "People", "jira:EPIC", "jira:HR", "jira:SHOP")
    office = Office(Policy(teams=(people,))).issue("SHOP-1", planned=True).open("EPIC-1", "PAY-1", "HR-7")
    office.part("SHOP-1", "EPIC-1").waits("SHOP-1", "PAY-1").fallback("EPIC-1", "HR-7", against="PAY-1")

    assert folded(office) == "an issue in another project stands in for PAY-1."


def test_without_an_operator_no_page_is_named():
    assert render(waiting().remark(operator=UNNAMED).document) == "**Settled:** this waits on no other team now.\n"


@pytest.mark.parametrize("words", SETTLED)
def test_a_fold_says_the_same_on_another_day_and_after_a_new_title(words):
    office = SETTLED[words]()
    before = office.remark()

    retitled = SETTLED[words]().titled("anything else")

    assert retitled.remark(as_of=date(2026, 11, 24)).digest == before.digest


def test_folds_that_tell_different_things_have_different_digests():
    digests = {drawn().remark().digest for drawn in SETTLED.values()}

    assert len(digests) == len(SETTLED)
