"""Tells whether the words before a keyword deny it: "not", "no longer", "isn't currently being".

Pure; it looks back over a bounded stretch of text.
"""

from __future__ import annotations

import re

_REACH = 100
_LONGEST_GAP = 6
_TOKEN = re.compile(r"[\w'\u2019]+|[^\w\s*]")
_NEGATORS = frozenset(
    """
    not never cannot neither nor without nothing none stopped ceased isnt arent wasnt werent dont doesnt
    didnt wont cant couldnt shouldnt hasnt havent
    """.split()  # noqa: SIM905 - a list of single words reads best as words
)
_NO_NEEDS = frozenset({"longer", "more", "further"})
_GAP = frozenset(
    """
    currently presently now yet still really actually strictly technically necessarily any anymore
    longer more further at all in way is are was were be being been to has have had
    """.split()  # noqa: SIM905 - a list of single words reads best as words
)
_AUXILIARIES = frozenset(
    """
    is are was were am be does do did has have had can could should must will would may
    """.split()  # noqa: SIM905 - a list of single words reads best as words
)


def negation_before(text: str, position: int, *, plain_no: bool = False) -> int | None:
    """Where the negation begins that governs the keyword at ``position``; ``None`` if nothing denies it.

    ``plain_no``: a "no" by itself denies the keyword, as in "no fallback"; else only "no longer" and the like do.
    """
    if position == 0:
        return None
    start = max(0, position - _REACH)
    # The first word of a stretch that begins inside the text may be half a word.
    tokens = [(match[0].strip("_"), match.start()) for match in _TOKEN.finditer(text, start, position)][start > 0 :]
    words = [(word.casefold().replace("\u2019", "'"), begin) for word, begin in tokens if word]
    nearer = ""
    for index in range(len(words) - 1, max(-1, len(words) - 2 - _LONGEST_GAP), -1):
        word, begin = words[index]
        if _denies(word, nearer, plain_no=plain_no):
            auxiliary = index > 0 and words[index - 1][0] in _AUXILIARIES
            return words[index - 1][1] if auxiliary else begin
        if word not in _GAP and not (plain_no and word in {"a", "real"}):
            return None
        nearer = word
    return None


def _denies(word: str, nearer: str, *, plain_no: bool) -> bool:
    if word == "no":
        return plain_no or nearer in _NO_NEEDS
    return word in _NEGATORS or word.endswith("n't")
