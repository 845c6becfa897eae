r"""Renders a document as Jira's wiki markup, which Data Center's REST v2 takes, so that nothing of others comes alive.

The notation is https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all. Jira's renderer is no parser
but a row of steps that each search the whole text: macros, blocks, links, URLs, issue keys, backslashes, HTML,
emoticons, phrases, and monospaced text last of all (``com.atlassian.renderer.v2``, ``PhraseRendererComponent``,
``JiraIssueLinkRendererComponent``). So ``{{...}}`` protects nothing. A backslash helps against some steps only: its own
gives ``\{`` and ``\[`` back as they were before the later steps look. But no step reads numeric entities, and the one
for HTML lets them pass (``HtmlEscaper``). Therefore text of others is in ``{{...}}`` for the eye, and for safety holds
nothing but letters, digits, spaces, full stops and commas: every other character is an entity. What an administrator
adds tomorrow finds nothing there either.

Monospaced text may hold no character outside a few categories, and none that an older Java does not know, and a
database may refuse four bytes for a character: these are entities as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.speech.document import (
    LONGEST_QUOTE,
    Address,
    Code,
    Details,
    Link,
    Mention,
    Name,
    Paragraph,
    Quoted,
    Rows,
    Strong,
    Words,
    shown,
)
from service.speech.rendering import fitting, is_jira_account, is_plain_name, is_plain_url, leads_to_its_issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.speech.document import Block, Document, Inline, Line

LONGEST_BODY: Final = 32_000
"""Jira takes 32,767 characters by default (JRASERVER-64351); the rest is for the hidden marker, added later."""

_QUIET: Final = frozenset(" .,")
_LONGEST_CODEPOINT: Final = "\uffff"
_ACTIVE: Final = re.compile(r"[!#$%&()*+<=>?@\[\\\]^_`{|}~-]|:(?! )")
"""In our own words: all that begins or ends markup, an emoticon or a URL's host."""
_BLOCK: Final = re.compile(r"\A\s*+(h[1-6]|bq)\.")


def render(document: Document) -> str:
    """The comment's body. Blocks that would not fit are left out whole, and that is said. Pure."""
    return "\n\n".join(filter(None, fitting(document.blocks, _block, LONGEST_BODY, between=2))) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(line=text):
            return _line(text)
        case Rows(lines=lines):
            return "\n".join(f"* {text}" for text in map(_line, lines) if text)
        case Details(summary=summary, blocks=blocks):
            inside = "\n\n".join(filter(None, (text for inner in blocks for text in _unfolded(inner))))
            title = _escaped(shown(summary, LONGEST_QUOTE))
            return f"{{panel:title={title}}}\n{inside}\n{{panel}}" if inside else _strong(title)


def _unfolded(block: Block) -> Iterator[str]:
    """A block inside a panel, which the next ``{panel}`` ends: its summary becomes a line above its blocks.

    Data Center has no macro that folds: its notation lists none, and ``expand`` is Confluence's. A panel is nearest.
    """
    match block:
        case Details(summary=summary, blocks=blocks):
            yield _strong(_escaped(shown(summary, LONGEST_QUOTE)))
            for inner in blocks:
                yield from _unfolded(inner)
        case _:
            yield _block(block)


def _line(text: Line) -> str:
    """A line that is none of the blocks that begin with a word."""
    return _BLOCK.sub(r"\1&#46;", _parted(text)).strip()


def _parted(text: Iterable[Inline]) -> str:
    """The inlines side by side, with a space where one would keep the next from being what it is."""
    written, before = [], ""
    for part in filter(None, map(_inline, text)):
        written += [" ", part] if before and _disturbs(before, part) else [part]
        before = part
    return "".join(written)


def _disturbs(before: str, part: str) -> bool:
    """Phrases begin and end beside letters only if these are their own; a URL runs on to the next space or brace."""
    last, first = before[-1], part[0]
    return (
        (last in "}*" and (first in "{[*" or first.isalnum()))
        or (last.isalnum() and first in "{*")
        or (first == "[" and " " not in before)
    )


def _inline(inline: Inline) -> str:  # noqa: PLR0911  # a kind, a line
    match inline:
        case Words(text=text):
            return _escaped(text)
        case Name(shown=text):
            return text if is_plain_name(text) else _code(text)
        case Quoted(shown=text) | Code(shown=text):
            return _code(text)
        case Address(ref=ref, url=url, title=title):
            label = _code(shown(ref.text, LONGEST_QUOTE))
            linked = f"[{label}|{url}]" if label and leads_to_its_issue(inline) else label
            return " ".join(filter(None, (linked, _code(Quoted(title).shown))))
        case Mention():
            return _mention(inline)
        case Link(text=text, url=url):
            return f"[{_escaped(text)}|{url}]" if text and is_plain_url(url) else _escaped(text)
        case Strong(line=within):
            return _strong(_parted(within))


def _strong(within: str) -> str:
    """A phrase begins and ends with a word. Other asterisks are entities: one in here is of strong words inside."""
    inside = within.replace("*", "")
    words = inside.strip()
    return inside.replace(words, f"*{words}*", 1) if words else inside


def _mention(mention: Mention) -> str:
    """Names are mentioned as they are, and ids, which have a colon, by what they are."""
    account = mention.account
    if not is_jira_account(account):
        return _code(mention.shown)
    return f"[~accountid:{account}]" if ":" in account else f"[~{account}]"


def _code(text: str) -> str:
    return "{{" + "".join(map(_quiet, text)) + "}}" if text else ""


def _quiet(character: str) -> str:
    known = character <= _LONGEST_CODEPOINT and (character.isalpha() or character.isdecimal())
    return character if known or character in _QUIET else _entity(character)


def _escaped(words: str) -> str:
    return _ACTIVE.sub(lambda found: _entity(found[0]), words)


def _entity(character: str) -> str:
    return f"&#{ord(character)};"
