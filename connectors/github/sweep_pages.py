"""What the answers to a sweep's requests say: repositories with their counts, and issues of many of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from connectors.contract import Touched, Unavailable
from connectors.github.itinerary import Stop
from connectors.github.looks import errors_at, look
from connectors.github.reach import out_of_reach
from connectors.github.refusals import OUT_OF_REACH, TooMuchError
from connectors.github.sweep_answers import Listing, Place
from connectors.github.sweep_queries import alias
from rules.model import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.contract import Look
    from connectors.github.answers import Envelope, Found
    from connectors.github.issues import GitHubIssues
    from connectors.github.itinerary import Take
    from connectors.github.queries import Path
    from connectors.github.sweep_answers import Counted, Ending, Owner
    from connectors.scanning import OutOfReach

OWNER: Final = "repositoryOwner"
UNSEEN: Final = "GitHub shows nothing there to this account"
Shape = TypeVar("Shape")
# A BigInt comes as a string, hence not strict: https://docs.github.com/en/graphql/reference/scalars#bigint
_LISTING: Final = msgspec.json.Decoder(Listing)
_PLACE: Final = msgspec.json.Decoder(Place | None, strict=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of an owner's repositories: those with issues to read, what all tell of labels, and what is hidden."""

    stops: tuple[Stop, ...] = ()
    told: tuple[tuple[str, Counted], ...] = ()
    hidden: tuple[OutOfReach, ...] = ()
    ending: Ending | None = None


def listed(envelope: Envelope, login: str) -> Listed:
    """What a page of repositories says. Where issues are switched off there are none to read.

    Raises ``TooMuchError`` where something is missing that may be there the next time.
    """
    owner = _decoded(_LISTING, msgspec.json.encode(envelope.data)).repository_owner
    if owner is None:
        return Listed(hidden=(out_of_reach(login, _why_hidden(envelope, (OWNER,))),))
    counted = {one.id: one for one in owner.counted.nodes if one is not None}
    stops, told, hidden = [], [], list(_nameless(envelope, login, owner))
    for at, named in enumerate(owner.named.nodes):
        if named is None or not named.has_issues_enabled:
            continue
        found = counted.get(named.id)
        if found is None:
            reason = _why_hidden(envelope, (OWNER, "counted", "nodes", at))
            hidden.append(out_of_reach(named.name_with_owner, reason))
            continue
        told.append((named.name_with_owner, found))
        if found.issues.total_count > 0:
            stops.append(Stop(named.id, named.name_with_owner, found.issues.total_count))
    return Listed(tuple(stops), tuple(told), tuple(hidden), owner.named.page_info)


def _nameless(envelope: Envelope, login: str, owner: Owner) -> Iterator[OutOfReach]:
    """Repositories that are there and hide even their names."""
    for at, named in enumerate(owner.named.nodes):
        if named is None:
            yield out_of_reach(f"a repository of {login}", _why_hidden(envelope, (OWNER, "named", "nodes", at)))


@dataclass(frozen=True, slots=True)
class Visit:
    """A repository that was asked for issues: the page, or ``None`` and why it is hidden."""

    stop: Stop
    path: Path
    place: Place | None
    reason: str = ""


def visits(envelope: Envelope, takes: Sequence[Take]) -> list[Visit]:
    """What was found of each repository of a request. Raises ``TooMuchError`` as ``listed`` does."""
    return [_visit(envelope, take.stop, alias(at)) for at, take in enumerate(takes)]


def _visit(envelope: Envelope, stop: Stop, name: str) -> Visit:
    raw = (envelope.data or {}).get(name)
    place = _decoded(_PLACE, raw) if raw is not None else None
    return Visit(stop, (name,), place, "" if place is not None else _why_hidden(envelope, (name,)))


def found_in(envelope: Envelope, visited: Sequence[Visit]) -> Iterator[tuple[Path, Found]]:
    """The issues of all pages, each with its path in the answer. One that is hidden is passed over, being nameless."""
    for visit in visited:
        for at, node in enumerate(visit.place.issues.nodes if visit.place is not None else ()):
            path = (*visit.path, "issues", "nodes", at)
            if node is None:
                _why_hidden(envelope, path)  # raises where it may be seen the next time
            elif node.number is not None and node.container:
                yield path, node


def looks_of(envelope: Envelope, found: Sequence[tuple[Path, Found]], issues: GitHubIssues) -> Iterator[Look]:
    """A look at each issue, as reading it would give."""
    for path, node in found:
        touched = Touched(Ref(issues.dialect.name, f"{node.container}#{node.number}"), node_id=node.id or "")
        yield look(touched, node, errors_at(envelope, path), issues, len(path))


def _why_hidden(envelope: Envelope, path: Path) -> str:
    """Why there is nothing at a path. Raises ``TooMuchError`` for any reason but that it may not be seen."""
    errors = errors_at(envelope, path)
    reason = "; ".join(dict.fromkeys(error.message for error in errors))
    if any(error.type not in OUT_OF_REACH for error in errors):
        raise TooMuchError(f"GitHub could not answer for a part of the request: {reason}")
    return reason or UNSEEN


def _decoded(decoder: msgspec.json.Decoder[Shape], raw: bytes | msgspec.Raw) -> Shape:
    try:
        return decoder.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unavailable("GitHub's answer is not understood") from error
