"""The small organisation of the made-up GitHub's sample as Jira has it, so that there is something to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira import thread_changes

if TYPE_CHECKING:
    from connectors.simulator.jira.desk import Desk
    from connectors.simulator.jira.model import Issue
    from connectors.simulator.jira.people import Person

PLACES: Final = ("WEB", "PAY", "PLAT", "HELP")
CHECKOUT: Final = """\
Customers pay by card, by invoice and with vouchers: https://acme.example/checkout
- the old basket goes away with WEB-2
- nothing is rounded before the ledger has it
Blocked by: PAY-1
"""
INTERNAL: Final = {"sd.public.comment": {"internal": True}}


def settles(desk: Desk) -> tuple[Person, ...]:
    """Lets people come, plan and talk; who they are."""
    desk.project("HELP", service_desk=True)
    mia, noor = desk.person("mia", writes=PLACES), desk.person("noor", admins=PLACES)
    guest = desk.person("guest", reads=PLACES)
    ledger = noor.opens("PAY", "New ledger", "Double entry, at last.", labels=["team-payments"], assignees=[noor])
    noor.closes(noor.opens("PAY", "Old refund form"), "not_planned")
    checkout = _plans(desk, mia, noor, ledger)
    _talks(desk, mia, noor, checkout)
    _helps(desk, noor, guest, ledger)
    return mia, noor, guest


def _plans(desk: Desk, mia: Person, noor: Person, ledger: Issue) -> Issue:
    launch = desk.world.now() + timedelta(days=60)
    cluster = noor.opens("PLAT", "Search cluster", labels=["infrastructure"])
    checkout = mia.opens("WEB", "Checkout", CHECKOUT, labels=["team-web", "launch"], assignees=[mia], kind="Story")
    basket = mia.opens("WEB", "Remove the old basket", kind="Sub-task")
    search = mia.opens("WEB", "Product search", "Needs the cluster.", labels=["team-web"], kind="Story")
    fallback = mia.opens("WEB", "Search in the database", labels=["fallback"])
    shop = mia.opens("WEB", "The shop", kind="Epic")
    for issue in (checkout, search):
        mia.sets_milestone(issue, "Launch", launch)
        mia.adds_part(shop, issue)
    mia.adds_part(checkout, basket)
    mia.closes(basket)
    mia.blocks(checkout, by=ledger)
    mia.links(search, cluster, "Depends")
    mia.links(fallback, search, "Fallback")
    mia.adds_remote_link(search, "https://github.com/acme/platform/issues/1", "is blocked by", "acme/platform#1")
    mia.sets_sprint(checkout, "Sprint 7", desk.world.now() + timedelta(days=10))
    mia.sets_due(fallback, (launch - timedelta(days=30)).date())
    mia.starts(checkout)
    return checkout


def _talks(desk: Desk, mia: Person, noor: Person, checkout: Issue) -> None:
    mia.comments(checkout, "Any news about PAY-1?")
    desk.passes(minutes=20)
    answer = noor.comments(checkout, "Next week.")
    desk.passes(minutes=2)
    noor.edits_comment(answer, "Next week, and not before: double entry takes time.")
    noor.comments(checkout, "Our own date is later still.", role="Administrators")


def _helps(desk: Desk, noor: Person, guest: Person, ledger: Issue) -> None:
    """A request of a customer, who does not see what is said inside."""
    request = guest.opens("HELP", "My refund is a cent short", "It was $ 9.99.")
    noor.blocks(request, by=ledger)
    noor.comments(request, "We are looking into it.")
    thread_changes.comment(desk.world, noor.account, request, "It is the rounding again.", INTERNAL)
