"""Markdown of strangers as HTML that is safe by construction.

The parser escapes all text. Of raw HTML nothing comes through as it was written: a few tags are written anew without
their attributes, comments are taken out as GitHub does, and everything else is shown as text.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from connectors.simulator.github.pages.references import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_core import StateCore

    from connectors.simulator.github.model import Repository
    from connectors.simulator.github.world import World

TAGS: Final = ("br", "del", "details", "hr", "ins", "kbd", "p", "sub", "summary", "sup")
"""What may be written as HTML. None is a formatting element, which would go on after the text that it is in."""
_RAW: Final = re.compile(
    rf"<!--|-->|<(?P<close>/?)(?P<tag>{'|'.join(TAGS)})(?P<attributes>\s[^<>]*)?/?>", re.IGNORECASE
)
_HIDDEN: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
"""Raw HTML alone can begin or end one: elsewhere a "<" is escaped. One that does not end hides the rest."""


def html_of(body: str | None, place: Repository, world: World) -> Markup:
    """The HTML of a description or comment in a repository."""
    rendered: str = _MARKDOWN.render(body or "", {"world": world, "place": place})
    return Markup(_HIDDEN.sub("", rendered))  # noqa: S704  # safe as the module's docstring says


def clean(raw: str) -> str:
    """A piece of raw HTML: known tags, the ends of comments, and otherwise text."""
    parts, at = [], 0
    for found in _RAW.finditer(raw):
        parts += [_text(raw[at : found.start()]), _tag(found)]
        at = found.end()
    return "".join([*parts, _text(raw[at:])])


def _text(raw: str) -> str:
    return escape(unescape(raw))


def _tag(found: re.Match[str]) -> str:
    """A tag without its attributes, except for what opens a fold; or the end of a comment as it is."""
    if not found["tag"]:
        return found[0]
    tag = found["tag"].lower()
    opened = tag == "details" and not found["close"] and "open" in (found["attributes"] or "").lower().split()
    return f"<{found['close']}{tag}{' open' if opened else ''}>"


def _raw_html(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    return clean(tokens[at].content)


def _image(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    """Nothing is loaded from elsewhere: an image is its description."""
    return f'<span class="image">image: {escape(tokens[at].content) or "without a description"}</span>'


def _refer(state: StateCore) -> None:
    """Makes links of what GitHub makes links of, outside of code and of other links."""
    for block in state.tokens:
        if block.children:
            block.children = list(_referring(block.children, state.env))


def _referring(children: list[Token], env: Any) -> Iterator[Token]:  # noqa: ANN401  # as markdown-it has it
    depth = 0
    for token in children:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type != "text" or depth:
            yield token
            continue
        for text, url in split(token.content, env["place"], env["world"]):
            yield from _linked(text, url)


def _linked(text: str, url: str) -> list[Token]:
    shown = Token("text", "", 0, content=text)
    if not url:
        return [shown]
    return [Token("link_open", "a", 1, attrs={"href": url}), shown, Token("link_close", "a", -1)]


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["strikethrough", "table"])
    made.core.ruler.push("references", _refer)
    for name, rule in (("html_block", _raw_html), ("html_inline", _raw_html), ("image", _image)):
        made.add_render_rule(name, rule)
    return made


_MARKDOWN: Final = _parser()
