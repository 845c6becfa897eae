"""Teams as configured: ``[teams.payments]``, with what they own and who is in them."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from rules.policy import Owned, Specificity, Team
from service.settings.grants import SightGrants
from service.settings.outlets import ChatWebhook, MailAddresses
from service.settings.table import Table, Text, divided, quoted, refused

OWNS_FORMS = "jira:PAY, github:acme/pay-*, label:team-payments, component:PAY/Ledger, field:Team=Payments"

# A login may end in [bot]: https://docs.github.com/en/rest/users/users tells an App's account that way.
_LOGIN = re.compile(r"@?([A-Za-z0-9][A-Za-z0-9_-]*(?:\[bot\])?)")


def _container(pattern: str, tracker: str) -> Owned | None:
    organization, slash, repository = pattern.partition("/")
    whole = bool(organization and repository) and "/" not in repository if tracker == "github" else not slash
    return Owned(Specificity.CONTAINER, pattern, tracker) if whole else None


def _component(text: str) -> Owned | None:
    project, _, component = (part.strip() for part in text.partition("/"))
    return Owned(Specificity.COMPONENT, component, project) if project and component else None


def _field(text: str) -> Owned | None:
    name, _, value = (part.strip() for part in text.partition("="))
    return Owned(Specificity.FIELD, value, name) if name and value else None


_READERS: Mapping[str, Callable[[str], Owned | None]] = {
    "jira": lambda text: _container(text, "jira"),
    "github": lambda text: _container(text, "github"),
    "label": lambda text: Owned(Specificity.LABEL, text),
    "component": _component,
    "field": _field,
}


def owned(entry: str) -> Owned | None:
    """What an ``owns`` entry means; ``None`` if it has none of the five forms."""
    prefix, _, text = (part.strip() for part in entry.partition(":"))
    reader = _READERS.get(prefix.lower())
    return reader(text) if reader and text else None


def _owns_entry(entry: str) -> str:
    if owned(entry) is None:
        raise refused(f"{quoted(entry)} names nothing that a team can own; the five forms are {OWNS_FORMS}")
    return entry


def _container_glob(entry: str) -> str:
    meant = owned(entry)
    if meant is None or meant.kind is not Specificity.CONTAINER:
        raise refused(
            f"{quoted(entry)} names no project or repositories; write for example jira:PAY or github:acme/pay-*"
        )
    return f"{meant.within}:{meant.pattern}"


def _account(entry: str) -> str:
    """An account as issues name it: GitHub does not mind the case of logins, Jira's ids are taken as they are."""
    tracker, _, name = (part.strip() for part in entry.partition(":"))
    login = _LOGIN.fullmatch(name)
    if tracker.lower() == "github" and login:
        return f"github:@{login[1].lower()}"
    if tracker.lower() == "jira" and name:
        return f"jira:{name}"
    raise refused(f"{quoted(entry)} names no account; write github:@login or jira:ACCOUNT_ID")


Owns = Annotated[tuple[Annotated[str, AfterValidator(_owns_entry)], ...], BeforeValidator(divided)]
ContainerGlobs = Annotated[tuple[Annotated[str, AfterValidator(_container_glob)], ...], BeforeValidator(divided)]
Accounts = Annotated[tuple[Annotated[str, AfterValidator(_account)], ...], BeforeValidator(divided)]


class TeamTable(Table):
    """One team. With no ``owns`` it owns nothing yet, which is allowed."""

    name: Text | None = Field(default=None, examples=['name = "Payments"'])
    """How people call it."""
    owns: Owns = Field(default=(), examples=['owns = ["jira:PAY", "label:team-payments"]'])
    """What is its: projects, repositories, labels, components and values of fields."""
    integrator: str = Field(default="", examples=['integrator = "@payments-pm"'])
    """Who brings plans together when something slips; comments name them."""
    members: Accounts = Field(default=(), examples=['members = ["github:@login", "jira:ACCOUNT_ID"]'])
    """Its accounts: what they say counts as the team's."""
    digest_webhook: ChatWebhook | None = Field(default=None, examples=['digest_webhook_file = "payments-chat"'])
    """The incoming webhook of its chat, where its week is told."""
    digest_email: MailAddresses = Field(default=(), examples=['digest_email = ["payments@acme.example"]'])
    """The mail addresses to which its week is told."""

    @model_validator(mode="after")
    def _is_told_in_one_way(self) -> Self:
        if self.digest_webhook is not None and self.digest_email:
            raise refused("is one way to be told, and digest_webhook is another: keep one of them", "digest_email")
        return self

    def team(self, slug: str) -> Team:
        """The team as the rules know it."""
        return Team(
            slug=slug,
            name=self.name or slug,
            owns=tuple(meant for entry in self.owns if (meant := owned(entry))),
            integrator=self.integrator,
            members=frozenset(self.members),
        )


class VisibilityTable(Table):
    """Containers that may see each other's refs; with ``viewers``, these and admins alone see them on pages."""

    containers: ContainerGlobs = Field(examples=['containers = ["jira:PAY", "github:acme/pay-*"]'])
    """Projects and repositories whose readers may know of each other's issues."""
    viewers: SightGrants = Field(default=(), examples=['viewers = ["group:payments", "person:ada@acme.example"]'])
    """Who may see their issues on pages, with admins; everybody who signs in, if nobody is named."""
