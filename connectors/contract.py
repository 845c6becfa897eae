"""What a tracker's connector offers: deliveries verified and normalised without I/O, and a client with I/O.

Verified is a type: only a connector's ``verify`` makes a ``Delivery``, and everything behind the webhook takes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from connectors.scanning import Scanner

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rules.model import Facts, Ref
    from rules.statements import Statement
    from rules.text.passages import Passage


class Facet(Enum):
    """A part of an issue that is read by itself, and so may be newer than the others."""

    CORE = "core"
    """Fields and description."""
    LINKS = "links"
    """Native dependencies and hierarchy."""
    REMOTE = "remote"
    COMMENTS = "comments"


class End(Enum):
    """Which of the two issues of a statement: the one that waits, declares, copies or is a part, or the other."""

    FIRST = "first"
    SECOND = "second"


Witnesses = Mapping[type, frozenset[End]]
"""The ends of each kind of native statement at which a complete reading shows it: what is not shown there is not."""


class Rejected(Exception):  # noqa: N818  # the design's word, and what happened to the request
    """A webhook request that is not taken: it was not signed by the site. ``reason`` is for the log, not the sender."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook request whose signature was verified. ``vendor_id`` is the tracker's own id of the delivery.

    ``digest`` is the SHA-256 of the body, hexadecimal; made here, while the store is busy with others.
    """

    site: str
    vendor_id: str
    event: str
    body: bytes
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", sha256(self.body).hexdigest())


@dataclass(frozen=True, slots=True)
class Touched:
    """An issue that a delivery is about, and which of its facets may have changed.

    ``vendor_id`` and ``node_id`` (GitHub's GraphQL id) are '' where the delivery does not tell them.
    """

    ref: Ref
    vendor_id: str = ""
    node_id: str = ""
    facets: frozenset[Facet] = frozenset({Facet.CORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one delivery says, as far as its payload goes: hints, never the truth of what it does not contain.

    ``facts`` are whole documents in it. They speak for the facets in ``complete``, so that what they lack there is not
    there; what they say of others (GitHub's issue names its parent, but no dependency) is said, and no absence proven.
    ``added`` and ``removed`` are single native links. ``moved`` maps an old address to the new one. ``at`` is the
    vendor's own time of the change, which orders deliveries on sites that only receive; ``None`` where the payload
    does not tell it (a GitHub dependency moves no issue's time), so that the order of arrival has to do. ``by`` is the
    account that did it, as configuration names accounts, '' where that is not told. ``ignored`` says, for people, why
    a delivery means nothing here. ``comment`` is the id of a comment that came, or that its author changed, where a
    delivery tells of nothing else. ``pulls`` are the pull requests whose checks it concerns; ``rechecked`` are checks
    that somebody wants to be said again, by the ids of these or by their commits.
    """

    touched: tuple[Touched, ...] = ()
    facts: tuple[Facts, ...] = ()
    complete: frozenset[Facet] = frozenset({Facet.CORE})
    added: tuple[Statement, ...] = ()
    removed: tuple[Statement, ...] = ()
    deleted: tuple[Ref, ...] = ()
    moved: tuple[tuple[Ref, Ref], ...] = ()
    at: datetime | None = None
    by: str = ""
    ignored: str = ""
    comment: str = ""
    pulls: tuple[Touched, ...] = ()
    rechecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What one request found of one issue.

    ``facts`` is ``None`` where the issue is gone or out of reach, with the ``reason`` for people. ``facets`` are those
    that were looked at; of these ``complete`` were read to their end, so that what they lack is not there. ``late`` are
    those that could not be looked at now, but may be later: in ``retry_after`` seconds, where the tracker told that.
    ``comments`` is how long its thread is, where that is told.
    """

    ref: Ref
    facts: Facts | None
    facets: frozenset[Facet]
    complete: frozenset[Facet]
    reason: str = ""
    node_id: str = ""
    late: frozenset[Facet] = frozenset()
    retry_after: float | None = None
    comments: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as the grammar needs it: its telling lines, none where Detour wrote them.

    ``own``: our account wrote it. ``changed``: when its words were changed last, or ``created``.
    ``edited_by_others``: not its author's words.
    """

    id: str
    author: str
    passages: tuple[Passage, ...]
    own: bool
    created: datetime | None = None
    changed: datetime | None = None
    edited_by_others: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A comment that our account wrote, by its id, with the mark that it carries."""

    id: str
    mark: str


class Reaction(Enum):
    """How a comment's commands are answered, where a tracker has reactions."""

    DONE = "done"
    NOT_DONE = "not done"


class Markup(Enum):
    """The form in which a tracker takes a comment."""

    MARKDOWN = "GitHub Flavored Markdown"
    ADF = "Atlassian Document Format, as JSON"
    WIKI = "Jira's wiki markup"


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment to be written: a body in the tracker's markup, and a mark that readers do not see."""

    body: str
    mark: str


class Unavailable(Exception):  # noqa: N818  # a state of the world, and no fault of the caller
    """The tracker cannot be asked now, but may be in ``retry_after`` seconds.

    ``outcome_unknown``: a write was sent, and may have happened.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None, outcome_unknown: bool = False) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.outcome_unknown = outcome_unknown


class Denied(Unavailable):
    """The tracker said no: it is not allowed, or the issue is gone. The same request would get the same answer.

    ``status``: the tracker's HTTP status, 0 without a request.
    """

    def __init__(self, reason: str, *, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class NotAccepted(Unavailable):
    """Our token or key is not accepted: somebody has to give Detour another one."""


class Connector(Protocol):
    """The pure half: no I/O."""

    @property
    def witnesses(self) -> Witnesses:
        """What a complete reading of an issue's native links shows."""

    @property
    def facets(self) -> frozenset[Facet]:
        """The facets that the tracker's issues have."""

    def verify(self, headers: Mapping[str, str], body: bytes, token: str = "") -> Delivery:
        """The delivery, if the site sent it. ``headers`` have lower-case names. Raises ``Rejected``.

        ``token`` is what the address ends in behind the site's name: how a tracker that cannot sign proves itself.
        """

    def normalize(self, delivery: Delivery) -> Heard:
        """What a delivery says. Raises ``ValueError`` (msgspec's included) for a body of another shape."""


class Client(Scanner, Protocol):
    """The half with I/O, for single issues and for whole sites.

    Every method raises ``Unavailable`` where the tracker cannot be asked.
    """

    @property
    def markup(self) -> Markup:
        """How comments are to be rendered."""

    @property
    def pause(self) -> float:
        """Seconds between two writes: one is sent after the other, whoever asks."""

    @property
    def unhurried(self) -> Client:
        """The same client for what nobody waits for: it takes no more of the tracker's limits than scans may.

        Its ``requests`` are those alone.
        """

    async def close(self) -> None:
        """Closes the connections."""

    async def read(self, issues: Sequence[Touched]) -> list[Look]:
        """Reads issues, up to 100 a request. One look for each, in their order."""

    async def comments(self, issue: Ref) -> list[Comment]:
        """The thread of an issue, oldest first, whole."""

    async def threads(self, issues: Sequence[Touched]) -> list[list[Comment] | Unavailable]:
        """The threads of many issues as ``comments`` tells each, in their order, in as few requests as there can be.

        One that cannot be told is told why instead: ``Denied`` where it is gone or out of reach.
        """

    async def may_write(self, issue: Ref, account: str) -> bool:
        """Whether an account (``github:@login``) has write permission where the issue lives."""

    async def marked(self, issue: Ref) -> list[Marked]:
        """The comments of an issue that our account wrote and that carry a mark, oldest first."""

    async def put_comment(self, issue: Ref, draft: Draft, comment: str | None = None) -> str:
        """Writes a comment, or edits the one with that id; returns its id. Never tries a second time by itself."""

    async def delete_comment(self, issue: Ref, comment: str) -> None:
        """Deletes one of our comments; one that is gone already is no error."""

    @property
    def reacts(self) -> bool:
        """Whether the tracker has reactions to comments."""

    async def react(self, issue: Ref, comment: str, reaction: Reaction, former: str = "") -> str:
        """Reacts to somebody's comment, in the place of a ``former`` reaction of ours; the reaction's id.

        Reacting a second time changes nothing.
        """
