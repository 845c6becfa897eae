"""Sends one message to one address, once: no redirect is followed, and what is answered is not read to its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Final

import httpx

from connectors.retry_after import retry_after
from service.outgoing.addresses import ForbiddenError, checked, resolve
from service.outgoing.signing import headers

if TYPE_CHECKING:
    from service.outgoing.addresses import Resolve

TIMEOUT: Final = httpx.Timeout(15.0, connect=5.0)
GONE: Final = 410
LONGEST_RETRY: Final = 86_400.0


class NotTaken(Exception):  # noqa: N818  # a state of the world, and no fault of the caller
    """A message was not taken. ``final``: it never will be; else not within ``retry_after`` seconds."""

    def __init__(self, reason: str, *, final: bool = False, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.final, self.retry_after = final, retry_after


@dataclass(frozen=True, slots=True)
class Receiver:
    """A program that takes messages at ``url``, signed by each of the ``keys``.

    ``private``: its address may be one inside the own network.
    """

    name: str
    url: str
    keys: tuple[bytes, ...] = field(repr=False)
    private: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends messages over connections of its own."""

    client: httpx.AsyncClient
    resolve: Resolve = resolve

    @classmethod
    def make(cls) -> Sender:
        """With a client that follows nothing and remembers nothing."""
        return cls(httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False))

    async def close(self) -> None:
        """Ends the connections."""
        await self.client.aclose()

    async def send(self, receiver: Receiver, name: str, body: bytes, now: float) -> None:
        """Sends a message called ``name``, the same however often it is tried. Raises ``NotTaken``."""
        url = httpx.URL(receiver.url)
        address = await self._address(url, receiver)
        signed = headers(receiver.keys, name, int(now), body)
        told = {"content-type": "application/json", "user-agent": "Detour", "host": url.netloc.decode(), **signed}
        request = self.client.build_request("POST", url.copy_with(host=address), content=body, headers=told)
        request.extensions["sni_hostname"] = url.host  # the certificate is the name's, not the address's
        try:
            response = await self.client.send(request, stream=True)
            await response.aclose()
        except httpx.HTTPError as error:
            raise NotTaken(f"{type(error).__name__}: {url.host} could not be reached") from None
        _judge(response, now)

    async def _address(self, url: httpx.URL, receiver: Receiver) -> str:
        try:
            found = await self.resolve(url.host, url.port or {"http": 80, "https": 443}[url.scheme])
            address = checked(url.host, found, private=receiver.private)
        except ForbiddenError as error:
            raise NotTaken(str(error), final=True) from None
        except OSError as error:
            raise NotTaken(f"{url.host} has no address: {error.strerror}") from None
        return f"[{address}]" if isinstance(ip_address(address.partition("%")[0]), IPv6Address) else address


def _judge(response: httpx.Response, now: float) -> None:
    if response.is_success:
        return
    reason = f"answered {response.status_code} {response.reason_phrase}".rstrip()
    if response.status_code == GONE:
        raise NotTaken(f"{reason}: it takes no messages any more", final=True)
    raise NotTaken(reason, retry_after=min(LONGEST_RETRY, retry_after(response.headers, now) or 0.0))
