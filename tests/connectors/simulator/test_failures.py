"""What goes wrong by script, as Detour's client meets it."""

from datetime import timedelta

import pytest

from connectors.contract import Denied, Draft, Unavailable
from connectors.simulator.github import Moment, failures, simulated_github
from tests.connectors.simulator.asking import HIDDEN, MARK, ask, query, ref, rest, touched


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def issue(hub):
    return hub.person("mia", writes=("acme/web",)).opens("acme/web", "Checkout")


def bodies(hub, issue):
    return [one.body for one in hub.comments_of(issue)]


LIMITS = {
    "429 in seconds": (lambda _: failures.too_many_requests(7), 7),
    "429 at a date": (lambda hub: failures.too_many_requests(hub.world.now() + timedelta(seconds=30)), 30),
    "429 without a time": (lambda _: failures.too_many_requests(), 60),
    "secondary": (lambda _: failures.secondary_limit(), 60),
    "secondary in seconds": (lambda _: failures.secondary_limit(9), 9),
    "primary": (lambda hub: failures.primary_limit(int(hub.seconds()) + 90), 90),
    "GraphQL": (lambda hub: failures.graphql_limit(int(hub.seconds()) + 90), 90),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_says_when_to_come_back_and_is_over_then(hub, issue, name):
    fault, wait = LIMITS[name]
    hub.fails(fault(hub), "POST", "*/graphql")

    with pytest.raises(Unavailable) as unavailable:
        ask(hub, "read", [touched(issue)])
    [look] = ask(hub, "read", [touched(issue)])

    assert unavailable.value.retry_after == pytest.approx(wait, abs=2)
    assert not isinstance(unavailable.value, Denied)
    assert look.facts is not None


BEFORE = (failures.server_error(500), failures.server_error(502), failures.dropped())
AFTER = (failures.bad_gateway_afterwards(), failures.dropped_afterwards())


@pytest.mark.parametrize(("fault", "done"), [*((one, False) for one in BEFORE), *((one, True) for one in AFTER)])
def test_after_a_write_that_got_no_answer_only_the_thread_tells_whether_it_happened(hub, issue, fault, done):
    hub.fails(fault, "POST", "*/comments", times=1)

    with pytest.raises(Unavailable) as unavailable:
        ask(hub, "put_comment", ref(issue), Draft("hello", MARK))

    assert unavailable.value.outcome_unknown
    assert bodies(hub, issue) == ([f"hello{HIDDEN}"] if done else [])


def test_faults_happen_to_what_matches_in_order_and_so_often(hub, issue):
    hub.fails(failures.server_error(), "POST", "*/issues/*/comments", times=2)
    hub.fails(failures.server_error(503), "POST", "*/comments", times=1)
    path = f"/repos/acme/web/issues/{issue.number}/comments"

    reads = [rest(hub, "GET", path).status_code]
    writes = [rest(hub, "POST", path, json={"body": "hello"}).status_code for _ in range(4)]

    assert (reads, writes) == ([200], [502, 502, 503, 201])
    assert len(bodies(hub, issue)) == 1


@pytest.mark.usefixtures("issue")
def test_what_was_scripted_can_be_taken_back(hub):
    hub.fails(failures.server_error(), times=100)
    hub.heals()

    assert rest(hub, "GET", "/repos/acme/web").status_code == 200


@pytest.mark.usefixtures("issue")
def test_an_answer_may_be_late(hub):
    hub.fails(failures.slow(0.2), "GET", "*/web")

    assert rest(hub, "GET", "/repos/acme/web").elapsed > timedelta(seconds=0.15)
    assert rest(hub, "GET", "/repos/acme/web").elapsed < timedelta(seconds=0.15)


@pytest.mark.usefixtures("issue")
def test_limits_count_down_and_end_at_nothing(hub):
    hub.api.limits.hourly = 3
    answers = [rest(hub, "GET", "/repos/acme/web") for _ in range(4)]
    free = rest(hub, "GET", "/rate_limit").json()["resources"]["core"]
    hub.passes(minutes=61)

    assert [one.headers["x-ratelimit-remaining"] for one in answers] == ["2", "1", "0", "0"]
    assert [one.status_code for one in answers] == [200, 200, 200, 403]
    assert "rate limit" in answers[-1].json()["message"]
    assert free["remaining"] == 0
    assert rest(hub, "GET", "/repos/acme/web").status_code == 200


@pytest.mark.usefixtures("issue")
def test_graphql_limits_are_told_with_status_200(hub):
    hub.api.limits.hourly = 1

    first, second = (query(hub, "{ viewer { login } rateLimit { remaining cost } }") for _ in range(2))

    assert first["data"] == {"viewer": {"login": "detour-bot"}, "rateLimit": {"remaining": 0, "cost": 1}}
    assert second["errors"][0]["type"] == "RATE_LIMITED"


def test_a_watcher_sees_each_request_before_and_after_it_was_handled(hub, issue):
    seen = []
    stop = hub.on_request(lambda moment, asked: seen.append((moment, asked.status, bodies(hub, issue))))
    ask(hub, "put_comment", ref(issue), Draft("hello", MARK))
    stop()
    ask(hub, "put_comment", ref(issue), Draft("again", MARK))

    assert seen == [(Moment.BEFORE, 0, []), (Moment.AFTER, 201, [f"hello{HIDDEN}"])]


def test_requests_are_remembered_with_what_became_of_them(hub, issue):
    hub.fails(failures.dropped_afterwards(), "POST", "*/comments")
    with pytest.raises(Unavailable):
        ask(hub, "put_comment", ref(issue), Draft("hello", MARK))
    ask(hub, "comments", ref(issue))

    assert [(one.method, one.path, one.account, one.status, one.writes) for one in hub.requests] == [
        ("POST", "/api/v3/repos/acme/web/issues/1/comments", "detour-bot", 0, True),
        ("GET", "/api/v3/repos/acme/web/issues/1/comments", "detour-bot", 200, False),
        ("POST", "/api/graphql", "detour-bot", 200, False),
    ]
