"""Renders lines as plain text for places whose markup is not ours to know: calendars, mail, and the chats of the world.

Such places turn what looks like an address into a link, ``<...>`` into a mention or a tag and ``@name`` into a call,
each in its own way and none of them asking. So text of others is shown with look-alikes in the place of these
characters, as people who warn of addresses write them: ``https[:]//evil[.]example``. Our own words keep theirs.

Where a chat is read, text of others also stands in code, and what matters is emphasised by single asterisks: that much
Slack's marks (https://docs.slack.dev/messaging/formatting-message-text) and Markdown have in common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
from service.speech.rendering import is_plain_name, is_plain_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.speech.document import Block, Document, Inline

_LOOKALIKES: Final = str.maketrans({"<": "‹", ">": "›", "@": "＠", "`": "ˋ"})  # noqa: RUF001  # that is their point
_DOT_OF_A_HOST: Final = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")


def tame(text: str) -> str:
    """Text of others as something that no reader's program makes anything of. Pure."""
    return _DOT_OF_A_HOST.sub("[.]", text.translate(_LOOKALIKES)).replace("://", "[:]//")


@dataclass(frozen=True, slots=True)
class Dress:
    """What is put around text of others, and around what matters."""

    before: str
    after: str
    emphasis: str

    def text(self, line: Iterable[Inline]) -> str:
        """A line as plain text. Pure."""
        return "".join(map(self._inline, line)).strip()

    def document(self, document: Document) -> str:
        """Blocks with an empty line between; what would be folded away stands in the open. Pure."""
        return "\n\n".join(map(self._block, document.blocks)) + "\n"

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(line=line):
                return self.text(line)
            case Rows(lines=lines):
                return "\n".join(f"- {self.text(line)}" for line in lines)
            case Details(summary=summary, blocks=blocks):
                return "\n\n".join([shown(summary, LONGEST_QUOTE), *map(self._block, blocks)])

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Words(text=text):
                return text
            case Name(shown=text):
                return text if is_plain_name(text) else self._of_others(text)
            case Quoted(shown=text) | Code(shown=text) | Mention(shown=text):
                return self._of_others(text)
            case Address(ref=ref, title=title):
                named = self._of_others(shown(ref.text, LONGEST_QUOTE))
                return f"{named} {self._of_others(Quoted(title).shown)}" if title else named
            case Link(text=text, url=url):
                return f"{text} {url}".strip() if is_plain_url(url) else text
            case Strong(line=line):
                return f"{self.emphasis}{self.text(line)}{self.emphasis}"

    def _of_others(self, text: str) -> str:
        return f"{self.before}{tame(text)}{self.after}" if text else ""


CHAT: Final = Dress("`", "`", "*")
BARE: Final = Dress("", "", "")
"""For single lines in which everything is text, such as a calendar's."""
