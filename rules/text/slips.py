"""Reads what is almost a ref, ``12``, ``PAY12`` or ``web#12``, so that its author can be shown the line that works.

A slip must be all but certain, for it is pointed at in public: numbers and keys count only where a statement ends
right after them, so that "blocked by 12 of the tests" is silent. Pure.
"""

from __future__ import annotations

import re

from rules.text.mentions import END, NUMBER, START, mention_at, separator, skip_nouns, written
from rules.values import value

_SURE = (
    (re.compile(rf"{START}(?i:issues?|prs?|pull|tickets?)#(?P<number>{NUMBER}){END}"), "#{number}"),
    (
        re.compile(rf"{START}(?P<name>[A-Za-z][A-Za-z0-9_-][A-Za-z0-9._-]{{0,98}}+)#(?P<number>{NUMBER}){END}"),
        "OWNER/{name}#{number}",
    ),
)
_LIKELY = (
    (re.compile(rf"{START}#?(?P<name>[A-Z]{{2,10}}+)(?P<number>{NUMBER}){END}"), "{name}-{number}"),
    (re.compile(rf"{START}(?:#\s)?(?P<number>{NUMBER}){END}"), "#{number}"),
)
_STATEMENT_END = re.compile(r"[\s*_]*+(?:\Z|[:;)\](]|\.(?:\s|\Z))")
_TECHNICAL = frozenset(
    """
    AES128 AES256 BASE64 EC2 ES5 ES6 HTML5 CSS3 HTTP1 HTTP2 HTTP3 IPV4 IPV6 LOG4 MD5 MP3 MP4 OAUTH1
    OAUTH2 PEP8 RS256 SHA1 SHA256 SHA384 SHA512 TLS1 UTF8 UTF16 UTF32 WIN10 WIN11 X11 X64 X86
    """.split()  # noqa: SIM905 - a list of single words reads best as words
)
_LONGEST = 20
"""Longer lists are left alone: nobody reads a suggestion of that length."""


@value(frozen=True, slots=True)
class Slips:
    """A list of refs in which at least one is not quite: all of them, as they should be written."""

    words: tuple[str, ...]
    end: int

    def __str__(self) -> str:
        """The list as it should be written."""
        return ", ".join(self.words)


def slips_at(text: str, position: int, *, in_command: bool = False) -> Slips | None:
    """The list at ``position`` put right; ``None`` if nothing is wrong with it or it is no list.

    In a command whatever stands in a ref's place was meant as one, so that other words may follow it.
    """
    words: list[str] = []
    wrong = unsure = False
    end = position
    position = skip_nouns(text, position)
    while len(words) < _LONGEST and (token := _token_at(text, position)):
        word, end, kind = token
        words.append(word)
        wrong, unsure = wrong or kind is not None, unsure or kind is _LIKELY
        mark, position = separator(text, end)
        if not mark:
            break
        position = skip_nouns(text, position)
    if not wrong or (unsure and not in_command and not _STATEMENT_END.match(text, end)):
        return None
    return Slips(tuple(words), end)


_Kind = tuple[tuple[re.Pattern[str], str], ...]
_Token = tuple[str, int, _Kind | None]


def _token_at(text: str, position: int) -> _Token | None:
    if found := mention_at(text, position):
        return written(found[0]), found[1], None
    for kind in (_SURE, _LIKELY):
        for pattern, form in kind:
            match = pattern.match(text, position)
            if match and match[0] not in _TECHNICAL:
                return form.format(**match.groupdict()), match.end(), kind
    return None
