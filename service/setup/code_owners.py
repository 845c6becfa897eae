"""Who owns a repository as a whole, by its CODEOWNERS. Pure.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import re
from typing import Final

EVERYTHING: Final = frozenset({"*", "**", "/", "/*", "/**", "*.*"})
COMMENT: Final = re.compile(r"(?:^|\s)#.*")
ESCAPED_SPACE: Final = "\\ "
TEAM: Final = re.compile(r"@[A-Za-z0-9-]+/([A-Za-z0-9._-]+)")


def owning_teams(text: str) -> tuple[str, ...]:
    """The slugs of the teams that own everything: of the last rule that fits all files, else of all rules alike.

    None where people own it, or parts of it are different teams' and nobody's is the whole.
    """
    rules = [rule for line in text.splitlines() if (rule := _rule(line))]
    whole = [owners for pattern, owners in rules if pattern in EVERYTHING]
    if whole:
        return _teams(whole[-1])
    each = {_teams(owners) for _, owners in rules}
    return each.pop() if len(each) == 1 else ()


def _rule(line: str) -> tuple[str, list[str]] | None:
    words = COMMENT.sub("", line).replace(ESCAPED_SPACE, "?").split()
    return (words[0], words[1:]) if words else None


def _teams(owners: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match[1].lower() for one in owners if (match := TEAM.fullmatch(one))))
