"""What Detour would say on each issue, ready to be stored: the document, what it announces, and its digest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from service.settings.configuration import SPEAKING
from service.speech.comments import UNNAMED, document_of
from service.speech.digests import digest_of, missed_by, told_by
from service.speech.document import Document  # noqa: TC001  # the store decodes remarks, and looks this type up
from service.speech.folds import fold, may_fold
from service.speech.matters import matters_for
from service.speech.mentions import calls
from service.speech.prospects import prospects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from rules.assembly import Assembled
    from rules.graph import Graph
    from rules.model import Ref
    from rules.rule import Finding
    from service.speech.comments import Operator
    from service.speech.matters import Matter

RELEASED = "DT405"
"""The last blocker is done: news only where our comment stands, and said by the very line to which it folds."""


ALMOST = frozenset({"near-miss"})
"""The one event of near misses: however many there are, they begin one comment."""


class Tone(StrEnum):
    """How a remark comes along, which decides when it may begin a comment."""

    SPOKEN = "spoken"
    """A finding speaks."""
    QUIET = "quiet"
    """Near misses alone, all folded away."""
    FOLDED = "folded"
    """Nothing speaks any more: the one line to which a comment folds."""
    ASKED = "asked"
    """Somebody asks for the issue, and that is worth a need brief."""
    LISTED = "listed"
    """Somebody asks, and that alone begins none."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What should stand on one issue now.

    ``events`` are what may cause a *new* comment: keys of findings, or the asks of a need brief; whoever the document
    mentions is to be notified if one of ``calls`` is among those that do. ``digest`` is of what is said, without its
    wording, and without whom it mentions.
    """

    tone: Tone
    events: frozenset[str]
    digest: str
    document: Document
    calls: frozenset[str] = frozenset()

    @property
    def says(self) -> tuple[object, ...]:
        """What decides whether it has to be said again: never words alone."""
        return self.tone, self.events, self.digest

    def renamed(self, names: Callable[[frozenset[str]], frozenset[str]]) -> Remark:
        """The same, by other names of its events."""
        return replace(self, events=names(self.events), calls=names(self.calls))


def remarks_for(
    graph: Graph,
    findings: Iterable[Finding],
    assembled: Assembled,
    *,
    said_on: Collection[Ref] = (),
    speaking: Collection[str] = SPEAKING,
    operator: Operator = UNNAMED,
) -> dict[Ref, Remark]:
    """What should stand on each issue that was judged, by its ref; an issue with nothing to say is absent. Pure.

    ``said_on`` are the issues on which something was said before: where nothing speaks any more they get the line to
    which it folds. ``speaking`` names, by code or name, the rules that may cause a comment. A single finding that may
    not, such as one of the baseline, is given with ``speaks`` turned off.
    """
    allowed = {word.casefold() for word in speaking}
    heard = [_heard(finding, allowed) for finding in findings]
    released: defaultdict[Ref, set[str]] = defaultdict(set)
    for finding in heard:
        if finding.code == RELEASED and finding.speaks:
            released[finding.issue.ref].add(finding.key)
    said = {ref.address for ref in said_on}
    found: dict[Ref, Remark] = {}
    for matter in matters_for(graph, (one for one in heard if one.code != RELEASED), assembled, said_on):
        issue = matter.issue
        remark = _aloud(matter, operator)
        if remark is None and issue.ref.address in said and may_fold(issue):
            remark = _folded(matter, operator, frozenset(released[issue.ref]))
        if remark is not None:
            found[issue.ref] = remark
    return found


def _heard(finding: Finding, allowed: set[str]) -> Finding:
    """The finding as this organisation wants to hear it: both it and the settings decide whether it speaks."""
    speaks = finding.speaks and not allowed.isdisjoint({finding.code.casefold(), finding.name.casefold()})
    return finding if speaks == finding.speaks else replace(finding, speaks=speaks)


def _aloud(matter: Matter, operator: Operator) -> Remark | None:
    """What a comment may begin with, if anything."""
    prospects = prospects_of(matter) if matter.speaking else []
    document = document_of(matter, operator, prospects)
    if document is None:
        return None
    if not matter.speaking:
        return Remark(Tone.QUIET, ALMOST, digest_of(Tone.QUIET, missed_by(matter)), document)
    events = frozenset(finding.key for finding in matter.speaking)
    beside = ("\n".join(one.tells) for one in prospects)
    digest = digest_of(Tone.SPOKEN, told_by(matter), *beside)
    return Remark(Tone.SPOKEN, events, digest, document, calls(matter.speaking))


def _folded(matter: Matter, operator: Operator, events: frozenset[str]) -> Remark:
    folded = fold(matter, operator)
    return Remark(Tone.FOLDED, events, folded.digest, folded.document)
