"""Acme: four teams, two of them on a GitHub and two on a Jira, who plan a launch together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.model import Issue as GitHubIssue
from service.demonstration.plain import unmarked

if TYPE_CHECKING:
    from connectors.simulator.github import Hub
    from connectors.simulator.github import Person as OnGitHub
    from connectors.simulator.jira import Desk
    from connectors.simulator.jira import Person as OnJira
    from connectors.simulator.jira.model import Issue as JiraIssue

    Issue = GitHubIssue | JiraIssue

SECRET: Final = "demonstration"  # noqa: S105  # of webhooks that never leave this machine
CONFIGURATION: Final = """\
# Written by detour demo. The store and the made-up trackers that it names end with the demonstration.

[[github]]
name = "acme"
api_url = "{github}"
organizations = ["acme"]
webhook_secrets = ["{secret}"]
token = "{github_token}"

[[jira]]
name = "acme"
url = "{jira}"
email = "{jira_email}"
token = "{jira_token}"
projects = ["PAY", "SHOP"]
webhook_secrets = ["{secret}"]

[store]
url = "sqlite:///{store}"

[schedule]
audit = "never"

[comments]
mode = "live"
budget = 100

[teams.web]
owns = ["github:acme/web"]
[teams.platform]
owns = ["github:acme/platform"]
[teams.payments]
owns = ["jira:PAY"]
[teams.shop]
owns = ["jira:SHOP"]

[[visibility]]
containers = ["github:acme/*", "jira:PAY", "jira:SHOP"]
"""
REPOSITORIES: Final = ("acme/web", "acme/platform")
PROJECTS: Final = ("PAY", "SHOP")
PLANNED: Final = {
    "checkout": ("acme/web", "Checkout"),
    "search": ("acme/web", "Product search"),
    "refunds": ("acme/web", "Refunds in the shop"),
    "stock": ("SHOP", "Stock in every store"),
    "forecast": ("SHOP", "Stock forecast"),
}
ASKED: Final = {
    "ledger": ("PAY", "New ledger"),
    "refund_api": ("PAY", "Refund API"),
    "cluster": ("acme/platform", "Search cluster"),
    "sign_on": ("acme/platform", "Single sign-on"),
}


@dataclass(slots=True)
class Acme:
    """The people, and their issues by short names: ``acme.issues["checkout"]``.

    Mia of the web team and Olu of the platform team work on GitHub, Noor of payments and Sara of the shop on Jira.
    """

    hub: Hub
    desk: Desk
    mia: OnGitHub
    olu: OnGitHub
    stranger: OnGitHub
    noor: OnJira
    sara: OnJira
    launch: datetime
    issues: dict[str, Issue] = field(default_factory=dict)

    @classmethod
    def on(cls, hub: Hub, desk: Desk) -> Acme:
        """The organisation on the morning of the story: some have plans, and nothing is linked yet."""
        acme = cls(
            hub,
            desk,
            mia=hub.person("mia", writes=REPOSITORIES),
            olu=hub.person("olu", writes=REPOSITORIES),
            stranger=hub.person("passer-by", reads=REPOSITORIES),
            noor=desk.person("noor", writes=PROJECTS),
            sara=desk.person("sara", writes=PROJECTS),
            launch=datetime.now(UTC) + timedelta(days=60),
        )
        for name, (place, title) in ASKED.items():
            acme.opens(name, title, place)
        for name, (place, title) in PLANNED.items():
            acme.plans(name, title, place)
        return acme

    def opens(self, name: str, title: str, place: str, labels: tuple[str, ...] = ()) -> Issue:
        """An issue of whoever works there."""
        owners: dict[str, OnGitHub | OnJira] = {
            "acme/web": self.mia,
            "acme/platform": self.olu,
            "PAY": self.noor,
            "SHOP": self.sara,
        }
        self.issues[name] = owners[place].opens(place, title, labels=labels)
        return self.issues[name]

    def plans(self, name: str, title: str, place: str) -> None:
        """An issue that is planned for the launch."""
        match self.opens(name, title, place):
            case GitHubIssue() as issue:
                self.mia.sets_milestone(issue, "Launch", self.launch)
            case issue:
                self.sara.sets_milestone(issue, "Launch", self.launch)

    def ref(self, name: str) -> str:
        """``acme/web#1`` or ``SHOP-1``."""
        return self.issues[name].ref

    def on_github(self, name: str) -> GitHubIssue:
        """An issue that lives there."""
        issue = self.issues[name]
        if not isinstance(issue, GitHubIssue):
            raise TypeError(name)
        return issue

    def on_jira(self, name: str) -> JiraIssue:
        """An issue that lives there."""
        issue = self.issues[name]
        if isinstance(issue, GitHubIssue):
            raise TypeError(name)
        return issue

    def url(self, name: str) -> str:
        """Where people look at an issue on GitHub."""
        return self.hub.address + "/" + self.ref(name).replace("#", "/issues/")

    def said(self, name: str) -> tuple[str, ...]:
        """What people read in our comments on an issue, each without its markup."""
        match self.issues[name]:
            case GitHubIssue() as issue:
                ours = (one.body for one in self.hub.comments_of(issue) if one.author == self.hub.bot.login)
                return tuple(map(unmarked, ours))
            case issue:
                return tuple(one.text for one in self.desk.comments_of(issue) if one.author == self.desk.bot.login)
