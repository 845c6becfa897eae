"""What goes wrong with Jira by script, as Detour's client meets it."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.contract import Denied, Draft, Unavailable
from connectors.simulator.jira import Moment, failures, simulated_jira
from connectors.simulator.jira.limits import Limits
from tests.connectors.simulator.jira.asking import MARK, ask, ref, rest, touched
from tests.connectors.simulator.jira.traffic import body

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request):
    with simulated_jira(flavor=request.param, clock=lambda: NOON) as desk:
        yield desk


@pytest.fixture
def issue(desk):
    return desk.person("mia", writes=("WEB",)).opens("WEB", "Checkout")


def says(desk, issue, words="hello"):
    return ask(desk, "put_comment", ref(issue), Draft(body(desk, words), MARK))


def texts(desk, issue):
    return [one.text for one in desk.comments_of(issue)]


LIMITS = {
    "in seconds": (7, 7),
    "at a date": (NOON + timedelta(seconds=30), 30),
    "without a time": (None, 60),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_says_when_to_come_back_and_is_over_then(desk, issue, name):
    told, wait = LIMITS[name]
    desk.fails(failures.too_many_requests(told), "POST", times=2)

    with pytest.raises(Unavailable) as reading:
        ask(desk, "read", [touched(issue)])
    with pytest.raises(Unavailable) as writing:
        says(desk, issue)
    [look] = ask(desk, "read", [touched(issue)])
    says(desk, issue)

    assert [one.value.retry_after for one in (reading, writing)] == [wait, wait]
    assert not any(isinstance(one.value, Denied) or one.value.outcome_unknown for one in (reading, writing))
    assert (look.facts is not None, texts(desk, issue)) == (True, ["hello"])


def test_a_token_that_ran_out_denies_nothing(desk, issue):
    desk.fails(failures.unauthorized(), times=2)

    with pytest.raises(Unavailable, match="token") as reading:
        ask(desk, "read", [touched(issue)])
    with pytest.raises(Unavailable, match="token") as writing:
        says(desk, issue)

    assert not any(isinstance(one.value, Denied) for one in (reading, writing))
    assert texts(desk, issue) == []


BEFORE = (failures.server_error(500), failures.server_error(503), failures.dropped())
AFTER = (failures.bad_gateway_afterwards(), failures.dropped_afterwards())


@pytest.mark.parametrize(("fault", "done"), [*((one, False) for one in BEFORE), *((one, True) for one in AFTER)])
def test_after_a_write_that_got_no_answer_only_the_thread_tells_whether_it_happened(desk, issue, fault, done):
    desk.fails(fault, "POST", "*/comment")

    with pytest.raises(Unavailable) as unavailable:
        says(desk, issue)

    assert unavailable.value.outcome_unknown
    assert [one.mark for one in ask(desk, "marked", ref(issue))] == ([MARK] if done else [])
    assert sum(one.method == "POST" for one in desk.requests) == 1


def test_one_issue_takes_twenty_writes_in_two_seconds_where_limits_are_kept(desk, issue):
    other = desk.person("mia").opens("WEB", "Other")
    desk.api.limits.on = True
    for _ in range(20):
        write(desk, issue)

    with pytest.raises(Unavailable) as unavailable:
        says(desk, issue, "one too many")
    refused, elsewhere = write(desk, issue), write(desk, other)
    desk.passes(seconds=unavailable.value.retry_after)
    says(desk, issue, "in time")

    assert unavailable.value.retry_after == 2
    assert (refused.status_code, elsewhere.status_code) == (429, 201)
    assert refused.headers["ratelimit-reason"] == "jira-per-issue-on-write"
    assert texts(desk, issue) == ["hello"] * 20 + ["in time"]


def test_one_issue_takes_a_hundred_writes_in_thirty_seconds():
    limits = Limits(on=True)

    waits = [limits.wait(1, NOON + timedelta(seconds=number // 20 * 3)) for number in range(100)]

    assert waits == [0.0] * 100
    assert limits.wait(1, NOON + timedelta(seconds=15)) == 15
    assert limits.wait(2, NOON + timedelta(seconds=15)) == 0
    assert limits.wait(1, NOON + timedelta(seconds=30)) == 0


def test_limits_that_are_not_kept_keep_nobody(desk, issue):
    assert {write(desk, issue).status_code for _ in range(21)} == {201}


def write(desk, issue):
    return rest(desk, "POST", f"/issue/{issue.ref}/comment", json={"body": "hello"})


def test_faults_happen_to_what_matches_in_order_and_so_often(desk, issue):
    desk.fails(failures.server_error(), "POST", "*/issue/*/comment", times=2)
    desk.fails(failures.server_error(503), "POST", "*/comment")

    reads = [rest(desk, "GET", f"/issue/{issue.ref}/comment").status_code]
    writes = [write(desk, issue).status_code for _ in range(4)]

    assert (reads, writes) == ([200], [502, 502, 503, 201])
    assert len(texts(desk, issue)) == 1


def test_what_was_scripted_can_be_taken_back(desk):
    desk.fails(failures.server_error(), times=100)
    desk.heals()

    assert rest(desk, "GET", "/myself").status_code == 200


def test_an_answer_may_be_late(desk):
    desk.fails(failures.slow(0.2), "GET", "*/myself")

    assert rest(desk, "GET", "/myself").elapsed > timedelta(seconds=0.15)
    assert rest(desk, "GET", "/myself").elapsed < timedelta(seconds=0.15)


def test_a_watcher_sees_each_request_before_and_after_it_was_handled(desk, issue):
    seen = []
    stop = desk.on_request(lambda moment, asked: seen.append((moment, asked.status, texts(desk, issue))))
    write(desk, issue)
    stop()
    write(desk, issue)

    assert seen == [(Moment.BEFORE, 0, []), (Moment.AFTER, 201, ["hello"])]


def test_requests_are_remembered_with_what_became_of_them(desk, issue):
    desk.fails(failures.dropped_afterwards(), "POST", "*/comment")
    with pytest.raises(Unavailable):
        says(desk, issue)
    ask(desk, "comments", ref(issue))

    api = f"/rest/api/{3 if desk.flavor == 'cloud' else 2}"
    assert [(one.method, one.path, one.account, one.status, one.writes) for one in desk.requests] == [
        ("GET", f"{api}/issue/WEB-1", "detour-bot", 200, False),
        ("POST", f"{api}/issue/WEB-1/comment", "detour-bot", 0, True),
        ("GET", f"{api}/issue/WEB-1/comment", "detour-bot", 200, False),
        ("GET", f"{api}/myself", "detour-bot", 200, False),
    ]
