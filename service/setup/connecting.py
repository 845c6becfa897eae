"""Writes a tracker into the configuration, and its secrets into files beside it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.jira.dialect import DEFAULT_FIELDS, folded
from connectors.jira.ownership import TEAM_TYPES
from service.setup.secret_files import SecretFiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.github.manifest import AppWish
    from connectors.github.registration import NewApp
    from connectors.jira.inspection_answers import Field
    from service.setup.document import Document

GITHUB, JIRA = "github", "jira"
TEAM: Final = "Team"
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class TokenWish:
    """A way in by a token: of a GitHub, whose API ``url`` is, or of a Jira, where people visit it."""

    url: str
    token: str = field(repr=False)
    email: str = ""


def keep_app(document: Document, wish: AppWish, api_url: str, app: NewApp) -> str:
    """A GitHub by an App; the name that it got. Raises ``SettingsError``."""
    files, name = SecretFiles(document.folder), document.free_name(GITHUB, wish.site)
    table: dict[str, object] = {"name": name, "api_url": api_url}
    if wish.organization:
        table["organizations"] = [wish.organization]
    table |= {"app_id": app.id, "private_key_file": files.keep(f"github-{name}.pem", app.pem)}
    if app.webhook_secret:
        table["webhook_secrets_file"] = files.keep(f"github-{name}-webhook", app.webhook_secret)
    document.add_site(GITHUB, table)
    _finish(document, wish.public_url)
    return name


def keep_github_token(document: Document, wish: TokenWish, wanted: str) -> str:
    """A GitHub by a token, with a secret for webhooks that an owner makes; the name that it got."""
    files, name = SecretFiles(document.folder), document.free_name(GITHUB, wanted)
    table: dict[str, object] = {"name": name, "api_url": wish.url}
    table |= {
        "token_file": files.keep(f"github-{name}-token", wish.token),
        "webhook_secrets_file": files.keep(f"github-{name}-webhook", new_secret()),
    }
    document.add_site(GITHUB, table)
    _finish(document, "")
    return name


def keep_jira(document: Document, wish: TokenWish, wanted: str, fields: Iterable[Field], secret: str) -> str:
    """A Jira by a token; the name that it got. ``secret`` is that of its webhook."""
    files, name = SecretFiles(document.folder), document.free_name(JIRA, wanted)
    table: dict[str, object] = {"name": name, "url": wish.url, "flavor": "cloud" if wish.email else "datacenter"}
    if wish.email:
        table["email"] = wish.email
    table |= {
        "token_file": files.keep(f"jira-{name}-token", wish.token),
        "webhook_secrets_file": files.keep(f"jira-{name}-webhook", secret),
    }
    if elsewhere := other_fields(fields):
        table["fields"] = elsewhere
    document.add_site(JIRA, table)
    _finish(document, "")
    return name


def new_secret() -> str:
    """A secret that nobody guesses."""
    return secrets.token_hex(SECRET_BYTES)


def other_fields(fields: Iterable[Field]) -> dict[str, str]:
    """The custom fields that are meant and have other numbers than Cloud's own. Pure."""
    there = [one for one in fields if one.schema is not None and one.schema.custom]
    found = {folded(one.name): one.id for one in there}
    teams = [one.id for one in there if one.schema is not None and f"{one.schema.custom}".endswith(TEAM_TYPES)]
    numbers = {name: found.get(folded(name), "") for name in DEFAULT_FIELDS} | ({TEAM: teams[0]} if teams else {})
    return {name: number for name, number in numbers.items() if number and number != DEFAULT_FIELDS[name]}


def _finish(document: Document, public_url: str) -> None:
    """Nothing is said on issues until somebody decides that it is to be."""
    if public_url:
        document.suggest("server", "public_url", public_url)
    document.suggest("comments", "mode", "dry-run")
    document.save()
