"""The pages of the tree that people read, and the blocks in them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for pattern in ("*.md", ".github/*.md", "deploy/*.md", "rules/*.md", "connectors/*.md", "service/*.md")
    for path in ROOT.glob(pattern)
)
SHELL = frozenset({"sh", "bash", "shell", "console"})
_FENCE = re.compile(r"^( *)```([^\n`]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """One fenced block. ``line`` is where it begins."""

    page: Path
    line: int
    language: str
    text: str

    @property
    def where(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def commands(self):
        """The commands of a shell's block, without comments; a line that ends in a backslash goes on."""
        lines = self.text.replace("\\\n", " ").splitlines()
        plain = (re.sub(r"(^|\s)#.*", "", line).strip() for line in lines)
        return [line for line in plain if line]


def blocks(page):
    """The fenced blocks of a page, in their order."""
    text = page.read_text("utf-8")
    return [
        Block(page, text.count("\n", 0, found.start()) + 1, found[2].strip(), found[3])
        for found in _FENCE.finditer(text)
    ]


def in_language(*names):
    """The blocks of all pages in some languages."""
    return [one for page in PAGES for one in blocks(page) if one.language in names]


def links(page):
    """Where a page leads to, outside its blocks."""
    return _LINK.findall(_FENCE.sub("", page.read_text("utf-8")))


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", head).lower()) for head in heads)
    return {head.replace(" ", "-") for head in plain}
