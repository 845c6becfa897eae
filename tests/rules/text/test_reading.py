"""What people write in descriptions and comments, and what the grammar makes of it."""

from __future__ import annotations

from datetime import date
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import NearMiss
from rules.statements import Cost, FallbackKind
from rules.text import Keywords, read
from rules.text.mentions import mention_at, read_list
from rules.text.passages import Passage
from rules.text.sayings import AwayTeamAnswer, CostIs, FallbackIs, MigrationIs, Needed, WaitsOn


def refs(*written):
    return tuple(mention_at(text, 0)[0] for text in written)


def bullet(text, depth=1):
    return Passage(text, item=True, depth=depth)


def said(*lines, **settings):
    return read([line if isinstance(line, Passage) else Passage(line) for line in lines], **settings)


def waits(*lines, **settings):
    """The refs that the lines say are waited on, and nothing but waits."""
    sayings = said(*lines, **settings)
    assert all(isinstance(saying, WaitsOn) and not saying.negated for saying in sayings)
    return tuple(ref for saying in sayings for ref in saying.refs)


@pytest.mark.parametrize(
    "line",
    [
        "Blocked by #1",
        "blocked by: #1",
        "BLOCKED BY : #1",
        "Blocked-by #1",
        "Blocked   by:#1",
        "Depends on #1",
        "Depends-On: #1",
        "Waiting for #1",
        "**Blocked by:** #1",
        "**Blocked by**: #1",
        "__Blocked by__ #1",
        "*Depends on* #1",
        "_Depends on:_ **#1**",
        "(blocked by #1)",
        "[Depends on: #1]",
        "Still blocked by #1, which is late",
        "- [ ] Blocked by issue #1",
        "1. Blocked by the pull request #1 (login API)",
        "Blocked by #1 of the tests",
        "Do not merge - blocked by #1",
        "Not ready. Blocked by #1",
        "The login, which is blocked by #1",
        "Like PAY-3 it is blocked by #1",
        "Fix for PAY-3: depends on #1",
        "Not only blocked by #1",
        "Not yet done (blocked by #1)",
    ],
)
def test_a_wait_is_stated_in_many_spellings(line):
    assert waits(line) == refs("#1")


def test_all_refs_of_a_list_count():
    assert waits("Blocked by #1, acme/web#2 (the API), PAY-3 & vendor:Stripe") == refs(
        "#1", "acme/web#2", "PAY-3", "vendor:Stripe"
    )


def test_several_statements_in_one_line_count():
    line = "Blocked by #1 (fallback: #2), #3; cost: build 3d. Needed by 2026-12-01"

    assert said(line) == [
        WaitsOn(refs("#1", "#3"), line),
        FallbackIs(refs("#2"), line),
        CostIs(Cost(build=3), line),
        Needed(line, by=date(2026, 12, 1)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "unblocked by #1",
        "non-blocked by #1",
        "blocked bypass #1",
        "is_blocked by #1",
        "we depend on #1",
        "PAY-3, which depends on PAY-4, is late",
        "See #7 that is currently blocked by #8",
        "depends on the API from PAY-12",
        "Depends on #0, #12abc",
        "Depends on a/b/c#12",
        "Depends on ./x#1",
        "Depends on owner/..#1",
        "Depends on https://review.example/c/1234",
        "Blocked by",
        "Waiting for an answer",
        "Cost: high",
        "Migration of the data",
        "Away team no longer exists",
        "Away team: maybe",
        "Needed by the API team",
        "Needed because",
        "No fallback",
        "No fallback for #1",
        "Not needed because #1 is done",
        "No longer needed by 2026-12-01",
        "No cost: build 3d",
        "",
        "   ",
    ],
)
def test_prose_states_nothing(line):
    assert said(line) == []
    assert said(line, comment=True) == []


@pytest.mark.parametrize(
    "line",
    [
        "Not blocked by #6",
        "not **blocked by** #6",
        "**Not** blocked by #6",
        "No longer depends on #6",
        "no longer really being blocked by: #6",
        "never blocked by #6",
        "isn't blocked by #6",
        "isn\u2019t currently blocked by #6",
        "aren't waiting for #6",
        "wasn't yet blocked by #6",
        "doesn't depend on #6",
        "don't depend on #6",
        "didnt depend on #6",
        "does not wait for #6",
        "cannot be blocked by #6",
        "can't possibly be stopped. Not blocked any more. Not blocked by #6",
        "no more blocked by #6",
        "not blocked by #6 any more",
        "stopped being blocked by #6",
    ],
)
def test_a_denied_wait_retracts(line):
    assert said(line) == [WaitsOn(refs("#6"), line, negated=True)]


