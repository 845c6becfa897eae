"""What a comment says of an organisation's own rules, whose words are not ours.

A rule by an expression says the same of every link, so that everybody may read it. What an installed rule says may
name whatever it saw: of that only its documentation is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.engine import own_rules_of, rule_named
from service.own_rules.expression_rules import ExpressionRule
from service.speech.clauses import Wording
from service.speech.document import Code, Words, line
from service.speech.echoes import by_whom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rule import Finding, Rule
    from service.speech.document import Inline, Line
    from service.speech.visibility import Sight

_PLAIN: Final = re.compile(r"(?!.*[0-9a-fA-F]{7})(?:\(?[^\W\d_]+(?:['\u2019/-][^\W\d_]+)*\)?[,.;:?!]?|\d{1,4}[,;:?!]?)")
"""No mention, ref, address, commit, emoticon or number of a list of any tracker looks like this."""


def own_rule_of(finding: Finding, sight: Sight) -> type[Rule] | None:
    """The rule of a finding, if it is the organisation's own."""
    return rule_named(finding.code, own_rules_of(sight.here.graph.policy))


def of_own_rule(rule: type[Rule], finding: Finding, sight: Sight) -> Wording | None:
    """A finding in the words of its rule; ``None`` where these may tell too much."""
    if not issubclass(rule, ExpressionRule):
        return None
    link, message = finding.links[0], in_their_words(rule.message.rstrip("."))
    return Wording(
        message,
        in_their_words(rule.action.rstrip(".")),
        line("Waits on ", sight.in_full(link.blocker), by_whom(link), ": ", message, "."),
    )


def in_their_words(text: str) -> Line:
    """A line by whoever configures Detour: plain words as they are, and as code what a tracker might bring to life."""
    return line(*_dressed(text.split()))


def _dressed(words: list[str]) -> Iterator[Inline]:
    for place, word in enumerate(words):
        if place:
            yield Words(" ")
        yield Words(word) if _PLAIN.fullmatch(word) else Code(word)
