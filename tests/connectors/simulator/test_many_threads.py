"""The comments of many issues in one request are those that each thread tells."""

import pytest

from connectors.contract import Denied, Touched
from connectors.simulator.github import simulated_github
from tests.connectors.simulator.asking import ask, by_app, by_token, ref, touched


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


@pytest.fixture(params=[by_token, by_app], ids=["token", "app"])
def credentials(request, hub):
    hub.repository("acme/web")
    return request.param(hub)


def alone(hub, issue, credentials):
    try:
        return ask(hub, "comments", ref(issue), credentials=credentials)
    except Denied:
        return None


def talks(hub, mia):
    """Threads of all kinds, and the issues that have them."""
    app = hub.installs_app("renovate", on=["acme"])
    noor, issues = hub.person("noor"), [mia.opens("acme/web", "One") for _ in range(6)]
    pull = mia.opens_pull("acme/pay", "A pull request")
    mia.comments(issues[0], "Blocked by: acme/pay#1")
    hub.passes(minutes=1)
    hub.bot.comments(issues[0], "Detour here")
    type(mia)(app.bot, hub.world).comments(issues[0], "I am a program")
    own, others, later = (mia.comments(issues[1], text) for text in ("/detour ack", "/detour waive", "Any news?"))
    hub.passes(minutes=1)
    mia.edits_comment(own, "/detour ack it")
    noor.edits_comment(others, "/detour waive until 2030")
    hub.bot.edits_comment(later, "None")
    for at in range(130):
        hub.passes(seconds=1)
        edited = noor.comments(issues[2], f"{at}")
        mia.edits_comment(edited, "not noor's words")
    noor.comments(pull, "Looks good")
    return [*issues, pull]


def test_each_thread_is_the_one_that_asking_for_it_alone_gives(hub, mia, credentials):
    issues = talks(hub, mia)
    mia.deletes(issues[4])
    asked = [touched(one, by_id=at % 2) for at, one in enumerate(issues)] + [touched("acme/none#1"), touched("x/..#1")]

    told = ask(hub, "threads", asked, credentials=credentials)
    threads = [None if isinstance(one, Denied) else one for one in told]

    assert threads == [alone(hub, one.ref.text, credentials) for one in asked]
    assert [thread and len(thread) for thread in threads] == [3, 3, 130, [], None, [], 1, None, None]
    assert [one.edited_by_others for one in threads[1]] == [False, True, True]
    assert [one.author for one in threads[0]] == ["github:@mia", "github:@detour-bot", "github:@renovate[bot]"]


def test_our_own_comments_are_known(hub, mia, credentials):
    issue = mia.opens("acme/web", "One")
    mia.comments(issue, "Any news?")
    for account in ("detour-bot", "detour[bot]"):
        type(mia)(hub.world.account(account), hub.world).comments(issue, "Detour here")

    [thread] = ask(hub, "threads", [touched(issue, by_id=True)], credentials=credentials)

    assert thread == alone(hub, issue, credentials)
    assert [one.own for one in thread].count(True) == 1


def test_a_hundred_threads_take_a_request_and_a_long_one_a_request_more_for_each_hundred(hub, mia):
    issues = [mia.opens("acme/web", "One") for _ in range(150)]
    for at, issue in enumerate(issues):
        for _ in range(230 if at == 3 else at % 3):
            mia.comments(issue, "Any news?")

    threads = ask(hub, "threads", [touched(one, by_id=True) for one in issues])

    assert [len(thread) for thread in threads] == [230 if at == 3 else at % 3 for at in range(150)]
    # Two for the threads, two for the rest of the long one, and one for whose token this is, which REST does not tell.
    assert [one.method for one in hub.requests].count("GET") == 2
    assert len(hub.requests) == 5


def test_threads_that_are_too_much_for_one_request_are_asked_for_in_halves(hub, mia):
    issues = [mia.opens("acme/web", "One") for _ in range(10)]
    for issue in issues:
        mia.comments(issue, "Any news?")
    hub.api.limits.in_time = 600  # nodes: three threads of an issue or a pull request, a hundred comments each

    threads = ask(hub, "threads", [touched(one, by_id=True) for one in issues])

    assert [len(thread) for thread in threads] == [1] * 10
    # Ten are too much, and so are five and five; two and three are not.
    assert [one.status for one in hub.requests].count(502) == 3


def test_a_thread_that_is_too_much_by_itself_is_read_page_by_page(hub, mia):
    issue = mia.opens("acme/web", "One")
    mia.comments(issue, "Any news?")
    hub.api.limits.in_time = 99

    [thread, nothing] = ask(hub, "threads", [touched(issue), Touched(ref("acme/web#7"))])

    assert len(thread) == 1
    assert isinstance(nothing, Denied)
    assert {one.path.rpartition("/")[2] for one in hub.requests if one.method == "GET"} == {"comments"}
