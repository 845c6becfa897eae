"""Examples of what the API answers, for its description."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from service.api.shapes import AuditBegun, MessageShown, Rechecked, Replayed
from service.audit_stream import EVENTS, Progress, written
from service.evidence.shown import Statement
from service.evidence.stated import Standing
from service.evidence.what_if import Shift, Shifts
from service.survey.shown import Finding, Issue, Link, Team
from service.survey.verdicts import Declared, Verdict, Wait

JSON: Final = "application/json"
CHECKOUT: Final = Issue("jira/acme", "SHOP-12", "https://acme.atlassian.net/browse/SHOP-12", "New checkout")
LEDGER: Final = Issue("jira/acme", "PAY-311", "https://acme.atlassian.net/browse/PAY-311", "Ledger with refunds")
FILE: Final = Issue("jira/acme", "SHOP-40", "https://acme.atlassian.net/browse/SHOP-40", "Refunds by a nightly file")
SHOP: Final = Team("shop", "Shop", configured=True)
PAYMENTS: Final = Team("payments", "Payments", configured=True)

FINDING: Final = Finding(
    key="DT101:jira/acme/SHOP-12:jira/acme/PAY-311",
    code="DT101",
    name="missing-fallback",
    severity="error",
    speaks=True,
    issue=CHECKOUT,
    team=SHOP,
    message="waits on PAY-311 (Payments) and no fallback is declared",
    action="name the ticket Shop would do instead: Fallback for PAY-311: REF",
    fallback=None,
    links=(Link(CHECKOUT, LEDGER, ("link type Blocks on SHOP-12",)),),
)
VERDICT: Final = Verdict(
    issue=CHECKOUT,
    team=SHOP,
    state="open",
    may_start="with fallback",
    because="SHOP-40 stands in for what it waits on",
    fallback=FILE,
    decide_by="2026-12-07",
    waits=(
        Wait(
            blocker=LEDGER,
            team=PAYMENTS,
            state="open",
            across_teams=True,
            covered=True,
            odds=0.62,
            decide_by="2026-12-07",
            fallbacks=(Declared(FILE, "hack", stands=True, begun=False, why_not=(), build_days=3.0),),
        ),
    ),
    findings=(),
)


FOUND: Final = {"items": [{"finding": FINDING, "since": 1_764_147_600.0, "gone": None}], "count": 1, "next": None}
RISK: Final = Statement(
    "waiver", (CHECKOUT, " waives ", LEDGER, " until 2026-12-24, because the launch does not need refunds"), ""
)
DECLARED: Final = Statement(
    "fallback", (CHECKOUT, " has the fallback ", FILE, " for ", LEDGER), "Detour's page of SHOP-12, declared by Ada"
)
STANDING: Final = (
    Standing(7, RISK, "openid:ada", 1_764_147_600.0),
    Standing(8, DECLARED, "", 1_764_147_660.0),
)
SHIFTS: Final = Shifts((Shift(CHECKOUT, SHOP, 0.62, 0.11, 0.9, 0.81, has_all=False),), more=False)
MESSAGE: Final = MessageShown(3, "planning", "finding.opened", "dead", 1_764_147_600.0, 1_764_406_800.0, 10, "HTTP 500")

BY_ROUTE: Final[dict[tuple[str, str, str], object]] = {
    ("get", "/findings", "200"): FOUND,
    ("get", "/issues/{tracker}/{site}/{ref}/verdict", "200"): VERDICT,
    ("get", "/issues/{tracker}/{site}/{ref}/what-if", "200"): SHIFTS,
    ("get", "/issues/{tracker}/{site}/{ref}/statements", "200"): STANDING,
    ("post", "/issues/{tracker}/{site}/{ref}/recheck", "202"): Rechecked("read"),
    ("post", "/issues/{tracker}/{site}/{ref}/waivers", "201"): STANDING[0],
    ("post", "/issues/{tracker}/{site}/{ref}/fallbacks", "201"): STANDING[1],
    ("post", "/audits", "202"): AuditBegun(12, "/api/v1/audits/12/progress"),
    ("post", "/deliveries/replay", "202"): Replayed(4),
    ("post", "/deliveries/{id}/replay", "202"): Replayed(1),
    ("get", "/messages", "200"): (MESSAGE,),
    ("post", "/messages/replay", "202"): Replayed(2),
    ("post", "/messages/{id}/replay", "202"): Replayed(1),
    ("get", "/issues", "200"): [CHECKOUT],
}

_COMING: Final = Progress("jira/acme", "reading every open issue: 100 in 1 request, 300 to come", 100, 400)
_EVENTS: Final = written(b"progress", msgspec.json.encode([_COMING])) + written(b"ended", b"{}")
_STREAM: Final = {"schema": {"type": "string"}, "example": _EVENTS.decode()}
PROGRESS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events `progress`, whose data is a list with how far each site was read, and at last `ended`.",
        "content": {EVENTS: _STREAM},
    }
}
"""How the events of an audit are described."""


def put_into(paths: dict[str, Any], prefix: str) -> None:
    """Puts each example beside its answer in a description. FastAPI would leave out what is null in it."""
    for (method, path, status), example in BY_ROUTE.items():
        content = paths[f"{prefix}{path}"][method]["responses"][status]["content"]
        content[JSON]["example"] = msgspec.to_builtins(example)
