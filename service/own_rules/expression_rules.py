"""A rule that an organisation wrote as an expression over a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from textwrap import indent
from time import thread_time
from typing import TYPE_CHECKING, ClassVar, Final

from rules.rule import Finding, Rule, Severity
from service.own_rules.expressions import Expression, ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import LinkView

MOST_SECONDS: Final = 120.0
"""Of computing, for one rule in one run. A million links take an expression 8 to 26, by how much it asks."""
_DAY: Final = timedelta(days=1)


class OwnRuleError(Exception):
    """An own rule that could not be told of every link."""


@dataclass(frozen=True, kw_only=True)
class ExpressionRule(Rule):
    """A rule of the organisation's own. It judges each link by itself, and says the same of each."""

    expression: ClassVar[Expression]
    message: ClassVar[str]
    action: ClassVar[str]

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding an open link of which the expression is true; on the page only under a waiver.

        A link on which it fails hides no other one, so that what is found on a link depends on it alone.

        Raises:
            OwnRuleError: after all findings, if it failed on a link; or if it takes too long.
        """
        links, waived = graph.waiting(), graph.waived(self.code, self.name)
        failures = _Failures()
        if len(links) and self.expression.passes:
            graph.reached(graph.as_of + _DAY)
        begun = thread_time()
        for link in links:
            if thread_time() - begun > MOST_SECONDS:
                raise OwnRuleError(f"took more than {MOST_SECONDS:g} seconds for {len(links):,} links")
            if failures.holds(self.expression, link):
                severity = Severity.REPORT if waived[link.row] else None
                yield self.on_link(link, self._worded, self.action, severity=severity)
        failures.tell(len(links))

    def _worded(self, link: LinkView) -> str:
        return f"{self.message} ({link.blocker.ref})"


class _Failures:
    """The links on which an expression failed, and how it failed on the first."""

    def __init__(self) -> None:
        self._count = 0
        self._first = ""

    def holds(self, expression: Expression, link: LinkView) -> bool:
        """Whether an expression is true of a link; if it fails there, it is not."""
        try:
            return expression.holds(link)
        except ExpressionError as error:
            self._first = self._first or f"{link.blocked.ref} on {link.blocker.ref}: {error}"
            self._count += 1
            return False

    def tell(self, links: int) -> None:
        """Raises ``OwnRuleError`` if there are any."""
        if self._count:
            raise OwnRuleError(f"failed on {self._count:,} of {links:,} links, first that of {self._first}")


def rule_of(
    code: str, name: str, severity: Severity, expression: str, message: str, action: str
) -> type[ExpressionRule]:
    """The rule that an expression makes. Raises ``ExpressionError``."""
    message = message or f"this is what the rule {name} looks for"
    action = action or f"see why the rule {name} is there: whoever configures Detour has written it"
    documentation = _DOCUMENTATION.format(
        first=message[:1].upper() + message[1:].rstrip("."),
        expression=indent(expression.strip(), "    "),
        action=action[:1].upper() + action[1:].rstrip("."),
    )
    return type(
        "".join(map(str.capitalize, name.split("-"))),
        (ExpressionRule,),
        {
            "__doc__": documentation,
            "code": code,
            "name": name,
            "severity": severity,
            "speaks": severity > Severity.REPORT,
            "expression": Expression(expression),
            "message": message,
            "action": action,
        },
    )


_DOCUMENTATION: Final = """{first}.

## What it does
Reports open links of which this is true:

{expression}

## Why is this bad
This organisation has decided so: the rule stands in its configuration, under `[[policy.rules]]`.

## How to resolve
{action}.
"""
