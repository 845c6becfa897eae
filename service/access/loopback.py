"""Tells whether this machine alone is asked, and asks: then there is nobody to sign in. Pure."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from service.settings.configuration import Server

_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::\d{1,5})?")
# What a proxy tells of those behind it: https://www.rfc-editor.org/rfc/rfc7239 and what was in use before.
_PASSED_ON: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


def is_loopback(host: str) -> bool:
    """Whether a name or address, in brackets or not, means this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_local(server: Server) -> bool:
    """Whether Detour is configured for nobody but this machine."""
    public = server.public_url
    return is_loopback(server.host) and (public is None or is_loopback(urlsplit(public).hostname or ""))


def comes_from_here(request: HTTPConnection) -> bool:
    """Whether a request was made on this machine, to a name of this machine, and no proxy passed it on.

    The name matters: a page of somebody else's whose own name was made to lead here sends that one (DNS rebinding).
    """
    name = _HOST.fullmatch(request.headers.get("host", ""))
    there = request.client is not None and is_loopback(request.client.host)
    return there and name is not None and is_loopback(name[1]) and not any(one in request.headers for one in _PASSED_ON)
