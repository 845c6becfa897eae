"""The one grammar of what people write: "Blocked by: ...", "Fallback for ...: ...", and ``/detour`` commands."""

from rules.text.reading import LINE_LENGTH, read
from rules.text.vocabulary import DEFAULT_KEYWORDS, Keywords, may_say

__all__ = ["DEFAULT_KEYWORDS", "LINE_LENGTH", "Keywords", "may_say", "read"]
