"""Whom Detour tells: the mail server, chats and programs are reached. Nothing is sent to any of them."""

from __future__ import annotations

import asyncio
import ssl
from functools import partial
from typing import TYPE_CHECKING, Final

import httpx

from connectors.certificates import trusted
from service.digest.mail import try_out
from service.digest.outlets import Undelivered
from service.doctor.lines import Check, ok, wrong
from service.outgoing.addresses import ForbiddenError, checked, resolve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from pydantic import SecretStr

    from service.digest.mail import Server
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.webhooks import WebhookTable

PORTS: Final = {"http": 80, "https": 443}
MAIL: Final = "see host, port, security, user and password under [smtp], and the network"


def checks(patient: Patient) -> Iterator[Check]:
    """One for each."""
    settings = patient.settings
    if settings.smtp is not None:
        yield Check("receivers", "smtp", partial(_mail, settings.smtp.server()))
    for slug, team in settings.teams.items():
        if team.digest_webhook is not None:
            yield Check("receivers", f"chat of {slug}", partial(_chat, slug, team.digest_webhook))
    for webhook in settings.webhooks:
        yield Check("receivers", f"webhook {webhook.name}", partial(_program, webhook))


async def _mail(server: Server) -> AsyncIterator[Line]:
    try:
        await asyncio.to_thread(try_out, server)
    except Undelivered as undelivered:
        yield wrong(f"{undelivered}", MAIL)
    else:
        login = f", and lets {server.user} in" if server.user else ""
        yield ok(f"{server.host}:{server.port} takes connections{login}; nothing was sent")


async def _chat(slug: str, address: SecretStr) -> AsyncIterator[Line]:
    """The address is a secret, and named nowhere."""
    try:
        await _connect(httpx.URL(address.get_secret_value()))
    except OSError as error:
        fix = f"see the address in digest_webhook of {slug}, and the network"
        yield wrong(f"the chat cannot be reached: {_named(error)}", fix)
    else:
        yield ok("the chat can be reached; nothing was sent")


async def _program(webhook: WebhookTable) -> AsyncIterator[Line]:
    url = httpx.URL(webhook.url)
    try:
        found = await resolve(url.host, url.port or PORTS[url.scheme])
        await _connect(url, checked(url.host, found, private=webhook.private))
    except ForbiddenError as error:
        yield wrong(f"{error}", f"write private = true to the webhook {webhook.name} if it is one of your own")
    except OSError as error:
        yield wrong(f"{url.host} cannot be reached: {_named(error)}", "see url of the webhook, and the network")
    else:
        yield ok(f"{url.host} can be reached; nothing was sent")


async def _connect(url: httpx.URL, address: str = "") -> None:
    """Opens a connection, and ends it. Raises ``OSError``, ``ssl.SSLError`` included."""
    secure = trusted() if url.scheme == "https" else None
    _, writer = await asyncio.open_connection(
        address or url.host,
        url.port or PORTS[url.scheme],
        ssl=secure,
        server_hostname=url.host if secure else None,
    )
    writer.close()


def _named(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    return error.strerror or type(error).__name__
