"""An earlier audit, as its JSON tells of it: what it had found is known, and its figures are what others grew from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # msgspec looks the fields' types up
from typing import TYPE_CHECKING

import msgspec

from rules.model import Ref

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Earlier:
    """The keys of what it found, its day, and of all its plans the share that needed nobody else and the odds of all.

    ``None`` stands for what its release did not tell yet, or there were no plans for. ``issues`` are the addresses of
    the issues on which it found each.
    """

    keys: frozenset[str]
    as_of: date | None = None
    share: float | None = None
    odds: float | None = None
    issues: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def known_on(self, issues: Collection[tuple[str, str]]) -> frozenset[str]:
        """The keys of what it found on some issues, by their addresses."""
        return frozenset(key for key in self.keys if self.issues.get(key) in issues)


class _Issue(msgspec.Struct):
    site: str
    ref: str


class _Finding(msgspec.Struct):
    key: str
    issue: _Issue | None = None


class _Head(msgspec.Struct):
    as_of: date | None = None


class _Landing(msgspec.Struct):
    plans: int
    covered: int
    odds: float | None


class _Plans(msgspec.Struct):
    landing: list[_Landing] = []


class _Document(msgspec.Struct):
    findings: list[_Finding]
    audit: _Head = msgspec.field(default_factory=_Head)
    plans: _Plans = msgspec.field(default_factory=_Plans)


_DECODER = msgspec.json.Decoder(_Document)


def earlier(text: str) -> Earlier:
    """What an audit's JSON tells. Raises ``ValueError`` for anything else."""
    try:
        found = _DECODER.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError('it is not the JSON of an audit ("findings", each with a "key")') from error
    keys = frozenset(finding.key for finding in found.findings)
    issues = {one.key: Ref(one.issue.site, one.issue.ref).address for one in found.findings if one.issue is not None}
    whole = found.plans.landing[-1] if found.plans.landing else None
    if whole is None or not whole.plans:
        return Earlier(keys, found.audit.as_of, issues=issues)
    return Earlier(keys, found.audit.as_of, whole.covered / whole.plans, whole.odds, issues)
