"""Answers every request to the made-up GitHub: who asks, what is left of their limits, what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.simulator import api
from connectors.simulator.github import (
    graphql_api,
    rest_apps,
    rest_checks,
    rest_comments,
    rest_contents,
    rest_hooks,
    rest_issues,
    rest_links,
    rest_places,
    rest_teams,
)
from connectors.simulator.github.access import Caller, Refused, bearer
from connectors.simulator.github.asking import Asking
from connectors.simulator.github.limits import MOST_NODES, Budget, Limits
from connectors.simulator.github.model import Account
from connectors.simulator.github.place_documents import moment
from connectors.simulator.github.rest import Call, Moved, json_answer, moved_answer, refusal_answer
from connectors.simulator.github.secondary import Secondary
from connectors.simulator.routing import Routes

if TYPE_CHECKING:
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.apps import Apps
    from connectors.simulator.github.graphql_cost import Cost
    from connectors.simulator.github.hooks import Hooks
    from connectors.simulator.github.world import World
    from connectors.simulator.serving import Answer, Request

REST: Final = "/api/v3"
GRAPHQL: Final = "/api/graphql"
ROUTES: Final = Routes[Call](
    (
        *rest_apps.ROUTES,
        *rest_hooks.ROUTES,
        *rest_places.ROUTES,
        *rest_teams.ROUTES,
        *rest_contents.ROUTES,
        *rest_issues.ROUTES,
        *rest_comments.ROUTES,
        *rest_links.ROUTES,
        *rest_checks.ROUTES,
    )
)
_APP: Final = Caller(Account("", 0, ""), key="app")
"""Whoever asks with a JWT: the endpoints of an App verify it."""
_ANYBODY: Final = Caller(Account("", 0, ""), key="anybody")
"""Whoever comes with the code of a manifest."""


class _Query(msgspec.Struct):
    query: str
    variables: dict[str, object] | None = None


@dataclass(slots=True)
class Api(api.Api[Caller]):
    """Both APIs of one world."""

    world: World
    at: Addresses
    apps: Apps
    hooks: Hooks
    limits: Limits = field(default_factory=Limits)
    secondary: Secondary = field(default_factory=Secondary)

    def caller(self, request: Request) -> Caller | None:
        """By a token of a person or an App, or an App's own."""
        if request.path.startswith(f"{REST}{rest_apps.MANIFESTS}/"):
            return _ANYBODY
        token = bearer(request.headers)
        account = self.world.tokens.get(token)
        if account is not None:
            return None if account.expired(self.world.now()) else Caller(account, key=account.login)
        return _APP if token.count(".") == 2 else self.apps.caller(token)  # noqa: PLR2004  # a JWT has three parts

    def login(self, caller: Caller) -> str:
        """The account's."""
        return caller.account.login

    def handle(self, request: Request) -> Answer:
        """One answer, counted among those that are under way."""
        with self.secondary.under_way():
            return api.Api.handle(self, request)

    def answer(self, request: Request, caller: Caller | None) -> Answer:
        """Of REST or GraphQL, by what is left of the caller's limits."""
        if caller is None:
            known = "authorization" in request.headers
            return refusal_answer(Refused(401, "Bad credentials" if known else "Requires authentication"))
        with self.world.lock:
            if request.path == GRAPHQL:
                return self._graphql(request, caller)
            budget = self.limits.of(caller.key, "core", self.world.now())
            limited = self.secondary.sent(caller.key, request.method, self.world.now())
            answer = limited or self._rest(request, caller, budget)
        return replace(answer, headers={**budget.headers(), **caller.headers(), **answer.headers})

    def _rest(self, request: Request, caller: Caller, budget: Budget) -> Answer:
        found = (
            ROUTES.find(request.method, request.path.removeprefix(REST))
            if request.path.startswith(f"{REST}/")
            else None
        )
        if found is None:
            return refusal_answer(Refused(404, "Not Found"))
        route, parts = found
        if route.pattern != "/rate_limit":
            if not budget.remaining:
                return refusal_answer(Refused(403, f"API rate limit exceeded for {caller.key}."))
            budget.used += 1
        try:
            call = Call(self.world, caller, request, parts, self.at, self.apps, self.limits, self.hooks)
            return route.answer(call)
        except Refused as refused:
            return refusal_answer(refused)
        except Moved as moved:
            return moved_answer(moved)

    def _graphql(self, request: Request, caller: Caller) -> Answer:
        try:
            sent = msgspec.json.decode(request.body, type=_Query)
        except msgspec.DecodeError:
            return refusal_answer(Refused(400, "Problems parsing JSON"))
        variables, budget = sent.variables or {}, self.limits.of(caller.key, "graphql", self.world.now())
        cost = graphql_api.cost(sent.query, variables)
        limited = self.secondary.asked(caller.key, cost.points, self.world.now()) or _too_much(
            cost, budget, self.limits
        )
        if limited is not None:
            return replace(limited, headers={**budget.headers(), **limited.headers})
        budget.used += cost.points
        told: dict[str, object] = {
            "cost": cost.points,
            "nodeCount": cost.nodes,
            "limit": budget.limit,
            "used": budget.used,
        }
        told |= {"remaining": budget.remaining, "resetAt": moment(budget.reset_at)}
        body = graphql_api.answer(sent.query, variables, Asking(self.world, caller, self.at, told))
        return json_answer(200, body, **budget.headers())


def _too_much(cost: Cost, budget: Budget, limits: Limits) -> Answer | None:
    """What is answered to a query that takes more than is left, or than any may."""
    if budget.remaining < cost.points:
        return json_answer(200, LIMITED)
    if cost.nodes > MOST_NODES:
        return json_answer(
            200, {"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": TOO_MANY.format(cost.nodes)}]}
        )
    if cost.nodes > limits.in_time:
        budget.used += cost.points
        return json_answer(502, {"data": None, "errors": [{"message": TIMED_OUT}]})
    return None


TOO_MANY: Final = "This query requests up to {:,} possible nodes which exceeds the maximum limit of 500,000."
TIMED_OUT: Final = (
    "Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug."
)
LIMITED: Final = {
    "errors": [{"type": "RATE_LIMITED", "code": "graphql_rate_limit", "message": "API rate limit already exceeded."}]
}
