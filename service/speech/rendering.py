"""What the renderers of a document share: which address may be a link, which name is words, and what fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.text.mentions import mention_of_url
from service.speech.document import Paragraph, line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.speech.document import Address, Block

LEFT_OUT: Final = Paragraph(line("There is more than fits into a comment."))

_SAFE_URL: Final = re.compile(r"https?://[A-Za-z0-9._~:/?=&%-]+")
_LOGIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}|[A-Za-z0-9-]{0,37}_[A-Za-z0-9]{1,8})")
"""An organisation's managed user has its short code behind an underscore: ``mia_acme``.

https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
"""
_JIRA_ACCOUNT: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._@:-]{0,126}[A-Za-z0-9])?")
_HASH_LIKE: Final = re.compile(r"[0-9a-f]{7,40}", re.IGNORECASE)


def fitting(blocks: Sequence[Block], write: Callable[[Block], str], room: int, between: int) -> list[str]:
    """The written blocks that fit into ``room`` characters, ``between`` of them after each.

    Blocks that would not fit are left out whole, and that is said. Pure.
    """
    written: list[str] = []
    room -= len(write(LEFT_OUT)) + between
    for text in map(write, blocks):
        if len(text) + between > room:
            return [*written, write(LEFT_OUT)]
        written.append(text)
        room -= len(text) + between
    return written


def is_plain_url(url: str) -> bool:
    """Whether no markup could find an end, or anything else of its own, in the URL."""
    return _SAFE_URL.fullmatch(url) is not None


def leads_to_its_issue(address: Address) -> bool:
    """Whether the URL is a plain one, and that of this very issue: anything else in its place would be a trap."""
    mention = mention_of_url(address.url)
    return mention is not None and mention.text == address.ref.text and is_plain_url(address.url)


def is_login(account: str) -> bool:
    """Whether it is what GitHub takes for the name of an account, and nothing beside it."""
    return _LOGIN.fullmatch(account) is not None


def is_jira_account(account: str) -> bool:
    """Whether it is an account id of Jira Cloud, or a plain user name of Data Center; many of these are addresses."""
    return _JIRA_ACCOUNT.fullmatch(account) is not None


def is_plain_name(name: str) -> bool:
    """Nothing but words, none of which could be the beginning of a commit's hash."""
    words = name.split()
    return all(word.isalpha() and not _HASH_LIKE.fullmatch(word) for word in words)
