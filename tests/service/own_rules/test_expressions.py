"""What expressions mean, what is said of those that cannot be used, and that none of them can take long."""

from datetime import timedelta
from threading import Thread
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import State
from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import FallbackKind
from service.own_rules.expressions import Expression, ExpressionError
from service.own_rules.vocabulary import TERMS
from tests.drawing import TODAY, Drawing

ACME = Policy(teams=(Team("shop", "Shop", (Owned(Specificity.CONTAINER, "SHOP", "jira"),)),))
BOTH = ("blocked", "blocker")


def waiting(policy=ACME, **fields):
    """SHOP-1 waits on PAY-1, of which nobody knows much."""
    return Drawing(policy).issue("SHOP-1", **fields).open("PAY-1").waits("SHOP-1", "PAY-1")


def link_of(drawing):
    [link] = drawing.graph().waiting()
    return link


def full():
    """A link of which everything is known."""
    drawing = Drawing(ACME).issue(
        "SHOP-1",
        planned=True,
        needed_by=TODAY + timedelta(days=9),
        created=TODAY - timedelta(days=30),
        moved=TODAY - timedelta(days=3),
        labels=("checkout", "team-web"),
        priority="Highest",
        assignees=("jira:mia",),
    )
    drawing.issue("PAY-1", created=TODAY - timedelta(days=20), moved=TODAY - timedelta(days=20), priority="lowest")
    drawing.waits("SHOP-1", "PAY-1").needs("SHOP-1", because="the law changes").understood("PAY-1")
    drawing.issue("SHOP-2").fallback("SHOP-1", "SHOP-2", kind=FallbackKind.AWAY_TEAM)
    return link_of(drawing)


@pytest.mark.parametrize(
    "text",
    [
        "link.across && link.covered && link.declared",
        'link.fallback_kinds == ["away team"] && link.sources == ["native"]',
        "link.days_waited == 20",
        'blocked.ref == "SHOP-1" && blocker.ref == "PAY-1"',
        'blocked.site == "jira/acme" && blocked.tracker == "jira" && blocked.container == "jira:SHOP"',
        'blocked.team == "shop" && blocked.owned && blocker.team == "jira:PAY" && !blocker.owned',
        'blocked.read && blocker.read && blocked.state == "open"',
        'blocked.labels.exists(label, label.startsWith("team-")) && !("team-web" in blocker.labels)',
        'blocked.priority == "Highest" && blocked.urgency == 1 && blocker.urgency > blocked.urgency',
        "blocked.planned && !blocker.planned && blocked.started && !blocker.started",
        "blocked.assigned && !blocker.assigned && blocker.understood && !blocked.understood",
        'blocked.because == "the law changes" && blocker.because == ""',
        'blocked.needed_by == "2026-12-02" && blocked.needed_by < "2026-12-24" && blocked.days_left == 9',
        "blocked.days_old == 30 && blocked.days_quiet == 3 && blocker.days_quiet == 20",
        "blocker.needed_by == null && blocker.days_left == null",
        'blocked.ref.matches("^SHOP-[0-9]+$")',
    ],
)
def test_an_expression_is_true_of_the_link_that_it_describes(text):
    assert Expression(text).holds(full())
    assert not Expression(f"!({text})").holds(full())


def test_each_name_is_spoken_of_above():
    texts = test_an_expression_is_true_of_the_link_that_it_describes.pytestmark[0].args[1]

    traits = {term.name for term in TERMS if term.name.startswith("link.")}
    traits |= {term.name.partition(".")[2] for term in TERMS if not term.name.startswith("link.")}
    assert {trait for trait in traits if trait not in " ".join(texts)} == set()


