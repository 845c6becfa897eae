"""Values: what is told apart by what it holds alone, and made by the million.

A frozen dataclass sets each of its fields by a call of its own, and takes four times as long to be made as one that is
not frozen. So values are frozen for the type checker, which reads all of this code, and cost nothing to be so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen: bool, **options: bool) -> type:
        """A dataclass that is declared ``frozen``: it can be hashed, and nobody may set its fields."""
        return dataclass(unsafe_hash=frozen, **options)


__all__ = ["value"]
