"""Manifests of Apps, as far as they are understood here. Pure.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

LEVELS: Final = {
    "issues": ("read", "write"),
    "metadata": ("read",),
    "contents": ("read", "write"),
    "members": ("read", "write"),
    "checks": ("read", "write"),
    "pull_requests": ("read", "write"),
}
"""The permissions that there are here, with what may be had of each."""
TAKES: Final = {
    "issues": "issues",
    "issue_comment": "issues",
    "sub_issues": "issues",
    "issue_dependencies": "issues",
    "pull_request": "pull_requests",
    "check_run": "checks",
    "check_suite": "checks",
}
"""The events that there are here, with the permission that each takes."""
LONGEST_NAME: Final = 34
ADDRESS: Final = re.compile(r"https?://[^\s/]+(?:/\S*)?")


class Wrong(ValueError):  # noqa: N818  # what GitHub's page says of it
    """A manifest that no App is made from."""


class HookAttributes(msgspec.Struct):
    """Where its webhook sends."""

    url: str
    active: bool = True


class Manifest(msgspec.Struct):
    """What an App is to be."""

    url: str
    name: str = ""
    description: str = ""
    redirect_url: str = ""
    public: bool = False
    hook_attributes: HookAttributes | None = None
    default_permissions: dict[str, str] = {}
    default_events: list[str] = []


def manifest_of(text: str) -> Manifest:
    """Reads one. Raises ``Wrong``."""
    try:
        told = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as error:
        raise Wrong(f"Invalid GitHub App configuration: {error}") from None
    hook = [] if told.hook_attributes is None else [told.hook_attributes.url]
    for url in (told.url, told.redirect_url, *hook):
        if not ADDRESS.fullmatch(url):
            raise Wrong(f"{url or 'an empty text'} is not a URL")
    for name, level in told.default_permissions.items():
        if level not in LEVELS.get(name, ()):
            raise Wrong(f"Default permission records resource is not included in the list: {name}: {level}")
    for event in told.default_events:
        if TAKES.get(event) not in told.default_permissions:
            raise Wrong(f"Default events are not supported by permissions: {event}")
    return told


def slug_of(name: str) -> str:
    """A name as addresses have it. Raises ``Wrong`` for none, and for one that is too long."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Wrong(f"Name is to have 1 to {LONGEST_NAME} characters")
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
