"""Where a tracker is, as people name it: a host, or an address. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pydantic_core import PydanticCustomError

from service.settings.table import authority, web_parts

GITHUB: Final = "github.com"
DATA_RESIDENCY: Final = ".ghe.com"
CLOUD: Final = ".atlassian.net"
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9]+")
LONGEST_NAME: Final = 40


class PlaceError(ValueError):
    """What somebody typed is no place. The text says what would be."""


@dataclass(frozen=True, slots=True)
class GitHubPlace:
    """A GitHub: ``url`` as people visit it, and its API."""

    url: str
    api_url: str


def github_at(text: str) -> GitHubPlace:
    """https://docs.github.com/en/enterprise-server/rest/quickstart tells where hosts have their API."""
    url = _address(text or GITHUB, 'a host, such as "github.com" or "github.acme.example"')
    host = url.partition("://")[2]
    if host in {GITHUB, f"www.{GITHUB}", f"api.{GITHUB}"}:
        return GitHubPlace(f"https://{GITHUB}", f"https://api.{GITHUB}")
    if host.endswith(DATA_RESIDENCY):
        own = host.removeprefix("api.")
        return GitHubPlace(f"https://{own}", f"https://api.{own}")
    return GitHubPlace(url, f"{url}/api/v3")


def jira_at(text: str) -> str:
    """The address of a Jira, with the path that one may have on a server. ``acme`` alone is a Cloud site."""
    named = f"{text}{CLOUD}" if re.fullmatch(r"[A-Za-z0-9-]+", text) and text != "localhost" else text
    return _address(named, "an address, such as https://acme.atlassian.net", with_path=CLOUD not in named)


def site_name(*wishes: str) -> str:
    """A name for a site, from the first of these that gives one."""
    names = (_NOT_IN_NAMES.sub("-", one).strip("-").lower()[:LONGEST_NAME].strip("-") for one in wishes)
    return next((one for one in names if one), "main")


def public_address(text: str) -> str:
    """Where others reach Detour, without a slash at the end; '' for nowhere."""
    return _address(text, "an address, such as https://detour.acme.example", with_path=True) if text.strip() else ""


def _address(text: str, wanted: str, *, with_path: bool = False) -> str:
    given = text.strip()
    try:
        parts = web_parts(given if "://" in given else f"https://{given}")
    except PydanticCustomError:
        raise PlaceError(f"That is no address; write {wanted}") from None
    path = parts.path.rstrip("/") if with_path else ""
    return f"{parts.scheme}://{authority(parts)}{path}"
