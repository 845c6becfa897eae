"""The whole configuration, typed: what it says, and what the core and the connectors need of it."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, SecretStr, model_validator

from connectors.github.dialect import GitHubDialect
from connectors.jira.dialect import JiraDialect
from connectors.ways import Way
from rules.addresses import Addresses, Site
from rules.model import Ref
from rules.policy import Policy
from rules.rule import Rule
from rules.text import Keywords
from service.own_rules.installed import NONE, Installed
from service.settings.access import AccessTable
from service.settings.agreement import contradictions
from service.settings.checks import ChecksTable
from service.settings.jobs import JobsTable, WorkerTable
from service.settings.outlets import DigestTable, SmtpTable
from service.settings.policy_table import PolicyTable
from service.settings.retention import RetentionTable
from service.settings.rule_words import NEED_BRIEF, KnownRules, SpeakingWord
from service.settings.schedule import ScheduleTable
from service.settings.sites import GitHubSite, JiraSite
from service.settings.table import Table, Text, WebAddress, WholeNumber, all_refused, divided, refused
from service.settings.teams import TeamTable, VisibilityTable
from service.settings.webhooks import WebhookTable

if TYPE_CHECKING:
    from service.settings.renewal import Renewal

Mode = Literal["dry-run", "live"]

# The rulebook's section 6 names them.
SPEAKING = ("DT101", "DT102", "DT103", "DT104", "DT105", "DT106", "DT108", "DT305", "DT306", "DT401", "DT405")


def _database(url: SecretStr) -> SecretStr:
    """Never shows the address: it may hold a password."""
    if not re.match(r"(?:sqlite|postgresql)(?:\+\w+)?://", url.get_secret_value()):
        raise refused("should begin with sqlite:/// or postgresql://")
    return url


class Server(Table):
    """Where pages and webhooks are served."""

    host: Text = Field(default="127.0.0.1", examples=['host = "127.0.0.1"'])
    """The address that it listens on; 0.0.0.0 for every one of this machine."""
    port: Annotated[WholeNumber, Field(ge=0, le=65535)] = Field(default=8000, examples=["port = 8000"])
    """The port that it listens on; 0 takes a free one."""
    public_url: WebAddress | None = Field(default=None, examples=['public_url = "https://detour.acme.example"'])
    """Where people and trackers reach it: calendars, badges and sign-in lead there."""


class Store(Table):
    """Where everything is kept."""

    url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default=SecretStr("sqlite:///detour.db"), examples=['url = "sqlite:///detour.db"']
    )
    """A file of SQLite, for one process, or a PostgreSQL database."""


class Comments(Table):
    """Whether Detour speaks on issues: everywhere, and by team, project and repository."""

    mode: Mode = Field(default="dry-run", examples=['mode = "dry-run"'])
    """Whether it speaks on issues: dry-run shows what it would say, live says it."""
    rules: Annotated[tuple[SpeakingWord, ...], BeforeValidator(divided)] = Field(
        default=(*SPEAKING, NEED_BRIEF), examples=['rules = ["missing-fallback", "need-brief"]']
    )
    """What it speaks of; everything else is on pages and in audits alone."""
    budget: Annotated[WholeNumber, Field(ge=0)] = Field(default=10, examples=["budget = 10"])
    """New comments a team and a day at most, a site at most too where it has no teams."""
    mention_assignee: bool = Field(default=True, examples=["mention_assignee = false"])
    """Whether whoever does the issue is mentioned once, on the day to decide by."""
    teams: Mapping[str, Mode] = Field(default={}, examples=['teams = { payments = "live" }'])
    """Another mode for the issues of a team."""
    projects: Mapping[str, Mode] = Field(default={}, examples=['projects = { PAY = "live" }'])
    """Another mode for the issues of a Jira project."""
    repositories: Mapping[str, Mode] = Field(default={}, examples=['repositories = { "acme/web" = "live" }'])
    """Another mode for the issues of a repository."""


class Settings(Table):
    """The configuration as a whole. Frozen; secrets in it are never shown."""

    server: Server = Field(default=Server(), examples=["[server]"])
    store: Store = Field(default=Store(), examples=["[store]"])
    github: tuple[GitHubSite, ...] = Field(default=(), examples=["[[github]]"])
    jira: tuple[JiraSite, ...] = Field(default=(), examples=["[[jira]]"])
    teams: Mapping[str, TeamTable] = Field(default={}, examples=["[teams.payments]"])
    policy_table: PolicyTable = Field(default=PolicyTable(), alias="policy", examples=["[policy]"])
    visibility: tuple[VisibilityTable, ...] = Field(default=(), examples=["[[visibility]]"])
    comments: Comments = Field(default=Comments(), examples=["[comments]"])
    checks: ChecksTable = Field(default=ChecksTable(), examples=["[checks]"])
    schedule: ScheduleTable = Field(default=ScheduleTable(), examples=["[schedule]"])
    jobs: JobsTable = Field(default=JobsTable(), examples=["[jobs]"])
    worker: WorkerTable = Field(default=WorkerTable(), examples=["[worker]"])
    retention: RetentionTable = Field(default=RetentionTable(), examples=["[retention]"])
    digest: DigestTable = Field(default=DigestTable(), examples=["[digest]"])
    smtp: SmtpTable | None = Field(default=None, examples=["[smtp]"])
    webhooks: tuple[WebhookTable, ...] = Field(default=(), examples=["[[webhooks]]"])
    access: AccessTable = Field(default=AccessTable(), examples=["[access]"])
    _installed: Installed = PrivateAttr(default=NONE)
    _renewal: "Renewal | None" = PrivateAttr(default=None)

    def model_post_init(self, context: object, /) -> None:
        """Keeps the rules of installed packages, which no table can hold."""
        if isinstance(context, KnownRules):
            self._installed = context.installed

    def renewed_by(self, renewal: "Renewal") -> Self:
        """The same, once it is known who sees that a secret in a file has changed."""
        self._renewal = renewal
        return self

    @property
    def renewal(self) -> "Renewal | None":
        """Who sees that a secret in a file has changed; nobody where none is in one."""
        return self._renewal

    @property
    def present(self) -> "Settings":
        """The same with the secrets of files as they are now; the same object as long as none has changed."""
        return self if self._renewal is None else self._renewal.settings()

    @property
    def installed(self) -> Installed:
        """The rules of installed packages."""
        return self._installed

    @cached_property
    def own_rules(self) -> tuple[type[Rule], ...]:
        """The rules that are not Detour's, by code."""
        own = (*self._installed.rules, *(table.rule() for table in self.policy_table.rules))
        return tuple(sorted(own, key=lambda rule: rule.code))

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """The connected sites by name."""
        sites = [*(one.site() for one in self.github), *(one.site() for one in self.jira)]
        return {site.name: site for site in sites}

    @property
    def ways(self) -> Mapping[str, Way]:
        """How each connected site is reached, by its name, and whether it answers."""
        ways = {f"github/{one.name}": one.way for one in self.github}
        return ways | {f"jira/{one.name}": one.way for one in self.jira}

    def checked_on(self, site: Site) -> frozenset[str]:
        """The repositories of a GitHub whose pull requests are checked, in lower case."""
        only = len(self.github) == 1
        return frozenset(one.casefold() for one in self.checks.repositories if only or site.holds(one))

    def addresses(self) -> Addresses:
        """What turns refs as written into addresses."""
        return Addresses(tuple(self.sites.values()), self.policy_table.vendors)

    def policy(self, addresses: Addresses | None = None) -> Policy:
        """What the rules need to know. ``addresses`` resolves the waivers' issues where no site is configured."""
        table, known = self.policy_table, addresses or self.addresses()
        return Policy(
            teams=tuple(team.team(slug) for slug, team in self.teams.items()),
            select=frozenset(table.select),
            ignore=frozenset(table.ignore),
            settings=table.settings,
            planned_by=table.planned_by,
            vendors=table.vendors,
            waivers=tuple(waiver for one in table.waivers if (waiver := one.waiver(known))),
            waivers_by=frozenset(table.waivers_by),
            visibility=tuple(group.containers for group in self.visibility),
            severity=table.severity,
            priorities=tuple(frozenset(word.casefold() for word in words) for words in table.priorities),
            started_labels=frozenset(label.casefold() for label in table.started_labels),
            holidays=frozenset(table.holidays),
            assumptions=table.assumptions.assumptions(table.danger_odds),
            advice=table.advice.settings(known),
            team_rules={slug: one.rules() for slug, one in table.teams.items()},
            own_rules=self.own_rules,
        )

    def keywords(self) -> Keywords:
        """The phrases that say in a text that an issue waits."""
        return self.policy_table.keywords.keywords()

    def in_scope(self, ref: Ref) -> bool:
        """Whether findings may be made on an issue: its site is connected, and its container is meant there."""
        if not self.sites:
            return True
        site = self.sites.get(ref.site)
        return site is not None and (not site.containers or site.holds(ref.container))

    def github_dialects(self) -> tuple[GitHubDialect, ...]:
        """How to read each GitHub."""
        return tuple(one.dialect() for one in self.github)

    def jira_dialects(self) -> tuple[JiraDialect, ...]:
        """How to read each Jira."""
        return tuple(one.dialect() for one in self.jira)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if refusals := list(contradictions(self)):
            raise all_refused(refusals)
        return self
