"""When a standing comment is edited: the laws of the digest, on organisations drawn at random and on examples."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import DateSource, NearMiss, State
from rules.policy import Policy
from rules.statements import Child, Cost, Drop, Fallback, FallbackKind, Said, Source, Wait, Waiver
from service.speech.comments import Operator
from service.speech.digests import digest_of
from service.speech.remarks import remarks_for
from tests.drawing import TODAY, ref
from tests.exploring import DEAR
from tests.service.speech.office import ACME, Office, described, team, waiting

KEYS = [f"{project}-{number}" for project in ("SHOP", "PAY", "OPS") for number in range(1, 5)]
KEY = st.sampled_from(KEYS)
DAY = st.dates(date(2026, 11, 1), date(2027, 1, 31))
SOURCE = st.sampled_from([Source.NATIVE, Source.LINK_TYPE, Source.DESCRIPTION])
POLICIES = (Policy(), Policy(teams=ACME.teams), ACME, replace(ACME, visibility=(("jira:SHOP", "jira:PAY"),)))


@st.composite
def statements(draw, key):
    said = Said(draw(SOURCE), ref(key), "Blocks")
    other, third = ref(draw(KEY)), draw(st.none() | KEY.map(ref))
    cost = draw(st.sampled_from([Cost(), Cost(build=3), Cost(keep=0.5)]))
    return draw(
        st.sampled_from(
            [
                *[Wait(ref(key), other, said)] * 6,
                Wait(other, ref(key), said),
                *[Fallback(ref(key), other, replace(said, source=Source.DESCRIPTION), third, cost=cost)] * 3,
                Child(ref(key), other, replace(said, source=Source.NATIVE)),
                Drop(ref(key), third, "we do it otherwise", replace(said, source=Source.COMMAND)),
                Waiver(ref(key), draw(DAY), "we can wait", "jira:lead", third),
            ]
        )
    )


@st.composite
def facts_of(draw, key):
    """All that an issue says."""
    state = draw(st.sampled_from([State.OPEN] * 8 + [State.DONE, State.DROPPED]))
    needed = draw(st.none() | DAY)
    source = DateSource.NONE if needed is None else draw(st.sampled_from([DateSource.DUE_DATE, DateSource.SPRINT]))
    drawn = Office().issue(key, state, planned=draw(st.booleans()), needed_by=needed, needed_from=source).facts[key]
    said = draw(st.lists(statements(key), max_size=3, unique_by=lambda one: repr(one).replace("Blocks", "")))
    missed = draw(st.sampled_from([(), (), (), (NearMiss("Blocked by PAY1", "Blocked by PAY-1"),)]))
    return replace(drawn, statements=tuple(said), near_misses=missed)


@st.composite
def offices(draw):
    """A dozen issues of three teams."""
    office = Office(draw(st.sampled_from(POLICIES)))
    office.facts = {key: draw(facts_of(key)) for key in KEYS}
    return office


def changed(office, **facts):
    """The same organisation with other facts of some issues."""
    other = Office(office.policy)
    other.facts = {**office.facts, **facts}
    return other


@st.composite
def neighbours(draw, office):
    """The same organisation but for one thing: a policy, an issue's fields, statements or near misses."""
    key = draw(KEY)
    facts, fresh = office.facts[key], draw(facts_of(key))
    dated = replace(facts.issue, needed_by=fresh.issue.needed_by, needed_from=fresh.issue.needed_from)
    one_more = tuple({repr(one): one for one in (*facts.statements, *fresh.statements[:1])}.values())
    other = changed(
        office,
        **draw(
            st.sampled_from(
                [
                    {},
                    {key: replace(facts, issue=fresh.issue)},
                    {key: replace(facts, issue=dated)},
                    {key: replace(facts, statements=one_more)},
                    {key: replace(facts, statements=facts.statements[1:])},
                    {key: replace(facts, near_misses=fresh.near_misses)},
                ]
            )
        ),
    )
    if other.facts == office.facts:
        other.policy = draw(st.sampled_from(POLICIES))
    return other


def everywhere(office, **options):
    return office.remarks(said_on=[ref(key) for key in KEYS], **options)


def digests(office, **options):
    return {key: remark.digest for key, remark in everywhere(office, **options).items()}


def reworded(statement):
    """A statement that says the same in other words."""
    if isinstance(statement, Waiver):
        return replace(statement, because="said differently")
    kept = statement.said.source is Source.LINK_TYPE
    statement = replace(statement, said=statement.said if kept else replace(statement.said, words="said differently"))
    return replace(statement, because="said differently") if isinstance(statement, Drop) else statement


