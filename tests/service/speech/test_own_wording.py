"""Own rules in comments: a rule by an expression speaks in its own words, and an installed one in Detour's."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine import run, selected
from rules.policy import Policy
from rules.rule import Rule, Severity
from service.settings.own_rules import LONGEST_WORDS
from service.speech import adf, markdown, wiki
from service.speech.document import Code, Words
from service.speech.own_wording import in_their_words
from service.speech.remarks import Tone, remarks_for
from tests.service.own_rules.drawn_rules import own
from tests.service.speech.hostility import HOSTILE, page
from tests.service.speech.office import ACME, OPERATOR, waiting
from tests.service.speech.reading import pandoc, said, shown_by_adf
from tests.service.speech.test_markdown import assert_nothing_alive
from tests.service.speech.test_wiki import OUR_KINDS

FROZEN = own(
    'blocker.container == "jira:PAY"',
    severity=Severity.ERROR,
    message="this waits on a project that is frozen",
    action="ask for it in its successor (see ADR-7).",
)


@dataclass(frozen=True, kw_only=True)
class Telltale(Rule):
    """An issue waits on something of @everybody's.

    ## What it does
    Tells.

    ## Why is this bad
    It tells.

    ## How to resolve
    Do not tell.
    """

    code = "ACME201"
    name = "tell-tale"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph):
        for link in graph.waiting():
            yield self.on_link(link, f"secret {link.blocker.title}", "read the secret")


def remark_of(rule, *, policy=ACME, speaking=("ACME101", "ACME201")):
    """What is to be said on SHOP-1, which waits on PAY-1, by one rule alone."""
    office = waiting("PAY-1")
    office.policy = replace(policy, own_rules=(rule,), select=frozenset({rule.code}))
    graph = office.graph()
    findings = run(graph, selected(graph.policy)).findings
    return remarks_for(graph, findings, office.assembled(), speaking=speaking, operator=OPERATOR)


def comment_of(rule, **options):
    [remark] = remark_of(rule, **options).values()
    assert remark.tone is Tone.SPOKEN
    return markdown.render(remark.document)


def test_a_rule_by_an_expression_speaks_in_its_own_words():
    written = comment_of(FROZEN)

    assert written.startswith(
        "**This waits on a project that is frozen.** Ask for it in its successor (see `ADR-7)`.\n\n- Waits on "
    )
    assert ": this waits on a project that is frozen." in written
    assert (
        "- **`frozen-project`** ([ACME101](https://detour.acme.example/rules/ACME101)): This waits on a project"
        in written
    )
    assert "`/detour waive PAY-1 ACME101 until 2026-12-23 because REASON`" in written


def test_it_speaks_only_where_comments_name_it():
    assert remark_of(FROZEN, speaking=("DT101",)) == {}


def test_nothing_of_another_project_is_named():
    written = comment_of(FROZEN, policy=Policy(teams=ACME.teams))

    assert "`/detour waive PAY-1 ACME101" in written  # it is stated on this very issue
    assert "Ledger" not in written


def test_an_installed_rules_message_is_not_told_for_it_may_name_anything():
    written = comment_of(Telltale)

    assert "secret" not in written
    assert written.startswith("**The rule `tell-tale` found something here.** See below what it looks for.")
    assert "An issue waits on something of `@everybody's.`" in written


PLAIN = ["this waits on a project that is frozen", "ask, (first) and/or well-kept", "don't; 14 days!"]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_stay_words(text):
    found = in_their_words(text)

    assert all(isinstance(one, Words) for one in found)
    assert "".join(one.text for one in found) == text


@pytest.mark.parametrize(
    "word",
    [
        "@mia",
        "@acme/team",
        "#12",
        "GH-12",
        "acme/web#12",
        "PAY-311",
        "https://evil.example",
        "www.evil.example",
        "mia@acme.example",
        "deadbeef",
        "x-deadbeef1",
        "**now**",
        "`x`",
        "<b>",
        "[a](b)",
        ":smile:",
        "{code}",
        "~mia",
        "!x.png!",
        "&amp;",
        "\u202egnp",
        "12345",
    ],
)
def test_whatever_a_tracker_brings_to_life_is_code(word):
    assert in_their_words(f"ask {word} now") == (Words("ask"), Words(" "), Code(word), Words(" "), Words("now"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_message_comes_alive_on_no_tracker(hostile):
    document = page(*in_their_words(hostile[:LONGEST_WORDS]))

    assert_nothing_alive(markdown.render(document))
    assert {kind for kind, _ in pandoc(wiki.render(document))} <= OUR_KINDS
    assert shown_by_adf(adf.render(document)) == said(document)


@given(st.text())
def test_any_message_comes_alive_nowhere_on_github(text):
    assert_nothing_alive(markdown.render(page(*in_their_words(text))))
