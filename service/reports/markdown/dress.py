"""Parts of lines as Markdown in which nothing that others wrote comes alive, as in comments.

The same report may be put into an issue, a wiki or a chat. So it has headings, lists and links and nothing else: chats
know no tables and no folds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from rules.views import IssueView
from service.reports.lists import MORE
from service.speech.document import Address, Code, Document, Name, Paragraph, Quoted, line, shown
from service.speech.markdown import render
from service.speech.own_wording import in_their_words
from service.speech.rendering import leads_to_its_issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rules.wholes import Whole
    from service.speech.document import Inline, Line

Thing = TypeVar("Thing")

LONGEST_SENTENCE: Final = 600
LONGEST_URL: Final = 200
_GITHUB: Final = "https://github.com/"
_REDIRECTED: Final = "https://redirect.github.com/"
"""Leads there, too; and an issue that is linked so gets no note that somebody has mentioned it."""
_FIGURE: Final = re.compile(r"\(?\d{1,6}(?:\.\d{1,2})?\)?[,;:]?|\d{1,3}d(?:/month)?[,;]?|%\)?[,.;:]?|\.\.\.[,;]?|[-=+]")
"""Numbers, shares, and costs in days: nothing that anybody makes anything of."""
_WORD: Final = re.compile(r"(?P<before>\(?)(?P<word>.+?)(?P<after>[,.;:)]*)")


def put(*parts: str | Inline | Line) -> str:
    """One line of text; a string is our own words."""
    return render(Document((Paragraph(line(*parts)),))).strip()


def named(whole: Whole) -> str:
    """The ref of an issue as code; of a team or a project the name."""
    return put(Code(whole.ref.text)) if isinstance(whole, IssueView) else put(Name(whole.title or whole.ref.text))


def linked(whole: Whole) -> str:
    """The same, leading to the issue's page."""
    ref, url = named(whole), whole.url
    if url.startswith(_GITHUB):
        url = url.replace(_GITHUB, _REDIRECTED, 1)
    safe = leads_to_its_issue(Address(whole.ref, url)) and len(url) <= LONGEST_URL
    return f"[{ref}]({url})" if safe and (whole.ref.tracker == "jira" or url.startswith(_REDIRECTED)) else ref


def titled(whole: Whole) -> str:
    """The same with the title of an issue."""
    title = put(Quoted(whole.title)) if isinstance(whole, IssueView) else ""
    return f"{linked(whole)} {title}".rstrip()


def told(sentence: str, issues: Iterable[Whole] = (), dress: Callable[[Whole], str] = linked) -> str:
    """A sentence that may hold words of others: the refs of these issues lead to them, and no other word does anything.

    Our own words cannot be told from theirs in it, so that every word which is not plain stands in code.
    """
    refs = {issue.ref.text: dress(issue) for issue in issues}
    return " ".join(_dressed(word, refs) for word in shown(sentence, LONGEST_SENTENCE).split())


def sentence(text: str) -> str:
    """What is begun with a capital and ends with a full stop."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")


def listed(things: Sequence[Thing], most: int, tell: Callable[[Thing], str], count: int = 0) -> str:
    """A list with a row for each of the first things, and one on how many more there are; ``count`` if not all are."""
    rows = [f"- {tell(thing)}" for thing in things[:most]]
    more = max(count, len(things)) - len(rows)
    return "\n".join([*rows, *([f"- {MORE.format(more)}"] if more else [])])


def _dressed(word: str, refs: Mapping[str, str]) -> str:
    """Marks around a word stay outside of its code."""
    found = _WORD.fullmatch(word)
    if found is None or _FIGURE.fullmatch(word):
        return word
    within = refs.get(found["word"]) or put(in_their_words(found["word"]))
    return f"{found['before']}{within}{found['after']}"
