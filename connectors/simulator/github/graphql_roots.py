"""Where GraphQL queries begin: by node id or by name; and lists of issues and repositories, narrowed and ordered.

What is not there, or not there for the caller, is null with an error of type NOT_FOUND; single sign-on is FORBIDDEN.
"""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NoReturn

from graphql import GraphQLError

from connectors.simulator.github.connections import Ordered
from connectors.simulator.github.model import Comment, Issue, Repository

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connectors.simulator.github.asking import Info
    from connectors.simulator.github.model import Account, Label

SAML = (
    "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization."
)


FORBIDDEN = "Resource not accessible by personal access token"


def missing(message: str) -> GraphQLError:
    """The error of what is not there."""
    return GraphQLError(message, extensions={"type": "NOT_FOUND"})


def forbidden(message: str = SAML) -> GraphQLError:
    """The error of what single sign-on protects, or a lacking permission."""
    return GraphQLError(message, extensions={"type": "FORBIDDEN", "saml_failure": message == SAML})


def node(_: object, info: Info, *, id: str) -> object:  # noqa: A002  # GitHub's name
    """One thing by its node id."""
    found = _by_id(info, id)
    if isinstance(found, GraphQLError):
        raise found
    return found


def nodes(_: object, info: Info, *, ids: list[str]) -> list[object]:
    """Up to a hundred of them; one that is not there spoils no other."""
    if len(ids) > 100:  # noqa: PLR2004  # GitHub's limit
        raise GraphQLError(
            f"You may not provide more than 100 node ids; you provided {len(ids)}.",
            extensions={"type": "ARGUMENT_LIMIT"},
        )
    return [_by_id(info, one) for one in ids]


def _by_id(info: Info, node_id: str) -> object:
    found = info.context.world.node(node_id)
    place = _place_of(found)
    if place is not None and place.owner.protected:
        return forbidden()
    if found is None or (place is not None and not info.context.caller.sees(info.context.world, place)):
        return missing(f"Could not resolve to a node with the global id of '{node_id}'")
    if place is not None and place.forbidden and found is not place:
        return forbidden(FORBIDDEN)
    return found


def _place_of(thing: object) -> Repository | None:
    if isinstance(thing, Repository):
        return thing
    if isinstance(thing, Comment):
        return thing.issue.repository
    return thing.repository if isinstance(thing, Issue) else None


def repository(_: object, info: Info, *, owner: str, name: str, **__: object) -> Repository:
    """A repository by its name, or by one that it had."""
    found: Repository | None = info.context.world.found(f"{owner}/{name}")
    if found is not None and found.owner.protected:
        raise forbidden()
    if found is None or not info.context.caller.sees(info.context.world, found):
        raise missing(f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return found


def organization(_: object, info: Info, *, login: str) -> Account:
    """An organisation by its login."""
    found: Account | None = info.context.world.accounts.get(login.lower())
    if found is None or found.kind != "Organization":
        raise missing(f"Could not resolve to an Organization with the login of '{login}'.")
    if found.protected:
        raise forbidden()
    return found


def repository_owner(_: object, info: Info, *, login: str) -> Account | None:
    """An organisation or a person; null, and no error, where there is neither."""
    found: Account | None = info.context.world.accounts.get(login.lower())
    if found is not None and found.protected:
        raise forbidden()
    return found if found is not None and found.kind in {"Organization", "User"} else None


def issue_at(what: str, *, issues: bool = True, pulls: bool = True) -> Callable[..., Issue]:
    """A field of a repository that finds by number. What was transferred is not found at its old one."""

    def resolve(place: Repository, _: Info, *, number: int) -> Issue:
        _check_issues(place)
        found = place.issues.get(number)
        if found is None or not (issues if found.pull is None else pulls):
            _nowhere(what, number)
        return found

    return resolve


def _nowhere(what: str, number: int) -> NoReturn:
    raise missing(f"Could not resolve to {what} with the number of {number}.")


def _check_issues(place: Repository) -> None:
    """Where issues may not be read the fields that give them fail; none of them may be null, and so their owner is."""
    if place.forbidden:
        raise forbidden(FORBIDDEN)


def issues_of(place: Repository, _: Info, **wanted: Any) -> Ordered:  # noqa: ANN401  # as they come
    """A repository's issues: narrowed by states, labels and time, the oldest first unless asked otherwise.

    Labels are compared letter by letter, and one of them is enough: https://github.com/cli/cli/issues/1819 , 419
    """
    _check_issues(place)
    filters = wanted.get("filterBy") or {}
    states = wanted.get("states") or filters.get("states")
    labels = set(wanted.get("labels") or filters.get("labels") or ())
    since = datetime.fromisoformat(filters["since"]) if filters.get("since") else None
    found = [
        one
        for one in place.issues.values()
        if one.pull is None
        and (not states or one.state_now in states)
        and (not labels or labels & {label.name for label in one.labels})
        and (since is None or one.updated_at >= since)
    ]
    return _ordered(found, wanted.get("orderBy"))


def pulls_of(place: Repository, _: Info, **wanted: Any) -> Ordered:  # noqa: ANN401  # the same
    """A repository's pull requests."""
    states = wanted.get("states")
    found = [one for one in place.issues.values() if one.pull and (not states or one.state_now in states)]
    return _ordered(found, wanted.get("orderBy"))


def label_named(place: Repository, _: Info, *, name: str) -> Label | None:
    """A repository's label, which has to be spelled as it is: https://github.com/git-bug/git-bug/issues/176 ."""
    found = place.labels.get(name.lower())
    return found if found is not None and found.name == name else None


_MARKS: Final[dict[str, Callable[[Any], int | str]]] = {
    "COMMENTS": lambda one: len(one.comments),
    "CREATED_AT": lambda one: int(one.created_at.timestamp()),
    "UPDATED_AT": lambda one: int(one.updated_at.timestamp()),
    "NAME": lambda one: one.name.lower(),
}


def _ordered(found: Sequence[Issue | Repository], order: dict[str, str] | None, default: str = "CREATED_AT") -> Ordered:
    mark = _MARKS.get(order["field"], _MARKS[default]) if order else _MARKS[default]
    downwards = order is not None and order["direction"] == "DESC"
    marked = sorted((((mark(one), one.id), one) for one in found), key=itemgetter(0), reverse=downwards)
    return Ordered([one for _, one in marked], [at for at, _ in marked], downwards)


def repositories_of(owner: Account, info: Info, **wanted: Any) -> Ordered:  # noqa: ANN401  # the same
    """An owner's repositories that the caller may see, by name unless asked otherwise."""
    archived = wanted.get("isArchived")
    found = [
        one
        for one in info.context.world.repositories.values()
        if one.owner is owner and info.context.caller.sees(info.context.world, one) and archived in (None, one.archived)
    ]
    return _ordered(found, wanted.get("orderBy"), "NAME")
