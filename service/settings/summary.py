"""What was understood of the configuration, in plain lines: `detour check-config`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from connectors.jira.dialect import DEFAULT_FIELDS
from rules.engine import catalogue, rules_of, selected
from rules.policy import Policy, Specificity
from rules.rule import Rule, counted
from service.access.loopback import is_local
from service.settings.configuration import Comments, Settings
from service.settings.loading import load
from service.settings.retention import RetentionTable
from service.settings.rule_words import ANNOUNCED
from service.settings.schedule import ScheduleTable
from service.settings.sites import GitHubSite, JiraSite
from service.settings.teams import TeamTable

_WAITS: Mapping[Literal["inward", "outward", "neither"], str] = {
    "inward": "the inward side waits",
    "outward": "the outward side waits",
    "neither": "blocks nothing",
}


def check(path: Path | None, environment: Mapping[str, str] = {}) -> str:
    """Says for people what a configuration means. Shows whether secrets are there, never what they are.

    Raises:
        SettingsError: as ``load`` does.
    """
    return "\n".join(lines(load(path, environment), "no file, the defaults" if path is None else str(path)))


def lines(settings: Settings, source: str) -> Iterator[str]:
    """The summary, a line at a time."""
    policy = settings.policy()
    yield f"Configuration: {source}"
    for heading, body in (
        ("Store", [_store(settings)]),
        ("Who may see it", list(_access(settings))),
        ("Sites", list(_sites(settings))),
        ("Teams", list(_teams(settings))),
        ("Rules", list(_rules(policy))),
        ("Waivers", list(_waivers(settings))),
        ("Comments", list(_comments(settings.comments))),
        ("Checks", list(_checks(settings))),
        ("Work", [_work(settings)]),
        ("Schedule", list(_schedule(settings.schedule))),
        ("Retention", list(_retention(settings.retention))),
        ("Digests", list(_digests(settings))),
        ("Webhooks to programs", list(_webhooks(settings))),
    ):
        yield f"{heading}:"
        yield from (f"  {line}" for line in body or ["none"])


def _webhooks(settings: Settings) -> Iterator[str]:
    for one in settings.webhooks:
        of_teams = f" of {', '.join(one.teams)}" if one.teams else ""
        yield f"{one.name}: {', '.join(one.events)}{of_teams}, to {urlsplit(one.url).hostname}"


def _work(settings: Settings) -> str:
    if settings.jobs.runner == "cluster":
        return "done by detour worker, in any number of processes; detour serve receives, shows and wakes them"
    return "done by detour serve itself"


def _schedule(schedule: ScheduleTable) -> Iterator[str]:
    yield f"audit: {schedule.audit}" + ("" if schedule.cron is None else f", {schedule.time_zone}")
    yield f"every open issue is read anew after {schedule.sweep_days} days, links included; before, what has moved"
    between = f"{schedule.look_back_minutes} minutes after the last sweep" if schedule.look_back_minutes else "never"
    yield f"what has moved without a webhook is looked for between audits: {between}"
    yield f"closed issues are read {schedule.records_days} days back, for the records of odds"


def _retention(kept: RetentionTable) -> Iterator[str]:
    after = counted(kept.bodies_days, "day")
    yield f"bodies of webhooks are taken away {f'after {after}' if kept.bodies_days else 'as soon as they were read'}"
    forgotten = f"after {counted(kept.deliveries_days, 'day')}" if kept.deliveries_days else "never"
    yield f"deliveries are forgotten: {forgotten}; dead letters when they were replayed"


def _store(settings: Settings) -> str:
    """The database without its user, its password and its options."""
    kind, _, place = settings.store.url.get_secret_value().partition("://")
    if kind.startswith("sqlite"):
        return f"{kind}://{place.partition('?')[0]}"
    try:
        parts = urlsplit(f"//{place}")
    except ValueError:
        return kind
    return f"{kind} at {parts.hostname}{parts.path}"


def _access(settings: Settings) -> Iterator[str]:
    access = settings.access
    if not access.is_open:
        here = "this machine alone" if is_local(settings.server) else "nobody yet: [access] has no way to sign in"
        yield f"pages and API answer {here}"
    if access.openid is not None:
        yield f"{access.openid.name} at {access.openid.issuer}, as {access.openid.client_id}"
    if access.github is not None:
        yield f"GitHub at {access.github.url}, as {access.github.client_id}"
    if access.signs_in:
        yield f"signs in for {counted(access.session_hours, 'hour')}"
    yield from (f"{role}: {', '.join(grants)}" for role, grants in access.roles.by_role.items() if grants)
    if access.bearer_token is not None:
        yield f"{access.bearer_role}: whoever has the bearer token"
    for group in settings.visibility:
        if group.viewers:
            yield f"{', '.join(group.containers)}: seen by admins and {', '.join(group.viewers)} alone"


def _sites(settings: Settings) -> Iterator[str]:
    for github in settings.github:
        scope = ", ".join(github.organizations) or _everywhere(github)
        yield f"github/{github.name} at {github.host}: {scope}; {_credentials(github)}"
    for jira in settings.jira:
        scope = ", ".join(jira.projects) or "every project that its credentials see"
        yield f"jira/{jira.name} at {jira.host} ({jira.flavor}): {scope}; {_credentials(jira)}"
        yield from (f"  link type {one.type}: {_WAITS[one.waits]}" for one in jira.blocking)


def _everywhere(github: GitHubSite) -> str:
    """What is meant where no organization is named. A token may see all of GitHub, and tells not what is meant."""
    if github.token is not None:
        return "every organization that webhooks or links name; name organizations to audit them"
    return "every organization that its credentials see"


def _credentials(site: GitHubSite | JiraSite) -> str:
    key = f"App {site.app_id} with its key" if isinstance(site, GitHubSite) and site.app_id is not None else ""
    token = "a token" if site.token else key or "no credentials (receives only)"
    address = ", a token in its webhooks' address" if isinstance(site, JiraSite) and site.path_token else ""
    return f"{token}, {counted(len(site.webhook_secrets), 'webhook secret', zero='no')}{address}"


def _teams(settings: Settings) -> Iterator[str]:
    for slug, team in settings.teams.items():
        owns = ", ".join(team.owns) or "nothing yet"
        integrator = f", integrator {team.integrator}" if team.integrator else ""
        yield f"{slug} ({team.name or slug}) owns {owns}; {counted(len(team.members), 'member', zero='no')}{integrator}"
        for field in unread_fields(team, settings):
            yield f"  note: no [[jira]] names the field {field}: add fields = {{ ... }} with its customfield id"


def unread_fields(team: TeamTable, settings: Settings) -> Iterator[str]:
    """Fields that teams own by and no Jira is told to read."""
    named = {field.casefold() for site in settings.jira for field in (*DEFAULT_FIELDS, *site.fields)}
    for owned in team.team("").owns:
        if owned.kind is Specificity.FIELD and owned.within.casefold() not in named:
            yield owned.within


def _rules(policy: Policy) -> Iterator[str]:
    on = {one.rule for one in selected(policy)}
    yield from (_rule(rule, policy) for rule in rules_of(policy) if rule in on)
    yield from (f"off: {_rule(rule, policy)}" for rule in rules_of(policy) if rule not in on)
    there = {rule.code for rule in catalogue()}
    yield from (
        f"not in this version: {code} {name}"
        for code, name in ANNOUNCED.items()
        if code not in there and (name in policy.settings or code in policy.select | policy.ignore)
    )


def _rule(rule: type[Rule], policy: Policy) -> str:
    chosen = ", ".join(f"{key} = {value}" for key, value in policy.settings.get(rule.name, {}).items())
    return f"{rule.code} {rule.name} ({rule.severity}){f', {chosen}' if chosen else ''}"


def _waivers(settings: Settings) -> Iterator[str]:
    for waiver in settings.policy_table.waivers:
        what = " and ".join(part for part in (waiver.blocker, waiver.rule) if part)
        yield f"{waiver.issue}{f' ({what})' if what else ''} until {waiver.until}: {waiver.because} ({waiver.by})"


def _digests(settings: Settings) -> Iterator[str]:
    when = f"{settings.digest.day} at {settings.digest.hour}:00 {settings.digest.time_zone}"
    for slug, team in settings.teams.items():
        if team.digest_webhook is not None or team.digest_email:
            yield f"{slug}: {when}, {', '.join(team.digest_email) or 'to its chat'}"
    if settings.smtp is not None:
        smtp = settings.smtp
        login = f", as {smtp.user} with a password" if smtp.user else ""
        yield f"mail by {smtp.host}:{smtp.port} ({smtp.security}) from {smtp.sender}{login}"


def _checks(settings: Settings) -> Iterator[str]:
    checks = settings.checks
    yield from (f"{name}: {checks.mode}" for name in checks.repositories)
    for github in settings.github:
        if settings.checked_on(github.site()) and github.app_id is None:
            what = "none is written" if github.token is not None else "no pull request is read"
            yield f"  note: github/{github.name} has no App, which alone may write checks: {what}"


def _comments(comments: Comments) -> Iterator[str]:
    yield comments.mode
    yield f"at most {counted(comments.budget, 'new comment', zero='no')} a team and day"
    yield f"mentions {'the assignee on the day to decide by' if comments.mention_assignee else 'nobody'}"
    for word, exceptions in (
        ("team", comments.teams),
        ("project", comments.projects),
        ("repository", comments.repositories),
    ):
        yield from (f"{word} {name}: {mode}" for name, mode in exceptions.items())
