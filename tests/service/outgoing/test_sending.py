"""What goes over the wire, and what does not."""

import asyncio
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from service.outgoing.sending import NotTaken, Receiver, Sender
from service.outgoing.signing import key_of, keys_of
from tests.service.outgoing.receivers import program

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"type":"finding.opened","timestamp":"2026-11-26T09:00:00+00:00","data":{}}'


@pytest.fixture
def hook():
    with program() as one:
        yield one


def receiver(url, *, private=True):
    return Receiver("planning", url, keys_of(SECRET), private)


def send(to, resolve=None, now=None):
    async def once():
        sender = Sender.make() if resolve is None else Sender(Sender.make().client, resolve)
        try:
            await sender.send(to, "msg_1", BODY, time.time() if now is None else now)
        finally:
            await sender.close()

    asyncio.run(once())


def refused(to, resolve=None):
    with pytest.raises(NotTaken) as found:
        send(to, resolve)
    return found.value


def leading_to(*addresses):
    async def resolve(_host, _port):
        return list(addresses)

    return resolve


def test_the_library_of_the_standard_verifies_what_is_sent(hook):
    send(receiver(hook.url))

    [(headers, body)] = hook.received
    assert Webhook(SECRET).verify(body, headers)["type"] == "finding.opened"
    assert headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("change", ["another secret", "another body", "another id", "long ago"])
def test_it_verifies_nothing_else(hook, change):
    send(receiver(hook.url), now=time.time() - 3600 if change == "long ago" else None)

    [(headers, body)] = hook.received
    secret = f"{SECRET[:-4]}AAAA" if change == "another secret" else SECRET
    headers |= {"webhook-id": "msg_2"} if change == "another id" else {}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" " if change == "another body" else body, headers)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"],
)
def test_nothing_is_sent_into_a_private_network_unless_that_is_allowed(hook, address):
    error = refused(receiver(hook.url, private=False), leading_to(address))

    assert str(error) == "127.0.0.1 is inside a private network; private = true beside it allows that"
    assert error.final
    assert not hook.received


def test_a_name_that_also_leads_into_a_private_network_is_refused_as_a_whole(hook):
    assert refused(receiver(hook.url, private=False), leading_to("93.184.216.34", "10.0.0.1")).final


def test_what_was_looked_up_is_what_is_connected_to(hook):
    url = hook.url.replace("127.0.0.1", "planning.acme.example")

    send(receiver(url), leading_to("127.0.0.1"))

    [(headers, _)] = hook.received
    assert headers["host"].startswith("planning.acme.example:")


@pytest.mark.parametrize(
    ("answer", "final", "wait", "reason"),
    [
        ((500, {}), False, 0, "answered 500 Internal Server Error"),
        ((503, {"Retry-After": "120"}), False, 120, "answered 503 Service Unavailable"),
        ((429, {"Retry-After": "9999999"}), False, 86_400, "answered 429 Too Many Requests"),
        ((410, {}), True, 0, "answered 410 Gone: it takes no messages any more"),
        ((302, {"Location": "http://127.0.0.1:1/"}), False, 0, "answered 302 Found"),
    ],
)
def test_whatever_is_no_success_is_told_with_what_to_do_next(hook, answer, final, wait, reason):
    hook.answer(answer)

    error = refused(receiver(hook.url))

    assert (str(error), error.final, error.retry_after) == (reason, final, wait)
    assert len(hook.received) == 1


def test_what_cannot_be_reached_is_tried_again():
    error = refused(receiver("http://127.0.0.1:1/hook"))

    assert str(error) == "ConnectError: 127.0.0.1 could not be reached"
    assert not error.final


@pytest.mark.parametrize(
    ("secret", "why"), [("whsec_AAAA", "holds 3"), ("whsec_§", "Base64"), ("whsec_" + "A" * 100, "holds 75")]
)
def test_a_secret_that_is_none_is_refused_and_not_shown(secret, why):
    with pytest.raises(ValueError, match=why) as found:
        key_of(secret)

    assert secret not in str(found.value)
