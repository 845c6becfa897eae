"""The state of a made-up Jira: who and what is there, found by key or number; one lock around it all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from connectors.simulator import world
from connectors.simulator.jira.happenings import Happening
from connectors.simulator.jira.model import Account, LinkType, Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from connectors.simulator.jira.model import Comment, Issue, Link

FIRST_ID: Final = 10_001
TYPES: Final = (
    LinkType(10_000, "Blocks", "blocks", "is blocked by"),
    LinkType(10_001, "Cloners", "clones", "is cloned by"),
    LinkType(10_002, "Duplicate", "duplicates", "is duplicated by"),
    LinkType(10_003, "Relates", "relates to", "relates to"),
    LinkType(10_020, "Depends", "depends on", "is dependent of"),
    LinkType(10_021, "Fallback", "is fallback for", "has fallback"),
)
"""What a site is born with, and two that administrators add."""


class World(world.World[Happening]):
    """Everything that is there. ``clock`` tells the time; Jira's has milliseconds."""

    def __init__(self, clock: Callable[[], datetime] | None = None, *, cloud: bool = True) -> None:
        super().__init__(clock, first_id=FIRST_ID, step=1000)
        self.cloud = cloud
        self.accounts: dict[str, Account] = {}
        self.projects: dict[str, Project] = {}
        self.everywhere: dict[str, str] = {}
        """Roles in every project that gives none of its own, by login."""
        self.administrators: set[str] = set()
        """Who administers Jira itself, by login."""
        self.webhooks_moved = False
        """Whether its API of webhooks is where Data Centers have it from version 10 on."""
        self.issues: dict[int, Issue] = {}
        self.comments: dict[int, Comment] = {}
        self.links: dict[int, Link] = {}
        self.types = {one.name: one for one in TYPES}

    def account(self, login: str) -> Account:
        """The account of that name, made if need be, with a token of its own."""
        with self.lock:
            if login not in self.accounts:
                number = f"712020:{secrets.token_hex(12)}"
                self.accounts[login] = Account(login, number, f"ATATT{secrets.token_hex(18)}")
            return self.accounts[login]

    def project(self, key: str, *, kind: str = "software", private: bool = False) -> Project:
        """The project of that key, made if need be."""
        with self.lock:
            if key not in self.projects:
                self.projects[key] = Project(key, self.new_id(), kind, private)
            return self.projects[key]

    def find(self, text: str) -> Issue | None:
        """The issue of a number, or of a key that it has or had."""
        if text.isdecimal():
            return self.issues.get(int(text))
        key, _, number = text.upper().rpartition("-")
        project = self.projects.get(key)
        if project is None or not number.isdecimal():
            return None
        found = project.issues.get(int(number)) or project.moved.get(int(number))
        return found if found is not None and found.id in self.issues else None

    def all_issues(self) -> Iterator[Issue]:
        """All issues, in the order in which they were made."""
        yield from (self.issues[number] for number in sorted(self.issues))

    def role(self, account: Account, project: Project) -> str:
        """What an account may do: admin, write, read or none."""
        given = project.roles.get(account.login) or self.everywhere.get(account.login)
        return given or ("none" if project.private else "read")

    def sees(self, account: Account, issue: Issue) -> bool:
        """Whether the issue is there for an account."""
        return self.role(account, issue.project) != "none"

    def searches(self, account: Account, project: Project) -> bool:
        """Whether searches find what is in a project: nobody's find anything in one that is archived."""
        return not project.archived and self.role(account, project) != "none"

    def writes(self, account: Account, project: Project) -> bool:
        """Whether an account may edit issues."""
        return self.role(account, project) in {"write", "admin"}
