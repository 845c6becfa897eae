"""Rules of the organisation's own: ``[[policy.rules]]``, each an expression over a link."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo

from rules.rule import Severity
from service.own_rules.expression_rules import ExpressionRule, rule_of
from service.own_rules.expressions import Expression, ExpressionError
from service.own_rules.installed import Installed
from service.own_rules.naming import wrong_code, wrong_name
from service.settings.judgement_tables import SeverityWord
from service.settings.rule_words import KnownRules, known_in
from service.settings.table import Refusal, Table, Text, all_refused, refused

LONGEST_WORDS = 200
"""Characters: a message is one line of a comment."""


def _code(code: str, info: ValidationInfo) -> str:
    if wrong := wrong_code(code, known_in(info).taken):
        raise refused(wrong)
    return code


def _name(name: str, info: ValidationInfo) -> str:
    if wrong := wrong_name(name, known_in(info).taken):
        raise refused(wrong)
    return name


def _expression(text: str) -> str:
    try:
        Expression(text)
    except ExpressionError as error:
        raise refused(str(error)) from None
    return text


Words = Annotated[str, Field(max_length=LONGEST_WORDS)]


class OwnRuleTable(Table):
    """One rule that the organisation wrote as an expression."""

    code: Annotated[Text, AfterValidator(_code)] = Field(examples=['code = "ACME101"'])
    """Its code: letters that are yours, and digits."""
    name: Annotated[Text, AfterValidator(_name)] = Field(examples=['name = "frozen-project"'])
    """Its name, in words with hyphens."""
    severity: SeverityWord = Field(default="warning", examples=['severity = "warning"'])
    """How grave what it finds is."""
    expression: Annotated[Text, AfterValidator(_expression)] = Field(
        examples=["expression = 'blocker.container == \"jira:OLD\"'"]
    )
    """When a link is found, in CEL: detour explain expressions lists what it may ask."""
    message: Words = Field(default="", examples=['message = "this waits on a project that is frozen"'])
    """What is found."""
    action: Words = Field(default="", examples=['action = "ask for it in its successor"'])
    """What would help."""

    def rule(self) -> type[ExpressionRule]:
        """The rule as the engine takes it."""
        severity = Severity[self.severity.upper()]
        return rule_of(self.code, self.name, severity, self.expression, self.message, self.action)


def _told_apart(tables: tuple[OwnRuleTable, ...]) -> tuple[OwnRuleTable, ...]:
    if refusals := list(_repeated(tables)):
        raise all_refused(refusals)
    return tables


def _repeated(tables: tuple[OwnRuleTable, ...]) -> Iterator[Refusal]:
    names: dict[str, str] = {}
    for place, table in enumerate(tables):
        for key, wrong in (("code", wrong_code(table.code, names)), ("name", wrong_name(table.name, names))):
            if wrong:
                yield (place, key), wrong
        names.setdefault(table.code, table.name)


OwnRules = Annotated[tuple[OwnRuleTable, ...], AfterValidator(_told_apart)]


def with_own(installed: Installed, document: Mapping[str, Any]) -> KnownRules:
    """All rules that a document's tables may name, its own ones among them. What is wrong with these is told later."""
    policy = document.get("policy")
    tables = policy.get("rules") if isinstance(policy, dict) else None
    written = [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []
    rules, names = dict[str, type[ExpressionRule]](), dict[str, str]()
    for table in written:
        match table:
            case {"code": str(code), "name": str(name)}:
                names[code.strip()] = name.strip()
        with suppress(ValidationError):
            rule = OwnRuleTable.model_validate(table, context=KnownRules(installed)).rule()
            rules.setdefault(rule.code, rule)
    return KnownRules(installed, tuple(rules.values()), names)
