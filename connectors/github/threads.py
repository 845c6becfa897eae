"""The comments of issues: one thread to its end by REST, or of a hundred issues in one GraphQL request.

https://docs.github.com/en/rest/issues/comments#list-issue-comments
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from connectors.contract import Denied, Marked, Unavailable
from connectors.github import markers
from connectors.github.answers import Viewer
from connectors.github.looks import errors_at, raws_of
from connectors.github.queries import A_REQUEST, EDITORS, VIEWER, threads_query
from connectors.github.refusals import OUT_OF_REACH, TooMuchError
from connectors.github.thread_answers import Edits, Thread, ThreadComment
from connectors.github.transport import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.contract import Comment, Touched
    from connectors.github.answers import Envelope
    from connectors.github.issues import GitHubIssues
    from connectors.github.places import Place
    from connectors.github.queries import Path
    from connectors.github.transport import Transport

PAGES: Final = 100
"""How many pages of a thread are read; GitHub stops a thread long before."""
_THREAD: Final = msgspec.json.Decoder(Thread | None, strict=False)


class Threads:
    """Reads the threads of one site."""

    def __init__(self, issues: GitHubIssues, reads: Transport) -> None:
        self._issues, self._reads = issues, reads
        self._login: str | None = None

    async def comments(self, place: Place, *, after: int = 0) -> list[Comment]:
        """A thread, oldest first, to its end, behind so many pages of a hundred. Raises ``Denied`` where it is gone."""
        thread = await self._thread(place, after)
        edited = [one.node_id for one in thread if one.updated_at != one.created_at]
        changed = await self._changed_by_others(place.owner, edited)
        account = await self._account(place.owner) if thread else ""
        app = self._reads.credentials.app_id
        return [
            one.comment(
                self._issues.passages(one.body or ""),
                own=one.is_by(account, app),
                edited_by_others=one.node_id in changed,
            )
            for one in thread
        ]

    async def marked(self, place: Place) -> list[Marked]:
        """The comments of an issue that our account wrote and that carry a mark, oldest first."""
        thread = await self._thread(place, 0)
        account = await self._account(place.owner) if thread else ""
        ours = (one for one in thread if one.is_by(account, self._reads.credentials.app_id))
        return [Marked(str(one.id), mark) for one in ours if (mark := markers.mark_of(one.body or ""))]

    async def of_many(self, asked: Sequence[tuple[Touched, Place]]) -> list[list[Comment] | None]:
        """The threads of up to a hundred issues that one way in leads to; ``None`` where one is gone or out of reach.

        Where that is too much for a request they are halved, down to one issue, which REST reads a page at a time.
        """
        batch = threads_query(asked)
        try:
            envelope = await self._reads.query(asked[0][1].owner, batch.query, batch.variables)
            found = _threads(envelope, batch.paths)
        except Denied:
            return [None] * len(asked)
        except TooMuchError:
            if len(asked) == 1:
                return [await self._alone(asked[0][1])]
            half = len(asked) // 2
            return await self.of_many(asked[:half]) + await self.of_many(asked[half:])
        return [await self._whole(thread, place) for thread, (_, place) in zip(found, asked, strict=True)]

    async def _alone(self, place: Place) -> list[Comment] | None:
        try:
            return await self.comments(place)
        except Denied:
            return None

    async def _whole(self, thread: Thread | None, place: Place) -> list[Comment] | None:
        """A thread with its rest; from its beginning, where a part of it is hidden."""
        if thread is None or thread.comments is None:
            return None
        page = thread.comments
        first = [one.comment(self._issues.passages(one.body)) for one in page.nodes if one is not None]
        if len(first) < len(page.nodes):
            return await self._alone(place)
        rest = await self.comments(place, after=1) if page.page_info.has_next_page else []
        return sorted(first, key=lambda one: int(one.id)) + rest

    async def _thread(self, place: Place, after: int) -> list[ThreadComment]:
        """All pages: https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api ."""
        thread: list[ThreadComment] = []
        for page in range(after + 1, PAGES + 1):
            answer = await self._reads.get(place.owner, place.thread, per_page=100, page=page)
            thread += decoded(answer, list[ThreadComment])
            if "next" not in answer.links:
                return thread
        raise Unavailable(f"the thread has more than {PAGES} pages")

    async def _changed_by_others(self, owner: str, comments: Sequence[str]) -> set[str]:
        """Which of some edited comments are not surely their author's; REST does not tell who edited."""
        changed = set(comments)
        for start in range(0, len(comments), A_REQUEST):
            found = await self._reads.ask(owner, EDITORS, Edits, ids=comments[start : start + A_REQUEST])
            changed -= {edit.id for edit in found.nodes if edit is not None and not edit.by_another}
        return changed

    async def _account(self, owner: str) -> str:
        """The login that a token acts as, asked once. An App's comments tell themselves."""
        if self._login is None and self._reads.credentials.app_id is None:
            self._login = (await self._reads.ask(owner, VIEWER, Viewer)).viewer.login
        return self._login or ""


def _threads(envelope: Envelope, paths: Sequence[Path]) -> list[Thread | None]:
    """The threads of an answer. Raises ``TooMuchError`` where a part is missing that may be there the next time."""
    if any(error.type not in OUT_OF_REACH for path in paths for error in errors_at(envelope, path)):
        raise TooMuchError("GitHub could not answer for a thread of the request")
    try:
        return [_THREAD.decode(raw) for raw in raws_of(envelope, paths)]
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unavailable("GitHub's answer is not understood") from error
