"""A small organisation in the middle of its work, so that there is something to look at and to change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.simulator.github.hub import Hub
    from connectors.simulator.github.model import Issue
    from connectors.simulator.github.people import Person

MINUTES: Final = 20
"""How long people talk."""
PLACES: Final = ("acme/web", "acme/pay", "acme/platform")
CHECKOUT: Final = """\
Customers pay by card, by invoice and with vouchers.

- [design](https://acme.example/checkout) is **done**
- the old basket goes away with acme/web#2

Blocked by: acme/pay#1

<details>
<summary>What we tried first</summary>

| way | why not |
| --- | --- |
| the old ledger | it rounds `0.005` down |
| a spreadsheet | ~~nobody~~ Noor said no |

</details>
"""


def settles(hub: Hub) -> tuple[Person, ...]:
    """Lets people come, plan and talk; who they are."""
    mia, noor = hub.person("mia", writes=PLACES), hub.person("noor", writes=PLACES)
    guest = hub.person("guest", reads=PLACES)
    hub.team("acme", "Payments", members=[noor], pay="admin")
    hub.writes_file("acme/web", ".github/CODEOWNERS", "* @acme/web\n")
    ledger, checkout = _plans(hub, mia, noor)
    _talks(hub, (mia, noor, guest), checkout)
    noor.comments(ledger, "We start next week. cc @mia")
    return mia, noor, guest


def _plans(hub: Hub, mia: Person, noor: Person) -> tuple[Issue, Issue]:
    launch = hub.world.now() + timedelta(days=60)
    ledger = noor.opens("acme/pay", "New ledger", "Double entry, at last.", labels=["team-payments"])
    noor.closes(noor.opens("acme/pay", "Old refund form"), "not_planned")
    cluster = noor.opens("acme/platform", "Search cluster", labels=["infrastructure"], assignees=[noor])
    checkout = mia.opens("acme/web", "Checkout", CHECKOUT, labels=["team-web", "launch"], assignees=[mia])
    basket = mia.opens("acme/web", "Remove the old basket")
    search = mia.opens("acme/web", "Product search", "Needs the cluster.", labels=["team-web"])
    fallback = mia.opens("acme/web", "Search in the database", labels=["fallback"])
    for issue in (checkout, search):
        mia.sets_milestone(issue, "Launch", launch)
    mia.blocks(checkout, by=ledger)
    mia.blocks(search, by=cluster)
    mia.adds_part(search, fallback)
    mia.adds_part(checkout, basket)
    mia.closes(basket)
    mia.merges(mia.opens_pull("acme/web", "Round half to even", "Closes acme/web#2"))
    return ledger, checkout


def _talks(hub: Hub, people: tuple[Person, Person, Person], checkout: Issue) -> None:
    mia, noor, guest = people
    question = mia.comments(checkout, "Any news about acme/pay#1, @noor?")
    hub.passes(minutes=MINUTES)
    answer = noor.comments(checkout, "Next week.")
    noor.edits_comment(answer, "Next week, and not before:\n\n> double entry takes time")
    guest.reacts(question, "eyes")
    mia.reacts(answer, "heart")
    guest.reacts(answer, "heart")
