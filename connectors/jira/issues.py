"""One Jira issue document to facts: shared by saved files, webhooks and scans. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from connectors.jira.custom import Custom
from connectors.jira.dates import needed_by, parse_date, parse_moment
from connectors.jira.dialect import folded
from connectors.jira.documents import FIELDS, LinkedFields, LinkType, decoder, filled
from connectors.jira.links import LinkTypes
from connectors.jira.passages import passages
from rules.interpretation import Text, understand
from rules.model import Facts, Glimpse, Issue, PlanSign, Ref, State
from rules.statements import Child, Said, Source
from rules.text import DEFAULT_KEYWORDS, Keywords, may_say, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from connectors.jira.dialect import JiraDialect
    from connectors.jira.documents import Account, Document, LinkedIssue, Named
    from rules.addresses import Addresses
    from rules.statements import Statement
    from rules.text.passages import Passage

CATEGORIES = {"new": State.OPEN, "indeterminate": State.OPEN, "done": State.DONE}
UNNAMED, UNTOLD = LinkType(), LinkedFields()
"""A link without a type, and an issue of which a link tells the key alone."""
ESCAPE = b"\\u"
LARGEST_TEXT = 1 << 20
"""Bytes of one description or comment that are read; Jira's own limit is 32,767 characters by default."""


@dataclass(frozen=True)
class JiraIssues:
    """Reads the issue documents of one site. ``trust_comments``: what comments say counts, commands included."""

    dialect: JiraDialect
    addresses: Addresses
    keywords: Keywords = DEFAULT_KEYWORDS
    trust_comments: bool = False

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields that are read, as requests name them."""
        return (*FIELDS, *sorted(self.dialect.fields.values()))

    @property
    def projects(self) -> tuple[str, ...]:
        """The keys of the projects that are configured; none where all are meant."""
        return next((site.containers for site in self.addresses.sites if site.name == self.dialect.name), ())

    def facts(self, raw: bytes | msgspec.Raw) -> Facts:
        """All that one document says. Raises ``msgspec.DecodeError`` (with the place) for anything else."""
        return _Reading(self, self._decoder.decode(raw)).facts()

    @cached_property
    def link_types(self) -> LinkTypes:
        """What the site's link types state."""
        return LinkTypes(self.dialect)

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Document]:
        return decoder(tuple(sorted(self.dialect.fields.values())))


