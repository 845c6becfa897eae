"""Comments of Jira: read with who wrote them and who may; written with our mark as a property that nobody sees.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/ ,
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comment-properties/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from connectors.contract import Comment, Denied, Marked, Unavailable
from connectors.decoding import decode
from connectors.jira.answers import Placed, Property, Talk, Thread, ThreadComment
from connectors.jira.dates import parse_moment
from connectors.jira.documents import Account
from connectors.jira.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from connectors.contract import Draft
    from connectors.jira.answers import Bulk
    from connectors.jira.flavors import Flavor
    from connectors.jira.transport import Reads
    from connectors.jira.writes import Writes

PROPERTY: Final = "detour"
INTERNAL: Final[dict[str, Any]] = {"key": "sd.public.comment", "value": {"internal": True}}
"""Keeps a comment from a service project's customers, as Jira's own automation does:
https://support.atlassian.com/cloud-automation/docs/advanced-field-editing-using-json/ ."""
SERVICE: Final = "service_desk"
PAGE: Final = 100
PAGES: Final = 100
"""How many pages of a thread are read."""
GONE: Final = frozenset({404, 410})
COMMENT_GONE: Final = 410
BACK: Final = "Jira would show the comment to customers of this service project, so that it was taken back"
Held = TypeVar("Held")
FIELD: Final = "comment"
_TALK: Final = msgspec.json.Decoder(Talk)


class _Mark(msgspec.Struct):
    """What our property holds."""

    mark: str = ""


class _Internal(msgspec.Struct):
    """What a service project keeps of a comment that customers do not see."""

    internal: bool = False