@DEAR
@given(offices())
def test_other_words_change_no_digest(office):
    facts = {
        key: replace(facts, statements=tuple(map(reworded, facts.statements))) for key, facts in office.facts.items()
    }
    other = changed(office, **facts).titled("retitled")

    assert digests(other, operator=Operator("Somebody else", "https://elsewhere.example")) == digests(office)


@DEAR
@given(offices(), st.randoms(use_true_random=False))
def test_the_order_in_which_anything_is_given_changes_no_digest(office, random):
    facts = {
        key: replace(facts, statements=tuple(random.sample(facts.statements, len(facts.statements))))
        for key, facts in random.sample(list(office.facts.items()), len(office.facts))
    }
    other = Office(office.policy)
    other.facts = facts
    findings = other.findings()
    random.shuffle(findings)

    shuffled = remarks_for(other.graph(), findings, other.assembled(), said_on=[ref(key) for key in KEYS])

    assert {ref.text: remark.digest for ref, remark in shuffled.items()} == digests(office)


@DEAR
@given(offices(), st.data())
def test_with_one_digest_goes_one_comment_and_one_set_of_events(office, data):
    """Whatever changes in the organisation: where the digest is the same, so is every letter of the comment."""
    other = data.draw(neighbours(office))

    before, after = everywhere(office), everywhere(other)

    same = [one for one in before.keys() & after.keys() if before[one].digest == after[one].digest]
    assert [after[one] for one in same] == [before[one] for one in same]


@DEAR
@given(offices())
def test_a_day_that_changes_no_finding_changes_no_digest(office):
    graph, later = office.graph(), office.graph(TODAY + timedelta(days=1))
    found, found_later = office.findings(), office.findings(as_of=TODAY + timedelta(days=1))
    if [one.key for one in found] == [one.key for one in found_later]:
        spoken, spoken_later = (
            {issue: remark.digest for issue, remark in remarks_for(at, on, office.assembled()).items()}
            for at, on in ((graph, found), (later, found_later))
        )

        assert spoken == spoken_later


def said(*, words="", source=Source.DESCRIPTION):
    return Said(source, ref("SHOP-1"), words)


def fallback(**fields):
    return waiting("PAY-1", "PAY-2").writes(
        "SHOP-1", Fallback(ref("SHOP-1"), ref("SHOP-2"), described("SHOP-1", "x"), ref("PAY-2"), **fields)
    )


def needed(day, source=DateSource.DUE_DATE):
    return waiting("PAY-1", needed_by=day, needed_from=source)


def owned_by(*teams):
    office = waiting("PAY-1")
    office.policy = replace(ACME, teams=(*ACME.teams[:1], *teams))
    return office


def ring(*keys):
    """Who waits on whom is said on another issue, so that this one tells it in its finding alone."""
    office = waiting().open("PAY-1")
    for one, other in zip(keys, [*keys[1:], keys[0]], strict=True):
        office.waits(one, other, source=Source.DESCRIPTION, by="SHOP-3")
    return office


def in_vain(one, other):
    """Two dropped blockers, for each of which an epic names a dropped ticket."""
    office = waiting().open("PAY-1", "PAY-2", one, other, state=State.DROPPED).waits("SHOP-1", "PAY-1", "PAY-2")
    office.open("EPIC-1").part("SHOP-1", "EPIC-1")
    return office.fallback("EPIC-1", one, against="PAY-1").fallback("EPIC-1", other, against="PAY-2")


def from_above(**tickets):
    office = waiting("PAY-1", "PAY-2", "PAY-3").open("EPIC-1").part("SHOP-1", "EPIC-1")
    office.policy = replace(ACME, teams=(team("shop", "Shop", "jira:SHOP", "jira:EPIC"), *ACME.teams[1:]))
    for ticket, blocker in tickets.items():
        office.fallback("EPIC-1", ticket.replace("_", "-"), against=blocker)
    return office