def test_a_denied_list_retracts_in_full():
    assert said("No longer depends on #6, #7", "Not blocked by:", bullet("#8"), bullet("#9")) == [
        WaitsOn(refs("#6", "#7"), "No longer depends on #6, #7", negated=True),
        WaitsOn(refs("#8", "#9"), "Not blocked by:", negated=True),
    ]


def test_a_denial_reaches_no_further_than_its_statement():
    line = "Not blocked by #6; blocked by #7"

    assert said(line) == [WaitsOn(refs("#6"), line, negated=True), WaitsOn(refs("#7"), line)]


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("Blocked by #1", True),
        ("  - [x] **Blocked by:** #1", True),
        ("This is blocked by #1", False),
        ("(blocked by #1)", False),
        ("Well, depends on #1", False),
        ("Depends on the weather, blocked by #1", False),
    ],
)
def test_in_a_comment_only_the_start_of_a_line_counts(line, counts):
    assert waits(line) == refs("#1")
    assert waits(line, comment=True) == (refs("#1") if counts else ())


@pytest.mark.parametrize(
    "line", ["Not blocked by #6", "No longer blocked by #6", "Isn't blocked by #6", "Is not blocked by #6"]
)
def test_in_a_comment_a_denial_may_begin_the_line(line):
    assert said(line, comment=True) == [WaitsOn(refs("#6"), line, negated=True)]
    assert said(f"I think it {line}", comment=True) == []


def test_bullets_under_a_keyword_are_its_list():
    lines = ["Blocked by:", bullet("#1"), bullet("the tests"), bullet("[x] **PAY-2** and #3"), bullet("#4 nested", 2)]

    assert said(*lines, "#5") == [WaitsOn(refs("#1", "PAY-2", "#3", "#4"), "Blocked by:")]
    assert said(*lines, comment=True) == said(*lines)


@pytest.mark.parametrize(
    "line", ["Depends on", "**Depends on:**", "Depends on the following issues:", "Now it depends on:"]
)
def test_a_line_that_ends_in_its_keyword_waits_for_bullets(line):
    assert waits(line, bullet("#1")) == refs("#1")


def test_under_a_bullet_only_deeper_bullets_belong_to_it():
    assert waits(bullet("Blocked by:"), bullet("#1", 2), bullet("#2")) == refs("#1")


def test_the_wrapped_words_of_a_bullet_do_not_end_the_list():
    assert waits("Blocked by:", bullet("#1 because"), Passage("#9 is late", depth=1), bullet("#2")) == refs("#1", "#2")


def test_a_statement_among_the_bullets_ends_the_list():
    sayings = said("Blocked by:", bullet("#1"), bullet("Fallback:"), bullet("#2", 2))

    assert sayings == [WaitsOn(refs("#1"), "Blocked by:"), FallbackIs(refs("#2"), "Fallback:")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Blocked by #1,", "#2 and", "#3", "#4"), ("#1", "#2", "#3")),
        (("Blocked by #1,", "maybe #2"), ("#1",)),
        (("Blocked by #1;", "#2"), ("#1",)),
        (("Blocked by #1", "#2"), ("#1",)),
        (("Blocked by #1,", bullet("#2")), ("#1",)),
        (("This is blocked by", "#1,", "#2"), ("#1", "#2")),
    ],
)
def test_a_list_that_a_line_cuts_goes_on_in_the_next(lines, expected):
    assert waits(*lines) == refs(*expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Fallback: #2", {"tickets": ("#2",)}),
        ("fallback #2", {"tickets": ("#2",)}),
        ("Fallbacks: #2, #3", {"tickets": ("#2", "#3")}),
        ("**Fallback:** PAY-2 (Hack)", {"tickets": ("PAY-2",), "kind": FallbackKind.HACK}),
        ("Fallback: #2, rebuild", {"tickets": ("#2",), "kind": FallbackKind.REBUILD}),
        ("Fallback for #1: #2 (away-team)", {"tickets": ("#2",), "blockers": ("#1",), "kind": FallbackKind.AWAY_TEAM}),
        ("Fallback for #1, PAY-2: #3", {"tickets": ("#3",), "blockers": ("#1", "PAY-2")}),
        ("Fallback for #1 (login) is #3", {"tickets": ("#3",), "blockers": ("#1",)}),
        ("Fallback for #1 #3", {"tickets": ("#3",), "blockers": ("#1",)}),
        (
            "Fallback for vendor:Stripe: #3 (smaller scope, for now)",
            {"tickets": ("#3",), "blockers": ("vendor:Stripe",), "kind": FallbackKind.SMALLER_SCOPE},
        ),
        ("Fallback: #2 (a cache)", {"tickets": ("#2",)}),
        ("No fallback: #6", {"tickets": ("#6",), "negated": True}),
        ("#6 is not a fallback: #6", {"tickets": ("#6",), "negated": True}),
        ("No longer a fallback for #1: #6", {"tickets": ("#6",), "blockers": ("#1",), "negated": True}),
    ],
)
def test_a_fallback_is_stated(line, expected):
    spelt = {name: refs(*value) if isinstance(value, tuple) else value for name, value in expected.items()}

    assert said(line) == [FallbackIs(line=line, **spelt)]


