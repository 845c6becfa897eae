"""What a comment says of each kind of finding: a verdict, one action, and a row that names the evidence.

A rule's own ``message`` names whatever it found, for audits and pages. A comment is worded here from the finding's
links and tickets instead, each seen through what its readers may see. A code without an entry gets words that name
its link alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.checks.fallback_dropped import SAYS
from rules.model import State
from rules.rule import Severity
from rules.standing import Reason
from service.document import Code, Words, line
from service.routes import ring_through, route, shown_route
from service.sources import by_sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.rule import Finding
    from rules.views import FallbackView, IssueView, LinkView
    from service.document import Line
    from service.visibility import Sight


@dataclass(frozen=True, slots=True)
class Wording:
    """One finding in words. ``verdict`` and ``action`` are clauses without an end, ``row`` is whole sentences."""

    verdict: Line
    action: Line
    row: Line
