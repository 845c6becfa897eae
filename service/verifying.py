"""Verifies a site's webhooks by the secrets that count when one comes: those of files may be replaced meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connectors.contract import Connector, Delivery


class Verifier(Protocol):
    """Tells a delivery from whatever else is sent."""

    def verify(self, headers: Mapping[str, str], body: bytes, token: str = "") -> Delivery:
        """The delivery, if the site sent it, as ``Connector.verify`` has it. Raises ``Rejected``."""


@dataclass(frozen=True, slots=True)
class Verifying:
    """Verifies by the connector that ``present`` gives."""

    present: Callable[[], Connector]

    def verify(self, headers: Mapping[str, str], body: bytes, token: str = "") -> Delivery:
        """The delivery, if the site sent it. Raises ``Rejected``."""
        return self.present().verify(headers, body, token)
