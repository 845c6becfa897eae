"""The findings: narrowed, sorted and searched by what stands in the address, page by page, and exported as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from rules.rule import Severity, counted
from service.pages.rendering import with_query
from service.refused import Refused
from service.store import surveys
from service.store.facets import facets
from service.store.found import Sort, Wanted, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.pages.desk import Visit

Option: TypeAlias = "tuple[str, str, int | None]"
"""A value, what it is called, and how many findings it would leave."""
PAGE: Final = 50
STATES: Final = {"": "open", "accepted": "accepted risks", "settled": "settled"}
SORTS: Final = {
    Sort.SEVERITY: "gravest first",
    Sort.SINCE: "newest first",
    Sort.RULE: "rule",
    Sort.TEAM: "team",
    Sort.ISSUE: "issue",
}
USUAL: Final = Sort.SEVERITY
ALL: Final[Option] = ("", "all", None)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor chose, as the address carries it."""

    text: str
    team: str
    rule: str
    severity: str
    site: str
    state: str
    sort: str
    since: str

    @classmethod
    def of(cls, visit: Visit) -> Choice:
        """From the query of a visit; raises ``Refused`` for what can be no choice."""
        words = {name: visit.words(name) for name in ("team", "rule", "severity", "site", "state", "sort", "since")}
        choice = cls(text=visit.words("q"), **words)
        for name, value, known in (
            ("severity", choice.severity, [str(one) for one in Severity]),
            ("state", choice.state, list(STATES)),
            ("sort", choice.sort, list(SORTS)),
        ):
            if value and value not in known:
                raise Refused(
                    400, f"There is no {name} like that", f"{name} is one of {', '.join(filter(None, known))}."
                )
        try:
            choice.moment  # noqa: B018  # it is refused here, not where it is used
        except ValueError:
            raise Refused(400, "since is no day", "Write it as 2026-11-23.") from None
        return choice

    @property
    def moment(self) -> float | None:
        """Since when findings are wanted; raises ``ValueError``."""
        if not self.since:
            return None
        return datetime.combine(date.fromisoformat(self.since), datetime.min.time(), UTC).timestamp()

    def wanted(self, hidden: frozenset[str]) -> Wanted:
        """As the store is asked."""
        return Wanted(
            teams=frozenset(filter(None, [self.team])),
            rules=frozenset(filter(None, [self.rule])),
            severities=frozenset([Severity[self.severity.upper()]] if self.severity else []),
            sites=frozenset(filter(None, [self.site])),
            text=self.text,
            since=self.moment,
            accepted=self.state == "accepted",
            settled=self.state == "settled",
            hidden=hidden,
            sort=Sort(self.sort or USUAL),
        )

    def query(self) -> dict[str, str]:
        """As the address carries it again; without what is chosen anyway."""
        words = {"q": self.text, "team": self.team, "rule": self.rule, "severity": self.severity}
        words |= {"site": self.site, "state": self.state, "sort": self.sort, "since": self.since}
        return {name: value for name, value in words.items() if value}

    def __getitem__(self, name: str) -> str:
        """What was chosen by the name of a field."""
        return str(getattr(self, name))


def findings(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    choice = Choice.of(visit)
    wanted, after = choice.wanted(visit.hidden), visit.words("after")
    try:
        excerpt = find(visit.connection, wanted, PAGE, after)
    except ValueError:
        raise Refused(400, "There is no such page of findings", "Begin again at /findings.") from None
    narrowed = bool(set(choice.query()) - {"sort"})
    return {
        "choice": choice,
        "choices": list(_choices(visit, wanted)),
        "rows": visit.seen(excerpt.findings),
        "query": choice.query(),
        "heading": counted(excerpt.count, "finding")
        if choice.state == ""
        else f"{excerpt.count} {STATES[choice.state]}",
        "shown_words": f"{len(excerpt.findings)} of {excerpt.count} shown.",
        "nothing": "Nothing was found that fits. Show all, or look for something else."
        if narrowed
        else "Nothing was found.",
        "narrowed": narrowed,
        "after_first": bool(after),
        "next": with_query("/findings", {**choice.query(), "after": excerpt.after}) if excerpt.after else "",
    }


def _choices(visit: Visit, wanted: Wanted) -> Iterator[tuple[str, str, list[Option]]]:
    """Each field with what can be chosen in it, and how many findings there would be."""
    teams = {line.team.slug: line.team.name for line in surveys.lines(visit.connection)}
    rules = {code: rule.name for code, rule in visit.desk.rules.items()}
    counts = facets(visit.connection, wanted)
    for name, label, column, names in (
        ("team", "Team", "team", teams),
        ("rule", "Rule", "code", rules),
        ("site", "Site", "site", {}),
    ):
        options = [(value, names.get(value, value), count) for value, count in counts[column].items() if value]
        yield name, label, [ALL, *sorted(options, key=lambda one: one[1].casefold())]
    grave = counts["severity"]
    levels = [Severity(value) for value in sorted(grave, reverse=True)]
    yield "severity", "Severity", [ALL, *((str(level), str(level), grave[level]) for level in levels)]
    yield "state", "State", [(value, words, None) for value, words in STATES.items()]
    yield "sort", "Sorted by", [("" if value is USUAL else str(value), words, None) for value, words in SORTS.items()]
