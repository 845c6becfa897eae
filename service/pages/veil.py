"""Hides from a document what its reader may not see: issues by their containers, and what our own words say of them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from rules.model import Ref
from service.survey.shown import Ask, Asked, Dated, Issue, Team

if TYPE_CHECKING:
    from service.access.sight import Sight

Document = TypeVar("Document")

HIDDEN: Final = Issue("", "an issue that you may not see", "", "")
HIDDEN_TEAM: Final = Team("", "a team that you may not see", configured=False)
WORDS: Final = {Ask: ("said_on", "because"), Asked: ("issue", "answer"), Dated: ("issue", "what")}
"""Of what in a document which field holds words that are hidden with the issue of another field."""


def veiled(document: Document, sight: Sight) -> Document:
    """The same for whoever sees everything; else without what is hidden, wherever it is named. Pure."""
    return document if sight.sees_all else cast("Document", _veiled(document, sight))


def sees_team(sight: Sight, team: Team) -> bool:
    """Whether a team may be named: one that is a project or repository itself may where its issues may. Pure."""
    return sight.sees_all or team.configured or sight.sees_container(team.slug)


def _veiled(value: Any, sight: Sight) -> Any:  # noqa: ANN401  # any document
    if isinstance(value, Issue | Team | str):
        return _name(value, sight)
    if isinstance(value, tuple | list):
        return type(value)(_veiled(one, sight) for one in value)
    if isinstance(value, dict):
        return {key: _veiled(one, sight) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _silent(
            replace(value, **{each.name: _veiled(getattr(value, each.name), sight) for each in fields(value)})
        )
    return value


def _silent(value: Any) -> Any:  # noqa: ANN401  # any part of a document
    about, words = WORDS.get(type(value), ("", ""))
    return replace(value, **{words: ""}) if about and getattr(value, about) is HIDDEN else value


def _name(value: Issue | Team | str, sight: Sight) -> Issue | Team | str:
    if isinstance(value, Issue):
        return value if not value.site or sight.sees(Ref(value.site, value.ref)) else HIDDEN
    if isinstance(value, Team):
        return value if sees_team(sight, value) else HIDDEN_TEAM
    return sight.masked(value)
