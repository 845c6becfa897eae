"""The half of the GitHub connector with I/O: reads issues in batches, reads threads, and speaks."""

from __future__ import annotations

import asyncio
import time
from copy import copy
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.contract import Denied, Look, Marked, Markup, Reaction, Unavailable
from connectors.decoding import decode
from connectors.github import markers
from connectors.github.answers import Permission, Written
from connectors.github.checks import Checks
from connectors.github.credentials import MISSING, NotInstalled
from connectors.github.looks import LOOKED_AT, errors_at, look, nodes_of, parts_of
from connectors.github.places import login_of, place_of
from connectors.github.queries import A_REQUEST, issues_query
from connectors.github.redeliveries import Receiver, Redeliveries
from connectors.github.sub_issues import read_labels
from connectors.github.sweeps import Sweeping, Sweeps
from connectors.github.threads import Threads
from connectors.github.transport import Transport, decoded
from connectors.github.writes import A_WRITE, Writes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from connectors.contract import Comment, Draft, Touched
    from connectors.github.credentials import Credentials
    from connectors.github.issues import GitHubIssues
    from connectors.github.places import Place
    from connectors.scanning import Page, Sweep
    from rules.model import Ref

GONE: Final = frozenset({404, 410})
REACTIONS: Final = {Reaction.DONE: "+1", Reaction.NOT_DONE: "confused"}
Asked = tuple["Touched", "Place"]


