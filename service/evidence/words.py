"""What states, dates, signs of a plan and reasons are called wherever evidence is shown."""

from __future__ import annotations

from typing import Final

from rules.model import DateSource, PlanSign, State
from rules.standing import Reason

STATES: Final = {
    State.OPEN: "open",
    State.DONE: "done",
    State.DROPPED: "closed without being done",
    State.UNKNOWN: "unknown: it was not read, and no link tells",
    State.GONE: "deleted or out of reach",
    State.SUPPLIER: "an outside supplier without a ticket",
}
DATES: Final = {
    DateSource.NONE: "",
    DateSource.TEXT: "its text",
    DateSource.DUE_DATE: "its due date",
    DateSource.SPRINT: "the end of its sprint",
    DateSource.VERSION: "the release of its version",
    DateSource.MILESTONE: "its milestone",
    DateSource.PARENT: "its parent",
}
SIGNS: Final = {
    PlanSign.IN_PROGRESS: "it is in progress",
    PlanSign.ACTIVE_SPRINT: "it is in an active sprint",
    PlanSign.DATED_VERSION: "it is in an unreleased version with a date",
    PlanSign.DATED_MILESTONE: "it is in an open milestone with a date",
}
BY_DATE: Final = "it is needed by a date"
REASONS: Final = {
    Reason.LEANS_ON_BLOCKER: "leans on the blocker's team (DT102)",
    Reason.LEANS_OUTSIDE: "leans on a third team (DT103)",
    Reason.OWNED_ELSEWHERE: "is owned by another team (DT104)",
    Reason.DROPPED: "will not be done, or cannot be seen (DT105)",
    Reason.IS_THE_PROBLEM: "is the waiting work or the blocker itself (DT106)",
    Reason.RING: "holds only in a ring of fallbacks (DT106)",
}
OUT_OF_SCOPE: Final = "none: findings are made on open issues in scope"
CLEAN: Final = "clean"