def test_fallbacks_of_one_list_have_their_own_kinds():
    line = "Fallback for #1: #2, #3 (hack), #4 (rebuild), #5"

    assert said(line) == [
        FallbackIs(refs("#2", "#3"), line, refs("#1"), FallbackKind.HACK),
        FallbackIs(refs("#4"), line, refs("#1"), FallbackKind.REBUILD),
        FallbackIs(refs("#5"), line, refs("#1")),
    ]


def test_bullets_under_a_fallback_are_fallbacks():
    assert said("Fallback for #1:", bullet("#2 (hack)"), bullet("#3")) == [
        FallbackIs(refs("#2"), "Fallback for #1:", refs("#1"), FallbackKind.HACK),
        FallbackIs(refs("#3"), "Fallback for #1:", refs("#1")),
    ]


@pytest.mark.parametrize(
    ("words", "cost"),
    [
        ("build 3d, keep 1d/month, remove 2d", Cost(3, 1, 2)),
        ("remove 2 days; build: 4h and keep 1.5 d per week", Cost(0.5, 6, 2)),
        ("build 2w", Cost(build=10)),
        ("build 1 month", Cost(build=20)),
        ("build 3", Cost(build=3)),
        ("keep 3d a quarter", Cost(keep=1)),
        ("keep 6d/year", Cost(keep=0.5)),
        ("keep 1h/day", Cost(keep=2.5)),
        ("build ~0.5d (a guess)", Cost(build=0.5)),
        ("build 1d, then more", Cost(build=1)),
    ],
)
def test_costs_are_read_in_days(words, cost):
    line = f"Cost: {words}"

    assert said(line) == [CostIs(cost, line)]


@pytest.mark.parametrize(
    "words", ["build 3dollars", "build 3d/week", "3 people", "building 3d", "build 3.5.1d", "build"]
)
def test_what_is_no_cost_is_silent(words):
    assert said(f"Cost: {words}") == []


def test_a_migration_is_stated():
    assert said("Migration: PAY-4") == [MigrationIs(*refs("PAY-4"), "Migration: PAY-4")]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            "yes, guide @their-guide, until 2026-12-01",
            {"agreed": True, "guide": "@their-guide", "until": date(2026, 12, 1)},
        ),
        ("Yes until 2026-12-01 guide: Ann Lee", {"agreed": True, "guide": "Ann Lee", "until": date(2026, 12, 1)}),
        ("yes", {"agreed": True}),
        ("no, no bandwidth", {"agreed": False, "reason": "no bandwidth"}),
        ("no because we move", {"agreed": False, "reason": "we move"}),
        ("No.", {"agreed": False}),
    ],
)
def test_an_answer_about_an_away_team_is_read(words, answer):
    line = f"**Away-team:** {words}"

    assert said(line) == [AwayTeamAnswer(line=line, **answer)]


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("Needed by 2026-12-01", [{"by": date(2026, 12, 1)}]),
        ("**Needed by:** 2026-12-01.", [{"by": date(2026, 12, 1)}]),
        ("Decide by 2026-11-20", [{"decide_by": date(2026, 11, 20)}]),
        ("Needed because the launch is fixed.", [{"because": "the launch is fixed."}]),
        ("Needed by 2026-12-01 because of the launch", [{"by": date(2026, 12, 1), "because": "of the launch"}]),
        ("(needed because of the launch) and more", [{"because": "of the launch"}]),
        (
            "Needed because we launch; decide by 2026-11-20",
            [{"because": "we launch"}, {"decide_by": date(2026, 11, 20)}],
        ),
    ],
)
def test_a_need_is_stated(line, needs):
    assert said(line) == [Needed(line, **need) for need in needs]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("Blocked by 12", "Blocked by #12"),
        ("**depends on:** 12.", "Depends on #12"),
        ("depends-on 12", "Depends on #12"),
        ("Blocked by 12, #13 and PAY14 (all of them)", "Blocked by #12, #13, PAY-14"),
        ("Blocked by web#12", "Blocked by OWNER/web#12"),
        ("Blocked by web#12 which is late", "Blocked by OWNER/web#12"),
        ("Blocked by issue#12", "Blocked by #12"),
        ("Blocked by # 12", "Blocked by #12"),
        ("Fallback PAY12", "Fallback: PAY-12"),
        ("Fallback: 12 (hack)", "Fallback: #12"),
        ("Fallback for 12: #3", "Fallback for #12: #3"),
        ("Fallback for #1, 2: 3", "Fallback for #1, #2: #3"),
        ("Fallback for #12: 3", "Fallback for #12: #3"),
        ("Migration: 12", "Migration: #12"),
        ("Needed by 2026-13-45", "Needed by 2026-12-31"),
        ("Needed by 2026-02-30", "Needed by 2026-02-28"),
        ("Needed by 2026-1-2", "Needed by 2026-01-02"),
        ("Needed by: 12/01/2026", "Needed by 2026-12-01"),
        ("Needed by 24/12/2026", "Needed by 2026-12-24"),
        ("Needed by 01.12.2026", "Needed by 2026-12-01"),
        ("Decide by 20 Nov 2026", "Decide by 2026-11-20"),
        ("Decide by November 20th, 2026", "Decide by 2026-11-20"),
        ("Decide by 2026/11/20", "Decide by 2026-11-20"),
    ],
)
def test_a_near_miss_is_answered_with_the_line_that_works(line, instead):
    assert said(line) == [NearMiss(line, instead)]
    assert said(line, comment=True) == [NearMiss(line, instead)]
    assert not isinstance(said(instead)[0], NearMiss)


