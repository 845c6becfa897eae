"""Apps and their installations as GitHub's REST API and webhooks print them. Pure.

https://docs.github.com/en/rest/apps/apps
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import place_documents

if TYPE_CHECKING:
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.apps import App, Installation
    from connectors.simulator.github.model import Repository
    from connectors.simulator.github.place_documents import Json

MADE: Final = "2026-01-01T00:00:00Z"


def app(one: App, at: Addresses) -> Json:
    """An App, as it is shown to itself. One that nobody made belongs to its own bot here."""
    return {
        "id": one.id,
        "slug": one.slug,
        "node_id": one.bot.node_id,
        "owner": place_documents.account(one.owner or one.bot, at),
        "name": one.name or one.slug,
        "description": None,
        "external_url": one.url or at.origin,
        "html_url": f"{at.origin}/apps/{one.slug}",
        "created_at": MADE,
        "updated_at": MADE,
        "permissions": one.permissions,
        "events": one.events,
        "installations_count": len(one.installations),
    }


def converted(one: App, webhook_secret: str, at: Addresses) -> Json:
    """An App that was made from a manifest, with what nobody is shown a second time."""
    secret = {"client_id": f"Iv1.{one.id:016x}", "client_secret": f"{one.id:040x}", "pem": one.private_key}
    return app(one, at) | secret | {"webhook_secret": webhook_secret or None}


def installation(one: Installation, at: Addresses) -> Json:
    """An App in one organisation."""
    url = f"{at.api}/app/installations/{one.id}"
    created = place_documents.moment(one.created_at)
    return {
        "id": one.id,
        "account": place_documents.account(one.owner, at),
        "access_tokens_url": f"{url}/access_tokens",
        "repositories_url": f"{at.api}/installation/repositories",
        "html_url": f"{at.origin}/organizations/{one.owner.login}/settings/installations/{one.id}",
        "app_id": one.app.id,
        "app_slug": one.app.slug,
        "target_id": one.owner.id,
        "target_type": one.owner.kind,
        "permissions": one.permissions,
        "events": one.events,
        "single_file_name": next(iter(one.single_files), None),
        "has_multiple_single_files": len(one.single_files) > 1,
        "single_file_paths": list(one.single_files),
        "repository_selection": "all",
        "created_at": created,
        "updated_at": created,
        "suspended_by": None,
        "suspended_at": place_documents.moment(one.suspended_at),
    }


def repository_in_brief(place: Repository) -> Json:
    """A repository as the webhooks of an installation list it."""
    return {
        "id": place.id,
        "node_id": place.node_id,
        "name": place.name,
        "full_name": place.full_name,
        "private": place.private,
    }
