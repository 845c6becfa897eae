"""Entity tags (RFC 9110, section 8.8.3): whoever fetches something again and again is told when it has it already."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def tag_of(body: bytes) -> str:
    """Another one for other bytes."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def has(headers: Mapping[str, str], tag: str) -> bool:
    """Whether a request names the tag, or any (section 13.1.2: compared weakly)."""
    named = [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]
    return tag in named or "*" in named
