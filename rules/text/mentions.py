"""Reads refs as people write them: ``#12``, ``acme/web#12``, ``PAY-3``, ``vendor:NAME``, URLs, and lists of them.

Pure. Nothing here raises, and every pattern is bounded or possessive, so that hostile text costs time in proportion to
its length. A number has at most 18 digits, no sign and no leading zero; a Jira key's project has 2 to 255 characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.text.sayings import Mention, MentionForm
from rules.values import value

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = r"[1-9][0-9]{0,17}+"
KEY = rf"[A-Za-z][A-Za-z0-9_]{{1,254}}+-{NUMBER}"
# GitHub: at most 39 characters; managed users carry an underscore. A repository's name has at most 100.
OWNER = r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}+"
REPOSITORY = r"(?!\.{1,2}[#/])[A-Za-z0-9._-]{1,100}+"
START = r"(?<![^\W_])(?<![/\\.#@&-])"
END = r"(?!_{0,3}[^\W_]|[-/@#][^\W_]|\.[0-9])"

_PLACE = rf"(?P<owner>{OWNER})/(?P<repository>{REPOSITORY})"
_NUMBERED = rf"{_PLACE}/(?:issues|pull)/(?P<number>{NUMBER})"
_SITE = r"(?i:(?P<scheme>https?))://(?P<host>[A-Za-z0-9][A-Za-z0-9._-]{0,252}+(?::[0-9]{1,5})?+)(?=/)"
_DOTTED = r"(?P<host>[A-Za-z0-9][A-Za-z0-9-]{0,62}+\.[A-Za-z0-9.-]{1,190}+)"
_REST = r"""(?!_{0,3}[^\W_]|[-%@+]|\.[0-9])(?P<rest>(?:[/?#&][^\s<>()\[\]{}"'|,;]*+)?)"""
_PATH = r"[A-Za-z0-9._~/-]"
_QUERY = r"""[^\s<>()\[\]{}"'|#]"""

_GITHUB_URL = re.compile(rf"{_SITE}/{_NUMBERED}{_REST}")
_JIRA_URLS = (
    re.compile(rf"{_SITE}{_PATH}{{0,200}}?/browse/(?P<key>{KEY}){_REST}"),
    re.compile(rf"{_SITE}{_PATH}{{0,200}}?/projects/[A-Za-z0-9_]{{2,255}}+/issues/(?P<key>{KEY}){_REST}"),
    re.compile(
        rf"""{_SITE}(?P<context>/[^\s<>()\[\]"'|]{{0,1000}}?)[?&]selectedIssue=(?P<key>{KEY})(?P<rest>&?[^\s<>()\[\]"'|,;]*+)"""
    ),
)
# The paths that Jira itself owns (Cloud's begin with /jira): what stands before them is where Jira was put.
_JIRA_OWN = re.compile(
    r"(?P<context>(?:/[A-Za-z0-9._~-]{1,100}+){0,3}?)/(?:secure|projects|browse|issues|plugins"
    r"|jira/(?:software|core|servicedesk|polaris|discovery|dashboards|plans|your-work|for-you))(?![\w-])"
)
_HOST_ALIASES = {"redirect.github.com": "github.com", "www.github.com": "github.com"}
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_TRAILING = ".:!?*_~"

_BARE_PATH = re.compile(rf"{START}(?:{_DOTTED}/)?{_NUMBERED}{_REST}")
_REPOSITORY_REF = re.compile(rf"{START}{_PLACE}#(?P<number>{NUMBER}){END}")
_NUMBER_REF = re.compile(rf"{START}#(?P<number>{NUMBER}){END}")
_KEY_REF = re.compile(rf"{START}(?P<key>{KEY}){END}")
_VENDOR_REF = re.compile(rf"{START}(?i:vendor):(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]{{0,62}}[A-Za-z0-9])?){END}")
_LABEL = re.compile(r"\[[^\[\]]{0,300}+\]\(\s?<?")
_LABEL_END = re.compile(r"[^()\[\]]{0,300}+\)")

_LEAD = re.compile(
    r"[\s*_]*+(?i:(?:the\s++)?+(?:(?:github|jira)\s++)?+(?:issues?|prs?|pull[\s-]requests?|tickets?)[\s:]\s*+)?"
)
_SEPARATOR = re.compile(r"[\s*_]*+(?P<mark>[,;&+/]?+[\s*_]*+(?i:(?:and|or|plus)(?!\w))?+)[\s*_]*+")
_REMARK = re.compile(r"[\s*_]*+\((?P<remark>[^()]{0,200}+)\)")
_CONTINUES = re.compile(r"(?:,|&|(?<!\w)(?i:and|or))[\s*_]*+\Z")

Found = tuple[Mention, int]
"""A mention, and where the text goes on after it."""


@value(frozen=True, slots=True)
class Listed:
    """One ref of a list as it stands there, with the remark in parentheses after it."""

    mention: Mention
    written: str
    remark: str = ""
    spaced: bool = False
    """Only white space stood between this ref and the one before it."""


@value(frozen=True, slots=True)
class RefList:
    """A list of refs: where its first ref ends, where it ends itself, and where its "and" or comma calls for one more.

    ``continues``: the text ends in a comma or an "and", so that the next line may go on with it.
    """

    entries: tuple[Listed, ...]
    first_end: int
    end: int
    next: int
    continues: bool


def mention_of_url(url: str) -> Mention | None:
    """What issue or pull request a URL leads to, whatever follows in it. ``None``: to none."""
    url = url.strip()
    found = _url_at(url, 0)
    return found[0] if found else None


def mention_at(text: str, position: int) -> Found | None:
    """The ref that begins exactly at ``position``, and where it ends."""
    if position >= len(text):
        return None
    match text[position : position + 1]:
        case "[":
            return _labelled_at(text, position)
        case "<":
            found = _url_at(text, position + 1)
            return (found[0], found[1] + 1) if found and text[found[1] : found[1] + 1] == ">" else None
    return _url_at(text, position) or _short_at(text, position)


def written(mention: Mention) -> str:
    """A mention in the words of the grammar, for lines that are suggested to people."""
    return f"vendor:{mention.text}" if mention.form is MentionForm.VENDOR else mention.text


def read_list(text: str, position: int) -> RefList:
    """All refs of the list that begins at ``position``: ``#1 (login), PR #2 and PAY-3``. Empty if none does."""
    entries: list[Listed] = []
    first_end = end = position
    mark = ","
    position = skip_nouns(text, position)
    while found := mention_at(text, position):
        mention, end = found
        first_end = first_end if entries else end
        word = text[position:end]
        remark = _REMARK.match(text, end)
        end = remark.end() if remark else end
        entries.append(Listed(mention, word, remark["remark"] if remark else "", spaced=not mark))
        mark, position = separator(text, end)
        position = skip_nouns(text, position)
    continues = bool(entries) and position == len(text) and _CONTINUES.search(text, end) is not None
    return RefList(tuple(entries), first_end, end, position if mark else end, continues)


def skip_nouns(text: str, position: int) -> int:
    """Where the ref stands that ``the issue``, ``PR`` or ``Jira ticket`` at ``position`` announces."""
    match = _LEAD.match(text, position)
    return match.end() if match else position


def separator(text: str, position: int) -> tuple[str, int]:
    """What divides two refs of a list at ``position`` ('' is white space), and where it ends."""
    match = _SEPARATOR.match(text, position)
    return (match["mark"].strip(" *_\t"), match.end()) if match else ("", position)


def _labelled_at(text: str, position: int) -> Found | None:
    """``[label](URL)``, or a ref in square brackets."""
    if label := _LABEL.match(text, position):
        found = _url_at(text, label.end())
        end = _LABEL_END.match(text, found[1]) if found else None
        return (found[0], end.end()) if found and end else None
    found = _url_at(text, position + 1) or _short_at(text, position + 1)
    return (found[0], found[1] + 1) if found and text[found[1] : found[1] + 1] == "]" else None


def _url_at(text: str, position: int) -> Found | None:
    if text[position : position + 4].lower() != "http":
        return None
    if match := _GITHUB_URL.match(text, position):
        return _repository(match), _address_end(match)
    for pattern in _JIRA_URLS:
        if match := pattern.match(text, position):
            return Mention(MentionForm.KEY, match["key"].upper(), _jira_host(match)), _address_end(match)
    return None


def _address_end(match: re.Match[str]) -> int:
    """Where a URL ends: a sentence's punctuation after it is not its own."""
    rest = match["rest"]
    return match.end() - (len(rest) - len(rest.rstrip(_TRAILING)))


def _jira_host(match: re.Match[str]) -> str:
    own = _JIRA_OWN.match(match.string, match.end("host"))
    return _host(match) + (own["context"].lower() if own else "")


def _host(match: re.Match[str]) -> str:
    """The host in lower case, without its scheme's own port."""
    parts = match.groupdict()
    host = (parts["host"] or "").lower().removesuffix(_DEFAULT_PORTS.get((parts.get("scheme") or "").lower(), ":"))
    return _HOST_ALIASES.get(host, host)


def _repository(match: re.Match[str]) -> Mention:
    text = f"{match['owner']}/{match['repository']}#{match['number']}"
    return Mention(MentionForm.REPOSITORY, text, _host(match) if "host" in match.groupdict() else "")


_SHORT_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mention]], ...] = (
    (_NUMBER_REF, lambda match: Mention(MentionForm.NUMBER, f"#{match['number']}")),
    (_REPOSITORY_REF, _repository),
    (_KEY_REF, lambda match: Mention(MentionForm.KEY, match["key"].upper())),
    (_VENDOR_REF, lambda match: Mention(MentionForm.VENDOR, match["name"])),
)


def _short_at(text: str, position: int) -> Found | None:
    for pattern, mention in _SHORT_FORMS:
        if match := pattern.match(text, position):
            return mention(match), match.end()
    if match := _BARE_PATH.match(text, position):
        return _repository(match), _address_end(match)
    return None