@pytest.mark.parametrize(
    ("state", "word"),
    [(State.DROPPED, "dropped"), (State.GONE, "gone"), (State.UNKNOWN, "unknown"), (State.OPEN, "open")],
)
def test_a_blocker_has_the_state_that_is_known(state, word):
    drawing = Drawing().issue("SHOP-1").waits("SHOP-1", "PAY-1")
    drawing.told("SHOP-1", "PAY-1", state)

    assert Expression(f'blocker.state == "{word}" && !blocker.read').holds(link_of(drawing))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("link.covred", 'line 1, column 5: there is no "link.covred"; did you mean link.covered? `detour explain'),
        (
            "days_left < 3",
            'line 1, column 1: there is no "days_left"; did you mean blocked.days_left or blocker.days_l',
        ),
        ("blocked", 'line 1, column 1: there is no "blocked"; `detour explain expressions` lists the names'),
        ("blocked.title == 'x'", 'line 1, column 8: there is no "blocked.title"; did you mean blocked.site? `detour '),
        ("blocked.__class__ == ''", 'line 1, column 8: there is no "blocked.__class__"; `detour explain expressions`'),
        ("''.__class__ == ''", "line 1, column 3: text has nothing to name behind a point; `detour explain expressi"),
        ("open('/etc/passwd') == ''", 'line 1, column 5: there is no "open"; `detour explain expressions` lists the n'),
        ("link.covered &&\n blocked.days_left > 'x'", "line 2, column 20: > does not take a whole number and text"),
        ("blocked.priority == 1", "line 1, column 18: == does not take text and a whole number"),
        ("blocked.priority == null", "line 1, column 18: == does not take text and null"),
        ("'a' in blocked.team", "line 1, column 5: in does not take text and text"),
        ("!blocked.team", "line 1, column 1: ! does not take text"),
        ("blocked.team[0] == 'x'", "line 1, column 13: [ ] does not take text and a whole number"),
        ("blocked.team.startsWith(1)", "line 1, column 24: startsWith does not take text and a whole number"),
        ("blocked.labels", "should be true or false of a link, such as 'blocker.team == \"payments\"'; it is a list"),
        ("blocked.days_left", "should be true or false of a link, such as 'blocker.team == \"payments\"'; it is "),
        ("dyn(link.covered)", "should be true or false of a link, such as 'blocker.team == \"payments\"'; it is dyn"),
        (
            "blocked.team = 'x'",
            "line 1, column 14: cannot be read; CEL compares by ==, joins by && and ||, denies by !",
        ),
        ("not link.covered", "line 1, column 5: cannot be read; CEL compares by ==, joins by && and ||, denies by !, "),
        ("link.covered &&", "line 1, column 16: cannot be read; CEL"),
        ("blocked.ref == 'PAY", "line 1, column 16: cannot be read; CEL"),
        ("blocked.ref.matches('(PAY')", "holds a regular expression that RE2 cannot read"),
        ('link.covered && matches(blocked.ref, r"a{2000}")', "holds a regular expression that RE2 cannot read"),
        ("'\ud800' == ''", "holds a character that is none"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_place_and_the_fix(text, said):
    with pytest.raises(ExpressionError) as caught:
        Expression(text)

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("blocked.days_left < 3", "blocked.days_left is null there: ask for blocked.days_left != null first"),
        ("blocked.needed_by < '2027'", "blocked.needed_by is null there: ask for blocked.needed_by != null first"),
        ("blocked.labels[0] == 'x'", "Index error: index=0 size=0"),
        ("int(blocked.priority) > 3", "cannot convert string to int"),
        ("1 / size(blocked.labels) == 1", "divide by zero"),
        ("blocked.ref.matches(blocked.team + '(')", "invalid regular expression: missing ): shop("),
    ],
)
def test_a_link_on_which_an_expression_fails_is_told(text, said):
    expression = Expression(text)

    with pytest.raises(ExpressionError) as caught:
        expression.holds(link_of(waiting()))

    assert str(caught.value) == said


def test_what_may_be_null_can_be_asked_for_first():
    expression = Expression("blocked.days_left != null && blocked.days_left < 10")

    assert not expression.holds(link_of(waiting()))
    assert expression.holds(full())


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("blocked.days_left != null", True),
        ("link.days_waited > 3 && link.covered", True),
        ("blocked.needed_by != null && blocked.planned", False),
    ],
)
def test_it_is_known_whether_time_alone_changes_an_answer(text, passes):
    assert Expression(text).passes is passes


DEEP = 100_000


@pytest.mark.parametrize(
    "text",
    [
        "(" * 40 + "true" + ")" * 40,
        "[" * 40 + "]" * 40 + " == []",
        " + ".join(["1"] * 100) + " > 0",
        " == ".join(["true"] * 100),
    ],
)
def test_a_deep_expression_is_refused(text):
    with pytest.raises(ExpressionError, match="is nested too deeply"):
        Expression(text)


@pytest.mark.parametrize(
    "text", ["(" * DEEP, "!" * DEEP + "true", "true" + " && true" * DEEP, "'" + "x" * DEEP + "' == ''"]
)
def test_a_huge_expression_is_refused_before_it_is_read(text):
    begun = thread_time()

    with pytest.raises(ExpressionError, match="characters; 2,000 are the most"):
        Expression(text)

    assert thread_time() - begun < 0.1


LABELS = tuple(f"label-{number}" for number in range(100))


@pytest.mark.parametrize("loops", range(2, 8))
@pytest.mark.parametrize("loop", ["all", "map", "filter"])
def test_loops_in_loops_end(loop, loops):
    names = [f"l{number}" for number in range(loops)]
    inside = "".join(f"blocked.labels.{loop}({name}, " for name in names) + ("'x'" if loop == "map" else "true")
    text = f"size({inside}{')' * loops}) > 0" if loop == "map" else inside + ")" * loops
    if loop == "filter":
        text = "blocked.labels.all(l, " + "".join(f"size(blocked.labels.filter({name}, " for name in names)
        text += "true" + ")) > 0" * loops + ")"
    expression = Expression(text)
    link = link_of(waiting(labels=LABELS))
    begun = thread_time()

    with pytest.raises(ExpressionError, match="loops take more than"):
        expression.holds(link)

    assert thread_time() - begun < 1


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(a*)*b", "(.*)(.*)(.*)(.*)b", "(((a{10}){10}){10})b"])
def test_a_regular_expression_takes_time_in_proportion_to_the_text(pattern):
    expression = Expression(f"blocked.labels.exists(label, label.matches('{pattern}'))")
    link = link_of(waiting(labels=("a" * 20_000,)))
    begun = thread_time()

    assert not expression.holds(link)
    assert thread_time() - begun < 1


TEXTS = st.text() | st.lists(
    st.sampled_from([*(term.name for term in TERMS), *"()[]{}.,+-!?:<>'", "&&", "||", "==", "in", "size", "all", " x "])
).map("".join)


@given(TEXTS)
def test_any_text_is_an_expression_or_an_expression_error(text):
    try:
        found = Expression(text).holds(full())
    except ExpressionError as error:
        found = str(error)

    assert found in {True, False} or found.isprintable()


def test_threads_may_share_an_expression():
    expression, link, found = Expression("blocker.days_quiet == 20 && 'checkout' in blocked.labels"), full(), []
    threads = [Thread(target=lambda: found.extend(expression.holds(link) for _ in range(2000))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 8000
