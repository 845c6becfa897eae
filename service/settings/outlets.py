"""Where and when digests are told: ``[digest]``, ``[smtp]``, and what a team says of its own."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, Self, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from service.digest.calendar import Weekly
from service.digest.mail import Security, Server
from service.settings.schedule import TimeZone
from service.settings.secret_files import UNREADABLE
from service.settings.table import Refusal, Secret, Table, Text, WholeNumber, all_refused, divided, refused

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[A-Za-z0-9.-]{1,255}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def _webhook(address: SecretStr) -> SecretStr:
    """Never shows the address: whoever knows it may write into the chat."""
    plain = address.get_secret_value().strip()
    if plain == UNREADABLE:
        return address
    try:
        parts = urlsplit(plain)
        usable = parts.hostname is not None and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise refused("should be the address of a chat's incoming webhook, which begins with https://")
    return SecretStr(plain)


def _mail_address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise refused("should be an e-mail address alone, such as payments@acme.example")
    return address


MailAddress = Annotated[str, AfterValidator(_mail_address)]
MailAddresses = Annotated[tuple[MailAddress, ...], BeforeValidator(divided)]
ChatWebhook = Annotated[Secret, AfterValidator(_webhook)]


class DigestTable(Table):
    """When each team is told what changed for it: once a week."""

    day: Weekday = Field(default="monday", examples=['day = "monday"'])
    """The day of the week."""
    hour: Annotated[WholeNumber, Field(ge=0, le=23)] = Field(default=8, examples=["hour = 8"])
    """The hour of that day, from 0 to 23."""
    time_zone: TimeZone = Field(default="UTC", examples=['time_zone = "Europe/Zurich"'])
    """The time zone of that hour."""

    @cached_property
    def weekly(self) -> Weekly:
        """The moments of the weeks."""
        return Weekly(get_args(Weekday).index(self.day), self.hour, ZoneInfo(self.time_zone))


class SmtpTable(Table):
    """The server that takes our mail."""

    host: Text = Field(examples=['host = "mail.acme.example"'])
    """Its name."""
    port: Annotated[WholeNumber, Field(ge=1, le=65535)] = Field(default=587, examples=["port = 587"])
    """Its port."""
    security: Security = Field(default="starttls", examples=['security = "starttls"'])
    """starttls, tls from the first byte, or none."""
    sender: MailAddress = Field(examples=['sender = "detour@acme.example"'])
    """The address that its mail comes from."""
    user: Text | None = Field(default=None, examples=['user = "detour"'])
    """The account to send with, if it wants one."""
    password: Secret | None = Field(default=None, examples=['password_file = "smtp-password"'])
    """The password of that account."""

    def server(self) -> Server:
        """The server as mail is sent by it."""
        password = self.password.get_secret_value() if self.password is not None else ""
        return Server(self.host, self.port, self.security, self.sender, self.user or "", password)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if refusals := list(self._contradictions()):
            raise all_refused(refusals)
        return self

    def _contradictions(self) -> Iterator[Refusal]:
        if self.user is not None and self.password is None:
            yield ("user",), 'needs the password beside it: add password_file = "smtp-password"'
        if self.password is not None and self.user is None:
            yield ("password",), 'needs the name beside it: add user = "detour"'
        if self.password is not None and self.security == "none" and self.host not in _LOOPBACK:
            yield ("security",), 'would show the password to everybody on the way: write "starttls" or "tls"'
