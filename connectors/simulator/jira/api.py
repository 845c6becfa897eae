"""Answers every request to the made-up Jira: who asks, in which version, what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

from connectors.simulator import api
from connectors.simulator.answers import json_answer
from connectors.simulator.jira import (
    access,
    rest_administration,
    rest_comments,
    rest_issues,
    rest_links,
    rest_permissions,
    rest_places,
)
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import Printer
from connectors.simulator.jira.limits import Limits
from connectors.simulator.jira.model import Account
from connectors.simulator.jira.quotas import Quotas
from connectors.simulator.jira.rest import Call, refusal_answer
from connectors.simulator.routing import Routes

if TYPE_CHECKING:
    from connectors.simulator.jira.hooks import Hooks
    from connectors.simulator.jira.world import World
    from connectors.simulator.serving import Answer, Request

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
class Api(api.Api[Account]):
    """The API of one world."""

    world: World
    origin: str
    hooks: Hooks
    limits: Limits = field(default_factory=Limits)
    quotas: Quotas = field(default_factory=Quotas)

    def caller(self, request: Request) -> Account | None:
        """By a token."""
        return access.caller(self.world, request.headers)

    def login(self, caller: Account) -> str:
        """The account's."""
        return caller.login

    def answer(self, request: Request, caller: Account | None) -> Answer:
        """Of the version that is asked."""
        with self.world.lock:
            now = self.world.now().timestamp()
            answer = self.quotas.refusal(request.method, now) or self._answer(request, caller)
            return self.quotas.counted(answer, now)

    def _answer(self, request: Request, caller: Account | None) -> Answer:
        if caller is None:
            refused = Refused(401, "You are not authenticated. Authentication required to perform this operation.")
            return refusal_answer(refused)
        try:
            aside = rest_administration.answer(self.world, caller, request, self.hooks)
            return aside or self._versioned(request, caller)
        except Refused as refused:
            return refusal_answer(refused)

    def _versioned(self, request: Request, caller: Account) -> Answer:
        """Raises ``Refused``."""
        version, _, path = request.path.removeprefix(REST).partition("/")
        if not request.path.startswith(REST) or version not in self.versions:
            raise Refused(404, "dead link")
        found = ROUTES.find(request.method, f"/{path}")
        if found is None or (found[0].pattern in ON_CLOUD and not self.world.cloud):
            raise Refused(404, "dead link")
        route, parts = found
        call = Call(
            self.world, caller, request, parts, Printer(self.origin, self.world.cloud, int(version)), self.limits
        )
        return self._limited(call) or route.answer(call)

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
