"""GitHub's webhooks: who sent a request, and what it says. Pure.

https://docs.github.com/en/webhooks/webhook-events-and-payloads ; a payload is a hint, never the truth of what it lacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from connectors.contract import Delivery, End, Facet, Heard, Rejected, Touched
from connectors.github.issues import label_name, moment
from connectors.github.payload_documents import payload_of
from connectors.github.signatures import check_signature, delivery_id_of, event_of
from connectors.github.transfers import located, moved
from rules.statements import Child, Duplicate, Fallback, Said, Source, Wait

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from connectors.contract import Witnesses
    from connectors.github.documents import Document
    from connectors.github.issues import GitHubIssues
    from connectors.github.payload_documents import Payload, Repository
    from rules.model import Facts
    from rules.statements import Statement

IGNORED_EVENTS: Final = {
    "ping": "GitHub tries out a new webhook",
    "installation": "the app was installed or removed: the next sweep sees what it may read",
    "installation_repositories": "the app may read other repositories now: the next sweep sees them",
    "repository": "a repository was made, renamed, moved or deleted: the next sweep sees where its issues are",
    "organization": "members and names of an organisation are not read",
    "label": "a label was changed: the issues that carry it are read again by the next sweep",
    "milestone": "a milestone was changed: its issues are read again by the next sweep",
}
IGNORED_ACTIONS: Final = frozenset(
    {
        *("pinned", "unpinned", "locked", "unlocked", "typed", "untyped"),
        *("review_requested", "review_request_removed"),
        *("auto_merge_enabled", "auto_merge_disabled", "enqueued", "dequeued"),
    }
)
"""What happens to issues and pull requests without changing anything that is read. A new action counts as a change."""
PUSHED: Final = "synchronize"
COMMENTED: Final = frozenset({"created", "edited"})
CHECKED: Final = frozenset({"opened", "reopened", "edited", "ready_for_review"})
"""What happens to pull requests and may change what a check on them says."""
AGAIN: Final = "rerequested"
LABELLING: Final = frozenset({"labeled", "unlabeled"})
BOTH: Final = frozenset(End)
WITNESSES: Final[Witnesses] = {
    Wait: frozenset({End.FIRST}),  # ``blocking`` is not asked for: it is the reverse of ``blockedBy``
    Child: BOTH,
    Fallback: BOTH,
    Duplicate: frozenset({End.FIRST}),
}
UNSEEN: Final = "the other end of a native link, which the webhook does not show"


@dataclass(frozen=True, slots=True)
class GitHubConnector:
    """One GitHub site's webhooks. ``secrets`` may be several, so that they can be rotated."""

    issues: GitHubIssues
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def site(self) -> str:
        """The site's name: ``github/acme``."""
        return self.issues.dialect.name

    @property
    def witnesses(self) -> Witnesses:
        """What a complete reading of an issue's native links shows."""
        return WITNESSES

    @property
    def facets(self) -> frozenset[Facet]:
        """The facets that GitHub's issues have: links out of it are in its texts only."""
        return frozenset({Facet.CORE, Facet.LINKS, Facet.COMMENTS})

    def verify(self, headers: Mapping[str, str], body: bytes, token: str = "") -> Delivery:
        """The delivery, if the site signed it. ``headers`` have lower-case names. Raises ``Rejected``."""
        if token:
            raise Rejected("a GitHub signs, and its address ends with the site's name")
        check_signature(headers, body, self.secrets)
        return Delivery(self.site, delivery_id_of(headers), event_of(headers), body)

    def normalize(self, delivery: Delivery) -> Heard:
        """What a delivery says. Raises ``ValueError`` (msgspec's included) for a body of another shape."""
        hear = HEARINGS.get(delivery.event)
        if hear is None:
            why = IGNORED_EVENTS.get(delivery.event, "it is about nothing that is read")
            return Heard(ignored=f"{delivery.event}: {why}")
        payload = payload_of(delivery.body)
        return replace(hear(self.issues, payload), by=payload.sender.name if payload.sender is not None else "")


def _issue(issues: GitHubIssues, payload: Payload) -> Heard:
    document = located(payload.issue, "issue", payload.repository, issues)
    if payload.action in IGNORED_ACTIONS:
        return _ignored("issues", payload)
    if payload.action == "deleted":
        return _deleted(issues, document)
    transfer = moved(issues, payload, document)
    if transfer is not None:
        (old, _), (new, there) = transfer
        return replace(_core(issues, there, *Facet), moved=((old, new),))
    if payload.action in LABELLING and payload.label and issues.means_fallback(label_name(payload.label)):
        return _fallback_label(issues, payload, document)
    return _core(issues, document)


def _deleted(issues: GitHubIssues, document: Document) -> Heard:
    """What it said is gone with it; only where it was is told."""
    heard = _core(issues, document)
    return replace(heard, facts=(), deleted=tuple(one.ref for one in heard.touched))


def _fallback_label(issues: GitHubIssues, payload: Payload, document: Document) -> Heard:
    """The label decides whether a sub-issue is its parent's fallback."""
    heard, parent = _core(issues, document, Facet.LINKS), issues.parent(document)
    if parent is None:
        return heard
    ref = issues.ref(document)
    said = (Fallback(parent, ref, Said(Source.NATIVE, ref)),)
    touched = (*heard.touched, Touched(parent, facets=frozenset({Facet.LINKS})))
    if payload.action == "labeled":
        return replace(heard, touched=touched, added=said)
    return replace(heard, touched=touched, removed=said)


