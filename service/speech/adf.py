"""Renders a document as the Atlassian Document Format of REST v3, which Jira Cloud takes, as JSON text.

The format is https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/, its schema the npm package
``@atlaskit/adf-schema``. What a text node holds is text and nothing else: mentions, emoji, cards and links are nodes
and marks of their own. But Jira gives the same comment as wiki markup too, by webhook and REST v2, and people copy from
it. Therefore text of others has the ``code`` mark here as well, and that is also where Detour's own reading passes by.

An issue's address leads to its page, a GitHub issue's too: unlike a comment on GitHub, this leaves no mark there.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

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

Node = dict[str, object]

LONGEST_BODY: Final = 32_000
"""Jira takes 32,767 characters (JRACLOUD-68949). Whether of text or of JSON is told nowhere, and JSON is longer."""

_BEGIN: Final = '{"version":1,"type":"doc","content":['
_END: Final = "]}"
_CODE: Final[Node] = {"type": "code"}
_STRONG: Final[Node] = {"type": "strong"}


class Run(NamedTuple):
    """A text and its marks; or the account that is mentioned, whose name Jira itself shows."""

    text: str
    marks: tuple[Node, ...] = ()
    mentions: bool = False


def render(document: Document) -> str:
    """The comment's body as JSON text. Blocks that would not fit are left out whole, and that is said. Pure."""
    blocks = fitting(document.blocks, _written, LONGEST_BODY - len(_BEGIN + _END), between=1)
    return f"{_BEGIN}{','.join(filter(None, blocks))}{_END}"


def _written(block: Block) -> str:
    """A block's one node; nothing if it has nothing to show."""
    return ",".join(msgspec.json.encode(node).decode() for node in _nodes(block))


def _nodes(block: Block) -> Iterator[Node]:
    match block:
        case Paragraph(line=text):
            yield _paragraph(text)
        case Rows(lines=lines):
            rows = [{"type": "listItem", "content": [_paragraph(text)]} for text in lines]
            if rows:
                yield {"type": "bulletList", "content": rows}
        case Details(summary=summary, blocks=blocks):
            # Neither an expand nor a list may be empty: their schema says ``minItems``.
            inside = [node for inner in blocks for node in _unfolded(inner)] or [_paragraph(())]
            yield {"type": "expand", "attrs": {"title": shown(summary, LONGEST_QUOTE)}, "content": inside}


def _unfolded(block: Block) -> Iterator[Node]:
    """A block inside an ``expand``, which may hold no other one: its summary becomes a line above its blocks."""
    match block:
        case Details(summary=summary, blocks=blocks):
            yield _paragraph((Strong((Words(shown(summary, LONGEST_QUOTE)),)),))
            for inner in blocks:
                yield from _unfolded(inner)
        case _:
            yield from _nodes(block)


def _paragraph(text: Line) -> Node:
    return {"type": "paragraph", "content": [_node(run) for run in _joined(_runs(text))]}


def _node(run: Run) -> Node:
    if run.mentions:
        return {"type": "mention", "attrs": {"id": run.text}}
    node: Node = {"type": "text", "text": run.text}
    return node | {"marks": list(run.marks)} if run.marks else node


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The inlines side by side: words that look alike as one text, and two pieces of code that touch with a space."""
    after_code = False
    # An empty text is not allowed.
    for (marks, mentions), alike in groupby(filter(attrgetter("text"), runs), key=attrgetter("marks", "mentions")):
        texts, is_code = [run.text for run in alike], _CODE in marks
        for text in texts if is_code or mentions else ["".join(texts)]:
            if is_code and after_code:
                yield Run(" ")
            yield Run(text, marks, mentions)
            after_code = is_code


def _runs(text: Line, *marks: Node) -> Iterator[Run]:
    for inline in text:
        yield from _inline(inline, *marks)


def _inline(inline: Inline, *marks: Node) -> Iterator[Run]:
    """An inline's texts. ``marks`` are for our own words: beside ``code`` the schema allows none but ``link``."""
    match inline:
        case Words(text=text):
            yield Run(text, marks)
        case Name(shown=text):
            yield Run(text, marks if is_plain_name(text) else (_CODE,))
        case Quoted(shown=text) | Code(shown=text):
            yield Run(text, (_CODE,))
        case Address(ref=ref, url=url, title=title):
            yield Run(shown(ref.text, LONGEST_QUOTE), (_link(url), _CODE) if leads_to_its_issue(inline) else (_CODE,))
            yield Run(Quoted(title).shown, (_CODE,))
        case Mention(account=account):
            yield Run(account, mentions=True) if is_jira_account(account) else Run(inline.shown, (_CODE,))
        case Link(text=text, url=url):
            yield Run(text, (_link(url), *marks) if is_plain_url(url) else marks)
        case Strong(line=within):
            yield from _runs(within, _STRONG)


def _link(url: str) -> Node:
    return {"type": "link", "attrs": {"href": url}}