def test_a_ref_that_is_read_stays_read_beside_a_near_miss():
    line = "Blocked by #1 and 2"

    assert said(line) == [WaitsOn(refs("#1"), line), NearMiss(line, "Blocked by #1, #2")]


@pytest.mark.parametrize(
    "line",
    [
        "blocked by 12 of the tests",
        "Depends on 3 things",
        "Depends on 3.5",
        "Waiting for 5 minutes",
        "Waiting for 30s",
        "Blocked by #12abc",
        "Blocked by 2026-12-01",
        "Depends on SHA256",
        "Depends on PAY12 being done",
        "Depends on C#8",
        "Depends on a/b/c#12",
        "not blocked by 12",
        "after migration 12",
        "Needed by 5 teams",
        "Decide by Friday",
    ],
)
def test_a_near_miss_is_sure_or_silent(line):
    assert said(line) == []


def test_in_a_comment_a_near_miss_counts_at_the_start_of_a_line_only():
    assert said("It is blocked by 12", comment=True) == []


def test_the_phrases_of_waiting_are_a_setting():
    keywords = Keywords(("Needs", "Stands behind:", "", "Übergibt an"))

    assert waits("needs #1", "stands-behind #2", "ÜBERGIBT AN #3", "Blocked by #4", keywords=keywords) == refs(
        "#1", "#2", "#3"
    )
    assert said("Stands behind 12", keywords=keywords) == [NearMiss("Stands behind 12", "Stands behind #12")]


def test_a_setting_without_phrases_reads_no_waits():
    assert said("Blocked by #1", "Fallback: #2", keywords=Keywords(())) == [FallbackIs(refs("#2"), "Fallback: #2")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # z0al/dependent-issues
        ("blocked by #2, blocked by #1 and blocked by #3", ("#2", "#1", "#3")),
        (
            "blocked by github/atom#2, blocked by Microsoft/vscode#1 and blocked by #3",
            ("github/atom#2", "Microsoft/vscode#1", "#3"),
        ),
        # gregsdennis/dependencies-action
        ("Depends on gregsdennis/dependencies-action#5", ("gregsdennis/dependencies-action#5",)),
        ("Depends on gregsdennis/dependencies-action/pull/5", ("gregsdennis/dependencies-action/pull/5",)),
        (
            "Depends on https://github.com/gregsdennis/dependencies-action/pull/5",
            ("https://github.com/gregsdennis/dependencies-action/pull/5",),
        ),
        ("depends on: [it](https://ghe.acme.example/a/b/issues/5)", ("https://ghe.acme.example/a/b/issues/5",)),
        # Zuul and Mergify
        ("Depends-On: https://github.com/org/repo/pull/123", ("https://github.com/org/repo/pull/123",)),
        ("Depends-On: #123", ("#123",)),
        ("Depends-On: org/repo#123", ("org/repo#123",)),
    ],
)
def test_the_conventions_of_others_are_understood(line, expected):
    assert waits(line) == refs(*expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Depends on #1, #2", ("#1", "#2")),
        ("**Depends on** #1", ("#1",)),
        ("Depends-On: PAY-3", ("PAY-3",)),
    ],
)
def test_the_faults_of_others_are_not_shared(line, expected):
    assert waits(line) == refs(*expected)


