"""The state of a made-up GitHub: who and what is there, found by name, number or id; one lock around it all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final, TypeVar

from connectors.simulator import world
from connectors.simulator.github.happenings import Happening
from connectors.simulator.github.model import Account, Comment, Issue, Label, Milestone, Repository, Team

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime


FIRST_ID: Final = 2**31 + 1
"""Ids of issues and comments have outgrown 31 bits."""
Thing = Account | Repository | Issue | Comment | Label | Milestone
Kept = TypeVar("Kept", bound=Thing)


class World(world.World[Happening]):
    """Everything that is there. ``clock`` tells the time; GitHub's has whole seconds."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(clock, first_id=FIRST_ID, step=1_000_000)
        self.accounts: dict[str, Account] = {}
        self.repositories: dict[str, Repository] = {}
        self.renamed: dict[str, Repository] = {}
        """Repositories by the names that they had, in lower case."""
        self.tokens: dict[str, Account] = {}
        self.everywhere: dict[str, str] = {}
        """Roles in every repository that gives none of its own, by login in lower case."""
        self.comments: dict[int, Comment] = {}
        self.teams: list[Team] = []
        self._nodes: dict[str, Thing] = {}

    def account(self, login: str, kind: str = "User", app: int | None = None) -> Account:
        """The account of that name, made if need be, with a token of its own."""
        with self.lock:
            known = self.accounts.get(login.lower())
            if known is None:
                number = self.new_id()
                prefix = "O_kgDO" if kind == "Organization" else "U_kgDO"
                known = self.keep(Account(login, number, f"{prefix}{number:x}", kind, app))
                self.accounts[login.lower()] = known
                if kind == "User":
                    self.tokens[f"ghp_{secrets.token_hex(18)}"] = known
            return known

    def token(self, account: Account) -> str:
        """The personal token of an account."""
        return next(token for token, owner in self.tokens.items() if owner is account)

    def repository(self, full_name: str, *, private: bool = False) -> Repository:
        """The repository of that name, made if need be; its owner becomes an organisation."""
        with self.lock:
            known = self.found(full_name)
            if known is None:
                owner, _, name = full_name.partition("/")
                number = self.new_id()
                account = self.account(owner, "Organization")
                known = self.keep(Repository(account, name, number, f"R_kgDO{number:x}", self.now(), private))
                self.repositories[full_name.lower()] = known
            return known

    def found(self, full_name: str) -> Repository | None:
        """The repository of that name, or that had it."""
        return self.repositories.get(full_name.lower()) or self.renamed.get(full_name.lower())

    def label(self, repository: Repository, name: str) -> Label:
        """A repository's label, made if need be."""
        if name.lower() not in repository.labels:
            number = self.new_id()
            repository.labels[name.lower()] = self.keep(Label(name, number, f"LA_kwDO{number:x}"))
        return repository.labels[name.lower()]

    def team(self, organization: Account, name: str) -> Team:
        """A team of an organisation, made if need be."""
        slug = name.lower().replace(" ", "-")
        for known in self.teams:
            if known.organization is organization and known.slug == slug:
                return known
        number = self.new_id()
        self.teams.append(Team(organization, name, slug, number, f"T_kwDO{number:x}"))
        return self.teams[-1]

    def keep(self, thing: Kept) -> Kept:
        """Remembers a thing under its node id."""
        self._nodes[thing.node_id] = thing
        if isinstance(thing, Comment):
            self.comments[thing.id] = thing
        return thing

    def forget(self, things: Iterable[Issue | Comment]) -> None:
        """Their node ids lead nowhere from now on."""
        for thing in things:
            self._nodes.pop(thing.node_id, None)
            if isinstance(thing, Comment):
                self.comments.pop(thing.id, None)

    def node(self, node_id: str) -> Thing | None:
        """What has this node id."""
        return self._nodes.get(node_id)

    def issues(self) -> Iterator[Issue]:
        """All issues and pull requests."""
        for repository in self.repositories.values():
            yield from repository.issues.values()

    def issue(self, ref: str) -> Issue:
        """The issue at ``acme/web#12``, wherever it moved."""
        place, _, number = ref.partition("#")
        repository = self.found(place)
        if repository is None:
            raise KeyError(ref)
        return repository.issues.get(int(number)) or repository.moved[int(number)]

    def role(self, account: Account, repository: Repository) -> str:
        """What an account may do: admin, write, read or none."""
        given = repository.roles.get(account.login.lower())
        if given is not None:
            return given
        return self.everywhere.get(account.login.lower()) or ("none" if repository.private else "read")
