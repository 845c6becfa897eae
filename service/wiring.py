"""Makes of the settings what the commands work with: the store, and a connector for each site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.github.issues import GitHubIssues
from connectors.github.payloads import GitHubConnector
from service.store.connection import open_store, upgrade

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from connectors.contract import Connector
    from service.settings import Settings


def ready_store(settings: Settings) -> Engine:
    """The configured store, with this code's schema. Raises ``StoreError``."""
    engine = open_store(settings.store.url.get_secret_value())
    upgrade(engine)
    return engine


def connectors_of(settings: Settings) -> dict[str, Connector]:
    """A connector for each site whose webhooks can be verified."""
    secrets = {f"github/{site.name}": site.webhook_secrets for site in settings.github}
    found: dict[str, Connector] = {}
    for dialect in settings.github_dialects():
        plain = tuple(secret.get_secret_value() for secret in secrets.get(dialect.name, ()))
        if plain:
            reader = GitHubIssues(dialect, settings.addresses(), settings.keywords())
            found[dialect.name] = GitHubConnector(reader, plain)
    return found