class Threads:
    """The threads of one site. A ``place`` is an issue's key or number, safe in a path."""

    def __init__(self, reads: Reads, writes: Writes, flavor: Flavor) -> None:
        self._reads, self._writes, self._flavor = reads, writes, flavor
        self._myself: tuple[str, ...] = ()

    async def comments(self, place: str) -> list[Comment]:
        """All that may be read by everybody who may read the issue."""
        thread = _public(await self._thread(place))
        myself = await self._account() if thread else ()
        return [_comment(one, myself) for one in thread]

    async def of_many(self, places: Sequence[str]) -> dict[str, list[Comment]]:
        """Of up to 100 issues, by the number or key that each was asked for by, the threads that one answer has whole.

        How much of a thread Jira puts into an issue's document is not told anywhere, so that it is counted. Raises
        ``Unavailable`` where nothing may be asked for now.
        """
        try:
            answer = await self._flavor.issues(self._reads, places, [FIELD])
        except Unavailable as unavailable:
            if unavailable.retry_after is not None:
                raise
            return {}
        found = threads_in(answer)
        told = {place: found[place.casefold()] for place in places if place.casefold() in found}
        myself = await self._account() if any(told.values()) else ()
        return {place: [_comment(one, myself) for one in _public(thread)] for place, thread in told.items()}

    async def marked(self, place: str) -> list[Marked]:
        """Our account's comments with their marks."""
        thread = await self._thread(place)
        myself = await self._account() if thread else ()
        ours = [one.id for one in thread if one.author is not None and one.author.names == myself]
        marks = [Marked(one, await self._mark(one)) for one in ours]
        return [one for one in marks if one.mark]

    async def write(self, place: str, draft: Draft) -> str:
        """A new comment; in a service project one that customers do not see, or none. Returns its id."""
        internal = await self._is_service(place)
        content = self._content(draft)
        content["properties"] += [INTERNAL] if internal else []
        written = _written(await self._writes.send("POST", f"{self._flavor.api}/issue/{place}/comment", content))
        if internal and await self._is_public(written):
            await self.delete(place, written.id)
            raise Denied(BACK)
        return written.id

    async def edit(self, place: str, draft: Draft, comment: str) -> str:
        """Other words in a comment of ours; nobody is mailed.

        One that came into a service project with its issue is taken back: there customers would read it.
        """
        try:
            internal = await self._is_service(place)
        except Denied as denied:  # where the issue can be seen, a no means that its comment is gone
            raise Denied(f"{denied}; the issue itself is out of reach") from denied
        path = f"{self._flavor.api}/issue/{place}/comment/{int(comment)}"
        written = _written(await self._writes.send("PUT", path, self._content(draft), notifyUsers="false"))
        if internal and await self._is_public(written):
            await self.delete(place, written.id)
            raise Denied(BACK, status=COMMENT_GONE)
        return written.id

    async def delete(self, place: str, comment: str) -> None:
        """One that is gone already is no error."""
        try:
            await self._writes.send("DELETE", f"{self._flavor.api}/issue/{place}/comment/{int(comment)}")
        except Denied as denied:
            if denied.status not in GONE:
                raise

    def _content(self, draft: Draft) -> dict[str, Any]:
        mark = {"key": PROPERTY, "value": {"mark": draft.mark}}
        return {"body": self._flavor.body(draft.body), "properties": [mark]}

    async def _thread(self, place: str) -> list[ThreadComment]:
        thread: list[ThreadComment] = []
        path = f"{self._flavor.api}/issue/{place}/comment"
        for _ in range(PAGES):
            page = await self._reads.get(path, Thread, startAt=len(thread), maxResults=PAGE, orderBy="created")
            thread += page.comments
            if not page.comments or len(thread) >= page.total:
                return thread
        raise Unavailable(f"the thread has more than {PAGES} pages")

    async def _mark(self, comment: str) -> str:
        """The mark of a comment, or ''."""
        found = await self._property(comment, PROPERTY, _Mark)
        return found.mark if found is not None else ""

    async def _property(self, comment: str, key: str, kind: type[Held]) -> Held | None:
        """A property of a comment, if it has it and it is of that kind."""
        path = f"{self._flavor.api}/comment/{int(comment)}/properties/{key}"
        try:
            return decode((await self._reads.get(path, Property)).value, kind, strict=True)
        except Denied as denied:
            if denied.status in GONE:
                return None
            raise
        except msgspec.DecodeError:
            return None

    async def _account(self) -> tuple[str, ...]:
        """The names of the account that we act as, asked once."""
        if not self._myself:
            self._myself = (await self._reads.get(f"{self._flavor.api}/myself", Account)).names
        return self._myself

    async def _is_public(self, written: ThreadComment) -> bool:
        """Whether customers see a comment: Data Center does not print that, but keeps what it was told of it."""
        if written.jsd_public is not None:
            return written.jsd_public
        kept = await self._property(written.id, INTERNAL["key"], _Internal)
        return kept is None or not kept.internal

    async def _is_service(self, place: str) -> bool:
        """Whether customers may read along. Asked each time: comments are rare, and a wrong one cannot be unsent."""
        found = await self._reads.get(f"{self._flavor.api}/issue/{place}", Placed, fields="project")
        return found.fields.project is None or found.fields.project.project_type_key == SERVICE


def threads_in(answer: Bulk) -> dict[str, list[ThreadComment]]:
    """The threads that issues' documents have whole, oldest first, by number and by key in lower case. Pure."""
    found: dict[str, list[ThreadComment]] = {}
    for raw in answer.issues:
        try:
            talk = _TALK.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            continue
        inside = talk.fields.comment if talk.fields is not None else None
        if inside is not None and inside.is_whole:
            thread = sorted(inside.comments, key=_age)
            found |= {talk.id: thread, talk.key.casefold(): thread}
    return found


def _age(one: ThreadComment) -> tuple[float, str]:
    created = parse_moment(one.created)
    return (0.0 if created is None else created.timestamp()), one.id


def _public(thread: Iterable[ThreadComment]) -> list[ThreadComment]:
    """What only a role or group sees states nothing."""
    return [one for one in thread if one.visibility is None]


def _comment(one: ThreadComment, myself: tuple[str, ...]) -> Comment:
    """A comment for the pipeline. A deleted account's name is ''."""
    names = one.author.names if one.author is not None else ()
    own = bool(names) and names == myself
    lines = () if own else tuple(passages(msgspec.json.decode(one.body)))
    return Comment(
        id=one.id,
        author=next(iter(names), ""),
        passages=lines,
        own=own,
        created=parse_moment(one.created),
        changed=parse_moment(one.updated),
        edited_by_others=one.by_another,
    )


def _written(answer: bytes) -> ThreadComment:
    try:
        return decode(answer, ThreadComment)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unavailable("Jira's answer to a comment is not understood", outcome_unknown=True) from error
