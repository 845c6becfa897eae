"""Makes untrusted text safe to print: a title must not move the cursor, colour the screen or hide what follows."""

from __future__ import annotations

import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str, longest: int = 2000) -> str:
    """The text on one line, without control, format and surrogate characters, cut with an ellipsis."""
    shown = text if text.isprintable() else "".join(map(_visible, text))
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _visible(character: str) -> str:
    return " " if unicodedata.category(character) in INVISIBLE else character
