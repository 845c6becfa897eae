"""The way to a site: whose certificates are trusted on it, through which proxy it leads, and whether it is open.

Where none is configured, those of the environment count, as they do for every program: ``SSL_CERT_FILE``,
``HTTPS_PROXY``, ``NO_PROXY``. A proxy that is configured is used for its site whatever the environment says.
"""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import httpx

from connectors.certificates import trusted
from connectors.contract import Unavailable
from connectors.metering import Meter
from connectors.turns import Counted

if TYPE_CHECKING:
    from collections.abc import Callable

FAILURES: Final = 8
"""So many in a row, and the site is let be: it is down, and to ask on costs both sides."""
FIRST_SECONDS: Final = 5.0
LONGEST_SECONDS: Final = 300.0
SERVER_ERROR: Final = 500


@dataclass(slots=True)
class Circuit:
    """Whether a site answers at all. Broken after some failures in a row, tried again after a while, longer each time.

    ``now`` is in seconds since 1970. Any thread may call it: what two of them count at once may count once.
    """

    now: Callable[[], float] = time.time
    _failures: int = 0
    _until: float = 0.0

    @property
    def seconds(self) -> float:
        """How long nobody asks yet; 0 where the site answers."""
        return max(0.0, self._until - self.now())

    def check(self) -> None:
        """Raises ``Unavailable``, until when, while it is broken."""
        if (wait := self.seconds) > 0:
            raise Unavailable(f"it failed {self._failures} times in a row and is let be for a while", retry_after=wait)

    def answered(self, status: int) -> None:
        """The site answered with an HTTP status."""
        if status >= SERVER_ERROR:
            self.failed()
        else:
            self._failures, self._until = 0, 0.0

    def failed(self) -> None:
        """It did not answer, or only that it cannot. What was asked before it broke and fails later says no more."""
        if self.seconds > 0:
            return
        self._failures += 1
        if self._failures >= FAILURES:
            pause = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(10, self._failures - FAILURES))
            self._until = self.now() + pause


@dataclass(frozen=True, slots=True)
class Way:
    """How a site is reached. ``ca_bundle`` is a file of certificates, which alone are trusted then.

    ``proxy`` is an address that may hold a password, so that it is in no ``repr``. '' is the environment's.
    """

    ca_bundle: str = ""
    proxy: str = field(default="", repr=False)
    circuit: Circuit = field(default_factory=Circuit, compare=False)
    meter: Meter = field(default_factory=Meter, compare=False)
    writes: Counted = field(default_factory=Counted, compare=False)

    @property
    def certificates(self) -> ssl.SSLContext:
        """What a server has to show. Raises ``OSError`` where the file is none."""
        return ssl.create_default_context(cafile=self.ca_bundle) if self.ca_bundle else trusted()

    @property
    def verify(self) -> str | bool:
        """The same as ``requests`` takes it: the environment's where it is ``True``."""
        return self.ca_bundle or True

    @property
    def proxies(self) -> dict[str, str]:
        """The proxy as ``requests`` takes it."""
        return {"http": self.proxy, "https": self.proxy} if self.proxy else {}

    def client(self, timeout: httpx.Timeout) -> httpx.AsyncClient:
        """Connections that follow no redirect by themselves."""
        return httpx.AsyncClient(
            verify=self.certificates,
            proxy=self.proxy or None,
            timeout=timeout,
            trust_env=not self.proxy,
            event_hooks={"response": [self.meter.note]},
        )
