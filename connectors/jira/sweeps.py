"""Sweeps over a whole site: its projects first, then what each group of them holds, a request or two a page."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec.structs import replace

from connectors.contract import Denied
from connectors.jira.bookmarks import Bookmark
from connectors.jira.looks import looks_at
from connectors.jira.questions import Question, groups
from connectors.jira.reach import reach, refused
from connectors.jira.steps import Search
from connectors.scanning import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from connectors.jira.flavors import Flavor
    from connectors.jira.issues import JiraIssues
    from connectors.jira.transport import Reads
    from connectors.scanning import Sweep


class Sweeps:
    """Sweeps one site. ``now`` is in seconds since 1970."""

    def __init__(self, reads: Reads, flavor: Flavor, issues: JiraIssues, now: Callable[[], float]) -> None:
        self.reads, self.flavor, self.issues, self.now = reads, flavor, issues, now

    async def pages(self, sweep: Sweep) -> AsyncIterator[Page]:
        """The pages of a sweep. What a request brought is on a page at once, so that no limit keeps one from ending."""
        under_way = _UnderWay(self, sweep)
        while not under_way.mark.is_end:
            yield await under_way.page()


class _UnderWay:
    """One sweep. ``ahead`` are groups of projects that are known to come behind the one that is searched."""

    def __init__(self, site: Sweeps, sweep: Sweep) -> None:
        self._site, self._question = site, Question.of(sweep)
        self.mark = Bookmark.read(sweep)
        self._ahead: list[list[str]] = []

    async def page(self) -> Page:
        """The next page. Raises ``Unavailable``."""
        if not self.mark.group:
            return await self._list()
        try:
            return await self._search()
        except Denied as denied:
            if denied.status != HTTPStatus.BAD_REQUEST:
                raise
            return self._without_culprit(str(denied))

    async def _list(self) -> Page:
        """The projects; one that another process was to come to may have been renamed, and is met at the next sweep."""
        found = await reach(self._site.reads, self._site.flavor, self._site.issues.projects)
        self._ahead = groups([key for key in found.keys if key > self.mark.done])
        told = () if self.mark.done else found.out_of_reach
        self._enter()
        return Page(looks=(), resume=self.mark.text, out_of_reach=told)

    async def _search(self) -> Page:
        site, mark = self._site, self.mark
        search = Search(self._question, mark.group, site.issues.field_names, site.now())
        step = await site.flavor.step(site.reads, search, mark.cursor)
        if step.cursor is None:
            self._leave()
        else:
            self.mark = replace(mark, cursor=step.cursor)
        # A page may have a thousand issues, and the loop has webhooks to answer.
        looks = await asyncio.to_thread(tuple, looks_at(step.issues, site.issues))
        return Page(looks=looks, resume=self.mark.text, left=None if mark.more else step.left)

    def _without_culprit(self, reason: str) -> Page:
        """Halves a group that is refused, until it is one project: a single one fails the question about all."""
        group = self.mark.group
        if len(group) == 1:
            self._leave()
            return Page(looks=(), resume=self.mark.text, out_of_reach=(refused(group[0], reason),))
        half = len(group) // 2
        behind = [group[half:], *self._ahead] if self._ahead or not self.mark.more else []
        self.mark = replace(self.mark, group=group[:half], more=True, cursor=None)
        self._ahead = behind
        return Page(looks=(), resume=self.mark.text)

    def _leave(self) -> None:
        """The group is done."""
        self.mark = replace(self.mark, done=self.mark.group[-1], group=[], cursor=None)
        if self._ahead:
            self._enter()

    def _enter(self) -> None:
        """Goes on to the next group that is known, if there is one."""
        group = self._ahead.pop(0) if self._ahead else []
        self.mark = replace(self.mark, group=group, more=bool(self._ahead), cursor=None)
