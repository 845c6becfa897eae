"""Messages are kept for whoever wants them, once, until they were taken or given up."""

from service.outgoing.events import Event, Kind
from service.settings.webhooks import WebhookTable
from service.store import notifications
from service.store.connection import reading
from service.store.notifications import JITTER, PAUSES, NotificationState

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def webhook(name, **fields):
    return WebhookTable(name=name, url="https://planning.acme.example/hook", secret=SECRET, **fields)


def event(key="one", kind=Kind.OPENED, team="shop"):
    return Event(kind, key, 1000.0, team, {"about": key})


def note(store, webhooks, *events):
    with store.begin() as connection:
        return notifications.note(connection, webhooks, events)


def due(store, now=1000.0, receiver="planning"):
    with reading(store) as connection:
        return notifications.due(connection, receiver, now)


def fail(store, one, now=1000.0, wait=0.0, *, final=False):
    with store.begin() as connection:
        notifications.failed(connection, one, "answered 500", now, wait, final=final)


def test_each_program_is_told_what_it_asked_for(store):
    everything, shop = webhook("everything"), webhook("shop", teams=["shop"], events=["finding.opened"])

    note(store, [everything, shop], event("a"), event("b", team="web"), event("c", Kind.AUDITED, team=""))

    with reading(store) as connection:
        kept = [(one.receiver, one.key) for one in notifications.latest(connection, 10)]
    assert sorted(kept) == [("everything", "a"), ("everything", "b"), ("everything", "c"), ("shop", "a")]


def test_an_event_that_is_noticed_twice_is_told_once(store):
    note(store, [webhook("planning")], event())
    note(store, [webhook("planning")], event())

    with reading(store) as connection:
        assert len(notifications.latest(connection, 10)) == 1


def test_what_failed_is_tried_again_later_under_the_same_name(store):
    note(store, [webhook("planning")], event())
    first = due(store)

    fail(store, first)

    assert due(store, 1000.0 + PAUSES[0] - 1) is None
    again = due(store, 1000.0 + PAUSES[0] * (1 + JITTER))
    assert (again.name, again.attempts, again.note) == (first.name, 1, "answered 500")


def test_as_long_as_was_asked_for_nothing_is_tried(store):
    note(store, [webhook("planning")], event())

    fail(store, due(store), wait=600.0)

    assert due(store, 1599.0) is None
    assert due(store, 1601.0) is not None


def test_after_three_days_it_is_given_up_and_can_be_sent_anew(store):
    note(store, [webhook("planning")], event())
    now = 1000.0
    for _ in range(len(PAUSES) + 1):
        fail(store, due(store, now), now)
        now += 2 * PAUSES[-1]

    with reading(store) as connection:
        [dead] = notifications.latest(connection, 10, NotificationState.DEAD)
        assert notifications.count_by_state(connection) == {("planning", "dead"): 1}
    assert (dead.attempts, notifications_due(store)) == (len(PAUSES) + 1, None)
    with store.begin() as connection:
        assert notifications.revive(connection, "planning", now) == 1
    assert due(store, now).key == "one"


def notifications_due(store):
    with reading(store) as connection:
        return notifications.next_due(connection, "planning")


def test_what_is_never_taken_is_given_up_at_once(store):
    note(store, [webhook("planning")], event())

    fail(store, due(store), final=True)

    assert notifications_due(store) is None


def test_what_was_taken_is_not_due_any_more(store):
    note(store, [webhook("planning")], event())

    with store.begin() as connection:
        notifications.taken(connection, due(store), 1000.0)

    assert due(store, 9e9) is None
