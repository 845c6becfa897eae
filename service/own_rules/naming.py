"""How an organisation's own rules are called, so that commands, settings and people can tell all rules apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# What `/detour waive` reads as a rule's code or name.
_CODE: Final = re.compile(r"(?!DT)[A-Z]{2,10}[0-9]{3}")
_WORDS: Final = frozenset({"need-brief"})
"""They stand beside rules in ``[comments] rules``."""
_NAME: Final = re.compile(r"[a-z]{3,20}(?:-[a-z0-9]{1,20}){1,5}")


def wrong_code(code: str, taken: Mapping[str, str]) -> str:
    """What is wrong with a code, or ''. ``taken`` are the names of the other rules by their codes."""
    if not _CODE.fullmatch(code):
        return "should be two to ten capital letters and three digits, such as ACME101; those with DT are Detour's own"
    return f"is the code of {taken[code]} already: take another number" if code in taken else ""


def wrong_name(name: str, taken: Mapping[str, str]) -> str:
    """What is wrong with a name, or ''."""
    if name in _WORDS:
        return "is a word of Detour's own: take another"
    if not _NAME.fullmatch(name):
        return "should be two to six words in lower case, the first of three letters or more, such as frozen-project"
    code = next((code for code, one in taken.items() if one == name), "")
    return f"is the name of {code} already: take another" if code else ""
