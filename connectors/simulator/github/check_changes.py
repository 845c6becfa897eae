"""What Apps say of commits, and people who ask them to say it again.

https://docs.github.com/en/rest/guides/using-the-rest-api-to-interact-with-checks
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.github.happenings import Happening, Invalid
from connectors.simulator.github.model import CheckRun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.simulator.github.apps import App
    from connectors.simulator.github.model import Account, Repository
    from connectors.simulator.github.world import World

CONCLUSIONS: Final = frozenset(
    {"action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out"}
)
STATUSES: Final = frozenset({"queued", "in_progress", "completed"})


def create(world: World, app: App, place: Repository, said: Mapping[str, Any]) -> CheckRun:
    """A new check on a commit. A second one like it is another one."""
    with world.lock:
        head = said.get("head_sha")
        if not any(one.pull is not None and one.pull.head == head for one in place.issues.values()):
            raise Invalid(f"No commit found for SHA: {head}")
        number = world.new_id()
        made = CheckRun(number, f"CR_kwDO{number:x}", app, str(head), str(said["name"]), "", world.now())
        update(world, made, said)
        place.checks[made.id] = made
        return made


def update(world: World, check: CheckRun, said: Mapping[str, Any]) -> None:
    """What is said of a check from now on; what is not said stays. A conclusion completes it."""
    with world.lock:
        status, conclusion = said.get("status", check.status), said.get("conclusion", check.conclusion)
        if status not in STATUSES or conclusion not in CONCLUSIONS | {None}:
            raise Invalid("Invalid request.\n\nstatus or conclusion is not a member of its list.")
        check.conclusion, check.status = conclusion, "completed" if "conclusion" in said else status
        check.completed_at = world.now() if check.status == "completed" else None
        check.external_id = said.get("external_id", check.external_id)
        check.details_url = said.get("details_url", check.details_url)
        output = said.get("output") or {}
        check.title, check.summary = output.get("title", check.title), output.get("summary", check.summary)


def rerequest(world: World, by: Account, place: Repository, check: CheckRun) -> None:
    """Somebody wants it said again: until then it is queued, and concludes nothing."""
    with world.lock:
        check.status, check.conclusion, check.completed_at = "queued", None, None
        world.tell(Happening("check_run", "rerequested", place.owner, place, by, {"check_run": check}))
