"""Makes of the settings what the commands work with: the store, and each connected site with its way in."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from connectors.github.client import GitHubClient
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.github.issues import GitHubIssues
from connectors.github.payloads import GitHubConnector
from connectors.github.renewed import RenewedCredentials as RenewedGitHubCredentials
from connectors.github.sweeps import Sweeping
from connectors.github.writes import A_WRITE
from connectors.jira.client import JiraClient
from connectors.jira.credentials import JiraCredentials
from connectors.jira.credentials import RenewedCredentials as RenewedJiraCredentials
from connectors.jira.flavors import Cloud, DataCenter
from connectors.jira.issues import JiraIssues
from connectors.jira.payloads import JiraConnector
from connectors.jira.writes import A_WRITE as A_JIRA_WRITE
from service.pipeline.site import Site, Sites
from service.settings import SettingsError
from service.settings.renewal import Renewed
from service.store.connection import StoreError, exists, open_store, upgrade
from service.understanding import Understanding
from service.verifying import Verifying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr
    from sqlalchemy import Engine

    from connectors.contract import Connector
    from connectors.github.credentials import Credentials
    from connectors.jira.flavors import Flavor
    from connectors.ways import Way
    from service.settings import Settings
    from service.settings.sites import GitHubSite, JiraSite
    from service.verifying import Verifier


@contextmanager
def ready_store(settings: Settings, *, must_exist: bool = False) -> Iterator[Engine]:
    """The configured store, with this code's schema; made where there is none, if it may be. Raises ``StoreError``."""
    engine = open_store(settings.store.url.get_secret_value())
    try:
        if must_exist and not exists(engine):
            where = f"there is no store at {engine.url.database}"
            raise StoreError(f"{where}: 'detour serve' makes it; --config says where it is")
        upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def sites_of(settings: Settings, *, seconds_between_writes: float | None = None) -> Sites:
    """Every connected site. Raises ``SettingsError`` for credentials that cannot be any.

    Only a tracker on loopback, which limits nobody, may be written to faster than its vendor asks.
    """
    understanding = Understanding(settings.addresses(), settings.keywords())
    github = [_github(site, settings, understanding, seconds_between_writes) for site in settings.github]
    jira = [_jira(site, settings, understanding, seconds_between_writes) for site in settings.jira]
    return Sites({site.name: site for site in (*github, *jira)})


def receiving(settings: Settings, sites: Sites) -> dict[str, Verifier]:
    """The sites whose webhooks can be verified, each by the secrets that count then."""
    signed = receiving_sites(settings)
    return {name: Verifying(Renewed(settings, partial(_connector, name))) for name in sites.by_name if name in signed}


def _connector(name: str, settings: Settings) -> Connector:
    """A site's connector, with the secrets of these settings."""
    github = {f"github/{site.name}": site for site in settings.github}
    if name in github:
        return _github_connector(github[name], settings)
    return next(_jira_connector(site, settings) for site in settings.jira if f"jira/{site.name}" == name)


def _github_connector(site: GitHubSite, settings: Settings) -> GitHubConnector:
    issues = GitHubIssues(site.dialect(), settings.addresses(), settings.keywords())
    return GitHubConnector(issues, tuple(secret.get_secret_value() for secret in site.webhook_secrets))


def _jira_connector(site: JiraSite, settings: Settings) -> JiraConnector:
    issues = JiraIssues(site.dialect(), settings.addresses(), settings.keywords())
    token = site.path_token.get_secret_value() if site.path_token is not None else ""
    return JiraConnector(issues, tuple(secret.get_secret_value() for secret in site.webhook_secrets), token)


def receiving_sites(settings: Settings) -> set[str]:
    """The names of the sites whose webhooks can be verified."""
    signed = {f"github/{site.name}" for site in settings.github if site.webhook_secrets}
    return signed | {f"jira/{site.name}" for site in settings.jira if site.webhook_secrets or site.path_token}


def _github(site: GitHubSite, settings: Settings, understanding: Understanding, pause: float | None) -> Site:
    connector = _github_connector(site, settings)
    client = redeliverer = None
    if github_credentials(site) is not None:
        client = GitHubClient(
            connector.issues,
            RenewedGitHubCredentials(Renewed(settings, partial(_github_way_in, site))),
            site.api_url,
            Sweeping(site.organizations, site.scan_share),
            seconds_between_writes=A_WRITE if pause is None else pause,
        )
        redeliverer = client.redeliveries(_webhooks(site, settings), site.organizations) if connector.secrets else None
    automation = frozenset(settings.policy_table.automation_accounts)
    checked = settings.checked_on(site.site())
    checker = client.checks() if client is not None and checked else None
    return Site(f"github/{site.name}", connector, understanding, client, automation, redeliverer, checker, checked)


def _webhooks(site: GitHubSite, settings: Settings) -> str:
    """Where a site's webhooks come to, or '' if nobody said where this service is reached."""
    public = settings.server.public_url
    return "" if public is None else f"{public.rstrip('/')}/webhooks/github/{site.name}"


def _jira(site: JiraSite, settings: Settings, understanding: Understanding, pause: float | None) -> Site:
    connector = _jira_connector(site, settings)
    client = None
    if site.token is not None:
        client = JiraClient(
            connector.issues,
            RenewedJiraCredentials(Renewed(settings, partial(_jira_way_in, site))),
            flavor_of(site),
            seconds_between_writes=A_JIRA_WRITE if pause is None else pause,
            scan_share=site.scan_share,
        )
    automation = frozenset(settings.policy_table.automation_accounts)
    return Site(f"jira/{site.name}", connector, understanding, client, automation)


def _github_way_in(first: GitHubSite, settings: Settings) -> Credentials:
    """The credentials of a site, as settings have them; their way is that of the first, which knows how it is."""
    site = next(one for one in settings.github if one.name == first.name)
    credentials = github_credentials(site, _way("github", first))
    assert credentials is not None  # noqa: S101  # a secret that was there is another one, and never gone
    return credentials


def _jira_way_in(first: JiraSite, settings: Settings) -> JiraCredentials:
    site = next(one for one in settings.jira if one.name == first.name)
    assert site.token is not None  # noqa: S101  # likewise
    return jira_credentials(site, site.token, _way("jira", first))


def github_credentials(site: GitHubSite, way: Way | None = None) -> Credentials | None:
    """A site's way in, if it has one. Raises ``SettingsError`` for a key that is none."""
    way = way or _way("github", site)
    if site.token is not None:
        return TokenCredentials(site.token.get_secret_value(), way)
    if site.app_id is None or site.private_key is None:
        return None
    try:
        return AppCredentials(site.app_id, site.private_key.get_secret_value(), site.api_url, way=way)
    except ValueError as error:
        raise SettingsError([f"github {site.name}: private_key: {error}"]) from None


def jira_credentials(site: JiraSite, token: SecretStr, way: Way | None = None) -> JiraCredentials:
    """A site's way in by its token. Raises ``SettingsError`` for certificates that are none."""
    email = (site.email or "") if site.flavor == "cloud" else ""
    return JiraCredentials(token.get_secret_value(), email, way or _way("jira", site))


def flavor_of(site: JiraSite) -> Flavor:
    """What kind of Jira it is."""
    return Cloud() if site.flavor == "cloud" else DataCenter()


def _way(kind: str, site: GitHubSite | JiraSite) -> Way:
    try:
        _ = site.way.certificates
    except OSError:
        path = f"{site.ca_bundle} cannot be read, or holds no certificates in PEM form"
        raise SettingsError([f"{kind} {site.name}: ca_bundle: {path}"]) from None
    return site.way
