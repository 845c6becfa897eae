"""The settings in force, and the state of each connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.access.viewer import Role
from service.settings import summary
from service.store.allowances import all_kept
from service.store.connections import State, states
from service.store.notifications import count_by_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.pages.desk import Visit
    from service.store.allowances import Allowance

SOURCE: Final = "in force"


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the configuration, and what it says; what stands under another line is ``deeper``."""

    name: str
    lines: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Connected:
    """A site: its state, and whether it can be read, written on, or only told of by webhooks.

    ``let_be``: it did not answer, and is not asked before that moment, in seconds since 1970; 0 where it answers.
    """

    state: State
    readable: bool
    settled: bool
    let_be: float
    left: tuple[Allowance, ...]


def settings(visit: Visit) -> Mapping[str, object]:
    """The values of the page. Who may not see everything reads nothing of the configuration: it names projects."""
    configured = visit.decisions.settings
    may_read = may_read_all(visit)
    left = all_kept(visit.connection)
    known = states(visit.connection, configured.sites, visit.now)
    return {
        "connections": [_connected(visit, one, left) for one in known],
        "told": list(headings(summary.lines(configured, SOURCE))) if may_read else [],
        "may_read": may_read,
        "messages": count_by_state(visit.connection) if may_read and configured.webhooks else {},
        "now": visit.now,
    }


def may_read_all(visit: Visit) -> bool:
    """Whether a viewer may read the configuration."""
    return visit.viewer.role is Role.ADMIN or visit.sight.sees_all


def headings(lines: Iterable[str]) -> Iterator[Heading]:
    """The summary of a configuration by its headings. Pure."""
    name, told = "", list[tuple[str, bool]]()
    for line in lines:
        if line.startswith(" "):
            told.append((line.strip(), line.startswith("    ")))
            continue
        if told:
            yield Heading(name, tuple(told))
        name, told = line.removesuffix(":"), []
    if told:
        yield Heading(name, tuple(told))


def _connected(visit: Visit, state: State, left: Iterable[Allowance]) -> Connected:
    readable = visit.desk.sites.readable(state.site)
    broken = visit.decisions.settings.ways[state.site].circuit.seconds
    troubled = bool(state.error or state.paused_until or state.missing or broken)
    settled = not troubled and (state.received is not None or state.swept is not None)
    mine = tuple(one for one in left if one.site == state.site)
    return Connected(state, readable, settled, visit.now + broken if broken else 0.0, mine)
