"""Data Center's search: pages by their place, which overlap, so that none is passed over when others leave the search.

A place means another issue as soon as one before it is closed, deleted or moved. Each page therefore begins among the
last issues of the one before; where it does not, it lies too far, and the sweep goes back. How far into a search places
lead is the server's matter: https://support.atlassian.com/jira/kb (handling JQL REST API searching exceeding
max_result_window), so that long ones begin anew at the time that was reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from connectors.jira.answers import Bulk
from connectors.jira.bookmarks import InWindow
from connectors.jira.questions import A_MINUTE, WIDE_MARGIN
from connectors.jira.steps import Search, Step, dated

if TYPE_CHECKING:
    from connectors.jira.questions import Question
    from connectors.jira.steps import Dated
    from connectors.jira.transport import Reads

A_PAGE: Final = 1000
"""Issues that are asked for; the server gives as many as it likes."""
OVERLAP: Final = 20
"""One of so many issues of a page is in the next one, too."""
DEEPEST: Final = 10_000
"""The last place that every server leads to."""


async def step(reads: Reads, api: str, search: Search, cursor: InWindow, size: int = A_PAGE) -> Step:
    """Reads the next page, or finds that it lies too far. Raises ``Unavailable``."""
    jql = search.question.jql(search.projects, search.now, beyond=cursor.beyond)
    question = {"jql": jql, "fields": list(search.fields), "startAt": cursor.start, "maxResults": size}
    page = await reads.post(f"{api}/search", Bulk, question)
    return Window(search.question, cursor, page).step()


@dataclass(frozen=True, slots=True)
class Window:
    """A page, and where it was looked for. Pure."""

    question: Question
    cursor: InWindow
    page: Bulk

    def step(self) -> Step:
        """What the page brings, and where to go on."""
        cursor, ahead = self.cursor, self.cursor.start + self._size
        if not self._follows():
            back = replace(cursor, start=max(0, cursor.start - self._stride))
            return Step((), back, max(0, self.page.total - back.start))
        left = max(0, self.page.total - cursor.start - len(self.page.issues))
        if ahead >= self.page.total:
            return Step(self.page.issues, left=0)
        return Step(self.page.issues, self._next(), left)

    @property
    def _size(self) -> int:
        """How many issues the server puts on a page."""
        return self.page.max_results or max(1, len(self.page.issues))

    @property
    def _overlap(self) -> int:
        """At least one, where a page has several."""
        return max(self._size // OVERLAP, 1 if self._size > 1 else 0)

    @property
    def _stride(self) -> int:
        return self._size - self._overlap

    def _follows(self) -> bool:
        """Whether nothing can lie between the page before and this one.

        It cannot where this one begins with an issue of the other, or with one that stands before the other's last.
        """
        if not self.cursor.start or not self.cursor.tail:
            return True
        if not self.page.issues:
            return False
        first = dated(self.page.issues[0])
        return self._told(first) in self.cursor.tail or self._is_before(first)

    def _told(self, issue: Dated) -> str:
        """An issue in its place: under another key, or with another time, it stands elsewhere."""
        return f"{issue.key} {issue.told(self.question.field)}"

    def _is_before(self, issue: Dated) -> bool:
        """Jira sorts by seconds, and by keys within one."""
        time, reached = issue.time(self.question.field), self.cursor.reached
        if time is None or reached is None:
            return False
        return int(time) < int(reached) if self.question.ascending else int(time) > int(reached)

    def _next(self) -> InWindow:
        times = [dated(raw).time(self.question.field) for raw in (*self.page.issues[:1], *self.page.issues[-1:])]
        first, last = (times[0], times[-1]) if times else (None, None)
        begun = first if not self.cursor.start else self.cursor.begun
        reached = self.cursor.reached if last is None else last
        start = self.cursor.start + self._stride
        if start + self._size > DEEPEST and reached is not None and _is_progress(begun, reached):
            return InWindow(beyond=reached)
        tail = [self._told(dated(raw)) for raw in self.page.issues[-self._overlap :]] if self._overlap else []
        return replace(self.cursor, start=start, tail=tail, reached=reached, begun=begun)


def _is_progress(begun: float | None, reached: float) -> bool:
    """Whether a search from there on leaves a good deal of this one out: what came about at once cannot be divided."""
    return begun is not None and abs(reached - begun) > (WIDE_MARGIN + 1) * A_MINUTE
