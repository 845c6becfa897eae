"""The little of JQL that is understood here: comparisons that are joined by AND, and an order.

https://support.atlassian.com/jira-software-cloud/docs/jql-fields/
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import CATEGORIES
from connectors.simulator.jira.moments import moment_of
from connectors.simulator.jira.orders import Order, parse_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from connectors.simulator.jira.model import Account, Issue, Project
    from connectors.simulator.jira.world import World

_CLAUSE: Final = re.compile(
    r"\s*(?P<field>\w+)\s*(?P<operator>>=|<=|!=|=|>|<|\bnot\s+in\b|\bin\b)\s*(?P<value>\([^()]*\)|\"[^\"]*\"|'[^']*'|[^\s()]+)\s*",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"and\b", re.IGNORECASE)
_VALUE: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s,()]+)")
ISSUES: Final = frozenset({"issue", "issuekey", "key", "id"})
TIMES: Final[dict[str, Callable[[Issue], datetime]]] = {
    "updated": lambda issue: issue.updated,
    "created": lambda issue: issue.created,
}
COMPARISONS: Final[dict[str, Callable[[datetime, datetime], bool]]] = {">=": ge, ">": gt, "<=": le, "<": lt}
EQUALITIES: Final = frozenset({"=", "!=", "in", "not in"})
WORDS: Final[dict[str, Callable[[Issue], str]]] = {
    "statuscategory": lambda issue: str(CATEGORIES[issue.status]["name"]),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison."""

    field: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """All comparisons, and the order."""

    clauses: tuple[Clause, ...]
    order: Order = field(default_factory=Order)

    @property
    def bounded(self) -> bool:
        """Whether it is narrowed down at all."""
        return bool(self.clauses)

    def run(self, world: World, account: Account, *, validate: bool) -> list[Issue]:
        """The issues that an account sees. Raises 400 for a key of nothing, if that is to be checked."""
        asked = Asked(world, account, validate)
        tests = [_test(asked, clause) for clause in self.clauses]
        there = (one for one in world.all_issues() if world.searches(account, one.project))
        return self.order.sorted(one for one in there if all(test(one) for test in tests))


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a query is asked and by whom, and whether what it names has to be there."""

    world: World
    account: Account
    validate: bool


def parse(text: str) -> Query:
    """Raises 400, in Jira's words, for what is not understood here."""
    body, order = parse_order(text)
    clauses, at = [], 0
    while body[at:].strip():
        match = _CLAUSE.match(body, at)
        if match is None:
            raise _wrong(f"Expecting a field name but got '{body[at:].split()[0]}'. (line 1, character {at + 1})")
        values = tuple("".join(groups) for groups in _VALUE.findall(match["value"]))
        clauses.append(Clause(match["field"].lower(), " ".join(match["operator"].lower().split()), values))
        at = match.end()
        if not body[at:].strip():
            break
        joined = _AND.match(body, at)
        if joined is None:
            got = body[at:].split()[0]
            raise _wrong(f"Expecting either 'OR' or 'AND' but got '{got}'. (line 1, character {at + 1})")
        at = joined.end()
        if not body[at:].strip():
            raise _wrong("Expecting a field name before the end of the query.")
    return Query(tuple(clauses), order)


def _wrong(what: str) -> Refused:
    return Refused(400, f"Error in the JQL Query: {what}")


def _test(asked: Asked, clause: Clause) -> Callable[[Issue], bool]:
    operators: Iterable[str] = COMPARISONS if clause.field in TIMES else EQUALITIES
    if clause.operator not in operators or not clause.values:
        raise Refused(400, f"The operator '{clause.operator}' is not supported by the '{clause.field}' field.")
    if clause.field in TIMES:
        moment = moment_of(clause.values[0], asked.world.now())
        compare, get = COMPARISONS[clause.operator], TIMES[clause.field]
        return lambda issue: compare(get(issue), moment)
    positive = clause.operator in {"in", "="}
    if clause.field in ISSUES:
        issues = _issues(asked, clause)
        return lambda issue: (issue in issues) == positive
    if clause.field == "project":
        projects = _projects(asked, clause)
        return lambda issue: (issue.project in projects) == positive
    told = WORDS.get(clause.field)
    if told is None:
        raise Refused(400, f"Field '{clause.field}' does not exist or you do not have permission to view it.")
    wanted = {value.lower() for value in clause.values}
    return lambda issue: (told(issue).lower() in wanted) == positive


def _issues(asked: Asked, clause: Clause) -> set[Issue]:
    found = {value: asked.world.find(value) for value in clause.values}
    missing = next((value for value, issue in found.items() if issue is None), None)
    if missing is not None and asked.validate:
        raise Refused(400, f"An issue with key '{missing}' does not exist for field '{clause.field}'.")
    return {issue for issue in found.values() if issue is not None}


def _projects(asked: Asked, clause: Clause) -> set[Project]:
    """By key or number. What is hidden or archived is unknown, and one that is unknown fails the whole query."""
    there = [one for one in asked.world.projects.values() if asked.world.searches(asked.account, one)]
    named = {name: one for one in there for name in (one.key.lower(), str(one.id))}
    missing = [value for value in clause.values if value.lower() not in named]
    if missing and asked.validate:
        raise Refused(400, _no_project(missing[0]))
    return {named[value.lower()] for value in clause.values if value.lower() in named}


def _no_project(value: str) -> str:
    said = f"A value with ID '{value}'" if value.isdecimal() else f"The value '{value}'"
    return f"{said} does not exist for the field 'project'."
