"""What a viewer may see of an organisation: visibility groups that name their viewers are for these and for admins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from service.access.viewer import Role

if TYPE_CHECKING:
    from rules.model import Ref
    from service.access.viewer import Viewer
    from service.settings import Settings

HIDDEN: Final = "an issue that you may not see"
_REF: Final = re.compile(
    r"(?P<url>https?://[^\s/]+/(?P<of_url>[\w-]+/[\w.-]+)/(?:issues|pull)/\d+)"
    r"|(?P<of_ref>[A-Za-z0-9][\w-]*/[\w.-]+)#\d+"
    r"|(?<![A-Za-z0-9])(?P<of_key>[A-Za-z][A-Za-z0-9_]*)-\d+(?!\d)"
)
"""Refs as people write them, emphasized or not: an underscore before one is none of its letters."""
HIDDEN_PROJECT: Final = "a project that you may not see"
_PROJECT: Final = re.compile(
    r"(?<![\w/#-])(?:(?P<repository>[A-Za-z0-9][\w-]*/[\w.-]+)|(?P<key>[A-Z][A-Z0-9_]+))(?![\w/#-])"
)
"""Words that may name a whole project or repository: where no team owns it, it stands in for one."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Of the groups that name their viewers: the containers of those to which one belongs, and of all others."""

    shown: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    @classmethod
    def of(cls, viewer: Viewer, settings: Settings) -> Sight:
        """What somebody may see."""
        shown: list[str] = []
        closed: list[str] = []
        for group in settings.visibility:
            if group.viewers:
                mine = viewer.role is Role.ADMIN or not viewer.groups.isdisjoint(group.viewers)
                (shown if mine else closed).extend(group.containers)
        return cls(tuple(shown), tuple(closed))

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden."""
        return not self.closed

    def sees(self, ref: Ref) -> bool:
        """Whether an issue may be named."""
        return self.sees_container(f"{ref.tracker}:{ref.container}")

    def sees_container(self, container: str) -> bool:
        """The same of a project or repository, as visibility names it."""
        return _named(self.shown, container) or not _named(self.closed, container)

    def masked(self, text: str) -> str:
        """One of our own sentences without the addresses of hidden issues, and without hidden projects."""
        return text if self.sees_all else _PROJECT.sub(self._mask_project, _REF.sub(self._mask, text))

    def _mask(self, found: re.Match[str]) -> str:
        key = found["of_key"]
        container = f"jira:{key}" if key else f"github:{found['of_url'] or found['of_ref']}"
        return found[0] if self.sees_container(container) else HIDDEN

    def _mask_project(self, found: re.Match[str]) -> str:
        key = found["key"]
        container = f"jira:{key}" if key else f"github:{found['repository'].rstrip('.')}"
        return found[0] if self.sees_container(container) else HIDDEN_PROJECT


def _named(patterns: tuple[str, ...], container: str) -> bool:
    return any(fnmatchcase(container.casefold(), pattern.casefold()) for pattern in patterns)
