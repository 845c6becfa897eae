"""To which addresses messages may go: public ones, so that no configured name leads into the own network by chance."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import TypeAlias

    Resolve: TypeAlias = "Callable[[str, int], Coroutine[None, None, list[str]]]"


class ForbiddenError(Exception):
    """A name leads to an address that messages may not go to; the message says how to allow it."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises ``OSError``."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def checked(host: str, addresses: list[str], *, private: bool) -> str:
    """The address to connect to, of those that a name has. Raises ``ForbiddenError`` where one of them is not public.

    A name with public and private addresses is refused as a whole: which of them is used must not be up to chance.
    """
    for address in addresses:
        found = ip_address(address.partition("%")[0])
        found = getattr(found, "ipv4_mapped", None) or found
        if not private and not found.is_global:
            raise ForbiddenError(f"{host} is inside a private network; private = true beside it allows that")
    return addresses[0]
