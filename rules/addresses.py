"""Turns a ref as written into the address of an issue on one of the connected sites."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rules.model import VENDOR_SITE, Ref
from rules.text.sayings import Mention, MentionForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TRACKER_OF = {MentionForm.REPOSITORY: "github", MentionForm.KEY: "jira"}
MOST_CONTAINERS = 4096
"""Projects and repositories of which is kept on which site they are; texts name the same ones over and over."""


@dataclass(frozen=True, slots=True)
class Site:
    """A connected tracker as addresses need it.

    ``name`` is ``github/acme``; ``host`` is where its issues live, with the path before the tracker's own, in lower
    case; ``containers`` are its organisations (GitHub) or project keys (Jira), empty where all are meant.
    """

    name: str
    host: str = ""
    containers: tuple[str, ...] = ()

    @property
    def tracker(self) -> str:
        """``github`` or ``jira``."""
        return self.name.partition("/")[0]

    def holds(self, container: str) -> bool:
        """Whether a repository or project is named by the configuration, by itself or by its organisation."""
        parts = {container.casefold(), container.partition("/")[0].casefold()}
        return any(own.casefold() in parts for own in self.containers)


class Addresses:
    """The connected sites and the configured outside suppliers."""

    def __init__(self, sites: Sequence[Site], vendors: Sequence[str] = ()) -> None:
        self.sites = tuple(sites)
        self._vendors = {vendor.casefold(): vendor for vendor in vendors}
        self._holder = lru_cache(maxsize=MOST_CONTAINERS)(self._found)

    def with_sites(self, sites: Iterable[Site]) -> Addresses:
        """The same suppliers with other sites."""
        return Addresses(tuple(sites), tuple(self._vendors.values()))

    def resolve(self, mention: Mention, at: Ref | None = None) -> Ref | None:
        """The address that a mention means when it is written on the issue ``at``; ``None`` if it means none."""
        if mention.form is MentionForm.VENDOR:
            vendor = self._vendors.get(mention.text.casefold())
            return None if vendor is None else Ref(VENDOR_SITE, f"vendor:{vendor}")
        if mention.form is MentionForm.NUMBER:
            return Ref(at.site, f"{at.container}{mention.text}") if at is not None and at.tracker == "github" else None
        site = self._site(mention, TRACKER_OF[mention.form], at)
        return None if site is None else Ref(site.name, mention.text)

    def _site(self, mention: Mention, tracker: str, at: Ref | None) -> Site | None:
        """By host; else the site that names the container; else the issue's own; else the only one there is."""
        if mention.host:
            return next((site for site in self.sites if site.tracker == tracker and site.host == mention.host), None)
        container = Ref(f"{tracker}/", mention.text).container
        return self._holder(tracker, container, "" if at is None else at.site)

    def _found(self, tracker: str, container: str, at: str) -> Site | None:
        candidates = [site for site in self.sites if site.tracker == tracker]
        here = [site for site in candidates if site.name == at]
        naming = [site for site in (*here, *candidates) if site.holds(container)]
        only = candidates if len(candidates) == 1 else []
        return next(iter((*naming, *here, *only)), None)
