"""Sends mail by SMTP, as plain text: nothing in it can be dressed up, loaded or run."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final, Literal

import structlog

from service.digest.outlets import Undelivered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.digest.outlets import Letter

LOG = structlog.get_logger()
SECONDS: Final = 30.0
FOR_GOOD: Final = 500
Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that takes our mail. Without a user nobody logs in."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """Mail to some addresses."""

    server: Server
    to: tuple[str, ...]

    @property
    def knows_letters(self) -> bool:
        """A letter keeps its Message-ID (RFC 5322, section 3.6.4), by which mailboxes know it again."""
        return True

    async def send(self, letter: Letter) -> None:
        """Hands it to the server, which takes it on from there."""
        await asyncio.to_thread(self._send, letter)

    def _send(self, letter: Letter) -> None:
        with _connected(self.server) as server:
            try:
                refused = server.send_message(self._message(letter))
            except smtplib.SMTPRecipientsRefused as error:
                raise _refusal("no address was taken", max(code for code, _ in error.recipients.values())) from None
            except smtplib.SMTPResponseException as error:
                raise _refusal("the mail was not taken", error.smtp_code) from None
            except (smtplib.SMTPException, OSError) as error:
                why = f"the mail server went silent: {type(error).__name__}"
                raise Undelivered(why, again=True, may_have_arrived=True) from None
        if refused:
            LOG.warning("mail_refused", addresses=len(refused), of=len(self.to))

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.server.sender, ", ".join(self.to)
        message["Subject"], message["Date"] = letter.subject, format_datetime(letter.written)
        message["Message-ID"] = f"<{letter.id}@{self.server.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that no absence is answered
        message.set_content(letter.text, cte="quoted-printable")
        return message


def try_out(server: Server) -> None:
    """Connects, logs in as for mail, and sends nothing. Raises ``Undelivered``."""
    with _connected(server):
        pass


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection over which mail can be sent. Raises ``Undelivered`` where there is none; nothing was sent then."""
    try:
        smtp = _dialled(server)
    except smtplib.SMTPResponseException as error:
        raise _refusal("the mail server did not let us in", error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise Undelivered(f"the mail server does not know what is configured, security = {server.security!r}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(f"the mail server cannot be reached: {type(error).__name__}", again=True) from None
    try:
        yield smtp
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()


def _dialled(server: Server) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trusted)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.security == "starttls":
            smtp.starttls(context=trusted)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _refusal(why: str, code: int) -> Undelivered:
    """A reply of the server: those from 500 on would be the same another time (RFC 5321, section 4.2.1)."""
    return Undelivered(f"{why}: {code}", again=code < FOR_GOOD)