TOLD_APART = {
    "another wait": (lambda: waiting("PAY-1"), lambda: waiting("PAY-1", "PAY-2")),
    "another source": (
        lambda: waiting("PAY-1"),
        lambda: waiting("PAY-1").writes("SHOP-1", Wait(ref("SHOP-1"), ref("PAY-1"), said())),
    ),
    "another link type": (
        lambda: (
            waiting()
            .open("PAY-1")
            .writes("SHOP-1", Wait(ref("SHOP-1"), ref("PAY-1"), said(words="Blocks", source=Source.LINK_TYPE)))
        ),
        lambda: (
            waiting()
            .open("PAY-1")
            .writes("SHOP-1", Wait(ref("SHOP-1"), ref("PAY-1"), said(words="Depends", source=Source.LINK_TYPE)))
        ),
    ),
    "a blocker that was dropped": (
        lambda: waiting("PAY-1"),
        lambda: waiting().issue("PAY-1", State.DROPPED).waits("SHOP-1", "PAY-1"),
    ),
    "a blocker that was read": (
        lambda: waiting("PAY-2").waits("SHOP-1", "PAY-1"),
        lambda: waiting("PAY-2").waits("SHOP-1", "PAY-1").open("PAY-1"),
    ),
    "another team": (
        lambda: owned_by(team("payments", "Payments", "jira:PAY")),
        lambda: owned_by(team("payments", "Ledgers", "jira:PAY")),
    ),
    "another date": (lambda: needed(date(2026, 12, 1)), lambda: needed(date(2026, 12, 2))),
    "another source of the date": (
        lambda: needed(date(2026, 12, 1)),
        lambda: needed(date(2026, 12, 1), DateSource.MILESTONE),
    ),
    "another kind of fallback": (fallback, lambda: fallback(kind=FallbackKind.HACK)),
    "another cost": (lambda: fallback(cost=Cost(build=2)), lambda: fallback(cost=Cost(build=3))),
    "another migration": (fallback, lambda: fallback(migration=ref("SHOP-3"))),
    "another waiver": (
        lambda: waiting("PAY-1").waiver("SHOP-1", until=date(2026, 12, 1), blocker="PAY-404"),
        lambda: waiting("PAY-1").waiver("SHOP-1", until=date(2026, 12, 2), blocker="PAY-404"),
    ),
    "another near miss": (
        lambda: waiting().almost("SHOP-1", "Blocked by PAY1", "Blocked by PAY-1"),
        lambda: waiting().almost("SHOP-1", "Blocked by PAY2", "Blocked by PAY-1"),
    ),
    "a near miss beside a finding": (
        lambda: waiting("PAY-1"),
        lambda: waiting("PAY-1").almost("SHOP-1", "Blocked by PAY2", "Blocked by PAY-2"),
    ),
    "a ring the other way around": (lambda: ring("OPS-1", "PAY-1", "SHOP-1"), lambda: ring("OPS-1", "SHOP-1", "PAY-1")),
    "other fallbacks in vain": (
        lambda: in_vain("SHOP-5", "SHOP-6"),
        lambda: in_vain("SHOP-6", "SHOP-5"),
    ),
    "the problem in another way": (
        lambda: waiting("PAY-1").open("SHOP-9").fallback("SHOP-1", "SHOP-9").part("SHOP-1", "SHOP-9"),
        lambda: waiting("PAY-1").open("SHOP-9").fallback("SHOP-1", "SHOP-9").duplicate("SHOP-9", "SHOP-1"),
    ),
    "covers that changed places": (
        lambda: from_above(SHOP_2="PAY-2", SHOP_3="PAY-3"),
        lambda: from_above(SHOP_2="PAY-3", SHOP_3="PAY-2"),
    ),
    "another cover": (
        lambda: waiting("PAY-1", "PAY-2").fallback("SHOP-1", "SHOP-2", against="PAY-2"),
        lambda: (
            waiting("PAY-1", "PAY-2")
            .open("EPIC-1")
            .part("SHOP-1", "EPIC-1")
            .fallback("EPIC-1", "SHOP-2", against="PAY-2")
        ),
    ),
}


@pytest.mark.parametrize("what", TOLD_APART)
def test_what_tells_something_else_has_another_digest(what):
    one, other = TOLD_APART[what]

    [before, after] = (drawn().remark("OPS-1" if "ring" in what else "SHOP-1") for drawn in (one, other))

    assert before.document != after.document
    assert before.digest != after.digest


def test_a_rule_that_may_speak_no_longer_is_told():
    office = waiting("PAY-1").issue("PAY-2", State.DROPPED).waits("SHOP-1", "PAY-2")

    assert office.remark().digest != office.remark(speaking=["DT306"]).digest


def test_a_digest_is_hexadecimal_and_takes_any_text():
    digest = digest_of("\udcff\0ä", None, 1.5, ["x"])

    assert len(digest) == 64
    assert set(digest) <= set("0123456789abcdef")
