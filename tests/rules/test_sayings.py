from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from rules.policy import Policy
from rules.resolution import resolved
from rules.sayings import ends_of, restated
from rules.statements import Drop, Fallback, Said, Source, Wait, Waiver
from tests.drawing import TODAY, Drawing, ref
from tests.rules.test_laws import organisations

UTF, SHA = ref("UTF-8"), ref("SHA-256")


def nothing(_ref):
    return False


def said(heard):
    """Every statement, by what was heard."""
    refs = [*(entry.ref for entry in heard.register.entries), *heard.named]
    return [heard.sayings.statement(row, refs.__getitem__) for row in range(len(heard.sayings))]


@given(organisations())
def test_every_statement_says_the_same_again(drawing):
    told = [one for facts in drawing.facts.values() for one in facts.statements]

    assert said(resolved(drawing.facts.values())) == told


@given(organisations())
def test_whoever_asks_about_an_issue_is_told_all_that_names_it_or_was_said_there_and_nothing_else(drawing):
    assembled = drawing.assembled()
    statements = [
        assembled.sayings.statement(row, assembled.columns.names.ref) for row in range(len(assembled.sayings))
    ]

    for text in ("A-1", "B-2"):
        here = assembled.register.find(ref(text))
        expected = [one for one in statements if here is not None and ref(text) in _all_of(one)]
        assert Counter(assembled.about([] if here is None else [here])) == Counter(expected)


def _all_of(statement):
    where = () if isinstance(statement, Waiver) else (statement.said.where,)
    return (*ends_of(statement), *where)


def test_a_template_says_the_same_of_other_issues():
    fallback = Fallback(ref("A-1"), ref("A-2"), Said(Source.DESCRIPTION, ref("A-1"), "Fallback: A-2"), ref("B-1"))

    moved = restated(fallback, (ref("C-1"), ref("C-2"), None), ref("C-9"))

    assert moved == replace(
        fallback, issue=ref("C-1"), ticket=ref("C-2"), blocker=None, said=replace(fallback.said, where=ref("C-9"))
    )


@pytest.mark.parametrize(
    "statement",
    [
        Wait(ref("A-1"), UTF, Said(Source.DESCRIPTION, ref("A-1"))),
        Fallback(ref("A-1"), UTF, Said(Source.COMMENT, ref("A-1"))),
        Fallback(ref("A-1"), ref("A-2"), Said(Source.COMMENT, ref("A-1")), blocker=UTF),
        Drop(ref("A-1"), UTF, "too dear", Said(Source.COMMAND, ref("A-1"))),
    ],
)
def test_what_is_written_of_no_project_is_told_and_counts_for_nothing(statement):
    drawing = Drawing().open("A-1")
    drawing.facts["A-1"] = replace(drawing.facts["A-1"], statements=(statement,))

    settled = resolved(drawing.facts.values()).settled(nothing)

    assert settled.unresolved == ((ref("A-1"), "UTF-8: no such project is known"),)
    assert (len(settled.sayings), settled.register.find(UTF)) == (0, None)


@pytest.mark.parametrize(
    "statement",
    [
        Wait(ref("A-1"), UTF, Said(Source.NATIVE, ref("A-1"))),
        Waiver(ref("A-1"), TODAY, "it is a law", "jira:lead", UTF),
        Wait(ref("A-1"), ref("acme/web#1"), Said(Source.DESCRIPTION, ref("A-1"))),
    ],
)
def test_what_a_tracker_links_what_is_waived_and_what_github_has_is_taken_at_its_word(statement):
    drawing = Drawing().open("A-1")
    drawing.facts["A-1"] = replace(drawing.facts["A-1"], statements=(statement,))

    settled = resolved(drawing.facts.values()).settled(nothing)

    assert (settled.unresolved, len(settled.sayings)) == ((), 1)
    assert settled.register.find(ends_of(statement)[1]) == 1


def test_whoever_knows_a_project_is_asked_once_for_it():
    written = Said(Source.DESCRIPTION, ref("A-1"))
    drawing = Drawing().open("A-1")
    statements = tuple(Wait(ref("A-1"), one, written) for one in (UTF, ref("UTF-16"), SHA))
    drawing.facts["A-1"] = replace(drawing.facts["A-1"], statements=statements)
    asked = []

    def known(one):
        asked.append(one.container)
        return one.container == "UTF"

    settled = resolved(drawing.facts.values()).settled(known)

    assert asked == ["UTF", "SHA"]
    assert [text for _, text in settled.unresolved] == ["SHA-256: no such project is known"]


def test_what_was_heard_can_be_settled_more_than_once():
    heard = resolved(Drawing().open("A-1").waits("A-1", "B-1").facts.values())

    first, second = heard.settled(nothing), heard.settled(nothing)

    assert [len(one.register.entries) for one in (first, second)] == [2, 2]
    assert len(heard.register.entries) == 1


def test_a_blocker_that_only_the_policy_names_is_known_where_its_issue_is():
    waivers = tuple(Waiver(ref(text), TODAY, "so it is", "jira:lead", ref("X-1")) for text in ("A-1", "Z-1"))
    known = Drawing(Policy(waivers=waivers)).open("A-1").assembled()
    unknown = Drawing(Policy(waivers=waivers[1:])).open("A-1").assembled()

    assert [(row.issue, row.blocker) for row in known.columns.waivers] == [(0, known.register.find(ref("X-1")))]
    assert (unknown.columns.waivers, unknown.register.find(ref("X-1"))) == ((), None)
