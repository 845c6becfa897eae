"""How likely it is that all comes which an issue waits on, and what may help: a folded part of its comment. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.advice.counsel import Counsel
from rules.odds.chances import percent
from rules.odds.outlook import Outlook
from rules.odds.remedies import cheapest_next
from service.speech.document import Details, Rows, line
from service.speech.echoes import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.views import IssueView, LinkView
    from service.speech.document import Block, Line
    from service.speech.matters import Matter
    from service.speech.visibility import Sight

ADVISED: Final = 3
"""Waits that are advised on in one comment."""
WEIGHED: Final = 2_000
"""Steps; the odds of an issue on which more decides are told by audits only."""
FIGURE: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Prospect:
    """One line of it. ``tells`` is what it tells, free of words: a comment is edited when that changes."""

    row: Line
    tells: tuple[str, ...]


def prospects_of(matter: Matter) -> list[Prospect]:
    """The odds, the fallback that gains most for its cost, and a way of working together for each wait that was found.

    Advice rests on how the teams deal with each other, and is given where both may be named.
    """
    return [*_odds(matter.sight), *_advice(matter)]


def folded(prospects: list[Prospect]) -> Iterator[Block]:
    """The part of the comment, if there is anything to tell."""
    if prospects:
        yield Details("How likely it is, and what may help", (Rows(tuple(one.row for one in prospects)),))


def _odds(sight: Sight) -> Iterator[Prospect]:
    outlook, row = sight.here.graph.derived(Outlook), sight.here.row
    if outlook.size(row) > WEIGHED or not outlook.others_asked(row):
        return
    found = outlook.chance(row)
    chance, odds = str(found), f"All that this waits on comes in time with odds of {found}."
    if found.odds is None:
        odds = "This waits in a ring, so that what it waits on has no odds of coming in time."
    yield Prospect(line(odds), ("odds", chance))
    remedy = cheapest_next(outlook, row)
    if remedy is not None:
        blocker, lead = remedy.link.blocker, remedy.lead
        takes = f"{lead.days:g} working days ({lead.known.value})"
        instead = "no odds at all" if found.odds is None else chance
        gain = f" gains most for its cost: {percent(remedy.after)} instead of {instead}, for {takes}."
        told = ("fallback", *map(str, blocker.ref.address), percent(remedy.after), takes)
        yield Prospect(line("A fallback for ", sight.with_team(blocker), gain), told)


def _advice(matter: Matter) -> Iterator[Prospect]:
    counsel = matter.issue.graph.derived(Counsel)
    alike: defaultdict[tuple[str, str], list[IssueView]] = defaultdict(list)
    for link in _waits(matter)[:ADVISED]:
        advice = counsel.on(link)
        said = f": {advice.model.value}, for {advice.reason}. That means: {advice.action}."
        alike[advice.model.name, said].append(link.blocker)
    for (model, said), blockers in alike.items():
        ends = (str(part) for blocker in blockers for part in blocker.ref.address)
        named = listed(line(matter.sight.with_team(blocker)) for blocker in blockers)
        yield Prospect(line("For ", named, said), ("advice", model, *FIGURE.findall(said), *ends))


def _waits(matter: Matter) -> list[LinkView]:
    """The open waits of the issue on other teams that findings are about."""
    found = {link.row: link for finding in matter.listed for link in finding.links}
    own = (one for one in found.values() if one.blocked.row == matter.issue.row and matter.sight.shows(one.blocker))
    return [one for one in own if one.open and one.crosses]
