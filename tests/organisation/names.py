"""What people read of a made-up organisation, reckoned from rows instead of stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.model import Need, Ref
from rules.statements import Fallback, Said, Source

if TYPE_CHECKING:
    import numpy as np

TEAMS = ("pay", "shop", "search", "ledger", "mobile", "identity", "data", "ops", "mail", "stock", "design", "partners")
VERBS = ("Add", "Move", "Speed up", "Replace", "Test", "Document", "Secure", "Simplify", "Measure", "Retire", "Repair")
THINGS = ("checkout", "refunds", "search index", "login", "price list", "export", "queue", "invoice", "sync", "cache")
SITE = "acme"
SITES = {"jira": "jira/acme", "github": "github/acme"}
MARKS = {"jira": "-", "github": "#"}


def slug(team: int) -> str:
    """A team's name in lower case: ``pay``, ``pay2``."""
    more, at = divmod(team, len(TEAMS))
    return f"{TEAMS[at]}{more + 1}" if more else TEAMS[at]


def title(issue: int) -> str:
    """``Speed up the price list (1204)``."""
    more, verb = divmod(issue, len(VERBS))
    return f"{VERBS[verb]} the {THINGS[more % len(THINGS)]} ({issue + 1})"


def containers(tracker: str, teams: int) -> tuple[str, ...]:
    """The project or repository of each team: ``PAY`` or ``acme/pay``."""
    slugs = [slug(team) for team in range(teams)]
    return tuple(name.upper() if tracker == "jira" else f"{SITE}/{name}" for name in slugs)


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of all issues, links and declarations; numbers run through the whole organisation."""

    tracker: str
    containers: tuple[str, ...]
    team: np.ndarray
    read: np.ndarray
    blocked: np.ndarray
    declaring: np.ndarray

    def address(self, issue: int) -> str:
        """``PAY-12`` or ``acme/pay#12``."""
        return f"{self.containers[self.team[issue]]}{MARKS[self.tracker]}{issue + 1}"

    def ref(self, issue: int) -> Ref:
        """The address with its site."""
        return Ref(SITES[self.tracker], self.address(issue))

    def title(self, issue: int) -> str:
        """The title, where there is a document."""
        return title(issue) if self.read[issue] else ""

    def url(self, issue: int) -> str:
        """Where a browser would find it, where there is a document."""
        if not self.read[issue]:
            return ""
        if self.tracker == "jira":
            return f"https://{SITE}.atlassian.net/browse/{self.address(issue)}"
        return f"https://github.com/{self.containers[self.team[issue]]}/issues/{issue + 1}"

    def sources(self, link: int) -> tuple[Said, ...]:
        """All links are said by the tracker."""
        return (Said(Source.NATIVE, self.ref(int(self.blocked[link]))),)

    def declared(self, declaration: int) -> Fallback:
        """All fallbacks are declared in descriptions, and cost nothing that is known."""
        ref = self.ref(int(self.declaring[declaration]))
        return Fallback(ref, ref, Said(Source.DESCRIPTION, ref))

    def need(self, _issue: int) -> Need:
        """Nobody says why."""
        return Need()

    def assignees(self, _issue: int) -> tuple[str, ...]:
        """Nobody is assigned."""
        return ()

    def labels(self, _issue: int) -> tuple[str, ...]:
        """There are none."""
        return ()

    def priority(self, _issue: int) -> str:
        """There is none."""
        return ""


def names_of(organisation, tracker) -> Names:
    """The names that an organisation's issues have on a tracker."""
    return Names(
        tracker=tracker,
        containers=containers(tracker, organisation.shape.teams),
        team=organisation.team,
        read=organisation.read,
        blocked=organisation.blocked,
        declaring=organisation.declared.issue,
    )
