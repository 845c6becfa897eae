"""Own rules for tests, made as the configuration makes them."""

from dataclasses import replace

from rules.engine import run, selected
from rules.rule import Severity
from service.own_rules.expression_rules import rule_of

NAME = "frozen-project"


def own(expression, code="ACME101", name=NAME, severity=Severity.WARNING, **words):
    """A rule by an expression; ``message`` and ``action`` may be given."""
    return rule_of(code, name, severity, expression, words.get("message", ""), words.get("action", ""))


def outcome_of(drawing, *rules, **policy):
    """What own rules alone make of a drawn organisation."""
    names = frozenset(rule.name for rule in rules)
    drawing.policy = replace(drawing.policy, own_rules=rules, select=names, **policy)
    return run(drawing.graph(), selected(drawing.policy))
