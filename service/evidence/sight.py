"""The evidence on an issue as its reader may see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.pages.veil import HIDDEN, veiled
from service.survey.shown import Issue

if TYPE_CHECKING:
    from service.access.sight import Sight
    from service.evidence.shown import Evidence, Statement


def seen(evidence: Evidence, sight: Sight) -> Evidence:
    """Without what is hidden; what a hidden issue says is left out whole, for the words are its own. Pure."""
    told = veiled(evidence, sight)
    return replace(told, statements=tuple(one for one in told.statements if not _is_hidden(one)))


def _is_hidden(statement: Statement) -> bool:
    return next((part for part in statement.says if isinstance(part, Issue)), None) == HIDDEN
