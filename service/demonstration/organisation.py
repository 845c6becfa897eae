"""Acme: three teams on one GitHub, who plan a launch together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.simulator.github import Hub, Person
    from connectors.simulator.github.model import Issue

SECRET: Final = "demonstration"  # noqa: S105  # of a webhook that never leaves this machine
CONFIGURATION: Final = """\
# Written by detour demo. The store and the made-up GitHub that it names end with the demonstration.

[[github]]
name = "acme"
api_url = "{api_url}"
organizations = ["acme"]
webhook_secrets = ["{secret}"]
token = "{token}"

[store]
url = "sqlite:///{store}"

[comments]
mode = "live"

[teams.web]
owns = ["github:acme/web"]
[teams.payments]
owns = ["github:acme/pay"]
[teams.platform]
owns = ["github:acme/platform"]
"""
TEAMS: Final = ("acme/web", "acme/pay", "acme/platform")
PLANNED: Final = {"checkout": "Checkout", "search": "Product search", "refunds": "Refunds in the shop"}
ASKED: Final = {
    "ledger": ("acme/pay", "New ledger"),
    "refund_api": ("acme/pay", "Refund API"),
    "cluster": ("acme/platform", "Search cluster"),
    "sign_on": ("acme/platform", "Single sign-on"),
}


@dataclass(slots=True)
class Acme:
    """The people, and their issues by short names: ``acme.issues["checkout"]``."""

    hub: Hub
    mia: Person
    noor: Person
    stranger: Person
    launch: datetime
    issues: dict[str, Issue] = field(default_factory=dict)

    @classmethod
    def on(cls, hub: Hub) -> Acme:
        """The organisation on the morning of the story: the web team has plans, and nothing is linked yet."""
        mia, noor = hub.person("mia", writes=TEAMS), hub.person("noor", writes=TEAMS)
        acme = cls(hub, mia, noor, hub.person("passer-by", reads=TEAMS), datetime.now(UTC) + timedelta(days=60))
        for name, (place, title) in ASKED.items():
            acme.issues[name] = noor.opens(place, title)
        for name, title in PLANNED.items():
            acme.plans(name, title)
        return acme

    def plans(self, name: str, title: str, place: str = "acme/web") -> None:
        """An issue in the milestone of the launch."""
        self.issues[name] = self.mia.opens(place, title)
        self.mia.sets_milestone(self.issues[name], "Launch", self.launch)

    def ref(self, name: str) -> str:
        """``acme/web#1``."""
        return self.issues[name].ref
