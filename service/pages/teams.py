"""All teams: who waits on whom as a matrix, and each in a line that can be sorted and searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from service.pages.rendering import with_query
from service.pages.veil import sees_team
from service.pictures.matrix import matrix
from service.refused import Refused
from service.store import surveys
from service.survey.naming import waits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from rules.columns import TeamRow
    from service.pages.desk import Visit
    from service.survey.shown import Flow, TeamLine

    Key: TypeAlias = "Callable[[TeamLine], tuple[float | str, ...]]"

PAGE: Final = 50
SEARCHED: Final = 12
"""Of more teams than that one is searched for, and not looked for."""
NAMED: Final = 3
"""So many of those on whom a team hangs are named in its line; its page has them all."""
PAIRS: Final = 100
"""Of who waits on whom so much is a table, the widest first."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: what it is called, and by what it sorts teams, those first that one looks for by it."""

    label: str
    key: Key | None = None
    falls: bool = True
    """Whether what comes first is the greatest."""


COLUMNS: Final = {
    "team": Column("Team", lambda line: (line.team.name.casefold(),), falls=False),
    "open": Column("Open issues", lambda line: (-line.figures.open_issues,)),
    "plans": Column(
        "Plans that need nobody else",
        lambda line: (line.figures.plans_alone - line.figures.plans, -line.figures.plans),
    ),
    "waits": Column("Waits without plan B", lambda line: (-line.figures.uncovered, -line.figures.across_teams)),
    "on": Column("Hangs on", lambda line: (-len(line.hangs_on),)),
    "asked": Column("Hang on it", lambda line: (-sum(flow.uncovered for flow in line.hang_on_it),)),
    "odds": Column("Odds to keep a date", lambda line: (line.odds.odds, line.odds.low), falls=False),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where it leads, and how it is sorted now: ``ascending``, ``descending`` or ''."""

    label: str
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Row:
    """A team's line, and how many more there are than it names of those on whom it hangs, and who hang on it."""

    line: TeamLine
    more_on: int
    more_on_it: int

    @classmethod
    def of(cls, line: TeamLine) -> Row:
        """Names no more than a line has room for."""
        cut = replace(line, hangs_on=line.hangs_on[:NAMED], hang_on_it=line.hang_on_it[:NAMED])
        return cls(cut, max(0, len(line.hangs_on) - NAMED), max(0, len(line.hang_on_it) - NAMED))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor looks for, in which order, and on which page of it."""

    text: str
    sort: str
    turned: bool
    page: int

    @classmethod
    def of(cls, visit: Visit) -> Choice:
        """From the query of a visit; raises ``Refused`` for what can be no choice."""
        sort, page = visit.words("sort"), visit.words("page") or "1"
        name = sort.removeprefix("-")
        if name and name not in COLUMNS:
            raise Refused(
                400, "Teams cannot be sorted by that", f"sort is one of {', '.join(COLUMNS)}, or that with -."
            )
        if not (page.isascii() and page.isdigit() and len(page) < 7 and int(page)):  # noqa: PLR2004  # enough teams
            raise Refused(400, "There is no such page of teams", "Begin again at /teams.")
        return cls(visit.words("q"), name, sort.startswith("-"), int(page))

    def address(self, **changed: object) -> str:
        """The address of the same with something changed."""
        sort = f"-{self.sort}" if self.sort and self.turned else self.sort
        return with_query("/teams", {"q": self.text, "sort": sort, **changed})

    def fits(self, line: TeamLine) -> bool:
        """Whether a team is one that is looked for."""
        wanted = self.text.casefold()
        return wanted in line.team.name.casefold() or wanted in line.team.slug.casefold()

    def ordered(self, lines: Sequence[TeamLine]) -> Sequence[TeamLine]:
        """As they were surveyed, those first whose plans hang most on others, unless they are to be sorted."""
        key = COLUMNS[self.sort].key if self.sort else None
        return lines if key is None else sorted(lines, key=key, reverse=self.turned)

    def heads(self) -> Iterator[Head]:
        """The heads of the columns; that of the one that is sorted by turns the order."""
        for name, column in COLUMNS.items():
            mine = name == self.sort
            falls = column.falls is not self.turned
            order = ("descending" if falls else "ascending") if mine else ""
            yield Head(column.label, self.address(sort=f"-{name}" if mine and not self.turned else name), order)


def teams(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    choice, told = Choice.of(visit), surveys.overview(visit.connection)
    known = [line for line in surveys.lines(visit.connection) if sees_team(visit.sight, line.team)]
    found = choice.ordered([line for line in known if choice.fits(line)])
    pages = max(1, ceil(len(found) / PAGE))
    if choice.page > pages:
        raise Refused(404, "There is no such page of teams", f"The last one is {pages}.")
    rows = tuple(map(Row.of, found[(choice.page - 1) * PAGE : choice.page * PAGE]))
    return {
        "told": told,
        "choice": choice,
        "heads": list(choice.heads()),
        "rows": visit.seen(rows),
        "count": len(known),
        "found": len(found),
        "configured": any(line.team.configured for line in known),
        "searched": len(known) > SEARCHED,
        "before": choice.address(page=choice.page - 1) if choice.page > 1 else "",
        "after": choice.address(page=choice.page + 1) if choice.page < pages else "",
        **_who_waits_on_whom(visit, choice),
    }


def seen_flows(visit: Visit) -> list[Flow]:
    """Who waits on whom, as far as the viewer may know of both."""
    flows = surveys.flows(visit.connection)
    return [flow for flow in flows if sees_team(visit.sight, flow.waiting) and sees_team(visit.sight, flow.asked)]


def _who_waits_on_whom(visit: Visit, choice: Choice) -> Mapping[str, object]:
    """The matrix and the same as a table; only where all teams are shown, for it is of all."""
    if choice.text or choice.page > 1:
        return {"picture": None}
    flows = seen_flows(visit)
    picture = matrix(waits_of(flows), to=_findings_of) if flows else None
    return {"picture": picture, "pairs": flows[:PAIRS], "more_pairs": max(0, len(flows) - PAIRS)}


def _findings_of(team: TeamRow) -> str:
    return with_query("/findings", {"team": team.slug})
