"""The rules: what each does, why, with which settings it is in force, and what it finds now."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markupsafe import Markup

from service.refused import Refused
from service.rulebook import rulebook
from service.store.found import Wanted, counted_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.pages.desk import Visit
    from service.rulebook import InForce

NO_RULE: Final = "There is no such rule"
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable(["link", "autolink", "image", "html_block"])
"""Rules of the organisation's own, and of packages that it installed, are documented by others."""


def rules(visit: Visit) -> Mapping[str, object]:
    """The values of the page of all rules."""
    found = rulebook(visit.decisions.settings)
    return {
        "groups": [("Rules of Detour", [one for one in found if not one.own])]
        + ([("Rules of your own", own)] if (own := [one for one in found if one.own]) else []),
        "count": len(found),
        "on": sum(1 for one in found if one.on),
        "counts": counted_by(visit.connection, Wanted(hidden=visit.hidden), "code"),
    }


def rule(visit: Visit) -> Mapping[str, object]:
    """The values of the page of one rule, by its code or its name."""
    word = visit.request.path_params["code"].casefold()
    named = (one for one in rulebook(visit.decisions.settings) if word in (one.code.casefold(), one.name.casefold()))
    found = next(named, None)
    if found is None:
        raise Refused(404, NO_RULE, "The page of rules lists them all.")
    counts = [
        counted_by(
            visit.connection, Wanted(rules=frozenset([found.code]), accepted=accepted, hidden=visit.hidden), "code"
        )
        for accepted in (False, True)
    ]
    return {
        "told": found,
        "documentation": documented(found.documentation),
        "found": counts[0].get(found.code, 0),
        "accepted": counts[1].get(found.code, 0),
        "state": _state(found),
    }


@lru_cache(maxsize=200)
def documented(text: str) -> Markup:
    """Documentation as HTML: paragraphs, headings, lists and code; nothing in it leads or loads anywhere. Pure."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704  # the parser has escaped it


def _state(one: InForce) -> str:
    if not one.on:
        return "It is off" if one.by_default else f'It is off by default; select = ["ALL", "{one.name}"] switches it on'
    if not one.speaks:
        return "It is on, is shown on pages and in reports, and never causes a comment"
    return "It is on, and may cause a comment" if one.comments else "It is on; [comments] rules does not name it"
