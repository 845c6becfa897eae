"""A day at Acme, scene by scene: what somebody does, and what Detour has to say then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.simulator import failures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.demonstration.organisation import Acme


@dataclass(frozen=True, slots=True)
class Scene:
    """``says`` is, by the short name of an issue, the line with which our one comment on it begins from now on.

    ``asks`` is the same of the one need brief on an issue that others wait on.
    """

    told: str
    act: Callable[[Acme], object]
    says: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)


def _native(acme: Acme) -> None:
    acme.mia.blocks(acme.on_github("search"), by=acme.on_github("cluster"))


def _described(acme: Acme) -> None:
    acme.mia.edits(acme.on_github("checkout"), body=f"Blocked by: {acme.ref('ledger')}")


def _link_type(acme: Acme) -> None:
    acme.sara.blocks(acme.on_jira("stock"), by=acme.on_jira("ledger"))


def _commented(acme: Acme) -> None:
    acme.mia.comments(acme.on_github("refunds"), f"Blocked by {acme.ref('refund_api')}, as agreed with Noor.")


def _remote(acme: Acme) -> None:
    acme.sara.adds_remote_link(acme.on_jira("forecast"), acme.url("cluster"), "is blocked by", "Search cluster")
    acme.sara.starts(acme.on_jira("forecast"))


def _stranger(acme: Acme) -> None:
    acme.plans("wishes", "Wish lists", "acme/web")
    acme.stranger.comments(acme.on_github("wishes"), f"Blocked by {acme.ref('ledger')}")


def _declared(acme: Acme) -> None:
    acme.opens("invoice", "Pay by invoice", "acme/web")
    lines = f"Blocked by: {acme.ref('ledger')}\n\nFallback for {acme.ref('ledger')}: {acme.ref('invoice')} (hack)"
    acme.mia.edits(acme.on_github("checkout"), body=lines)


def _commanded(acme: Acme) -> None:
    acme.opens("voucher", "Refund as a voucher", "acme/web")
    command = f"/detour fallback {acme.ref('voucher')} for {acme.ref('refund_api')}"
    acme.mia.comments(acme.on_github("refunds"), command)


def _linked_fallback(acme: Acme) -> None:
    acme.opens("lists", "Count the stock by hand", "SHOP")
    acme.sara.links(acme.on_jira("lists"), acme.on_jira("stock"), "Fallback")


def _understood(acme: Acme) -> None:
    acme.noor.comments(acme.on_jira("ledger"), "/detour understood")


def _theirs(acme: Acme) -> None:
    acme.opens("old_cluster", "Keep the old cluster alive", "acme/platform")
    acme.mia.edits(acme.on_github("search"), body=f"Fallback: {acme.ref('old_cluster')}")


def _leaning(acme: Acme) -> None:
    acme.opens("database", "Search in the database", "acme/web", labels=("fallback",))
    acme.mia.blocks(acme.on_github("database"), by=acme.on_github("sign_on"))
    acme.mia.edits(acme.on_github("search"), body="")
    acme.mia.adds_part(acme.on_github("search"), acme.on_github("database"))


def _upright(acme: Acme) -> None:
    acme.mia.unblocks(acme.on_github("database"), by=acme.on_github("sign_on"))


def _dropped_fallback(acme: Acme) -> None:
    acme.mia.closes(acme.on_github("voucher"), "not_planned")


def _hiccup(acme: Acme) -> None:
    acme.plans("cards", "Gift cards", "SHOP")
    acme.desk.fails(failures.bad_gateway_afterwards(), "POST", "*/comment")
    acme.sara.edits(acme.on_jira("cards"), body=f"Blocked by: {acme.ref('sign_on')}")


def _dropped_blocker(acme: Acme) -> None:
    acme.olu.closes(acme.on_github("sign_on"), "not_planned")


def _ring(acme: Acme) -> None:
    acme.plans("page", "Loyalty page", "acme/web")
    acme.plans("points", "Loyalty points", "PAY")
    acme.mia.edits(acme.on_github("page"), body=f"Blocked by: {acme.ref('points')}")
    acme.noor.edits(acme.on_jira("points"), body=f"Blocked by: {acme.ref('page')}")


def _done(acme: Acme) -> None:
    acme.noor.closes(acme.on_jira("refund_api"))


def _talk(acme: Acme) -> None:
    acme.mia.edits(acme.on_github("checkout"), title="Checkout, with invoices")
    acme.sara.comments(acme.on_jira("stock"), "Any news from payments?")
    acme.hub.redeliver(*acme.hub.deliveries)
    acme.desk.redeliver(*acme.desk.deliveries)


STORY: Final = (
    Scene(
        "On GitHub Mia lets Product search wait on the platform team's cluster: a native dependency",
        _native,
        {"search": "This waits on acme/platform#1 (platform) and has no plan B."},
        {"cluster": "acme/web#2 (web) waits on this, needed by "},
    ),
    Scene(
        "Checkout waits on a ledger that the payments team keeps in Jira: she writes it into the description",
        _described,
        {"checkout": "This waits on PAY-1 (payments) and has no plan B."},
        {"ledger": "acme/web#1 (web) waits on this, needed by "},
    ),
    Scene(
        'In Jira Sara links Stock in every store to the same ledger: "is blocked by"',
        _link_type,
        {"stock": "This waits on PAY-1 (payments) and has no plan B."},
        {"ledger": "2 issues of other teams wait on this, the first needed by "},
    ),
    Scene(
        "Mia mentions another wait in a comment on Refunds in the shop",
        _commented,
        {"refunds": "This waits on PAY-2 (payments) and has no plan B."},
        {"refund_api": "acme/web#3 (web) waits on this, needed by "},
    ),
    Scene(
        "Sara links the Stock forecast to the cluster's page on GitHub, and starts with it",
        _remote,
        {"forecast": "This waits on acme/platform#1 (platform) and has no plan B."},
        {"cluster": "2 issues of other teams wait on this, the first needed by "},
    ),
    Scene("A passer-by without write permission claims a wait in a comment: that states nothing", _stranger),
    Scene(
        "Mia opens a ticket of her own team as plan B, and names it in the description of Checkout",
        _declared,
        {"checkout": "Settled: acme/web#5 stands in for PAY-1."},
    ),
    Scene(
        "She names another one with a command: /detour fallback",
        _commanded,
        {"refunds": "Settled: acme/web#6 stands in for PAY-2."},
    ),
    Scene(
        'Sara links hers in Jira: "is fallback for"',
        _linked_fallback,
        {"stock": "Settled: SHOP-3 stands in for PAY-1."},
    ),
    Scene("On the ledger Noor answers that they have understood: /detour understood, which is no promise", _understood),
    Scene(
        "For Product search Mia names a ticket that the platform team would have to do",
        _theirs,
        {"search": "The fallback acme/platform#3 belongs to platform, not to web."},
    ),
    Scene(
        "Then one of her own, a sub-issue labelled fallback, which waits on the platform team again",
        _leaning,
        {
            "search": "2 things to settle here. The first: the fallback acme/web#7 waits on platform too, "
            "so it cannot stand in for acme/platform#1.",
            "database": "This waits on acme/platform#2 (platform) and has no plan B.",
        },
        {"sign_on": "acme/web#7 (web) waits on this, needed by "},
    ),
    Scene(
        "She frees it of that wait",
        _upright,
        {
            "search": "Settled: acme/web#7 stands in for acme/platform#1.",
            "database": "Settled: this waits on no other team now.",
        },
        {"sign_on": "Settled: no other team waits on this now."},
    ),
    Scene(
        "The plan B for the refunds is dropped", _dropped_fallback, {"refunds": "The fallback acme/web#6 was dropped."}
    ),
    Scene(
        "Gift cards wait on GitHub; Jira writes the comment and answers 502 all the same: there is only one",
        _hiccup,
        {"cards": "This waits on acme/platform#2 (platform) and has no plan B."},
        {"sign_on": "SHOP-4 (shop) waits on this, needed by "},
    ),
    Scene(
        "On GitHub the platform team drops what they wait on",
        _dropped_blocker,
        {"cards": "acme/platform#2 (platform) was closed without being done, and nothing stands in for it."},
        {"sign_on": "Settled: this issue is closed."},
    ),
    Scene(
        "Two teams begin to wait on each other, one on GitHub and one in Jira",
        _ring,
        {
            "page": "2 things to settle here. The first: this waits on PAY-3 (payments) and has no plan B.",
            "points": "This waits on acme/web#8 (web) and has no plan B.",
        },
        {
            "page": "PAY-3 (payments) waits on this, needed by ",
            "points": "acme/web#8 (web) waits on this, needed by ",
        },
    ),
    Scene(
        "The payments team finishes the refund API",
        _done,
        {"refunds": "Settled: PAY-2 is done."},
        {"refund_api": "Settled: this issue is closed."},
    ),
    Scene("People edit and talk, and both trackers send every webhook a second time: nothing to add", _talk),
)
