"""How the fallbacks declared around an issue lie over its links: one for everything, or one from further up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.speech.document import Code, line
from service.speech.echoes import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.views import IssueView
    from service.speech.document import Line
    from service.speech.visibility import Sight


def rows(issue: IssueView, sight: Sight) -> Iterator[Line]:
    """A row for each fallback that stands for several links at once, then one for each that an ancestor declared."""
    links = [link for link in issue.open_links() if link.crosses]
    standing = [fallback for link in links for fallback in link.fallbacks if not fallback.reasons]
    general = [fallback for fallback in standing if fallback.for_any]
    for row in dict.fromkeys(fallback.ticket.row for fallback in general):
        covers = [fallback for fallback in general if fallback.ticket.row == row]
        if len(covers) > 1:
            yield _several(covers[0].ticket, [fallback.link.blocker for fallback in covers], sight)
    for fallback in standing:
        if fallback.declared_on.row != issue.row:
            blocker, ticket, above = fallback.link.blocker, fallback.ticket, fallback.declared_on
            yield line(
                sight.ref(blocker), " is covered by ", sight.ref(ticket), ", declared on ", sight.ref(above), "."
            )


def _several(ticket: IssueView, blockers: list[IssueView], sight: Sight) -> Line:
    named = next((blocker for blocker in blockers if sight.shows(blocker)), None)
    example = f"Fallback for {named.ref if named else 'REF'}: {ticket.ref if sight.shows(ticket) else 'REF'}"
    covered = listed(line(sight.ref(blocker)) for blocker in blockers)
    return line(sight.ref(ticket), " is the fallback for ", covered, " at once. Say it of each: ", Code(example), ".")