class GitHubClient:
    """One GitHub site, with one way in, and what sweeps go through. ``now`` is in seconds since 1970."""

    def __init__(
        self,
        issues: GitHubIssues,
        credentials: Credentials,
        api_url: str,
        sweeping: Sweeping | None = None,
        *,
        seconds_between_writes: float = A_WRITE,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._issues, self._credentials, sweeping = issues, credentials, sweeping or Sweeping()
        self._reads = Transport(credentials, api_url, now)
        self._sparing = self._reads.sparing(sweeping.share)
        self._writes = Writes(credentials, api_url, seconds_between_writes=seconds_between_writes, now=now)
        self._sweeps = Sweeps(issues, self._sparing, sweeping)
        self._threads = Threads(issues, self._reads)

    @property
    def unhurried(self) -> GitHubClient:
        """The same client for what nobody waits for."""
        client = copy(self)
        client._reads, client._threads = self._sparing, Threads(self._issues, self._sparing)  # noqa: SLF001  # it is one of us
        return client

    async def close(self) -> None:
        """Closes the connections."""
        await self._reads.close()
        self._writes.close()

    def redeliveries(self, address: str, organizations: Sequence[str]) -> Redeliveries:
        """The webhooks that were sent to an address of ours in vain; to be closed before the client.

        What a token writes is paced together. For an App as such other limits count than for its installations.
        """
        itself = self._credentials.itself
        writes = self._writes if itself is self._credentials else self._writes.signed_by(itself)
        receiver = Receiver(address, tuple(organizations), itself.app_id)
        return Redeliveries(receiver, self._reads.signed_by(itself), writes)

    def checks(self) -> Checks:
        """Checks on pull requests, over the same connections."""
        return Checks(self._issues.dialect.name, self._reads, self._writes, self._credentials.app_id)

    @property
    def pause(self) -> float:
        """Seconds between two writes."""
        return self._writes.pause

    @property
    def markup(self) -> Markup:
        """How comments are to be rendered."""
        return Markup.MARKDOWN

    async def read(self, issues: Sequence[Touched]) -> list[Look]:
        """Reads issues, up to 100 a request. One look for each, in their order.

        A look's ``ref`` is what was asked for; after a transfer ``facts.issue.ref`` is another. Core and links are
        read always, since one request has both; comments never, since ``comments`` has them.
        """
        looks = {touched: _nowhere(touched, "no repository has this address") for touched in issues}
        places = ((touched, place_of(touched.ref)) for touched in looks)
        for batch in self._batches([(touched, place) for touched, place in places if place is not None]):
            looks.update(zip((touched for touched, _ in batch), await self._looks(batch), strict=True))
        return [looks[touched] for touched in issues]

    @property
    def requests(self) -> int:
        """How many requests were sent to read, since the client was made; those that were refused, too."""
        return sum(one.requests for one in {self._reads, self._sparing})

    def scan(self, sweep: Sweep) -> AsyncIterator[Page]:
        """The pages of a sweep through the issues of all organisations, for which see ``Scanner``.

        Pull requests are not among them: they come by webhook, and by reading where an issue waits on one.
        """
        return self._sweeps.pages(sweep)

    async def comments(self, issue: Ref) -> list[Comment]:
        """The thread of an issue, oldest first, whole. Raises ``Denied`` where it is gone or out of reach."""
        return await self._threads.comments(_place(issue))

    async def threads(self, issues: Sequence[Touched]) -> list[list[Comment] | Unavailable]:
        """The threads of many issues, up to a hundred a request, as ``comments`` tells each: in their order.

        An issue that was transferred is gone from where it was.
        """
        threads: dict[Touched, list[Comment] | Unavailable] = {one: Denied(f"{one.ref} is no issue") for one in issues}
        places = ((touched, place_of(touched.ref)) for touched in threads)
        for batch in self._batches([(touched, place) for touched, place in places if place is not None]):
            threads.update(zip((touched for touched, _ in batch), await self._together(batch), strict=True))
        return [threads[touched] for touched in issues]

    async def _together(self, batch: Sequence[Asked]) -> list[list[Comment] | Unavailable]:
        try:
            found = await self._threads.of_many(batch)
        except Unavailable as unavailable:
            return [unavailable] * len(batch)
        gone = Denied("it is gone or out of reach", status=MISSING)
        return [gone if thread is None else thread for thread in found]

    async def marked(self, issue: Ref) -> list[Marked]:
        """The comments of an issue that our account wrote and that carry a mark, oldest first."""
        return await self._threads.marked(_place(issue))

    async def may_write(self, issue: Ref, account: str) -> bool:
        """Whether an account (``github:@login``) has write permission on the issue's repository. A stranger has not.

        Raises ``Denied`` where our own account may not know.
        """
        place, login = _place(issue), login_of(account)
        if not login:
            return False
        try:
            answer = await self._reads.get(place.owner, f"{place.repository}/collaborators/{login}/permission")
        except Denied as denied:
            if denied.status == MISSING:
                return False
            raise
        return decoded(answer, Permission).writes

    async def put_comment(self, issue: Ref, draft: Draft, comment: str | None = None) -> str:
        """Writes a comment, or edits the one with that id; returns its id. Never tries a second time by itself."""
        place = _place(issue)
        verb, path = ("POST", place.thread) if comment is None else ("PATCH", place.comment(comment))
        answer = await self._writes.send(place.owner, verb, path, body=markers.mark(draft.body, draft.mark))
        return _number(answer)

    async def delete_comment(self, issue: Ref, comment: str) -> None:
        """Deletes one of our comments; one that is gone already is no error."""
        place = _place(issue)
        await self._delete(place.owner, place.comment(comment))

    @property
    def reacts(self) -> bool:
        """GitHub has reactions."""
        return True

    async def react(self, issue: Ref, comment: str, reaction: Reaction, former: str = "") -> str:
        """Reacts to somebody's comment, in the place of a ``former`` reaction of ours; the reaction's id.

        The same reaction a second time is answered with the first one:
        https://docs.github.com/en/rest/reactions/reactions#create-reaction-for-an-issue-comment
        """
        place = _place(issue)
        reactions = f"{place.comment(comment)}/reactions"
        given = _number(await self._writes.send(place.owner, "POST", reactions, content=REACTIONS[reaction]))
        if former not in {"", given}:
            await self._delete(place.owner, f"{reactions}/{former}")
        return given

    async def _delete(self, owner: str, path: str) -> None:
        """Deletes something of ours; what is gone already is no error."""
        try:
            await self._writes.send(owner, "DELETE", path)
        except Denied as denied:
            if denied.status not in GONE:
                raise

    def _batches(self, asked: Sequence[Asked]) -> Iterator[list[Asked]]:
        """What can be asked for in one request: of one scope of the credentials, and no more than GitHub takes."""
        scopes: dict[str, list[Asked]] = {}
        for touched, place in asked:
            scopes.setdefault(self._credentials.scope(place.owner), []).append((touched, place))
        for scope in scopes.values():
            yield from (scope[start : start + A_REQUEST] for start in range(0, len(scope), A_REQUEST))

    async def _looks(self, asked: Sequence[Asked]) -> list[Look]:
        """One request, and one for the labels of what sub-issues it found."""
        owner, batch = asked[0][1].owner, issues_query(asked)
        try:
            envelope = await self._reads.query(owner, batch.query, batch.variables)
        except NotInstalled as missing:
            return [_nowhere(touched, str(missing)) for touched, _ in asked]
        try:
            nodes = nodes_of(envelope, batch.paths)
        except (msgspec.DecodeError, RecursionError) as error:
            raise Unavailable("GitHub's answer is not understood") from error
        await read_labels(self._reads, owner, list(parts_of(nodes)))
        looks = (
            look(touched, node, errors_at(envelope, path), self._issues)
            for (touched, _), node, path in zip(asked, nodes, batch.paths, strict=True)
        )
        return await asyncio.to_thread(list, looks)  # texts take a while, and the loop has webhooks to answer


def _nowhere(touched: Touched, reason: str) -> Look:
    return Look(touched.ref, None, LOOKED_AT, frozenset(), reason, touched.node_id)


def _number(answer: object) -> str:
    """The id of what was written."""
    try:
        return str(decode(msgspec.json.encode(answer), Written, strict=True).id)
    except msgspec.DecodeError as error:
        raise Unavailable("GitHub's answer to a write is not understood", outcome_unknown=True) from error


def _place(issue: Ref) -> Place:
    place = place_of(issue)
    if place is None:
        raise Denied(f"{issue} is no address of an issue on GitHub")
    return place
