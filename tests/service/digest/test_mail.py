"""Mail that a server on loopback really receives, and what becomes of that which it does not."""

import asyncio
import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from service.digest.mail import Mail, Server
from service.digest.outlets import Letter, Undelivered
from tests.service.digest.receivers import certificate, mail_box

LETTER = Letter(
    "web-1",
    "What changed for Web: 日本",
    "*What changed*\n\n.\n- `WEB-1` `日本` " + "x" * 2000,
    datetime(2026, 11, 23, 8, tzinfo=UTC),
)
LOGIN = {"user": "detour", "password": "s3cret-mail"}
TO = ("web@acme.example", "lead@acme.example")


@pytest.fixture
def box():
    with mail_box() as box:
        yield box


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """A server's TLS, whose certificate we trust."""
    file, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def server(box, security="none", **login):
    return Server("127.0.0.1", box.port, security, "detour@acme.example", **login)


def sent(server, letter=LETTER):
    asyncio.run(Mail(server, TO).send(letter))


def refused(server):
    with pytest.raises(Undelivered) as caught:
        sent(server)
    assert "s3cret" not in f"{caught.value!r} {caught.value.__cause__!r}"
    return caught.value


def test_a_letter_arrives_as_plain_text(box):
    sent(server(box))

    [mail] = box.mails
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == LETTER.text.splitlines()
    assert (mail["From"], mail["To"]) == ("detour@acme.example", "web@acme.example, lead@acme.example")
    assert (mail["Subject"], mail["Auto-Submitted"]) == (LETTER.subject, "auto-generated")
    assert mail["Message-ID"] == "<web-1@acme.example>"
    assert mail["Date"].datetime == LETTER.written


def test_a_letter_that_is_sent_twice_is_one_to_a_mailbox(box):
    sent(server(box))
    sent(server(box))

    assert (len(box.mails), len(box.letters)) == (2, 1)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_it_logs_in_behind_encryption(trusted, security):
    implicit = security == "tls"
    options = {} if implicit else {"tls_context": trusted, "require_starttls": True}
    with mail_box(implicit_tls=trusted if implicit else None, auth_require_tls=not implicit, **options) as box:
        sent(server(box, security, **LOGIN))

    assert len(box.mails) == 1
    assert box.logins[-1] == (b"detour", b"s3cret-mail")


def test_a_wrong_password_is_no_matter_of_time(trusted):
    with mail_box(tls_context=trusted, require_starttls=True) as box:
        error = refused(server(box, "starttls", **(LOGIN | {"password": "s3cret-wrong"})))

    assert not error.again
    assert box.mails == []


def test_a_certificate_that_nobody_trusts_gets_no_password(tmp_path):
    _, context = certificate(tmp_path)
    with mail_box(tls_context=context) as box:
        error = refused(server(box, "starttls", **LOGIN))

    assert (error.again, box.logins) == (True, [])


def test_a_server_that_cannot_encrypt_gets_nothing(box):
    error = refused(server(box, "starttls"))

    assert not error.again
    assert box.mails == []


@pytest.mark.parametrize(
    ("reply", "again", "may_have_arrived"),
    [("451 later", True, False), ("554 never", False, False), ("", True, True)],
)
def test_what_a_reply_means(box, reply, again, may_have_arrived):
    box.replies = [reply]

    error = refused(server(box))

    assert (error.again, error.may_have_arrived) == (again, may_have_arrived)


def test_an_address_that_is_not_taken_is_told_and_the_others_get_their_mail(box):
    box.unknown = {TO[0]}

    with capture_logs() as logs:
        sent(server(box))

    assert len(box.mails) == 1
    assert {"event": "mail_refused", "addresses": 1, "of": 2, "log_level": "warning"} in logs


def test_where_no_address_is_taken_none_will_be(box):
    box.unknown = set(TO)

    assert not refused(server(box)).again


def test_where_nobody_listens_nothing_was_sent(box):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    error = refused(replace(server(box), port=port))

    assert (error.again, error.may_have_arrived) == (True, False)
