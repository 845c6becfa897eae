"""One row of Jira's CSV export to facts, by way of the document that the API would print of the issue. Pure.

A link type's phrases, a sprint's state, a version's date and the site's address are in no export.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.jira.csv_columns import CATEGORIES, ISSUE_KEY, PHRASES, UNRESOLVED, link_of
from connectors.jira.csv_dates import day_of, moment_of
from connectors.jira.dialect import folded
from connectors.jira.payloads import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.jira.dialect import JiraDialect
    from connectors.jira.issues import JiraIssues
    from rules.model import Facts

BETWEEN_KEYS: Final = re.compile(r"[\s,;]+")
NUMBER: Final = re.compile(r"[0-9]{1,18}")
MOST_KEYS: Final = 5000
"""Links of one issue; in a large public Jira no issue has more than some hundreds."""
COMMENT_PARTS: Final = 3
LONGEST_QUOTE: Final = 40
ENCODER: Final = msgspec.json.Encoder()


class _Cells(msgspec.Struct):
    cells: Mapping[str, list[str]]


ROW: Final = msgspec.json.Decoder(_Cells)


def facts_of(raw: bytes, issues: JiraIssues) -> Facts:
    """What a row says of its issue. Raises ``ValueError`` (msgspec's included) for a row of no issue."""
    row = _Row(ROW.decode(raw).cells, issues.dialect)
    facts = issues.facts(ENCODER.encode(row.document(comments=issues.trust_comments)))
    return replace(facts, unresolved=(*facts.unresolved, *row.doubts))


class _Row:
    """One row being read. ``doubts`` says what of it means nothing that is sure."""

    def __init__(self, cells: Mapping[str, list[str]], dialect: JiraDialect) -> None:
        self._dialect = dialect
        self._cells = cells
        self._named: dict[str, list[str]] = {}
        for name, texts in cells.items():
            self._named.setdefault(name.casefold(), []).extend(texts)
        self._keys_read = 0
        self.doubts: list[str] = []

    def document(self, *, comments: bool) -> dict[str, object]:
        """The issue as the API prints it, with its comments where they count."""
        key = self._first(ISSUE_KEY).strip()
        if not KEY.fullmatch(key):
            raise ValueError(f"{_quoted(key)} in column {ISSUE_KEY!r} is no key of an issue")
        said = [_comment(text) for text in self._all("Comment")] if comments else []
        fields = {**self._custom(), **self._fields(), "comment": {"comments": said}}
        return {"key": key, "id": self._first("Issue id"), "fields": fields}

    def _fields(self) -> dict[str, object]:
        return {
            "summary": self._first("Summary"),
            "status": self._status(),
            "resolution": self._resolution(),
            "duedate": self._day("Due date"),
            "created": self._moment("Created"),
            "updated": self._moment("Updated"),
            "resolutiondate": self._moment("Resolved"),
            "priority": {"name": name} if (name := self._first("Priority")) else None,
            "assignee": self._assignee(),
            "labels": self._all("Labels"),
            "components": [{"name": name} for name in (*self._all("Component/s"), *self._all("Components"))],
            "parent": self._parent(),
            "subtasks": [{"key": key} for key in self._keys("Sub-tasks", self._all("Sub-tasks"))],
            "issuelinks": list(self._links()),
            "description": self._first("Description"),
        }

    def _first(self, name: str) -> str:
        return next(iter(self._all(name)), "")

    def _all(self, name: str) -> list[str]:
        return [text for text in self._named.get(name.casefold(), ()) if text.strip()]

    def _status(self) -> dict[str, object] | None:
        told = self._first("Status Category")
        category = CATEGORIES.get(folded(told))
        if told and category is None:
            self.doubts.append(f"status category {_quoted(told)} is none of Jira's English ones")
        return None if category is None else {"statusCategory": {"key": category}}

    def _resolution(self) -> dict[str, str] | None:
        name = self._first("Resolution")
        return {"name": name} if name and folded(name) != UNRESOLVED else None

    def _day(self, name: str) -> str | None:
        text = self._first(name)
        day = day_of(text)
        self._doubt_date(name, text, known=day is not None)
        return None if day is None else day.isoformat()

    def _moment(self, name: str) -> str | None:
        text = self._first(name)
        moment = moment_of(text)
        self._doubt_date(name, text, known=moment is not None)
        return None if moment is None else moment.isoformat()

    def _doubt_date(self, name: str, text: str, *, known: bool) -> None:
        if text and not known:
            self.doubts.append(f"{name.lower()} {_quoted(text)} cannot be read, or in two ways")

    def _assignee(self) -> dict[str, str] | None:
        """On Cloud beside the name, which proves nothing, there is the account's id."""
        account, name = self._first("Assignee Id"), self._first("Assignee")
        if account:
            return {"accountId": account}
        return {"name": name} if name else None

    def _parent(self) -> dict[str, object] | None:
        """By its key, or on Data Center by its number, which leads to an issue that was read by its id."""
        told = [self._first(name).strip() for name in ("Parent key", "Parent", "Parent id")]
        key = next(filter(KEY.fullmatch, told), None)
        number = next(filter(NUMBER.fullmatch, told), None)
        summary = {"summary": self._first("Parent summary")}
        return None if key is None and number is None else {"key": key or number, "id": number, "fields": summary}

    def _links(self) -> Iterator[dict[str, object]]:
        for name, texts in self._cells.items():
            match = link_of(name)
            if match is None:
                continue
            side, kind = match
            inward, outward = PHRASES.get(folded(kind), (None, None))
            words = {"name": kind, "inward": inward, "outward": outward}
            for key in self._keys(name, texts):
                yield {"type": words, f"{side}Issue": {"key": key}}

    def _keys(self, column: str, texts: list[str]) -> Iterator[str]:
        """The keys in cells that hold nothing else: one each, or several where a spreadsheet joined them."""
        for text in texts:
            keys = list(filter(None, BETWEEN_KEYS.split(text, MOST_KEYS)))
            self._keys_read += len(keys)
            if self._keys_read > MOST_KEYS:
                raise ValueError(f"the row names more than {MOST_KEYS} other issues")
            if all(KEY.fullmatch(key) for key in keys):
                yield from keys
            else:
                self.doubts.append(f"{_quoted(text)} in column {_quoted(column)} names no issue")

    def _custom(self) -> dict[str, object]:
        """The fields that matter to the site, under the ids by which its documents have them."""
        found: dict[str, object] = {}
        for name, known in self._dialect.fields.items():
            texts = [*self._all(f"Custom field ({name})"), *self._all(name)]
            if texts:
                found[known] = texts if len(texts) > 1 else texts[0]
        return found


def _comment(text: str) -> dict[str, object]:
    """``23/Nov/26 9:00 AM;AUTHOR;text``, where the author is an account's id, or a user name on Data Center."""
    parts = text.split(";", COMMENT_PARTS - 1)
    if len(parts) < COMMENT_PARTS:
        return {"body": text}
    day = day_of(parts[0])
    return {"body": parts[2], "author": {"name": parts[1]}, "created": None if day is None else day.isoformat()}


def _quoted(text: str) -> str:
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}...")
