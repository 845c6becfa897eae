"""What somebody stated through Detour itself, as it is shown."""

from dataclasses import dataclass

from rules.statements import Waiver
from service.access.sight import Sight
from service.evidence.course import MICROSECONDS
from service.evidence.saying import statement_of
from service.evidence.shown import Statement
from service.pages.veil import veiled
from service.store.page_statements import Stated
from service.survey.shown import Issue


@dataclass(frozen=True, slots=True)
class Standing:
    """A statement by its number, who signed it ('' where the statement itself tells), and when (seconds since 1970)."""

    id: int
    statement: Statement
    by: str
    at: float


def standing_of(one: Stated, sight: Sight) -> Standing:
    """A statement as a viewer may see it. Pure."""
    says = statement_of(one.statement, lambda ref: Issue(ref.site, ref.text, "", ""))
    by = one.statement.author if isinstance(one.statement, Waiver) else ""
    return Standing(one.id, veiled(says, sight), by, one.tick / MICROSECONDS)
