"""How the fallbacks declared around an issue lie over its links: one for everything, or one from further up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.speech.document import Code, line
from service.speech.echoes import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.views import IssueView
    from service.speech.document import Line
    from service.speech.visibility import Sight


@dataclass(frozen=True, slots=True)
class Cover:
    """A standing fallback worth a row: for several blockers at once, or declared further up, on ``above``."""

    ticket: IssueView
    blockers: tuple[IssueView, ...]
    above: IssueView | None = None


def covers(issue: IssueView) -> Iterator[Cover]:
    """Each fallback that stands for several links at once, then each that an ancestor declared."""
    links = [link for link in issue.open_links() if link.crosses]
    standing = [fallback for link in links for fallback in link.fallbacks if not fallback.reasons]
    general = [fallback for fallback in standing if fallback.for_any]
    for row in dict.fromkeys(fallback.ticket.row for fallback in general):
        same = [fallback for fallback in general if fallback.ticket.row == row]
        if len(same) > 1:
            yield Cover(same[0].ticket, tuple(fallback.link.blocker for fallback in same))
    for fallback in standing:
        if fallback.declared_on.row != issue.row:
            yield Cover(fallback.ticket, (fallback.link.blocker,), fallback.declared_on)


def rows(issue: IssueView, sight: Sight) -> Iterator[Line]:
    """A row for each of them."""
    for cover in covers(issue):
        ticket, [blocker, *_] = cover.ticket, cover.blockers
        if cover.above is None:
            yield _several(ticket, cover.blockers, sight)
        else:
            declared = line(", declared on ", sight.ref(cover.above), ".")
            yield line(sight.ref(blocker), " is covered by ", sight.ref(ticket), declared)


def _several(ticket: IssueView, blockers: tuple[IssueView, ...], sight: Sight) -> Line:
    named = next((blocker for blocker in blockers if sight.shows(blocker)), None)
    example = f"Fallback for {named.ref if named else 'REF'}: {ticket.ref if sight.shows(ticket) else 'REF'}"
    covered = listed(line(sight.ref(blocker)) for blocker in blockers)
    return line(sight.ref(ticket), " is the fallback for ", covered, " at once. Say it of each: ", Code(example), ".")
