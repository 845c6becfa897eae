"""What Detour hears of links that people make on the made-up Jira, and which end of them waits."""

import pytest

from rules.statements import Duplicate, Fallback, Wait
from tests.connectors.simulator.jira.asking import ref, rest
from tests.connectors.simulator.jira.hearing import events, heard, refs

LINKS = {
    "Blocks": lambda blocker, blocked: (blocker, blocked),
    "Depends": lambda blocker, blocked: (blocked, blocker),
}


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_is_told_by_numbers_from_its_source_to_its_destination(desk, mia, arrived, kind):
    blocked, blocker = mia.opens("WEB", "Checkout"), mia.opens("PAY", "Ledger")
    source, destination = LINKS[kind](blocker, blocked)
    heard(desk, arrived)
    mia.links(source, destination, kind)
    [(first, body, came)] = heard(desk, arrived)
    mia.unlinks(source, destination, kind)
    [(second, _, went)] = heard(desk, arrived)

    [wait] = came.added
    link = body["issueLink"]
    assert (first, second) == ("issuelink_created", "issuelink_deleted")
    assert (link["sourceIssueId"], link["destinationIssueId"]) == (source.id, destination.id)
    assert (wait.blocked, wait.blocker) == (ref(str(blocked.id)), ref(str(blocker.id)))
    assert went.removed == came.added


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_was_written_through_the_api_reads_the_same_from_both_its_ends(desk, mia, arrived, kind):
    blocked, blocker = mia.opens("WEB", "Checkout"), mia.opens("PAY", "Ledger")
    source, destination = LINKS[kind](blocker, blocked)
    heard(desk, arrived)
    ends = {"inwardIssue": {"key": source.ref}, "outwardIssue": {"key": destination.ref}}
    rest(desk, "POST", "/issueLink", json={"type": {"name": kind}, **ends})
    mia.labels(blocked, "seen")
    mia.labels(blocker, "seen")

    [(_, _, by_number), *both] = heard(desk, arrived)

    waits = [
        (wait.blocked, wait.blocker)
        for _, _, said in both
        for wait in said.facts[0].statements
        if isinstance(wait, Wait)
    ]
    assert waits == [(ref(blocked), ref(blocker))] * 2
    assert (by_number.added[0].blocked, by_number.added[0].blocker) == (ref(str(blocked.id)), ref(str(blocker.id)))


def test_a_fallback_and_a_copy_are_told_as_such(desk, mia, arrived):
    issue, other = mia.opens("WEB", "Checkout"), mia.opens("WEB", "Plan B")
    heard(desk, arrived)
    mia.links(other, issue, "Fallback")
    mia.links(other, issue, "Relates")
    mia.closes(other, "duplicate", of=issue)

    [(_, _, fallback), (_, _, related), _, (_, _, copy)] = heard(desk, arrived)

    [way_out], [same] = fallback.added, copy.added
    numbers = ref(str(issue.id)), ref(str(other.id))
    assert (type(way_out), way_out.issue, way_out.ticket) == (Fallback, *numbers)
    assert (type(same), same.copy, same.original) == (Duplicate, *numbers[::-1])
    assert related.added == ()


def test_a_link_moves_both_times_and_no_issue_tells_of_it(desk, mia, arrived):
    issue, blocker = mia.opens("WEB", "Checkout"), mia.opens("PAY", "Ledger")
    heard(desk, arrived)
    before = issue.updated
    desk.passes(hours=1)
    mia.blocks(issue, by=blocker)
    mia.adds_remote_link(issue, "https://github.com/acme/pay/issues/1", "is blocked by")

    told = heard(desk, arrived)

    assert events(told) == ["issuelink_created"]
    assert min(issue.updated, blocker.updated) > before


@pytest.mark.parametrize(("kind", "named"), [("Sub-task", "jira_subtask_link"), ("Task", "Epic-Story Link")])
def test_a_part_is_told_as_a_link_of_jiras_own(desk, mia, arrived, kind, named):
    parent, part = mia.opens("WEB", "Checkout", kind="Epic"), mia.opens("WEB", "Part", kind=kind)
    heard(desk, arrived)
    mia.adds_part(parent, part)

    [(event, body, said), (_, _, changed)] = heard(desk, arrived)

    assert (event, body["issueLink"]["issueLinkType"]["name"]) == ("issuelink_created", named)
    assert body["issueLink"]["systemLink"] is True
    assert (refs(said), said.added) == ([str(parent.id), str(part.id)], ())
    assert refs(changed) == [part.ref]
