"""Makes of the settings what the commands work with: the store, and each connected site with its way in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from connectors.github.client import GitHubClient
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.github.issues import GitHubIssues
from connectors.github.payloads import GitHubConnector
from connectors.github.sweeps import Sweeping
from connectors.github.writes import A_WRITE
from connectors.jira.client import JiraClient
from connectors.jira.credentials import JiraCredentials
from connectors.jira.flavors import Cloud, DataCenter
from connectors.jira.issues import JiraIssues
from connectors.jira.payloads import JiraConnector
from connectors.jira.writes import A_WRITE as A_JIRA_WRITE
from service.pipeline.site import Site, Sites
from service.settings import SettingsError
from service.store.connection import StoreError, exists, open_store, upgrade
from service.understanding import Understanding

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


def receiving(settings: Settings, sites: Sites) -> dict[str, Connector]:
    """The sites whose webhooks can be verified."""
    signed = receiving_sites(settings)
    return {name: site.connector for name, site in sites.by_name.items() if name in signed}


def receiving_sites(settings: Settings) -> set[str]:
    """The names of the sites whose webhooks can be verified."""
    signed = {f"github/{site.name}" for site in settings.github if site.webhook_secrets}
    return signed | {f"jira/{site.name}" for site in settings.jira if site.webhook_secrets or site.path_token}


def _github(site: GitHubSite, settings: Settings, understanding: Understanding, pause: float | None) -> Site:
    issues = GitHubIssues(site.dialect(), settings.addresses(), settings.keywords())
    secrets = tuple(secret.get_secret_value() for secret in site.webhook_secrets)
    credentials = github_credentials(site)
    client = redeliverer = None
    if credentials is not None:
        client = GitHubClient(
            issues,
            credentials,
            site.api_url,
            Sweeping(site.organizations, site.scan_share),
            seconds_between_writes=A_WRITE if pause is None else pause,
        )
        redeliverer = client.redeliveries(_webhooks(site, settings), site.organizations) if secrets else None
    automation = frozenset(settings.policy_table.automation_accounts)
    connector = GitHubConnector(issues, secrets)
    checked = settings.checked_on(site.site())
    checker = client.checks() if client is not None and checked else None
    return Site(f"github/{site.name}", connector, understanding, client, automation, redeliverer, checker, checked)


def _webhooks(site: GitHubSite, settings: Settings) -> str:
    """Where a site's webhooks come to, or '' if nobody said where this service is reached."""
    public = settings.server.public_url
    return "" if public is None else f"{public.rstrip('/')}/webhooks/github/{site.name}"


def _jira(site: JiraSite, settings: Settings, understanding: Understanding, pause: float | None) -> Site:
    issues = JiraIssues(site.dialect(), settings.addresses(), settings.keywords())
    secrets = tuple(secret.get_secret_value() for secret in site.webhook_secrets)
    token = site.path_token.get_secret_value() if site.path_token is not None else ""
    client = None
    if site.token is not None:
        client = JiraClient(
            issues,
            jira_credentials(site, site.token),
            flavor_of(site),
            seconds_between_writes=A_JIRA_WRITE if pause is None else pause,
            scan_share=site.scan_share,
        )
    automation = frozenset(settings.policy_table.automation_accounts)
    return Site(f"jira/{site.name}", JiraConnector(issues, secrets, token), understanding, client, automation)


def github_credentials(site: GitHubSite) -> Credentials | None:
    """A site's way in, if it has one. Raises ``SettingsError`` for a key that is none."""
    if site.token is not None:
        return TokenCredentials(site.token.get_secret_value(), _way("github", site))
    if site.app_id is None or site.private_key is None:
        return None
    try:
        return AppCredentials(site.app_id, site.private_key.get_secret_value(), site.api_url, way=_way("github", site))
    except ValueError as error:
        raise SettingsError([f"github {site.name}: private_key: {error}"]) from None


def jira_credentials(site: JiraSite, token: SecretStr) -> JiraCredentials:
    """A site's way in by its token. Raises ``SettingsError`` for certificates that are none."""
    email = (site.email or "") if site.flavor == "cloud" else ""
    return JiraCredentials(token.get_secret_value(), email, _way("jira", site))


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
