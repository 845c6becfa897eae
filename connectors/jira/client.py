"""The half of the Jira connector with I/O: reads issues in batches, reads threads, and speaks."""

from __future__ import annotations

import asyncio
import time
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.contract import Denied, Facet, Unavailable
from connectors.jira.answers import RemoteLink
from connectors.jira.flavors import A_REQUEST
from connectors.jira.looks import Batch, absent, late, look
from connectors.jira.permissions import Permissions
from connectors.jira.places import asked_as, number_of, place_of
from connectors.jira.remote_links import statements
from connectors.jira.sparing_reads import SHARE, SparingReads
from connectors.jira.sweeps import Sweeps
from connectors.jira.threads import Threads
from connectors.jira.transport import Transport
from connectors.jira.writes import A_WRITE, Writes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from connectors.contract import Comment, Draft, Look, Marked, Markup, Reaction, Touched
    from connectors.jira.credentials import Credentials
    from connectors.jira.flavors import Flavor
    from connectors.jira.issues import JiraIssues
    from connectors.jira.transport import Reads
    from connectors.scanning import Page, Sweep
    from rules.model import Ref

AT_ONCE: Final = 8
"""How many issues are asked for by themselves at the same time."""


class JiraClient:
    """One Jira site, with one way in. ``now`` is in seconds since 1970.

    Scans take no more than ``scan_share`` of what the site allows: more than 0, up to 1.
    """

    def __init__(
        self,
        issues: JiraIssues,
        credentials: Credentials,
        flavor: Flavor,
        *,
        seconds_between_writes: float = A_WRITE,
        scan_share: float = SHARE,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._issues, self._flavor = issues, flavor
        self._transport = Transport(credentials, issues.dialect.url, now=now)
        self._writes = Writes(credentials, issues.dialect.url, seconds_between_writes=seconds_between_writes, now=now)
        self._sparing = SparingReads(self._transport, flavor.limits, scan_share)
        self._sweeps = Sweeps(self._sparing, flavor, issues, now)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._read_by(self._transport)

    def _read_by(self, reads: Reads) -> None:
        self._reads = reads
        self._threads = Threads(reads, self._writes, self._flavor)
        self._permissions = Permissions(reads, self._flavor)

    @property
    def unhurried(self) -> JiraClient:
        """The same client for what nobody waits for."""
        client = copy(self)
        client._read_by(self._sparing)  # noqa: SLF001  # it is one of us
        return client

    async def close(self) -> None:
        """Closes the connections."""
        await self._transport.close()
        self._writes.close()

    @property
    def pause(self) -> float:
        """Seconds between two writes."""
        return self._writes.pause

    @property
    def markup(self) -> Markup:
        """How comments are to be rendered."""
        return self._flavor.markup

    @property
    def reacts(self) -> bool:
        """Jira's REST APIs have no reactions."""
        return False

    async def react(self, issue: Ref, comment: str, reaction: Reaction, former: str = "") -> str:
        """Never done here: whoever asks looks at ``reacts`` first."""
        raise Denied(f"{issue}: {comment} cannot be answered by {reaction.value}{former and ' instead'}")

    async def read(self, issues: Sequence[Touched]) -> list[Look]:
        """Reads issues, up to 100 a request. One look for each, in their order.

        A look's ``ref`` is what was asked for; after a move ``facts.issue.ref`` is another. Core and links are read
        always, since one request has both; remote links where they are asked for, with a request an issue.
        """
        looks = {touched: absent(touched, "no issue has this address") for touched in issues}
        asked = [touched for touched in looks if asked_as(touched)]
        for start in range(0, len(asked), A_REQUEST):
            looks.update(await self._looks(asked[start : start + A_REQUEST]))
        linked = await asyncio.gather(*(self._linked(touched, one) for touched, one in looks.items()))
        looks = dict(zip(looks, linked, strict=True))
        return [looks[touched] for touched in issues]

    @property
    def requests(self) -> int:
        """How many requests were sent to read, since the client was made; those that were refused, too."""
        return self._reads.requests

    def scan(self, sweep: Sweep) -> AsyncIterator[Page]:
        """The pages of a sweep, a request or two for each; one may be empty. Raises ``Unavailable``."""
        return self._sweeps.pages(sweep)

    async def comments(self, issue: Ref) -> list[Comment]:
        """The thread of an issue, oldest first, as far as everybody may read it who may read the issue.

        Raises ``Denied`` where it is gone or out of reach.
        """
        return await self._threads.comments(_place(issue))

    async def threads(self, issues: Sequence[Touched]) -> list[list[Comment] | Unavailable]:
        """The threads of many issues, in their order: up to 100 a request, and one for each that is told in part."""
        places = list(dict.fromkeys(place for place in map(asked_as, issues) if place))
        whole: dict[str, list[Comment]] = {}
        for start in range(0, len(places), A_REQUEST):
            try:
                whole |= await self._threads.of_many(places[start : start + A_REQUEST])
            except Unavailable as unavailable:
                return [whole.get(asked_as(touched), unavailable) for touched in issues]
        return list(await asyncio.gather(*(self._thread(touched, whole) for touched in issues)))

    async def _thread(self, touched: Touched, whole: Mapping[str, list[Comment]]) -> list[Comment] | Unavailable:
        place = asked_as(touched)
        if place in whole:
            return whole[place]
        try:
            async with self._turns:
                return await self.comments(touched.ref)
        except Unavailable as unavailable:
            return unavailable

    async def marked(self, issue: Ref) -> list[Marked]:
        """The comments of an issue that our account wrote and that carry a mark, oldest first."""
        return await self._threads.marked(_place(issue))

    async def may_write(self, issue: Ref, account: str) -> bool:
        """Whether an account (``jira:ID``) may edit the issue. A stranger may not.

        Raises ``Denied`` where our own account may not know: it has to administer the project.
        """
        return await self._permissions.may_edit(_place(issue), account)

    async def put_comment(self, issue: Ref, draft: Draft, comment: str | None = None) -> str:
        """Writes a comment, or edits the one with that id; returns its id. Never tries a second time by itself."""
        place = _place(issue)
        if comment is None:
            return await self._threads.write(place, draft)
        return await self._threads.edit(place, draft, comment)

    async def delete_comment(self, issue: Ref, comment: str) -> None:
        """Deletes one of our comments; one that is gone already is no error."""
        await self._threads.delete(_place(issue), comment)

    async def _looks(self, asked: Sequence[Touched]) -> dict[Touched, Look]:
        """One request, and one for each issue that is not in its answer and may be there all the same."""
        places = list(dict.fromkeys(map(asked_as, asked)))
        batch = Batch.of(await self._flavor.issues(self._reads, places, self._issues.field_names))
        looks, there, alone = {}, [], []
        for touched in asked:
            raw, failure = batch.find(touched), batch.failure(touched)
            if raw is None and failure is not None:
                looks[touched] = late(touched, failure)
            elif raw is None and not (self._flavor.knows_all and asked_as(touched).isdecimal()):
                alone.append(touched)
            else:
                there.append((touched, raw))
        # Texts take a while, and the loop has webhooks to answer.
        looks |= await asyncio.to_thread(lambda: {one: look(one, raw, self._issues) for one, raw in there})
        return looks | dict(zip(alone, await asyncio.gather(*map(self._alone, alone)), strict=True))

    async def _alone(self, touched: Touched) -> Look:
        """An issue by itself: its old key leads to it, and no index stands between."""
        fields = ",".join(self._issues.field_names)
        path = f"{self._flavor.api}/issue/{asked_as(touched)}"
        try:
            async with self._turns:
                raw = await self._reads.get(path, msgspec.Raw, fields=fields)
        except Denied:
            return look(touched, None, self._issues)
        except Unavailable as unavailable:
            return late(touched, str(unavailable), unavailable.retry_after)
        return look(touched, raw, self._issues)

    async def _linked(self, touched: Touched, found: Look) -> Look:
        """The look with what its remote links say. Where they may not be read, they are not complete.

        What fails for one issue holds the others up no longer.
        """
        if found.facts is None or Facet.REMOTE not in touched.facets:
            return found
        facts, asked = found.facts, found.facets | {Facet.REMOTE}
        path = f"{self._flavor.api}/issue/{number_of(facts.issue.vendor_id) or place_of(facts.issue.ref)}/remotelink"
        try:
            async with self._turns:
                links = await self._reads.get(path, list[RemoteLink])
        except Denied as denied:
            return replace(found, facets=asked, reason=str(denied))
        except Unavailable as unavailable:
            waits = frozenset({Facet.REMOTE})
            return replace(found, reason=str(unavailable), late=waits, retry_after=unavailable.retry_after)
        said = tuple(statements(links, facts.issue.ref, self._issues.addresses))
        whole = replace(facts, statements=(*facts.statements, *said))
        return replace(found, facts=whole, facets=asked, complete=found.complete | {Facet.REMOTE})


def _place(issue: Ref) -> str:
    place = place_of(issue)
    if not place:
        raise Denied(f"{issue} is no address of an issue in Jira")
    return place
