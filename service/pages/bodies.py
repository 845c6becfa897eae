"""Shows what a webhook brought, to whoever runs Detour: as JSON, without what may be secret, and not all of it."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from service.printable import printable

LONGEST: Final = 60_000
"""Characters of a body that are shown."""
LONGEST_TEXT: Final = 500
DEEPEST: Final = 60
MASKED: Final = "(not shown)"
_SECRET: Final = re.compile(
    r"token|secret|passw|authori[sz]ation|cookie|credential|signature|private_?key|api_?key|jwt|session", re.IGNORECASE
)


def shown_body(body: bytes) -> tuple[str, bool]:
    """A body as text to be escaped, and whether that is all of it. Pure."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        text = printable(body[: LONGEST * 4].decode("utf-8", "replace"), LONGEST)
        return text, len(body) <= LONGEST
    text = msgspec.json.format(msgspec.json.encode(_masked(told, 0)), indent=2).decode()
    return "\n".join(printable(line, LONGEST) for line in text[:LONGEST].splitlines()), len(text) <= LONGEST


def _masked(value: Any, depth: int) -> Any:  # noqa: ANN401  # whatever JSON can say
    if depth > DEEPEST:
        return MASKED
    if isinstance(value, dict):
        return {
            name: MASKED if _SECRET.search(name) and not isinstance(one, bool) else _masked(one, depth + 1)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_masked(one, depth + 1) for one in value]
    return f"{value[:LONGEST_TEXT]}…" if isinstance(value, str) and len(value) > LONGEST_TEXT else value
