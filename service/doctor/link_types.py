"""The link types of a Jira: which side of each waits, and whether those that are configured are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from connectors.jira.dialect import folded
from connectors.jira.links import Meaning, meaning
from service.doctor.lines import Check, note, ok, wrong
from service.settings.rule_words import nearest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from connectors.jira.dialect import JiraDialect
    from connectors.jira.documents import LinkType
    from connectors.jira.inspection import JiraInspection
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import JiraSite

WORDS: Final = {
    Meaning.WAITS: "waits",
    Meaning.IS_FALLBACK: "is the fallback",
    Meaning.IS_COPY: "is the copy",
}
"""What the side is called that a type is read from."""


def checks(patient: Patient) -> Iterator[Check]:
    """One for each Jira with credentials."""
    for site, inspection in patient.jira:
        yield Check("link_types", site.site().name, partial(_look, site, inspection))


async def _look(site: JiraSite, inspection: JiraInspection) -> AsyncIterator[Line]:
    types, dialect = await inspection.link_types(), site.dialect()
    names = {one.name for one in types if one.name}
    known = {folded(one) for one in names}
    for key, configured in (("blocking", site.blocking), ("fallback", site.fallback or ())):
        for name in (entry.type for entry in configured if folded(entry.type) not in known):
            yield wrong(f"{key} names the link type {name}, which is not there", _meant(name, key, names))
    told = [(one, _means(one, dialect)) for one in types]
    for one, means in told:
        if means:
            yield ok(f"{one.name}: {means}")
    if not any("waits" in means for _, means in told):
        yield wrong("no link type says who waits", 'write blocking = [{ type = "Blocks", waits = "inward" }] for one')
    if rest := [f"{one.name}" for one, means in told if not means]:
        yield note(f"not read: {', '.join(sorted(rest))}", "if one of them means waiting, name it in blocking")


def _meant(name: str, key: str, names: set[str]) -> str:
    meant = nearest(name, names)
    return f"write {meant} in {key}" if meant else f"take it out of {key}; there are {', '.join(sorted(names))}"


def _means(one: LinkType, dialect: JiraDialect) -> str:
    """The side that waits, in the words that it reads."""
    for side, phrase in (("inward", one.inward), ("outward", one.outward)):
        word = WORDS.get(meaning(one, side, dialect))
        if word is not None:
            return f"who reads '{phrase}' ({side}) {word}"
    return ""
