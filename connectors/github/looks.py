"""What the answer to a batch says of each issue that was asked for. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from connectors.contract import Facet, Look, Unavailable
from connectors.github.answers import NULL, Found, Held
from connectors.github.graphql_issues import facts_of
from connectors.github.refusals import OUT_OF_REACH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.contract import Touched
    from connectors.github.answers import Envelope, Error, Labelled
    from connectors.github.graphql_documents import Node, Other
    from connectors.github.issues import GitHubIssues
    from connectors.github.queries import Path

LOOKED_AT: Final = frozenset({Facet.CORE, Facet.LINKS})
LINK_FIELDS: Final = frozenset({"blockedBy", "subIssues", "parent"})

# A BigInt comes as a string, hence not strict: https://docs.github.com/en/graphql/reference/scalars#bigint
_NODE: Final = msgspec.json.Decoder(Found | None, strict=False)
_HELD: Final = msgspec.json.Decoder(Held | None)
_RAWS: Final = msgspec.json.Decoder(list[msgspec.Raw])


def nodes_of(envelope: Envelope, paths: Sequence[Path]) -> list[Found | None]:
    """The issue at each path; ``None`` where there is none.

    Raises ``Unavailable`` where one is missing for a reason that may pass, and ``msgspec.DecodeError``.
    """
    found = [_NODE.decode(raw) for raw in raws_of(envelope, paths)]
    nodes = [node if node is not None and node.number is not None else None for node in found]
    if any(node is None and _may_pass(envelope, path) for node, path in zip(nodes, paths, strict=True)):
        raise Unavailable("GitHub could not answer for an issue of the request")
    return nodes


def raws_of(envelope: Envelope, paths: Sequence[Path]) -> list[msgspec.Raw]:
    """What stands at the path of each issue of a batch, ``null`` where nothing does. Raises ``msgspec.DecodeError``."""
    data = envelope.data or {}
    listed = _RAWS.decode(data["nodes"]) if "nodes" in data else []
    return [_raw_at(path, data, listed) for path in paths]


def _raw_at(path: Path, data: dict[str, msgspec.Raw], listed: list[msgspec.Raw]) -> msgspec.Raw:
    head, at = path
    if isinstance(at, int):
        return listed[at] if at < len(listed) else NULL
    held = _HELD.decode(data[str(head)]) if head in data else None
    return held.issue_or_pull_request if held is not None else NULL


def _may_pass(envelope: Envelope, path: Path) -> bool:
    return any(error.type not in OUT_OF_REACH for error in errors_at(envelope, path))


def errors_at(envelope: Envelope, path: Path) -> list[Error]:
    """The errors of one issue: on its way, where it should be, or inside it."""
    return [error for error in envelope.errors or () if error.path and _same_way(tuple(error.path), path)]


def _same_way(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def look(touched: Touched, node: Found | None, errors: Sequence[Error], issues: GitHubIssues, steps: int = 2) -> Look:
    """What one node of an answer says of the issue that was asked for. ``steps`` is how long the path to it is."""
    if node is None:
        reason = "; ".join(error.message for error in errors) or "GitHub shows no such issue to this account"
        return Look(touched.ref, None, LOOKED_AT, frozenset(), reason, touched.node_id)
    return Look(
        ref=touched.ref,
        facts=facts_of(node, issues),
        facets=LOOKED_AT,
        complete=_complete(node, {str(field) for error in errors for field in (error.path or [])[steps : steps + 1]}),
        reason="; ".join(error.message for error in errors),
        node_id=node.id or touched.node_id,
        comments=node.comments.total_count if node.comments is not None else None,
    )


def _complete(node: Node, harmed: set[str]) -> frozenset[Facet]:
    """Which facets were read to their end. Pull requests have neither dependencies nor sub-issues."""
    labels = node.labels
    whole = labels is not None and not (labels.page_info is not None and labels.page_info.has_next_page)
    linked = node.is_pull_request or (node.links_complete and all(part.labels is not None for part in parts_of([node])))
    core = {Facet.CORE} if whole and not harmed - LINK_FIELDS else set()
    return frozenset(core | ({Facet.LINKS} if linked and not harmed & LINK_FIELDS else set()))


def parts_of(nodes: Sequence[Node | None]) -> Iterator[Other]:
    """The sub-issues that nodes name. Their labels tell fallbacks, and take a request of their own."""
    for node in nodes:
        page = node.sub_issues if node is not None else None
        yield from (part for part in (page.nodes or () if page is not None else ()) if part is not None)


def label(parts: Sequence[Other], labelled: Sequence[Labelled | None]) -> None:
    """Gives sub-issues their labels; one that was not answered for, or not to the end, stays without."""
    known = {one.id: one.labels for one in labelled if one is not None and one.labels is not None}
    for part in parts:
        labels = known.get(part.id or "")
        if labels is not None and not (labels.page_info is not None and labels.page_info.has_next_page):
            part.labels = labels