class _Reading:
    """One document being read."""

    def __init__(self, site: JiraIssues, document: Document) -> None:
        self.site, self.document, self.fields = site, document, document.fields
        self.ref = Ref(site.dialect.name, document.key)
        self.base = site.dialect.url or _base(document.self or "")
        self.category = self.fields.status.category if self.fields.status is not None else ""
        self.custom = Custom(document.fields, site.dialect.fields)
        self.other_types: list[str] = []
        self.glimpses: list[Glimpse] = []

    def facts(self) -> Facts:
        lines = self._passages(self.fields.description)
        understood = understand(self._texts(lines), self.ref, self.site.addresses)
        return Facts(
            issue=self._issue(),
            need=understood.need,
            statements=(*self._links(), *self._hierarchy(), *understood.statements),
            glimpses=tuple(self.glimpses),
            near_misses=understood.near_misses,
            unresolved=understood.unresolved,
            other_link_types=tuple(self.other_types),
            passages=lines,
        )

    def _issue(self) -> Issue:
        fields = self.fields
        sprint = self.custom.sprint()
        state, known, duplicate = self._outcome()
        date, source, signs = needed_by(fields.duedate, sprint, fields.fix_versions or ())
        if self.category == "indeterminate":
            signs |= PlanSign.IN_PROGRESS
        return Issue(
            ref=self.ref,
            vendor_id=self.document.id or "",
            title=fields.summary or "",
            url=self._url(self.document.key),
            state=state,
            outcome_known=known,
            closed_as_duplicate=duplicate,
            signs=signs,
            needed_by=date,
            needed_from=source,
            moved=parse_moment(fields.updated),
            created=parse_moment(fields.created),
            closed=None if state is State.OPEN else self._closed(),
            priority=(fields.priority.name or "") if fields.priority is not None else "",
            labels=tuple(filter(None, fields.labels)) if fields.labels else (),
            components=tuple(_names(fields.components)) if fields.components else (),
            fields=self.custom.values(),
            assignees=_accounts(fields.assignee),
        )

    def _closed(self) -> datetime | None:
        """When it was resolved; a workflow may end issues without a resolution, and then its status tells."""
        fields = self.fields
        return parse_moment(fields.resolutiondate) or parse_moment(fields.statuscategorychangedate)

    def _outcome(self) -> tuple[State, bool, bool]:
        """The state, whether its outcome is known, and whether it was closed as a duplicate.

        Where the status tells no category, a resolution tells that the issue is closed.
        """
        resolution = self.fields.resolution
        if self.category in {"new", "indeterminate"}:
            return State.OPEN, True, False
        if resolution is None or not resolution.name:
            return (State.DONE, False, False) if self.category == "done" else (State.OPEN, True, False)
        name, dialect = folded(resolution.name), self.site.dialect
        if name in dialect.duplicates:
            return State.DROPPED, True, True
        return State.DROPPED if name in dialect.dropped else State.DONE, True, False

    def _links(self) -> Iterator[Statement]:
        for link in filter(None, self.fields.issuelinks or ()):
            kind = link.type or UNNAMED
            roles = self.site.link_types.roles(kind)
            for state, other in ((roles.inward, link.inward_issue), (roles.outward, link.outward_issue)):
                if other is None:
                    continue
                if state is not None:
                    yield state(self.ref, self._glimpse(other), Said(Source.LINK_TYPE, self.ref, kind.name or ""))
                elif not roles.settled:
                    self.other_types.append(kind.name or "(no name)")

    def _hierarchy(self) -> Iterator[Child]:
        said = Said(Source.NATIVE, self.ref)
        epic = self.custom.epic()
        if self.fields.parent is not None:
            yield Child(self.ref, self._glimpse(self.fields.parent), said)
        elif epic:
            yield Child(self.ref, Ref(self.ref.site, epic), said)
        for part in filter(None, self.fields.subtasks or ()):
            yield Child(self._glimpse(part), self.ref, said)

    def _glimpse(self, other: LinkedIssue) -> Ref:
        """Notes what the document tells of another issue; its status tells the state, but not how it ended."""
        ref, told = Ref(self.ref.site, other.key), other.fields or UNTOLD
        state = CATEGORIES.get(told.status.category) if told.status is not None else None
        self.glimpses.append(Glimpse(ref, other.id or "", told.summary or "", self._url(other.key), state))
        return ref

    def _texts(self, description: tuple[Passage, ...]) -> Iterator[Text]:
        if description:
            yield Text(tuple(read(description, keywords=self.site.keywords)))
        page = self.fields.comment if self.site.trust_comments else None
        for comment in (page.comments or ()) if page is not None else ():
            author = next(iter(_accounts(comment.author)), "")
            said = read(self._passages(comment.body), comment=True, keywords=self.site.keywords)
            yield Text(tuple(said), Source.COMMENT, author, parse_date(comment.created))

    def _passages(self, raw: msgspec.Raw) -> tuple[Passage, ...]:
        """The lines of one text, in either format; one that is too long to be real is left out whole.

        Most texts say nothing, which is seen while they are JSON, where no escape may spell another letter.
        """
        content = filled(raw, LARGEST_TEXT)
        if not content or (ESCAPE not in content and not self._may_say(content.decode(errors="replace"))):
            return ()
        body = msgspec.json.decode(content)
        return () if isinstance(body, str) and not self._may_say(body) else tuple(passages(body))

    def _may_say(self, text: str) -> bool:
        return may_say(text, self.site.keywords)

    def _url(self, key: str) -> str:
        return f"{self.base}/browse/{key}" if self.base else ""


def _names(several: Iterable[Named | None]) -> Iterator[str]:
    return (one.name for one in several if one is not None and one.name)


def _accounts(account: Account | None) -> tuple[str, ...]:
    return () if account is None else account.names


def _base(address: str) -> str:
    """The site's own address, from the API address of one of its issues."""
    parts = urlsplit(address.partition("/rest/")[0])  # which remembers what it split: all issues of a site have one
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme in {"http", "https"} and parts.netloc else ""
