"""``/detour`` commands, as they stand in comments."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.statements import Cost, FallbackKind
from rules.text import read
from rules.text.passages import Passage
from rules.text.sayings import (
    DropLink,
    FallbackIs,
    Help,
    Mention,
    MentionForm,
    Recheck,
    Refused,
    Understood,
    Unwaive,
    Waive,
)

ONE, SIX = Mention(MentionForm.NUMBER, "#1"), Mention(MentionForm.NUMBER, "#6")
DECEMBER = date(2026, 12, 1)


def said(line):
    return read([Passage(line)], comment=True)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/detour help", Help),
        ("/detour understood", Understood),
        ("/detour recheck", Recheck),
        ("/DETOUR Recheck.", Recheck),
        ("  /detour   help  ", Help),
        ("**/detour help**", Help),
        ("- /detour help", Help),
    ],
)
def test_a_command_of_one_word_is_read(line, command):
    assert said(line) == [command(line.strip())]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("#6", {"tickets": (SIX,)}),
        ("#6, #1", {"tickets": (SIX, ONE)}),
        ("#6 for #1", {"tickets": (SIX,), "blockers": (ONE,)}),
        ("for #1: #6", {"tickets": (SIX,), "blockers": (ONE,)}),
        ("#6 hack", {"tickets": (SIX,), "kind": FallbackKind.HACK}),
        ("#6 (rebuild)", {"tickets": (SIX,), "kind": FallbackKind.REBUILD}),
        ("#6, away-team", {"tickets": (SIX,), "kind": FallbackKind.AWAY_TEAM}),
        ("#6 cost build 3d", {"tickets": (SIX,), "cost": Cost(build=3)}),
        (
            "#6 for #1 smaller scope cost build 1w, keep 1d/week, remove 4h",
            {
                "tickets": (SIX,),
                "blockers": (ONE,),
                "kind": FallbackKind.SMALLER_SCOPE,
                "cost": Cost(build=5, keep=4, remove=0.5),
            },
        ),
        (
            "#6, cost: build 2d, hack, for #1",
            {
                "tickets": (SIX,),
                "blockers": (ONE,),
                "kind": FallbackKind.HACK,
                "cost": Cost(build=2),
            },
        ),
    ],
)
def test_a_fallback_command_takes_its_parts_in_any_order(words, expected):
    line = f"/detour fallback {words}"

    assert said(line) == [FallbackIs(line=line, command=True, **expected)]


@pytest.mark.parametrize(
    ("words", "ref", "rule"),
    [
        ("", None, None),
        ("#6", SIX, None),
        ("PR #6", SIX, None),
        ("dt101", None, "DT101"),
        ("Missing-Fallback", None, "missing-fallback"),
        ("#6 DT101", SIX, "DT101"),
        ("DT101 for #6", SIX, "DT101"),
        ("https://github.com/acme/web/issues/6", Mention(MentionForm.REPOSITORY, "acme/web#6", "github.com"), None),
        ("released", None, "released"),
    ],
)
def test_a_waiver_names_a_ref_and_a_rule_or_neither(words, ref, rule):
    line = f"/detour waive {words} until 2026-12-01 because we can live with it."

    assert said(line) == [Waive(DECEMBER, "we can live with it.", line, ref, rule)]


def test_a_reason_may_hold_any_words():
    [waiver] = said("/detour waive #6 until 2026-12-01 because: until #1 is done, because of DT101")

    assert waiver.because == "until #1 is done, because of DT101"


def test_links_are_dropped_and_waivers_withdrawn():
    assert said("/detour drop #6 because we buy it") == [
        DropLink("we buy it", "/detour drop #6 because we buy it", SIX)
    ]
    assert said("/detour drop because we buy it") == [DropLink("we buy it", "/detour drop because we buy it")]
    assert said("/detour unwaive #6") == [Unwaive("/detour unwaive #6", SIX)]
    assert said("/detour unwaive") == [Unwaive("/detour unwaive")]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("/detour", "/detour help"),
        ("/detour explode", "/detour help"),
        ("/detour waive-all until 2026-12-01 because x", "/detour help"),
        ("/detour fallback", "/detour fallback #12"),
        ("/detour fallback 6", "/detour fallback #6"),
        ("/detour fallback PAY6 for #1 hack", "/detour fallback PAY-6 for #1 hack"),
        ("/detour fallback web#6", "/detour fallback OWNER/web#6"),
        ("/detour fallback #6 hak", "/detour fallback #6"),
        ("/detour fallback #6 for", "/detour fallback #6"),
        ("/detour fallback #6 hack please", "/detour fallback #6 hack"),
        ("/detour waive #6 because we can", "/detour waive #6 until 2026-12-01 because we can"),
        ("/detour waive #6 until because we can", "/detour waive #6 until 2026-12-01 because we can"),
        ("/detour waive #6 until 2026-02-31 because we can", "/detour waive #6 until 2026-02-28 because we can"),
        ("/detour waive #6 until 24/12/2026 because we can", "/detour waive #6 until 2026-12-24 because we can"),
        ("/detour waive #6 until 2026-12-01", "/detour waive #6 until 2026-12-01 because REASON"),
        ("/detour waive DT101", "/detour waive DT101 until 2026-12-01 because REASON"),
        ("/detour waive 6 until 2026-12-01 because x", "/detour waive #6 until 2026-12-01 because x"),
        ("/detour waive PAY6 until 2026-12-01 because x", "/detour waive PAY-6 until 2026-12-01 because x"),
        ("/detour waive 6 DT101 until 2026-12-01 because x", "/detour waive #6 DT101 until 2026-12-01 because x"),
        ("/detour waive DT101 6 until 2026-12-01 because x", "/detour waive #6 DT101 until 2026-12-01 because x"),
        ("/detour waive #6, #1 until 2026-12-01 because x", "/detour waive #6 until 2026-12-01 because x"),
        ("/detour waive #6 until 2026-12-01 or later because x", "/detour waive #6 until 2026-12-01 because x"),
        ("/detour drop", "/detour drop because REASON"),
        ("/detour drop #6", "/detour drop #6 because REASON"),
        ("/detour drop 6 because x", "/detour drop #6 because x"),
        ("/detour unwaive 6", "/detour unwaive #6"),
        ("/detour unwaive the one above", "/detour unwaive #12"),
    ],
)
def test_a_command_that_cannot_be_carried_out_is_refused_with_a_line_that_can(line, instead):
    [refused] = said(line)

    assert isinstance(refused, Refused)
    assert refused.why
    assert refused.miss.line == line
    assert refused.miss.instead == instead


def test_all_that_is_wrong_is_named_at_once():
    [refused] = said("/detour waive")

    assert refused.why == "a date is missing; a reason is missing"


@pytest.mark.parametrize(
    "line", ["/detours help", "please /detour help", "x/detour help", "https://acme.example/detour help", "detour help"]
)
def test_only_a_line_that_begins_with_the_command_is_one(line):
    assert said(line) == []


@pytest.mark.parametrize(
    "line",
    ["/detour help", "/detour fallback #6", "(/detour fallback #6)", "Say /detour drop #6 because blocked by #1"],
)
def test_a_command_in_a_description_does_nothing(line):
    assert read([Passage(line)]) == []


VERBS = ["fallback", "waive", "unwaive", "drop", "recheck", "understood", "help", "", "forget"]
WORDS = [
    "#6",
    "for",
    "#1",
    "DT101",
    "until",
    "2026-12-01",
    "2026-13-01",
    "because",
    "hack",
    "cost",
    "build 3d",
    "12",
    "é",
    "(",
    ":",
]


@given(st.sampled_from(VERBS), st.lists(st.sampled_from(WORDS), max_size=9))
def test_what_is_suggested_for_a_refused_command_is_never_refused(verb, words):
    [command] = said(" ".join(["/detour", verb, *words]))

    if isinstance(command, Refused):
        [better] = said(command.miss.instead)
        assert not isinstance(better, Refused)


@given(st.sampled_from(VERBS), st.text(st.characters(codec=None)))
def test_no_words_break_a_command(verb, words):
    [command] = said(f"/detour {verb} {words}")

    assert len(command.miss.line if isinstance(command, Refused) else command.line) <= 200
