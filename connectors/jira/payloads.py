"""Jira's webhooks: who sent a request, and what it says. Pure.

https://developer.atlassian.com/cloud/jira/platform/webhooks/ ; a payload is a hint, never the truth of what it lacks.
Links and old servers' comments name issues by number only: such an issue is addressed by its number until it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from connectors.contract import Delivery, End, Facet, Heard, Touched
from connectors.jira.documents import LinkType
from connectors.jira.links import meaning, said_by
from connectors.jira.payload_documents import event_of, issue_of, payload_of
from connectors.jira.places import number_of, place_of
from connectors.jira.signatures import check_path_token, check_signature, delivery_id_of
from rules.model import Ref
from rules.statements import Child, Duplicate, Fallback, Said, Source, Wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from connectors.contract import Witnesses
    from connectors.jira.issues import JiraIssues
    from connectors.jira.payload_documents import KnownIssue, Payload
    from rules.statements import Statement

IGNORED: Final = {
    "project_": "a project was made, renamed or deleted: the next sweep sees where its issues are",
    "sprint_": "a sprint was changed: its issues are read again by the next sweep",
    "jira:version_": "a version was changed: its issues are read again by the next sweep",
    "board_": "boards are not read",
    "user_": "people and their names are not read",
    "worklog_": "hours are not read",
    "jira:worklog_": "hours are not read",
    "attachment_": "attachments are not read",
    "issue_property_": "properties of issues are not read",
    "comment_property_": "properties of comments are not read",
    "option_": "settings of the site are not read",
}
BOTH: Final = frozenset(End)
WITNESSES: Final[Witnesses] = {
    Wait: BOTH,
    Fallback: BOTH,
    Duplicate: BOTH,
    Child: frozenset({End.FIRST}),  # an epic's document does not list its issues
}
ISSUE_OF_COMMENT: Final = re.compile(r"/issue/([0-9]{1,18})/comment/")
KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*-[0-9]+")
MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True)
class JiraConnector:
    """One Jira site's webhooks. ``secrets`` may be several, so that they can be rotated.

    ``path_token`` is for a Data Center that cannot sign: it ends the address that webhooks are sent to. Whoever saw
    that address could have made a body up, so that on such a site deliveries only name what to read.
    """

    issues: JiraIssues
    secrets: tuple[str, ...] = field(default=(), repr=False)
    path_token: str = field(default="", repr=False)

    @property
    def site(self) -> str:
        """The site's name: ``jira/acme``."""
        return self.issues.dialect.name

    @property
    def witnesses(self) -> Witnesses:
        """What a complete reading of an issue's native links shows."""
        return WITNESSES

    @property
    def facets(self) -> frozenset[Facet]:
        """The facets that Jira's issues have: all."""
        return frozenset(Facet)

    def verify(self, headers: Mapping[str, str], body: bytes, token: str = "") -> Delivery:
        """The delivery, if the site sent it. ``headers`` have lower-case names. Raises ``Rejected``."""
        if token:
            check_path_token(token, self.path_token)
        else:
            check_signature(headers, body, self.secrets)
        return Delivery(self.site, delivery_id_of(headers), event_of(body), body)

    def normalize(self, delivery: Delivery) -> Heard:
        """What a delivery says. Raises ``ValueError`` (msgspec's included) for a body of another shape."""
        heard = self._heard(delivery)
        return Heard(touched=heard.touched, at=heard.at, ignored=heard.ignored) if self.path_token else heard

    def _heard(self, delivery: Delivery) -> Heard:
        payload = payload_of(delivery.body)
        event = payload.webhook_event or ""
        if not event:
            raise ValueError("the webhook names no webhookEvent")
        hear = HEARINGS.get(event)
        if hear is not None:
            return replace(hear(self.issues, payload), by=payload.by)
        why = next(
            (why for start, why in IGNORED.items() if event.startswith(start)), "it is about nothing that is read"
        )
        return Heard(ignored=f"{event}: {why}")


def _issue(issues: JiraIssues, payload: Payload) -> Heard:
    """An issue that was made or changed; a comment beside it came with the edit, as old servers tell of comments."""
    known = _known(payload)
    more = {Facet.COMMENTS} if payload.comment is not None else set()
    moved = tuple(_moved(issues, payload))
    if moved:
        more |= set(Facet)
    complete = _complete(known)
    touched = _touched(issues, known, Facet.CORE, Facet.LINKS, *more)
    facts = (issues.facts(payload.issue),) if Facet.CORE in complete else ()
    return Heard(touched=(touched,), facts=facts, complete=complete, moved=moved, at=_moment(payload))


