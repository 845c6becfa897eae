"""Posts that a chat on loopback really receives, and what becomes of those that it does not."""

import asyncio
import io
import logging
import socket
from datetime import UTC, datetime

import pytest

from service.digest.chat import Chat
from service.digest.outlets import Letter, Undelivered
from service.logs import configure
from tests.service.digest.receivers import chat_room

LETTER = Letter("id", "What changed", "*What changed*\n\n- `WEB-1` `日本`\n", datetime(2026, 11, 23, tzinfo=UTC))


@pytest.fixture
def room():
    with chat_room() as room:
        yield room


def sent(webhook):
    asyncio.run(Chat(webhook).send(LETTER))


def refused(webhook):
    with pytest.raises(Undelivered) as caught:
        sent(webhook)
    return caught.value


def test_a_letter_is_posted_as_its_text(room):
    sent(room.webhook)

    assert room.posts == [{"text": LETTER.text}]


@pytest.mark.parametrize(
    ("status", "again", "may_have_arrived"),
    [
        (429, True, False),
        (503, True, False),
        (400, False, False),
        (404, False, False),
        (410, False, False),
        (302, False, False),
        (500, False, True),
        (502, False, True),
        (0, False, True),
    ],
)
def test_what_an_answer_means(room, status, again, may_have_arrived):
    room.answers = [status]

    error = refused(room.webhook)

    assert (error.again, error.may_have_arrived) == (again, may_have_arrived)
    assert error.retry_after == (7.0 if again else 0.0)
    assert room.asked == 1


def test_where_nobody_listens_nothing_was_sent():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    error = refused(f"http://127.0.0.1:{port}/hooks/s3cret-hook")

    assert (error.again, error.may_have_arrived) == (True, False)


@pytest.mark.parametrize("status", [200, 404, 502, 0])
def test_the_webhook_stands_in_no_log_and_no_error(room, status):
    logs, level = io.StringIO(), logging.getLogger().level
    handlers = logging.getLogger().handlers[:]
    configure(logs)
    room.answers = [status]
    try:
        if status == 200:
            sent(room.webhook)
            shown = repr(Chat(room.webhook))
        else:
            error = refused(room.webhook)
            shown = f"{error} {error!r} {error.__cause__!r}"
            logging.getLogger("test").error("with its trace", exc_info=error)
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)

    assert "s3cret-hook" not in logs.getvalue() + shown