def _comment(issues: GitHubIssues, payload: Payload) -> Heard:
    """A comment's words are not taken from here: whether its author may say them is asked when it is read."""
    document = located(payload.issue, "issue", payload.repository, issues)
    facts = issues.of(document)
    touched = _touched(facts, document, Facet.COMMENTS)
    return Heard(touched=(touched,), facts=(facts,), at=_latest(document, payload), comment=_of_its_author(payload))


def _of_its_author(payload: Payload) -> str:
    """The id of a comment that came, or that its author changed; else ''."""
    told, by = payload.comment, payload.sender
    if told is None or told.id is None or told.user is None or by is None or payload.action not in COMMENTED:
        return ""
    return str(told.id) if told.user.name == by.name else ""


def _pull_request(issues: GitHubIssues, payload: Payload) -> Heard:
    if payload.action in IGNORED_ACTIONS:
        return _ignored("pull_request", payload)
    heard = _core(issues, located(payload.pull_request, "pull_request", payload.repository, issues))
    if payload.action == PUSHED:  # what is read of it is as it was
        return Heard(pulls=heard.touched)
    return replace(heard, pulls=heard.touched) if payload.action in CHECKED else heard


def _check(_: GitHubIssues, payload: Payload) -> Heard:
    """A check, or all checks of a commit, that somebody wants to be said again: our hook hears of our own alone.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run , #check_suite
    """
    if payload.action != AGAIN:
        return Heard(ignored=f"checks: {payload.action} changes nothing that is read")
    runs = [str(payload.check_run.id)] if payload.check_run is not None else []
    commits = [payload.check_suite.head_sha] if payload.check_suite is not None else []
    return Heard(rechecked=(*runs, *commits))


def _dependency(issues: GitHubIssues, payload: Payload) -> Heard:
    """Both ends tell of one link, with one statement; ``repository`` is the end's that the action speaks of."""
    here = payload.repository
    return _link(
        issues,
        payload,
        (payload.blocked_issue, "blocked_issue", payload.blocked_issue_repo or here),
        (payload.blocking_issue, "blocking_issue", payload.blocking_issue_repo or here),
    )


def _part(issues: GitHubIssues, payload: Payload) -> Heard:
    here = payload.repository
    return _link(
        issues,
        payload,
        (payload.sub_issue, "sub_issue", payload.sub_issue_repo or here),
        (payload.parent_issue, "parent_issue", payload.parent_issue_repo or here),
    )


def _link(issues: GitHubIssues, payload: Payload, *ends: tuple[Document | None, str, Repository | None]) -> Heard:
    """A native link that came or went. The issues' own times are older than that, and so ``at`` is not told."""
    documents = [located(*end, issues) for end in ends if end[0] is not None]
    if not documents:
        raise ValueError("the webhook of a native link shows neither of its issues")
    facts = tuple(issues.of(document) for document in documents)
    touched = tuple(_touched(one, document, Facet.LINKS) for one, document in zip(facts, documents, strict=True))
    action = payload.action or ""
    if len(facts) < len(ends):
        return Heard(touched=touched, facts=tuple(replace(one, unresolved=(*one.unresolved, UNSEEN)) for one in facts))
    if action.endswith("_added"):
        return Heard(touched=touched, facts=facts, added=_statements(issues, ends[0][1], facts, gone=False))
    if action.endswith("_removed"):
        return Heard(touched=touched, facts=facts, removed=_statements(issues, ends[0][1], facts, gone=True))
    return Heard(touched=touched, facts=facts)


def _statements(issues: GitHubIssues, kind: str, facts: tuple[Facts, ...], *, gone: bool) -> tuple[Statement, ...]:
    """What the link says. With a parent a fallback goes too, whatever the labels are by now."""
    first, second = (one.issue for one in facts)
    said = Said(Source.NATIVE, first.ref)
    if kind == "blocked_issue":
        return (Wait(first.ref, second.ref, said),)
    if gone:
        return Child(first.ref, second.ref, said), Fallback(second.ref, first.ref, said)
    return issues.part(first.ref, second.ref, first.labels)


def _core(issues: GitHubIssues, document: Document, *more: Facet) -> Heard:
    facts = issues.of(document)
    touched = _touched(facts, document, Facet.CORE, *more)
    return Heard(touched=(touched,), facts=(facts,), at=facts.issue.moved)


def _touched(facts: Facts, document: Document, *facets: Facet) -> Touched:
    return Touched(facts.issue.ref, facts.issue.vendor_id, document.node_id or "", frozenset(facets))


def _latest(document: Document, payload: Payload) -> datetime | None:
    times = (moment(document.updated_at), moment(payload.comment.updated_at) if payload.comment else None)
    return max((one for one in times if one is not None), default=None)


def _ignored(event: str, payload: Payload) -> Heard:
    return Heard(ignored=f"{event}: {payload.action} changes nothing that is read")


HEARINGS: Final[dict[str, Callable[[GitHubIssues, Payload], Heard]]] = {
    "issues": _issue,
    "issue_comment": _comment,
    "issue_dependencies": _dependency,
    "sub_issues": _part,
    "pull_request": _pull_request,
    "check_run": _check,
    "check_suite": _check,
}
