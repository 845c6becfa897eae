"""Reads an issue's description and its comments together: what is said later retracts, or adds to, what came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # msgspec looks the fields' types up
from typing import TYPE_CHECKING

import msgspec

from rules.interpretation import Text, understand
from rules.statements import Source
from rules.text import DEFAULT_KEYWORDS, Keywords, read
from rules.text.passages import Passage  # the same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.addresses import Addresses
    from rules.interpretation import Understood
    from rules.model import Ref


class Lines(msgspec.Struct, frozen=True):
    """The telling lines of one comment and who wrote it; or of a description, which has no author."""

    passages: tuple[Passage, ...]
    author: str = ""
    day: date | None = None
    refused: str = ""
    """Why nothing in them counts; they are kept for their commands, whose author is told."""
    comment: str = ""
    """The tracker's id of the comment, where its commands are to be answered."""
    changed: date | None = None
    """When its words were changed last."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """The grammar with what it must know of the organisation. Pure."""

    addresses: Addresses
    keywords: Keywords = DEFAULT_KEYWORDS

    def of(self, at: Ref, description: Iterable[Passage], comments: Iterable[Lines] = ()) -> Understood:
        """All that the telling lines of an issue say. ``comments`` are those whose authors may give commands."""
        texts = [Text(tuple(read(description, keywords=self.keywords)))]
        for comment in comments:
            said = read(comment.passages, comment=True, keywords=self.keywords)
            told = (comment.author, comment.day, comment.refused, comment.comment, comment.changed)
            texts.append(Text(tuple(said), Source.COMMENT, *told))
        return understand(texts, at, self.addresses)
