"""The one shape of what Detour writes on an issue: rendered as GitHub Markdown, Jira's ADF and wiki markup.

A closed set of blocks and inlines, so that each renderer is one total match. Who wrote a text decides its type: our
own words are ``Words``; what came from a tracker is ``Quoted`` or stands in a ``Name``, ``Code`` or ``Address``, and is
data. Renderers take such text from ``shown`` and still have to keep their own markup from reading it.
"""

from __future__ import annotations

import unicodedata

import msgspec

from rules.model import Ref  # the store decodes documents, and looks their fields' types up

LONGEST_QUOTE = 120
LONGEST_NAME = 60
LONGEST_CODE = 700
"""A command's reason may have 500 characters; what is to be typed is worthless when it is cut."""

_BREAKING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_JOINERS = "\u200c\u200d"
"""Persian words and joined emoji need them; they do nothing else."""
_FOLDING = 8
"""How many times the wanted length is looked at, so that a megabyte of spaces costs nothing."""


def shown(text: str, longest: int) -> str:
    """Text of others made harmless for any renderer: one line of visible characters, at most ``longest`` of them.

    Line ends, control characters, lone surrogates, and the marks that turn the direction of writing or hide become
    spaces; runs of spaces become one. Pure.
    """
    visible = (" " if _breaks(character) else character for character in text[: longest * _FOLDING])
    words = " ".join("".join(visible).split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _breaks(character: str) -> bool:
    return character not in _JOINERS and unicodedata.category(character) in _BREAKING


class Words(msgspec.Struct, frozen=True, tag=True):
    """Our own words, as they are."""

    text: str


class Name(msgspec.Struct, frozen=True, tag=True):
    """What a team, an operator or a project calls itself. Not ours, but part of our sentence."""

    text: str

    @property
    def shown(self) -> str:
        """The name, harmless and short."""
        return shown(self.text, LONGEST_NAME)


class Quoted(msgspec.Struct, frozen=True, tag=True):
    """Text that anybody may have written: a title, a line of a description, a reason. It looks quoted everywhere."""

    text: str

    @property
    def shown(self) -> str:
        """The text, harmless and short."""
        return shown(self.text, LONGEST_QUOTE)


class Code(msgspec.Struct, frozen=True, tag=True):
    """Something to type. It may hold words of others."""

    text: str

    @property
    def shown(self) -> str:
        """The line to type."""
        return shown(self.text, LONGEST_CODE)


class Address(msgspec.Struct, frozen=True, tag=True):
    """An issue's ref. ``url`` leads to it, or is ''; ``title`` is quoted beside the ref, or is ''."""

    ref: Ref
    url: str = ""
    title: str = ""


class Mention(msgspec.Struct, frozen=True, tag=True):
    """Somebody whom the tracker is to notify: a login, an account id or a name, as that tracker knows people.

    Where an account is nothing of that kind, renderers show it as text of others.
    """

    account: str

    @property
    def shown(self) -> str:
        """The account, harmless and short."""
        return shown(self.account, LONGEST_NAME)


class Link(msgspec.Struct, frozen=True, tag=True):
    """Our own words, leading to one of our own pages."""

    text: str
    url: str


class Strong(msgspec.Struct, frozen=True, tag=True):
    """The words that a hurried reader sees."""

    line: Line


Inline = Words | Name | Quoted | Code | Address | Mention | Link | Strong
Line = tuple[Inline, ...]


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """One line of text."""

    line: Line


class Rows(msgspec.Struct, frozen=True, tag=True):
    """A list, one line a row."""

    lines: tuple[Line, ...]


class Details(msgspec.Struct, frozen=True, tag=True):
    """Blocks that are folded away under a summary of our own words."""

    summary: str
    blocks: tuple[Block, ...]


Block = Paragraph | Rows | Details


class Document(msgspec.Struct, frozen=True):
    """What stands on an issue."""

    blocks: tuple[Block, ...]


def line(*parts: str | Inline | Line) -> Line:
    """One line of text out of its parts; a string is our own words."""
    found: list[Inline] = []
    for part in parts:
        match part:
            case str():
                found.append(Words(part))
            case tuple():
                found.extend(part)
            case _:
                found.append(part)
    return tuple(found)


def capitalised(text: Line) -> Line:
    """The line as a sentence begins, where it begins with our own words."""
    match text:
        case (Words(first), *rest):
            return (Words(first[:1].upper() + first[1:]), *rest)
    return text
