"""What is wrong with an expression, in words for people: its library speaks of overloads and containers."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from service.own_rules.vocabulary import TERMS
from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES: Final = "`detour explain expressions` lists the names"

_PLACE: Final = re.compile(r"<input>:(\d+):(\d+): ")
_UNKNOWN: Final = re.compile(r"undeclared reference to '([\w.]*)'")
_UNFIT: Final = re.compile(r"no matching overload for '([^']*)' applied to '\((.*)\)'")
_SELECTS: Final = re.compile(r"expression of type '([^']*)' cannot be the operand of a select")
_DEEP: Final = re.compile(r"recursion (?:limit|depth)")
_CODE: Final = re.compile(r"\A[A-Z_]+: ")
_HOLES: Final = re.compile(r"_(?P<mark>[^\w\s]{1,2})_|(?P<sign>[!-])_|@(?P<word>in)")

_KINDS: Final = {
    "int": "a whole number",
    "wrapper(int)": "a whole number",
    "int_wrapper": "a whole number",
    "double": "a number with a point",
    "string": "text",
    "wrapper(string)": "text",
    "string_wrapper": "text",
    "bool": "true or false",
    "null_type": "null",
    "list(string)": "a list of texts",
    "list<string>": "a list of texts",
}
_LONGEST_SHOWN: Final = 60


def refused(error: str) -> str:
    """Why an expression cannot be used, and what to write instead; ``error`` is what the library says."""
    place = _PLACE.search(error)
    where = f"line {place[1]}, column {place[2]}: " if place else ""
    if unknown := _UNKNOWN.search(error):
        return where + _unknown(unknown[1])
    if unfit := _UNFIT.search(error):
        return f"{where}{_written(unfit[1])} does not take {_kinds(unfit[2])}; texts stand in quotes, numbers do not"
    if selects := _SELECTS.search(error):
        return f"{where}{_kinds(selects[1])} has nothing to name behind a point; {NAMES}"
    if _DEEP.search(error):
        return "is nested too deeply, or one sum of too many parts: 32 levels are the most; make several rules of it"
    return f"{where}cannot be read; CEL compares by ==, joins by && and ||, denies by !, and quotes texts"


def no_answer(kind: str) -> str:
    """Why an expression that is nothing but a value cannot be used."""
    return f"should be true or false of a link, such as 'blocker.team == \"payments\"'; it is {_kinds(kind)}"


def failed(error: str, lacking: Iterable[str]) -> str:
    """Why an expression cannot be told of a link; ``lacking`` are the names that are null there."""
    names = " and ".join(lacking)
    if names and ("null" in error or "No matching overload" in error):
        return f"{names} is null there: ask for {names.partition(' ')[0]} != null first"
    if "Iteration budget" in error:
        return "its loops take more than 10,000 steps"
    return printable(_CODE.sub("", error))[:_LONGEST_SHOWN]


def _unknown(name: str) -> str:
    """A name that is almost known, or one that lacks the issue before it."""
    known = [term.name for term in TERMS]
    meant = [one for one in known if one.endswith(f".{name}")]
    meant = meant or get_close_matches(name[:_LONGEST_SHOWN], known, n=1, cutoff=0.8)
    hint = f"did you mean {' or '.join(meant)}? " if meant else ""
    return f'there is no "{name[:_LONGEST_SHOWN]}"; {hint}{NAMES}'


def _written(function: str) -> str:
    """An operator as people write it: the library names them ``_==_``, ``!_`` and ``@in``."""
    found = _HOLES.fullmatch(function)
    return found[found.lastgroup or 0] if found else "[ ]" if function == "_[_]" else function.strip("_")


def _kinds(types: str) -> str:
    return " and ".join(_KINDS.get(kind, kind) for kind in types.lower().split(", "))
