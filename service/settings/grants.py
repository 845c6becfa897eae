"""Whom the configuration means by those who may see and do things: groups, teams, persons, tokens."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator

from service.settings.table import divided, quoted, refused

EVERYBODY: Final = "*"
KINDS: Final = ("group", "team", "person")
FORMS: Final = "group:engineering, group:github:acme/sre, team:payments, person:ada@acme.example, person:github:@ada"
_GITHUB: Final = re.compile(r"github:(?:@[\w-]+|[\w.-]+(?:/[\w.-]+)?)", re.IGNORECASE)


def grant(kind: str, name: str) -> str:
    """How somebody is named in a grant: GitHub and mail do not mind the case of names, other providers may."""
    folds = _GITHUB.fullmatch(name) or (kind == "person" and "@" in name)
    return f"{kind}:{name.casefold() if folds else name}"


def teams_in(grants: Iterable[str]) -> Iterator[str]:
    """The slugs of the teams that grants name."""
    return (one.removeprefix("team:") for one in grants if one.startswith("team:"))


def _meant(entry: str, kinds: tuple[str, ...]) -> str | None:
    kind, _, name = (part.strip() for part in entry.partition(":"))
    return grant(kind.lower(), name) if kind.lower() in kinds and name else None


def _for_role(entry: str) -> str:
    if entry == EVERYBODY:
        return entry
    meant = _meant(entry, KINDS)
    if meant is None:
        raise refused(f"{quoted(entry)} names nobody; write {FORMS}, or * for everybody who can sign in")
    return meant


def _for_sight(entry: str) -> str:
    meant = _meant(entry, (*KINDS, "token"))
    if meant is None:
        raise refused(f"{quoted(entry)} names nobody; write {FORMS}, or token:ci for a token of that name")
    return meant


RoleGrants = Annotated[tuple[Annotated[str, AfterValidator(_for_role)], ...], BeforeValidator(divided)]
SightGrants = Annotated[tuple[Annotated[str, AfterValidator(_for_sight)], ...], BeforeValidator(divided)]
