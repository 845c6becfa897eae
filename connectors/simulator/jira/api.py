"""Answers every request to the made-up Jira: who asks, in which version, what goes wrong."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from connectors.simulator.answers import json_answer
from connectors.simulator.faults import Faults
from connectors.simulator.jira import access, rest_comments, rest_issues, rest_links, rest_permissions, rest_places
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import Printer
from connectors.simulator.jira.limits import Limits
from connectors.simulator.jira.rest import Call, refusal_answer
from connectors.simulator.requests import Asked, Moment, RequestLog
from connectors.simulator.routing import Routes
from connectors.simulator.serving import Answer, Dropped, Request

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Account
    from connectors.simulator.jira.world import World

REST: Final = "/rest/api/"
# A fixed path counts before one with a named part.
ROUTES: Final = Routes[Call](
    sorted(
        (
            *rest_places.ROUTES,
            *rest_permissions.ROUTES,
            *rest_issues.ROUTES,
            *rest_comments.ROUTES,
            *rest_links.ROUTES,
        ),
        key=lambda route: "{" in route.pattern,
    )
)
ON_CLOUD: Final = rest_issues.ON_CLOUD | rest_comments.ON_CLOUD | rest_places.ON_CLOUD | rest_permissions.ON_CLOUD
WRITING: Final = frozenset({"POST", "PUT", "DELETE"})


@dataclass(slots=True)
class Api:
    """The API of one world. ``handle`` runs in the threads of a server."""

    world: World
    origin: str
    faults: Faults = field(default_factory=Faults)
    limits: Limits = field(default_factory=Limits)
    log: RequestLog = field(default_factory=RequestLog)
    ending: threading.Event = field(default_factory=threading.Event)
    """Set when the server ends, so that nobody waits for a late answer any more."""

    def handle(self, request: Request) -> Answer:
        """One answer. Raises ``Dropped`` where a fault says so."""
        account = access.caller(self.world, request.headers)
        asked = Asked(request.method, request.path, account.login if account else "", request.body)
        self.log.at(Moment.BEFORE, asked)
        fault = self.faults.take(request.method, request.path)
        self.ending.wait(fault.seconds)
        answer = fault.instead or self._answer(request, account)
        answer = fault.afterwards or answer
        self.log.at(Moment.AFTER, replace(asked, status=0 if fault.drops else answer.status))
        if fault.drops:
            raise Dropped
        return answer

    def _answer(self, request: Request, account: Account | None) -> Answer:
        if account is None:
            refused = Refused(401, "You are not authenticated. Authentication required to perform this operation.")
            return refusal_answer(refused)
        version, _, path = request.path.removeprefix(REST).partition("/")
        if not request.path.startswith(REST) or version not in self.versions:
            return refusal_answer(Refused(404, "dead link"))
        found = ROUTES.find(request.method, f"/{path}")
        if found is None or (found[0].pattern in ON_CLOUD and not self.world.cloud):
            return refusal_answer(Refused(404, "dead link"))
        route, parts = found
        printer = Printer(self.origin, self.world.cloud, int(version))
        with self.world.lock:
            try:
                call = Call(self.world, account, request, parts, printer, self.limits)
                return self._limited(call) or route.answer(call)
            except Refused as refused:
                return refusal_answer(refused)

    @property
    def versions(self) -> tuple[str, ...]:
        """Data Center has version 2 only."""
        return ("2", "3") if self.world.cloud else ("2",)

    def _limited(self, call: Call) -> Answer | None:
        if call.request.method not in WRITING or "issue" not in call.parts:
            return None
        wait = self.limits.wait(call.issue().id, self.world.now())
        if not wait:
            return None
        complaint = {"errorMessages": ["Rate limit exceeded."], "errors": {}}
        told = {"retry_after": str(ceil(wait)), "ratelimit_reason": "jira-per-issue-on-write"}
        return json_answer(429, complaint, **told)
