"""Expressions in the Common Expression Language (https://cel.dev), checked before anything is judged by them.

Nothing of Python can be reached from an expression: it is given texts, numbers and lists, and the language has neither
attributes of these nor statements nor recursion. Its library bounds the nesting of an expression (32 levels) and the
loops of one evaluation (10,000 steps); its regular expressions are RE2's, which take time in proportion to the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from cel_expr_python import cel

from service.own_rules.complaints import failed, no_answer, refused
from service.own_rules.vocabulary import TERMS, Kind

if TYPE_CHECKING:
    from rules.views import LinkView
    from service.own_rules.vocabulary import Term, Value

LONGEST: Final = 2_000
"""Characters."""

_TYPES: Final = {
    Kind.TEXT: cel.Type.STRING,
    Kind.TEXTS: cel.Type.List(cel.Type.STRING),
    Kind.NUMBER: cel.Type.INT,
    Kind.TRUTH: cel.Type.BOOL,
}
_OR_NULL: Final = {
    Kind.TEXT: cel.Type("google.protobuf.StringValue"),
    Kind.NUMBER: cel.Type("google.protobuf.Int64Value"),
}
_WORD: Final = re.compile(r"\w+")
_PATTERN: Final = re.compile(r"""matches\s*\((?:[^()'"]*,)?\s*(r?(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'))\s*\)""")


class ExpressionError(Exception):
    """An expression that nothing can be judged by, or a link that it fails on. The text says why, for people."""


class Expression:
    """An expression that is true or false of a link. Several threads may use it at once."""

    def __init__(self, text: str) -> None:
        """Raises ``ExpressionError`` where it is too long, names something unknown, or is no question."""
        if len(text) > LONGEST:
            raise ExpressionError(f"has {len(text):,} characters; {LONGEST:,} are the most: make several rules of it")
        kind = _compiled(_checker(), text).return_type()
        if kind != cel.Type.BOOL:
            raise ExpressionError(no_answer(kind.name()))
        for pattern in _PATTERN.findall(text):
            _try(pattern)
        self._program = _compiled(_evaluator(), text)
        words = set(_WORD.findall(text))
        self._terms = [term for term in TERMS if words.issuperset(term.name.split("."))]
        """Those that it may ask for, and perhaps one that a text in it looks like."""

    @property
    def passes(self) -> bool:
        """Whether time alone may change its answer."""
        return any(term.passes for term in self._terms)

    def holds(self, link: LinkView) -> bool:
        """Whether it is true of a link. Raises ``ExpressionError`` where that cannot be told."""
        data: dict[str, Value] = {term.name: term.value(link) for term in self._terms}
        try:
            found = self._program.eval(data=data).value()
        except RuntimeError as error:
            found = str(error)
        if isinstance(found, bool):
            return found
        raise ExpressionError(failed(str(found), (name for name, value in data.items() if value is None)))


def _compiled(env: cel.Env, text: str) -> cel.Expression:
    try:
        return env.compile(text)
    except RuntimeError as error:
        raise ExpressionError(refused(str(error))) from None
    except TypeError:  # half of a surrogate pair is no text to the library
        raise ExpressionError("holds a character that is none") from None


def _try(pattern: str) -> None:
    """Raises ``ExpressionError`` for a regular expression that RE2 cannot read; the check of types looks at none."""
    found = _checker().compile(f"''.matches({pattern})").eval().value()
    if not isinstance(found, bool):
        raise ExpressionError("holds a regular expression that RE2 cannot read: see its syntax")


@cache
def _checker() -> cel.Env:
    """Knows the type of each term, and which may be null."""
    return cel.NewEnv(variables={term.name: _type(term) for term in TERMS})


@cache
def _evaluator() -> cel.Env:
    """Takes null where a term lacks. To the library a plain value is none of a type that may be null, but of any."""
    return cel.NewEnv(variables={term.name: cel.Type.DYN if term.may_lack else _type(term) for term in TERMS})


def _type(term: Term) -> cel.Type:
    return _OR_NULL[term.kind] if term.may_lack else _TYPES[term.kind]
