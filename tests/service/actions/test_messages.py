"""Messages to programs that were given up are seen by whoever may act, and sent again by them, which is logged."""

import pytest

from service.outgoing.events import Event, Kind
from service.settings import Settings
from service.store import deeds, notifications
from service.store.connection import reading
from service.store.notifications import NotificationState
from tests.service.dashboards import HOSTILE, OPERATOR, VIEWER, Dashboard

WEBHOOKS = [
    {"name": name, "url": f"https://{name}.acme.example/in", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
    for name in ("ci", "chat")
]


@pytest.fixture
def kept(store):
    """A message to each of two programs, given up, and another one to the first that waits."""
    told = Settings(webhooks=WEBHOOKS).webhooks
    with store.begin() as connection:
        notifications.note(connection, told, [Event(Kind.AUDITED, "a", 1.7e9, "", {})])
        for one in reversed(notifications.latest(connection, 9)):
            notifications.failed(connection, one, f"answered 410 {HOSTILE}", 1.7e9, 0, final=True)
        notifications.note(connection, told[:1], [Event(Kind.AUDITED, "b", 1.7e9, "", {})])
    return Dashboard(store, OPERATOR, webhooks=WEBHOOKS)


def states(store):
    with reading(store) as connection:
        return {one.id: one.state.value for one in notifications.latest(connection, 9)}


def logged(store):
    with reading(store) as connection:
        return deeds.latest(connection)


def test_they_are_listed_with_the_reason_and_named_beside_the_deliveries(kept):
    page = kept.get("/messages?state=dead").text

    assert '<h1 class="short">2 messages given up</h1>' in page
    assert page.count("answered 410") == 2
    assert "<script>alert" not in page
    assert "2 messages given up" in kept.get("/deliveries").text


def test_one_is_sent_again_which_is_logged(store, kept):
    answer = kept.post("/messages/1/replay")

    assert (answer.status_code, answer.headers["location"]) == (303, "/messages?done=sent")
    assert states(store) == {1: "waiting", 2: "dead", 3: "waiting"}
    [deed] = logged(store)
    assert (deed.who, deed.what, deed.about, deed.before["state"]) == (
        "openid:ada",
        "sent a message again",
        "message 1",
        "dead",
    )


def test_all_that_were_given_up_are_sent_again_at_once(store, kept):
    kept.post("/messages/replay")

    assert set(states(store).values()) == {NotificationState.WAITING}
    [deed] = logged(store)
    assert deed.before == {"dead": {"ci": 1, "chat": 1}}


@pytest.mark.parametrize(("number", "status"), [("3", 409), ("7", 404), ("x", 404), ("9" * 30, 404)])
def test_what_waits_or_is_not_there_cannot_be_sent_again(store, kept, number, status):
    assert kept.post(f"/messages/{number}/replay").status_code == status
    assert logged(store) == []


@pytest.mark.usefixtures("kept")
def test_nothing_is_sent_to_a_program_that_is_told_nothing_any_more(store):
    answer = Dashboard(store, OPERATOR, webhooks=WEBHOOKS[:1]).post("/messages/2/replay")

    assert (answer.status_code, "[[webhooks]]" in answer.text) == (409, True)
    assert states(store)[2] == "dead"


@pytest.mark.usefixtures("kept")
def test_who_may_only_look_sends_nothing_and_who_may_not_see_everything_sees_none(store):
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:pay"]}]

    assert Dashboard(store, VIEWER, webhooks=WEBHOOKS).post("/messages/1/replay").status_code == 403
    assert "<button>Send" not in Dashboard(store, VIEWER, webhooks=WEBHOOKS).get("/messages").text
    assert Dashboard(store, VIEWER, webhooks=WEBHOOKS, visibility=groups).get("/messages").status_code == 403
    assert states(store)[1] == "dead"
