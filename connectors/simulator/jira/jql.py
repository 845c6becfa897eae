"""The little of JQL that is understood here: comparisons that are joined by AND, and an order.

https://support.atlassian.com/jira-software-cloud/docs/jql-fields/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connectors.simulator.jira.model import Account, Issue
    from connectors.simulator.jira.world import World

_ORDER: Final = re.compile(r"\border\s+by\s+(?P<field>\w+)(?:\s+(?P<way>asc|desc))?\s*\Z", re.IGNORECASE)
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
    "project": lambda issue: issue.project.key,
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
    order: str = "id"
    descending: bool = True

    @property
    def bounded(self) -> bool:
        """Whether it is narrowed down at all."""
        return bool(self.clauses)

    def run(self, world: World, account: Account, *, validate: bool) -> list[Issue]:
        """The issues that an account sees. Raises 400 for a key of nothing, if that is to be checked."""
        tests = [_test(world, clause, validate=validate) for clause in self.clauses]
        found = [one for one in world.all_issues() if world.sees(account, one) and all(test(one) for test in tests)]
        return sorted(found, key=ORDERS[self.order], reverse=self.descending)


ORDERS: Final[dict[str, Callable[[Issue], tuple[object, ...]]]] = {
    "id": lambda issue: (issue.id,),
    "key": lambda issue: (issue.project.key, issue.number),
    "created": lambda issue: (issue.created, issue.id),
    "updated": lambda issue: (issue.updated, issue.id),
}


def parse(text: str) -> Query:
    """Raises 400, in Jira's words, for what is not understood here."""
    order = _ORDER.search(text)
    body = text[: order.start()] if order is not None else text
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
    if order is None:
        return Query(tuple(clauses))
    if order["field"].lower() not in ORDERS:
        raise Refused(400, f"Field '{order['field']}' does not exist or you do not have permission to view it.")
    return Query(tuple(clauses), order["field"].lower(), (order["way"] or "asc").lower() == "desc")


def _wrong(what: str) -> Refused:
    return Refused(400, f"Error in the JQL Query: {what}")


def _test(world: World, clause: Clause, *, validate: bool) -> Callable[[Issue], bool]:
    operators: Iterable[str] = COMPARISONS if clause.field in TIMES else EQUALITIES
    if clause.operator not in operators or not clause.values:
        raise Refused(400, f"The operator '{clause.operator}' is not supported by the '{clause.field}' field.")
    if clause.field in TIMES:
        compare, moment, get = COMPARISONS[clause.operator], _moment(clause.values[0]), TIMES[clause.field]
        return lambda issue: compare(get(issue), moment)
    positive = clause.operator in {"in", "="}
    if clause.field in ISSUES:
        found = _issues(world, clause, validate=validate)
        return lambda issue: (issue in found) == positive
    told = WORDS.get(clause.field)
    if told is None:
        raise Refused(400, f"Field '{clause.field}' does not exist or you do not have permission to view it.")
    wanted = {value.lower() for value in clause.values}
    return lambda issue: (told(issue).lower() in wanted) == positive


def _issues(world: World, clause: Clause, *, validate: bool) -> set[Issue]:
    found = {value: world.find(value) for value in clause.values}
    missing = next((value for value, issue in found.items() if issue is None), None)
    if missing is not None and validate:
        raise Refused(400, f"An issue with key '{missing}' does not exist for field '{clause.field}'.")
    return {issue for issue in found.values() if issue is not None}


def _moment(text: str) -> datetime:
    for shape in ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, shape).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise Refused(
        400, f"Date value '{text}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm'."
    )
