"""Examples of what the API answers, for its description."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from service.survey.shown import Declared, Finding, Issue, Link, Team, Verdict, Wait

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
BY_PATH: Final[dict[str, object]] = {
    "/findings": FOUND,
    "/issues/{tracker}/{site}/{ref}/verdict": VERDICT,
    "/issues": [CHECKOUT],
}


def put_into(paths: dict[str, Any], prefix: str) -> None:
    """Puts each example beside its answer in a description. FastAPI would leave out what is null in it."""
    for path, example in BY_PATH.items():
        content = paths[f"{prefix}{path}"]["get"]["responses"]["200"]["content"]
        content[JSON]["example"] = msgspec.to_builtins(example)
