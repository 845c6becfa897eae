"""What somebody at a terminal wants of a made-up tracker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where it listens (port 0 is any free one), and where its webhooks go, if they go anywhere."""

    port: int
    webhook: str = ""
    secret: str = field(default="", repr=False)

    @classmethod
    def of(cls, options: Namespace, port: int) -> Wishes:
        """Those of a command line; ``port`` where it names none."""
        return cls(port if options.port is None else options.port, options.webhook or "", options.secret)

    @property
    def webhooks(self) -> str:
        """Where they go, in words."""
        return f"go to {self.webhook}" if self.webhook else "go nowhere; see --webhook URL --secret S"
