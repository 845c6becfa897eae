"""PyGithub's connections, each on the way that is configured for its host: PyGithub itself knows no proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass, Requester

if TYPE_CHECKING:
    from connectors.ways import Way

PORTS = {"http": 80, "https": 443}
WAYS: dict[tuple[str, int], Way] = {}
"""By host and port, for PyGithub makes its connections itself and tells them no more."""


def lead(api_url: str, way: Way) -> None:
    """Has whatever PyGithub sends to an API go on this way."""
    parts = urlsplit(api_url)
    WAYS[parts.hostname or "", parts.port or PORTS[parts.scheme]] = way


class _Http(HTTPRequestsConnectionClass):
    """Without TLS."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  # as PyGithub calls it
        super().__init__(*arguments, **named)
        _set_out(self)


class _Https(HTTPSRequestsConnectionClass):
    """With TLS."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  # as PyGithub calls it
        super().__init__(*arguments, **named)
        _set_out(self)


def _set_out(connection: _Http | _Https) -> None:
    way = WAYS.get((connection.host, connection.port))
    if way is None:
        return
    connection.verify = way.verify
    if way.proxy:
        connection.session.trust_env = False  # else the environment's takes the place of ours
        connection.session.proxies = way.proxies


Requester.injectConnectionClasses(_Http, _Https)
