"""Whom a text mentions: GitHub looks for names in the finished page, outside of code, and notifies their accounts.

https://docs.github.com/en/subscriptions-and-notifications/concepts/about-notifications . Whoever is mentioned anew by
an edit is notified, too, and whoever was mentioned before is not notified again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from connectors.simulator.people import Notice

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Issue
    from connectors.simulator.github.world import World

_MARKDOWN: Final = MarkdownIt("commonmark")
_NAME: Final = re.compile(r"(?<![\w/@.`-])@([A-Za-z0-9][A-Za-z0-9-]{0,38})(?![\w/-])")


def mentioned(body: str) -> set[str]:
    """The names in a text, in lower case, whether anybody has them or not."""
    inline = [inner for token in _MARKDOWN.parse(body) for inner in token.children or ()]
    return {name.lower() for token in inline if token.type == "text" for name in _NAME.findall(token.content)}


def notify(world: World, issue: Issue, by: Account, body: str, before: str = "") -> None:
    """Tells those whom a text mentions, and that it did not mention before."""
    named = (world.accounts.get(name) for name in sorted(mentioned(body) - mentioned(before)))
    to = tuple(one.login for one in named if one is not None and one is not by and one.kind == "User")
    if to:
        issue.notices.append(Notice("mention", by.login, body, to))
