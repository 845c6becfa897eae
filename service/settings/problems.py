"""Makes of what validation found lines for people: where, what is wrong, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from service.settings.rule_words import nearest
from service.settings.secret_files import SUFFIX, secret_keys
from service.settings.table import Table, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from service.settings.table import Key, Refusal

_BARE = re.compile(r"[A-Za-z0-9_-]{1,60}")

_EXPECTED = (
    ("string_", "text in quotes"),
    ("int_", "a whole number"),
    ("float_", "a number"),
    ("bool_", "true or false"),
    ("date_", "a date without quotes"),
    ("tuple_", "a list"),
    ("is_instance_of", "a table"),
    ("mapping_", "a table"),
    ("dict_", "a table"),
    ("model_", "a table"),
)
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    (int, "a number"),
    (float, "a number"),
    (list, "a list"),
    (dict, "a table"),
)


def as_written(key: Key) -> str:
    """A key as people write it: ``jira[1].blocking[0].waits``."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{_bare(step)}" for step in key]
    return "".join(parts).removeprefix(".")


def refusals_in(error: ValidationError, root: type[Table]) -> Iterator[Refusal]:
    """Everything that a validation found wrong. No text shows a value, which could be a secret in the wrong place."""
    for details in error.errors(include_url=False):
        key: Key = details["loc"]
        if details["type"] == "refused":
            yield from ((key + below, text) for below, text in details["ctx"]["refusals"])
        else:
            yield key, _said(details, Shape.at(key, root))


class Shape:
    """What the configuration's types say of a key: the table it stands in, and the field that describes it."""

    def __init__(self, root: type[Table]) -> None:
        self.annotation: Any = root
        self.table: type[Table] = root
        self.field: FieldInfo | None = None

    @classmethod
    def at(cls, key: Key, root: type[Table]) -> Shape:
        """The shape at a key, or as far as there is one."""
        shape = cls(root)
        for step in key:
            shape.enter(step)
        return shape

    def enter(self, step: str | int) -> None:
        """Goes one step down: into a table's field, or to what a list or mapping holds."""
        inside = _plain(self.annotation)
        if isinstance(inside, type) and issubclass(inside, Table):
            self.table = inside
            named = (field for name, field in inside.model_fields.items() if step in {name, field.alias})
            self.field = next(named, None)
            self.annotation = self.field.annotation if self.field else None
        else:
            held = get_args(inside)
            self.annotation = held[get_origin(inside) is not tuple] if held else None

    @property
    def example(self) -> str:
        """``, such as port = 8000``; nothing where there is no example."""
        return f", such as {self.field.examples[0]}" if self.field and self.field.examples else ""

    @property
    def known(self) -> list[str]:
        """The keys of the table."""
        names = [field.alias or name for name, field in self.table.model_fields.items()]
        return [*names, *(name + SUFFIX for name in secret_keys(self.table))]


def _said(details: ErrorDetails, shape: Shape) -> str:
    """What a validation found wrong, and what to write instead."""
    kind = details["type"]
    if kind in _TEXTS:
        return _TEXTS[kind](details, shape)
    expected = next((expected for beginning, expected in _EXPECTED if kind.startswith(beginning)), None)
    if expected is None:
        return details["msg"].replace("Input should", "should") + shape.example
    if expected == "a list" and isinstance(details["input"], dict) and shape.example.endswith("]]"):
        return f"should stand in double brackets{shape.example}: there may be several"
    return f"should be {expected}{shape.example}; it is {_kind(details['input'])}"


def _missing(_: ErrorDetails, shape: Shape) -> str:
    return f"is missing{shape.example.replace(', such as', '; write for example')}"


def _empty(_: ErrorDetails, shape: Shape) -> str:
    return f"is empty; write it{shape.example}, or leave it out"


def _long(details: ErrorDetails, _: Shape) -> str:
    return f"has more than {details['ctx']['max_length']} characters; say it in fewer"


def _other_word(details: ErrorDetails, shape: Shape) -> str:
    return f"should be {details['ctx']['expected']}{shape.example}"


def _unknown(details: ErrorDetails, shape: Shape) -> str:
    key, known = str(details["loc"][-1]), shape.known
    meant = nearest(key, known)
    return f"is no known key; did you mean {meant}?" if meant else f"is no known key; here are {', '.join(known)}"


_TEXTS: Mapping[str, Callable[[ErrorDetails, Shape], str]] = {
    "missing": _missing,
    "too_short": _empty,
    "string_too_short": _empty,
    "string_too_long": _long,
    "literal_error": _other_word,
    "extra_forbidden": _unknown,
}


def _kind(value: object) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "something else")


def _plain(annotation: object) -> object:
    """A type without what is annotated on it, and without the ``None`` it may also be."""
    while get_args(annotation) and get_origin(annotation) not in {tuple, Mapping, Literal}:
        annotation = get_args(annotation)[0]
    return annotation


def _bare(step: str) -> str:
    return step if _BARE.fullmatch(step) else quoted(step)
