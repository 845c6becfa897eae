"""What the organisation decided, as judging and speaking ask for it: made of the settings once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from rules.assembly import model_of
from service.digest.subscriptions import subscriptions_of
from service.settings.renewal import Renewed
from service.settings.rule_words import NEED_BRIEF
from service.speech.comments import Operator
from service.speech.mentions import mentioning_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic.main import IncEx

    from rules.assembly import Assembled
    from rules.model import Ref
    from rules.policy import Policy
    from rules.views import IssueView
    from service.digest.subscriptions import Subscription
    from service.settings import Settings
    from service.store.loading import Neighbourhood

NO_MATTER_OF_VERDICTS: Final[dict[str, IncEx | bool]] = {
    "server": {"host", "port"},
    "store": True,
    "access": True,
    "visibility": {"__all__": {"viewers"}},
    "schedule": True,
    "digest": True,
    "smtp": True,
    "webhooks": True,
    "comments": {"budget"},
    "checks": True,
    "teams": {"__all__": {"digest_webhook", "digest_email"}},
}
"""Settings that change nothing of what is found and said, but where, when and how much of it."""


@dataclass(frozen=True)
class Decisions:
    """The settings, in the words of the pipeline."""

    settings: Settings

    @cached_property
    def policy(self) -> Policy:
        """What the rules need to know."""
        return self.settings.policy()

    @cached_property
    def speaking(self) -> tuple[str, ...]:
        """The rules that may cause a comment, by code or name."""
        return tuple(self.settings.comments.rules)

    @property
    def briefs(self) -> bool:
        """Whether need briefs may stand anywhere."""
        return NEED_BRIEF in self.speaking

    @cached_property
    def operator(self) -> Operator:
        """Who runs this, where its pages are, and whom comments may mention."""
        return Operator(public_url=self.settings.server.public_url or "", mentioning=mentioning_of(self.settings))

    @property
    def digest(self) -> bytes:
        """Another one for other decisions: every verdict is judged again then."""
        shown = self.settings.model_dump_json(exclude=NO_MATTER_OF_VERDICTS)
        return sha256("\n".join([shown, *self.settings.installed.packages]).encode()).digest()

    def in_scope(self, ref: Ref) -> bool:
        """Whether findings may be made on an issue."""
        return self.settings.in_scope(ref)

    def is_configured(self, ref: Ref) -> bool:
        """Whether the configuration names an issue's project."""
        site = self.settings.sites.get(ref.site)
        return site is not None and site.holds(ref.container)

    def assembled(self, seen: Neighbourhood) -> Assembled:
        """The model of what was loaded from the store."""
        return model_of(seen.heard, self.policy, in_scope=self.in_scope, known=self.knows(seen))

    def knows(self, seen: Neighbourhood) -> Callable[[Ref], bool]:
        """Whether the project that a text names exists, as ``Heard.settled`` asks."""
        return lambda ref: self.is_configured(ref) or seen.knows(ref)

    def briefs_on(self, issue: IssueView) -> bool:
        """Whether a need brief may stand on an issue: where Detour speaks, and what is the organisation's own.

        A waiting issue leads to whatever its author writes down. On a GitHub that everybody shares only the
        configuration tells whose that is; a Jira is somebody's as a whole.
        """
        ours = issue.ref.tracker == "jira" or issue.team.configured or self.is_configured(issue.ref)
        return self.briefs and ours and self.in_scope(issue.ref) and self.speaks_on(issue)

    def speaks_on(self, issue: IssueView) -> bool:
        """Whether Detour speaks on an issue, or only shows what it would say: the most specific mode decides.

        A project or repository is more specific than a team, which is more specific than everything.
        """
        return self.is_live(issue.ref, issue.team.slug if issue.team.configured else "")

    def is_live(self, ref: Ref, team: str) -> bool:
        """The same of an issue by its address and the slug of its team, '' where none is configured."""
        modes = self.settings.comments
        places = modes.repositories if ref.tracker == "github" else modes.projects
        named = {place.casefold(): mode for place, mode in places.items()}
        return (named.get(ref.container.casefold()) or modes.teams.get(team) or modes.mode) == "live"

    @property
    def budget(self) -> int:
        """How many new comments a team gets on one day."""
        return self.settings.comments.budget

    @cached_property
    def _subscriptions(self) -> Renewed[Mapping[str, Subscription]]:
        return Renewed(self.settings, subscriptions_of)

    @property
    def subscriptions(self) -> Mapping[str, Subscription]:
        """Who is told what changed, by team."""
        return self._subscriptions()

    def tells(self, team: str) -> bool:
        """Whether a team's digest reaches anybody: then it tells what was over the budget."""
        return team in self.subscriptions and self.subscriptions[team].live
