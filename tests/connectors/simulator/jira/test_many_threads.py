"""The comments of many issues in one request are those that each thread tells."""

from connectors.contract import Denied, Unavailable
from connectors.simulator.jira import failures
from tests.connectors.simulator.jira.asking import ask, ref, touched


def alone(desk, issue):
    try:
        return ask(desk, "comments", ref(issue))
    except Denied:
        return None


def talks(desk, mia):
    """Threads of all kinds, and the issues that have them."""
    noor, issues = desk.person("noor", writes=("WEB",)), [mia.opens("WEB", "One") for _ in range(6)]
    mia.comments(issues[0], "Blocked by: PAY-1")
    desk.bot.comments(issues[0], "Detour here")
    mia.comments(issues[0], "For developers", role="Developers")
    own, others = mia.comments(issues[1], "/detour ack"), mia.comments(issues[1], "/detour waive")
    mia.edits_comment(own, "/detour ack it")
    noor.edits_comment(others, "/detour waive until 2030")
    for at in range(30):
        noor.comments(issues[2], f"{at}")
    mia.transfers(issues[5], "PAY")
    mia.comments(issues[5], "Elsewhere")
    return issues


def test_each_thread_is_the_one_that_asking_for_it_alone_gives(desk, mia):
    issues = talks(desk, mia)
    mia.deletes(issues[4])
    asked = [touched(one, by_id=at % 2) for at, one in enumerate(issues)]
    asked += [touched("WEB-6"), touched("WEB-999"), touched("x/..#1")]

    told = ask(desk, "threads", asked)
    threads = [None if isinstance(one, Denied) else one for one in told]

    assert threads == [alone(desk, one.ref.text) for one in asked]
    assert [thread and len(thread) for thread in threads] == [2, 2, 30, [], None, 1, 1, None, None]
    assert [one.edited_by_others for one in threads[1]] == [False, True]
    assert [one.own for one in threads[0]] == [False, True]


def test_a_hundred_threads_take_a_request_and_a_long_one_another(desk, mia):
    issues = [mia.opens("WEB", "One") for _ in range(150)]
    for at, issue in enumerate(issues):
        for _ in range(25 if at == 3 else at % 3):
            mia.comments(issue, "Any news?")

    threads = ask(desk, "threads", [touched(one, by_id=True) for one in issues])

    assert [len(thread) for thread in threads] == [25 if at == 3 else at % 3 for at in range(150)]
    # Two for the threads, one for the long one, and one for whose token this is.
    assert len(desk.requests) == 4


def test_where_many_fail_together_each_is_asked_for(desk, mia):
    issues = [mia.opens("WEB", "One") for _ in range(3)]
    mia.comments(issues[0], "Any news?")
    desk.fails(failures.server_error(), "POST")

    threads = ask(desk, "threads", [touched(one, by_id=True) for one in issues])

    assert [len(thread) for thread in threads] == [1, 0, 0]


def test_a_limit_is_every_threads(desk, mia):
    issues = [mia.opens("WEB", "One") for _ in range(3)]
    desk.fails(failures.too_many_requests(7), "POST")

    told = ask(desk, "threads", [touched(one, by_id=True) for one in issues])

    assert [isinstance(one, Unavailable) and one.retry_after for one in told] == [7, 7, 7]
    assert len(desk.requests) == 1
