"""When people last did something: a table of what may be known of an issue, and laws of putting it together."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Comment, Facet, Heard, Touched
from rules.model import Facts, Issue, Ref, State
from service.activity import MOST, NOTHING, Activity, is_automatic, of_delivery, of_thread

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
BOTS = frozenset({"github:@renovate", "jira:712020:rules"})
WEB = Ref("github/acme", "acme/web#1")


def at(minutes, **more):
    return NOON + timedelta(minutes=minutes, **more)


def comment(minutes, author="github:@mia", changed=None, **more):
    """A comment of that minute, changed in another or never."""
    return Comment(
        id="1",
        author=author,
        passages=(),
        own=author == "github:@detour",
        created=at(minutes),
        changed=at(minutes if changed is None else changed),
        **more,
    )


MIA, OURS, BOT = "github:@mia", "github:@detour", "github:@renovate[bot]"

THREADS = {
    "nobody wrote: whatever moved it counts": ([], 9, 9),
    "our comment moved it": ([comment(5, OURS)], 5, None),
    "our comment moved it, and its edit": ([comment(5, OURS, changed=8)], 8, None),
    "an automation account's comment did": ([comment(5, BOT)], 5, None),
    "a person's comment did": ([comment(5, MIA)], 5, 5),
    "a person's comment, and ours behind it": ([comment(3, MIA), comment(5, OURS)], 5, 3),
    "a person changed an old comment": ([comment(1, MIA, changed=6), comment(5, OURS)], 6, 6),
    "a person changed our comment": ([comment(5, OURS, changed=7, edited_by_others=True)], 7, 7),
    "a person changed something else since": ([comment(5, OURS)], 9, 9),
    "a person wrote in the minute in which we did": ([comment(5, OURS), comment(5, MIA)], 5, 5),
}
"""A thread, the minute at which the tracker last saw a change, and that of people's last doing."""


@pytest.mark.parametrize("case", THREADS)
def test_when_people_last_did_something_is_told_by_what_moved_the_issue(case):
    thread, updated, moved = THREADS[case]

    found = Activity.at(at(updated)).joined(of_thread(thread, BOTS))

    assert found.moved == (None if moved is None else at(moved))


@pytest.mark.parametrize(("seconds", "ours"), [(-2, False), (-1, True), (0, True), (1, True), (3, True), (4, False)])
def test_the_issues_time_may_be_a_little_off_that_of_the_comment_that_moved_it(seconds, ours):
    found = Activity.at(at(5, seconds=seconds)).joined(of_thread([comment(5, OURS)], BOTS))

    assert (found.moved is None) is ours


def test_what_was_known_before_outlives_our_comment():
    before = Activity.at(at(1))

    found = before.joined(Activity.at(at(5)).joined(of_thread([comment(5, OURS)], BOTS)))

    assert (found.moved, found.updated) == (at(1), at(5))


def test_a_moment_that_counted_counts_no_more_once_it_is_told_whose_it_was():
    before = Activity.at(at(1)).joined(Activity.at(at(5)))

    found = before.joined(of_thread([comment(5, BOT)], BOTS))

    assert (before.moved, found.moved) == (at(5), at(1))


def test_a_long_thread_of_ours_leaves_few_moments_and_explains_all_of_them():
    thread = [comment(minute, BOT) for minute in range(100)]

    found = Activity.at(at(2)).joined(of_thread(thread, BOTS))

    assert (found.moved, len(found.programs)) == (None, MOST)


@pytest.mark.parametrize(
    ("account", "automatic"),
    [
        ("github:@renovate", True),
        ("github:@renovate[bot]", True),
        ("github:@renovatebot", False),
        ("jira:712020:rules", True),
        ("github:@mia", False),
        ("", False),
    ],
)
def test_an_apps_account_is_configured_with_or_without_its_ending(account, automatic):
    assert is_automatic(account, BOTS) is automatic
    assert is_automatic("github:@mergify[bot]", frozenset({"github:@mergify[bot]"}))


CORE, COMMENTS, LINKS = ({facet} for facet in (Facet.CORE, Facet.COMMENTS, Facet.LINKS))
PEOPLE, PROGRAM = Activity(people=at(5)), Activity(programs=(at(5),))
DELIVERIES = [
    (MIA, CORE, True, PEOPLE),
    (MIA, CORE, False, PEOPLE),
    (MIA, COMMENTS, True, NOTHING),  # it may be ours
    (MIA, COMMENTS, False, PEOPLE),
    (BOT, CORE, True, PROGRAM),
    (BOT, COMMENTS, True, PROGRAM),
    (BOT, COMMENTS, False, PROGRAM),
    (MIA, LINKS, True, NOTHING),  # it may have been done at the other end
    ("", CORE, True, NOTHING),
]
"""Who did something, to what, whether we may have written it, and what that tells."""


@pytest.mark.parametrize(("by", "facets", "we_write", "expected"), DELIVERIES)
def test_a_webhook_tells_who_did_something(by, facets, we_write, expected):
    heard = Heard(at=at(5), by=by)

    assert of_delivery(heard, Touched(WEB, facets=frozenset(facets)), BOTS, we_write=we_write) == expected


def test_a_webhook_tells_when_by_the_document_in_it():
    issue = Issue(ref=WEB, vendor_id="1", title="", url="", state=State.OPEN, moved=at(4))
    heard = Heard(facts=(Facts(issue=issue),), at=at(5), by=MIA)

    assert of_delivery(heard, Touched(WEB), BOTS, we_write=True) == Activity(people=at(4))


MOMENTS = st.integers(0, 12).map(at)
KNOWN = st.one_of(
    st.builds(Activity.at, MOMENTS),
    st.builds(lambda moment: Activity(people=moment), MOMENTS),
    st.builds(lambda moment: Activity(programs=(moment,)), MOMENTS),
)


@given(st.lists(KNOWN, max_size=MOST).flatmap(lambda known: st.tuples(st.just(known), st.permutations(known))))
def test_in_whatever_order_and_how_often_it_is_told_people_did_something_at_the_same_time(orders):
    ends = []
    for order in orders:
        found = NOTHING
        for one in (*order, *order):
            found = found.joined(one)
        ends.append(found.moved)

    assert ends[0] == ends[1]
