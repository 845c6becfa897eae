"""What a form sends, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST: Final = 10_000


class Unfit(ValueError):  # noqa: N818  # what was sent is
    """A form that says nothing that can be done. The message says why."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields by their names."""

    fields: Mapping[str, str]

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Reads ``application/x-www-form-urlencoded``."""
        return cls(dict(parse_qsl(body.decode("utf-8", "replace"))))

    def number(self, name: str, default: float) -> float:
        """A number from 0 to ``MOST``. Raises ``Unfit``."""
        text = self.fields.get(name) or f"{default:g}"
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number <= MOST:
            raise Unfit(f"{name} has to be a number from 0 to {MOST}, and not {text[:40]}")
        return number

    def one_of(self, name: str, known: Iterable[str]) -> str:
        """One of these names. Raises ``Unfit``."""
        given, names = self.fields.get(name, ""), tuple(known)
        if given not in names:
            raise Unfit(f"{name} has to be one of {', '.join(names)}, and not {given[:40] or 'nothing'}")
        return given