def _deleted(issues: JiraIssues, payload: Payload) -> Heard:
    """What it said is gone with it. Issues that it is linked to are told by webhooks of their links."""
    touched = _touched(issues, _known(payload), Facet.CORE, Facet.LINKS)
    return Heard(touched=(touched,), deleted=(touched.ref,), at=_moment(payload))


def _comment(issues: JiraIssues, payload: Payload) -> Heard:
    """A comment's words are not taken from here: whether its author may say them is asked when it is read."""
    known = issue_of(payload)
    if known is not None and (known.key or known.id):
        touched = _touched(issues, known, Facet.COMMENTS)
        return Heard(touched=(touched,), at=_moment(payload), comment=payload.comment_of_its_author)
    address = ISSUE_OF_COMMENT.search((payload.comment.self or "") if payload.comment is not None else "")
    if address is None:
        raise ValueError("the webhook of a comment tells neither its issue nor the comment's own address")
    touched = _numbered(issues, address[1], Facet.COMMENTS)
    return Heard(touched=(touched,), at=_moment(payload), comment=payload.comment_of_its_author)


def _link(issues: JiraIssues, payload: Payload) -> Heard:
    """Two issues by their numbers, and what the link between them says, if that is anything here."""
    link = payload.issue_link
    if link is None or link.source_issue_id is None or link.destination_issue_id is None:
        raise ValueError("the webhook of a link does not name both its issues")
    source, destination = (
        _numbered(issues, str(number), Facet.LINKS) for number in (link.source_issue_id, link.destination_issue_id)
    )
    names = link.issue_link_type
    said: tuple[Statement, ...] = ()
    if names is not None:
        kind = LinkType(names.name, names.inward_name, names.outward_name)
        role = meaning(kind, "outward", issues.dialect)
        statement = said_by(role, source.ref, destination.ref, Said(Source.LINK_TYPE, source.ref, names.name or ""))
        said = () if statement is None else (statement,)
    touched, at = (source, destination), _moment(payload)
    if payload.webhook_event == "issuelink_deleted":
        return Heard(touched=touched, removed=said, at=at)
    return Heard(touched=touched, added=said, at=at)


def _known(payload: Payload) -> KnownIssue:
    known = issue_of(payload)
    if known is None or not known.key:
        raise ValueError("the webhook has no issue")
    return known


def _complete(known: KnownIssue) -> frozenset[Facet]:
    """What a document speaks for: a few of its fields are no description that was taken away."""
    fields = known.fields
    if fields is None or not bytes(fields.description):
        return frozenset()
    return frozenset({Facet.CORE, Facet.LINKS} if bytes(fields.issuelinks) else {Facet.CORE})


def _touched(issues: JiraIssues, known: KnownIssue, *facets: Facet) -> Touched:
    """By its key, else by its number: what can be neither is kept nowhere. Raises ``ValueError``."""
    ref, number = Ref(issues.dialect.name, known.key or ""), number_of(known.id or "")
    if place_of(ref):
        return Touched(ref, number, facets=frozenset(facets))
    if known.key or not number:
        raise ValueError("the webhook's issue has no key or number that an issue can have")
    return _numbered(issues, number, *facets)


def _numbered(issues: JiraIssues, number: str, *facets: Facet) -> Touched:
    """An issue of which only the number is told. It leads to the issue for good, as its key does."""
    return Touched(Ref(issues.dialect.name, number), number, facets=frozenset(facets))


def _moved(issues: JiraIssues, payload: Payload) -> Iterator[tuple[Ref, Ref]]:
    """An issue that went to another project has another key."""
    for item in (payload.changelog.items or ()) if payload.changelog is not None else ():
        if (
            item is not None
            and item.field == "Key"
            and KEY.fullmatch(item.before or "")
            and KEY.fullmatch(item.after or "")
        ):
            yield Ref(issues.dialect.name, item.before or ""), Ref(issues.dialect.name, item.after or "")


def _moment(payload: Payload) -> datetime | None:
    """The site's own time of what happened."""
    if payload.timestamp is None:
        return None
    try:
        return datetime.fromtimestamp(payload.timestamp / MILLISECONDS, UTC)
    except (OverflowError, OSError, ValueError):
        return None


HEARINGS: Final[dict[str, Callable[[JiraIssues, Payload], Heard]]] = {
    "jira:issue_created": _issue,
    "jira:issue_updated": _issue,
    "jira:issue_deleted": _deleted,
    "comment_created": _comment,
    "comment_updated": _comment,
    "comment_deleted": _comment,
    "issuelink_created": _link,
    "issuelink_deleted": _link,
}
