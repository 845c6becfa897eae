"""A day at Acme, scene by scene: what somebody does, and what Detour has to say then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.simulator.github import failures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.demonstration.organisation import Acme


@dataclass(frozen=True, slots=True)
class Scene:
    """``says`` is, by the short name of an issue, the line with which our one comment on it begins from now on."""

    told: str
    act: Callable[[Acme], object]
    says: Mapping[str, str] = field(default_factory=dict)


def _native(acme: Acme) -> None:
    acme.mia.blocks(acme.issues["checkout"], by=acme.issues["ledger"])


def _described(acme: Acme) -> None:
    acme.mia.edits(acme.issues["search"], body=f"Blocked by: {acme.ref('cluster')}")


def _commented(acme: Acme) -> None:
    acme.mia.comments(acme.issues["refunds"], f"Blocked by {acme.ref('refund_api')}, as agreed with Noor.")


def _stranger(acme: Acme) -> None:
    acme.plans("wishes", "Wish lists")
    acme.stranger.comments(acme.issues["wishes"], f"Blocked by {acme.ref('ledger')}")


def _declared(acme: Acme) -> None:
    acme.issues["invoice"] = acme.mia.opens("acme/web", "Pay by invoice")
    fallback = f"Fallback for {acme.ref('ledger')}: {acme.ref('invoice')} (hack)"
    acme.mia.edits(acme.issues["checkout"], body=fallback)


def _commanded(acme: Acme) -> None:
    acme.issues["voucher"] = acme.mia.opens("acme/web", "Refund as a voucher")
    acme.mia.comments(acme.issues["refunds"], f"/detour fallback {acme.ref('voucher')} for {acme.ref('refund_api')}")


def _theirs(acme: Acme) -> None:
    acme.issues["old_cluster"] = acme.noor.opens("acme/platform", "Keep the old cluster alive")
    lines = f"Blocked by: {acme.ref('cluster')}\n\nFallback: {acme.ref('old_cluster')}"
    acme.mia.edits(acme.issues["search"], body=lines)


def _leaning(acme: Acme) -> None:
    acme.issues["database"] = acme.mia.opens("acme/web", "Search in the database", labels=["fallback"])
    acme.mia.blocks(acme.issues["database"], by=acme.issues["sign_on"])
    acme.mia.edits(acme.issues["search"], body=f"Blocked by: {acme.ref('cluster')}")
    acme.mia.adds_part(acme.issues["search"], acme.issues["database"])


def _upright(acme: Acme) -> None:
    acme.mia.unblocks(acme.issues["database"], by=acme.issues["sign_on"])


def _dropped_fallback(acme: Acme) -> None:
    acme.mia.closes(acme.issues["voucher"], "not_planned")


def _hiccup(acme: Acme) -> None:
    acme.plans("accounts", "Company accounts")
    acme.hub.fails(failures.bad_gateway_afterwards(), "POST", "*/comments")
    acme.mia.blocks(acme.issues["accounts"], by=acme.issues["sign_on"])


def _dropped_blocker(acme: Acme) -> None:
    acme.noor.closes(acme.issues["sign_on"], "not_planned")


def _ring(acme: Acme) -> None:
    acme.plans("page", "Loyalty page")
    acme.plans("points", "Loyalty points", "acme/pay")
    acme.mia.blocks(acme.issues["page"], by=acme.issues["points"])
    acme.noor.blocks(acme.issues["points"], by=acme.issues["page"])


def _done(acme: Acme) -> None:
    acme.noor.closes(acme.issues["refund_api"])


def _talk(acme: Acme) -> None:
    acme.mia.edits(acme.issues["checkout"], title="Checkout, with invoices")
    acme.mia.comments(acme.issues["checkout"], "Any news from payments?")
    acme.hub.redeliver(*acme.hub.deliveries)


STORY: Final = (
    Scene(
        "Mia links Checkout to the ledger of the payments team: a native dependency",
        _native,
        {"checkout": "This waits on acme/pay#1 (payments) and has no plan B."},
    ),
    Scene(
        "She writes it into the description of Product search",
        _described,
        {"search": "This waits on acme/platform#1 (platform) and has no plan B."},
    ),
    Scene(
        "She mentions it in a comment on Refunds in the shop",
        _commented,
        {"refunds": "This waits on acme/pay#2 (payments) and has no plan B."},
    ),
    Scene("A passer-by without write permission claims a wait in a comment: that states nothing", _stranger),
    Scene(
        "Mia opens a ticket of her own team as plan B, and names it in the description of Checkout",
        _declared,
        {"checkout": "Settled: acme/web#5 stands in for acme/pay#1."},
    ),
    Scene(
        "She names another one with a command: /detour fallback",
        _commanded,
        {"refunds": "Settled: acme/web#6 stands in for acme/pay#2."},
    ),
    Scene(
        "For Product search she names a ticket that the platform team would have to do",
        _theirs,
        {"search": "The fallback acme/platform#3 belongs to platform, not to web."},
    ),
    Scene(
        "Then one of her own, a sub-issue labelled fallback, which waits on the platform team again",
        _leaning,
        {
            "search": "The fallback acme/web#7 waits on platform too, so it cannot stand in for acme/platform#1.",
            "database": "This waits on acme/platform#2 (platform) and has no plan B.",
        },
    ),
    Scene(
        "She frees it of that wait",
        _upright,
        {
            "search": "Settled: acme/web#7 stands in for acme/platform#1.",
            "database": "Settled: this waits on no other team now.",
        },
    ),
    Scene(
        "The plan B for the refunds is dropped", _dropped_fallback, {"refunds": "The fallback acme/web#6 was dropped."}
    ),
    Scene(
        "Another wait; GitHub writes the comment and answers 502 all the same: there is only one",
        _hiccup,
        {"accounts": "This waits on acme/platform#2 (platform) and has no plan B."},
    ),
    Scene(
        "The platform team drops what that one waits on",
        _dropped_blocker,
        {"accounts": "acme/platform#2 (platform) was closed without being done, and nothing stands in for it."},
    ),
    Scene(
        "Two teams begin to wait on each other",
        _ring,
        {
            "page": "This waits on acme/pay#3 (payments) and has no plan B.",
            "points": "2 things to settle here. The first: this waits on acme/web#9 (web) and has no plan B.",
        },
    ),
    Scene("The payments team finishes the refund API", _done, {"refunds": "Settled: acme/pay#2 is done."}),
    Scene("People edit and talk, and GitHub sends every webhook a second time: nothing to add", _talk),
)