def test_a_saying_quotes_its_trimmed_line_to_a_limit():
    [saying] = said(f"   Blocked by #1 {'x' * 300}  ")

    assert saying.line == f"Blocked by #1 {'x' * 186}"


PIECES = [
    "#1,", "#1 ", "blocked by ", "Blocked by:", "not ", "no ", "no longer ", "fallback for ", "fallback: ", "#2 (hack)",
    "(", ")", "[", "](", "<", "-", "1", "12 ", "*", "_", " ", "\t", "\n", ":", ";", ".", "and ", "PAY-1 ", "PAY12 ",
    "a/", "a/b#", "web#1 ", "vendor:a", "https://github.com/a/b/issues/1,", "https://a/?", "depends-on:https://a/?",
    "https://a/x?selectedIssue=", "[a](https://", "cost: ", "build 1d ", "keep 1d/week, ", "migration: ",
    "needed because ", "needed because x, ", "needed by 2026-", "decide by 1 dec ", "away team: no, ",
    "away team: yes, guide @x ", "until ", "because ", "/detour ", "/detour waive ", "blocked by #1 (x), ",
    "fallback for #1: 12 ", "the issue ", "doesn't ", "\u00e9", "\ud800", "\x00",
]  # fmt: skip
lines = st.one_of(st.text(st.characters(codec=None)), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
passages = st.lists(st.builds(Passage, lines, st.booleans(), st.integers(0, 4)), max_size=6)


@given(passages, st.booleans())
def test_no_text_breaks_the_grammar(text, comment):
    for saying in read(text, comment=comment):
        line = saying.miss.line if hasattr(saying, "miss") else saying.line

        assert len(line) <= 200
        assert any(line == passage.text.strip()[:200] for passage in text)


@given(passages)
def test_a_comment_says_no_more_waits_than_a_description(text):
    described = [ref for saying in read(text) if isinstance(saying, WaitsOn) for ref in saying.refs]
    commented = [ref for saying in read(text, comment=True) if isinstance(saying, WaitsOn) for ref in saying.refs]

    assert set(commented) <= set(described)


@given(
    st.lists(
        st.sampled_from(["#1", "acme/web#2", "PAY-3", "vendor:Stripe", "https://github.com/a/b/pull/4"]), min_size=1
    ),
    st.sampled_from(["Blocked by ", "Depends on: ", "**Waiting for:** ", "(depends-on "]),
    st.sampled_from([", ", " and ", "; ", " "]),
)
def test_every_list_after_a_keyword_is_read_in_full(written, keyword, between):
    assert waits(keyword + between.join(written)) == refs(*written)
    assert waits(keyword, *map(bullet, written)) == refs(*written)


TRIES = 5


def seconds(text, *, comment, runs):
    """The shortest of some runs, in time of this thread alone: what else the machine does hardly counts."""
    passages = [Passage(text)]
    taken = []
    for _ in range(runs):
        begin = thread_time()
        read(passages, comment=comment)
        taken.append(thread_time() - begin)
    return min(taken)


@pytest.mark.parametrize(
    ("before", "each"),
    [("", ""), ("blocked by ", ""), ("", "blocked by "), ("/detour fallback #1 ", ""), ("/detour waive ", "")],
)
@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length_and_no_faster(piece, before, each):
    """Sixteen times the text takes about sixteen times as long; where time grew with the square it would be 256.

    That would be so each time it is tried; what a busy machine adds to the one run of the long text is not.
    """
    times = 1_500 // len(each + piece)

    def growth(comment):
        short = seconds(before + (each + piece) * times, comment=comment, runs=4)
        return seconds(before + (each + piece) * times * 16, comment=comment, runs=1) / max(short, 0.0001)

    for comment in (False, True):
        assert any(growth(comment) < 80 for _ in range(TRIES))


def test_many_lines_are_each_read_once_or_twice(monkeypatch):
    """However statements are left open, a line is searched for refs at most once as the end of another."""
    counted = []
    monkeypatch.setattr(
        "rules.text.reading.read_list", lambda text, start: counted.append(text) or read_list(text, start)
    )
    text = [bullet("it is blocked by", depth) for depth in range(300)] + [bullet("#1", 400)] * 300

    [*_, last] = read(text)

    assert last.refs == refs("#1") * 300
    assert len(counted) <= len(text)
