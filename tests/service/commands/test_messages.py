"""What programs were told, on the command line."""

import pytest

from service.outgoing.events import Event, Kind
from service.settings import load
from service.store import notifications

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
WEBHOOK = f'[[webhooks]]\nname = "planning"\nurl = "https://planning.acme.example/hook"\nsecret = "{SECRET}"\n'


@pytest.fixture
def messages(store, store_url, tmp_path, detour):
    """Runs the command on a store in which one message was given up."""
    path = tmp_path / "detour.toml"
    path.write_text(f'{WEBHOOK}[store]\nurl = "{store_url}"\n')

    webhooks = load(path, {}).webhooks
    with store.begin() as connection:
        notifications.note(connection, webhooks, [Event(Kind.AUDITED, "one", 1000.0, "", {})])
        one = notifications.due(connection, "planning", 1000.0)
        notifications.failed(connection, one, "answered 410 Gone", 1000.0, 0.0, final=True)
    return lambda *words: detour("messages", *words, "--config", path)


def test_what_was_given_up_is_listed_with_the_reason(messages):
    status, printed, _ = messages("--dead")

    assert status == 0
    assert printed.splitlines() == [
        "1970-01-01 00:16:40  dead     planning  audit.finished  answered 410 Gone",
        "planning: 1 dead",
    ]


def test_it_is_sent_anew_where_somebody_asks_for_it(messages):
    assert messages("--again", "planning")[1] == "1 message to planning is sent anew\n"
    assert messages()[1].splitlines()[-1] == "planning: 1 waiting"


def test_a_webhook_that_nobody_configured_is_refused_with_those_that_are(messages):
    status, _, said = messages("--again", "nobody")

    assert (status, said) == (2, "detour: no webhook is called nobody; there are planning\n")


def test_the_secret_is_never_shown(messages):
    assert all(SECRET not in text for text in messages()[1:])
