"""What a document says, and what readers see of it in each markup: text without white space."""

import json
import re
from html import unescape

import pypandoc
from markdown_it import MarkdownIt

from service.speech.document import Address, Code, Details, Link, Name, Paragraph, Quoted, Rows, Strong, Words

MARKDOWN = MarkdownIt("commonmark", {"html": True})
_TAG = re.compile(r"<[^>]*>")


def said(document):
    """What the document says."""
    return _bare("".join(map(_block_said, document.blocks)))


def shown_by_markdown(body):
    """What is visible of Markdown."""
    tokens = [inner for token in MARKDOWN.parse(body) for inner in (token, *(token.children or ()))]
    texts = [token.content for token in tokens if token.type in ("text", "code_inline")]
    summaries = [unescape(_TAG.sub("", token.content)) for token in tokens if token.type == "html_block"]
    return _bare("".join(texts)), _bare("".join(summaries))


def said_outside_summaries(blocks):
    """What blocks say, and what is written over folded ones."""
    texts, summaries = "", ""
    for block in blocks:
        inside = said_outside_summaries(block.blocks) if isinstance(block, Details) else (_block_said(block), "")
        texts += inside[0]
        summaries += (block.summary if isinstance(block, Details) else "") + inside[1]
    return _bare(texts), _bare(summaries)


def nodes_of(body):
    """Every node of an ADF document, in order."""
    waiting = [json.loads(body)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.get("content", [])))


def shown_by_adf(body):
    """What is visible of an ADF document."""
    return _bare("".join(node.get("text", "") + node.get("attrs", {}).get("title", "") for node in nodes_of(body)))


def pandoc(body):
    """Every element that pandoc's reader of Jira's markup finds, in order, as its kind and what it holds.

    It reads no entities in a panel's title; Jira's renderer does (``AbstractPanelMacro``), so that they are read here.
    """
    waiting = [(json.loads(pypandoc.convert_text(body, "json", format="jira"))["blocks"], False)]
    while waiting:
        element, in_title = waiting.pop()
        if isinstance(element, list):
            waiting.extend((inner, in_title) for inner in reversed(element))
        elif isinstance(element, dict) and "t" in element:
            kind, content = element["t"], element.get("c")
            yield kind, unescape(content) if in_title and kind == "Str" else content
            waiting.append((content, in_title or (kind == "Div" and content[0][1] == ["panelheader"])))


def shown_by_wiki(body):
    """What is visible of wiki markup."""
    texts = [content if kind == "Str" else content[1] for kind, content in pandoc(body) if kind in ("Str", "Code")]
    return _bare("".join(texts))


def _block_said(block):
    match block:
        case Paragraph(line=text):
            return _line_said(text)
        case Rows(lines=lines):
            return "".join(map(_line_said, lines))
        case Details(summary=summary, blocks=blocks):
            return summary + "".join(map(_block_said, blocks))


def _line_said(text):
    return "".join(map(_inline_said, text))


def _inline_said(inline):
    match inline:
        case Words(text=text) | Link(text=text):
            return text
        case Name(shown=text) | Quoted(shown=text) | Code(shown=text):
            return text
        case Address(ref=ref, title=title):
            return Quoted(ref.text).shown + Quoted(title).shown
        case Strong(line=within):
            return _line_said(within)


def _bare(text):
    return "".join(text.split())
