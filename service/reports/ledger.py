"""What a report tells of hacks: what they cost, who pays, and whose missing work they stand in for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.reports.days import estimate_json, many, told, total_json
from service.reports.issues import issue_json
from service.reports.lists import rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.costs.ledger import Account, Hack, Ledger
    from rules.views import IssueView

MOST_LINES = 5
LISTED = 200
"""Accounts of a kind, and hacks, in the JSON: the dearest ones."""


def document(ledger: Ledger) -> dict[str, Any]:
    """The ``ledger`` of an audit's JSON. Costs are working days, of keeping a month's."""
    hacks = sorted(ledger.whole.hacks, key=lambda hack: -hack.price.keep.days)
    return {
        **_account(ledger.whole),
        "by_owner": [{"team": team.slug, **_account(some)} for team, some in ledger.by_owner[:LISTED]],
        "by_asked": [{"team": team.slug, **_account(some)} for team, some in ledger.by_asked[:LISTED]],
        "by_blocker": [{"blocker": issue_json(one), **_account(some)} for one, some in ledger.by_blocker[:LISTED]],
        "hacks": [_hack(hack) for hack in hacks[:LISTED]],
    }


def lines(ledger: Ledger) -> Iterator[str]:
    """What all hacks cost a month, and for whose missing work they do so most; nothing where nobody keeps any."""
    whole = ledger.whole
    if not whole.living:
        return
    yield (
        f"{many(len(whole.living), 'hack')} of {many(len(whole.teams), 'team')}: keeping costs "
        f"{told(whole.keep)} a month, and removing will cost {told(whole.remove)}."
    )
    dear = [(blocker, account) for blocker, account in ledger.by_blocker if account.keep.days]
    yield from (f"  {_missing(blocker, account)}" for blocker, account in dear[:MOST_LINES])
    yield from rest(len(dear), MOST_LINES)


def _missing(blocker: IssueView, account: Account) -> str:
    since = min((hack.since for hack in account.living if hack.since is not None), default=None)
    oldest = f", the oldest hack since {since:%d %b %Y}" if since is not None else ""
    cost = f"{many(len(account.teams), 'team')} {told(account.keep)} a month"
    return f"what {blocker.ref} of {blocker.team.name} was asked for costs {cost}{oldest}"


def _account(account: Account) -> dict[str, Any]:
    return {
        "count": len(account.hacks),
        "living": len(account.living),
        "teams": account.teams,
        "keep": total_json(account.keep),
        "build": total_json(account.build),
        "remove": total_json(account.remove),
    }


def _hack(hack: Hack) -> dict[str, Any]:
    return {
        "ticket": issue_json(hack.ticket),
        "team": hack.team.slug,
        "kind": hack.kind.name.lower().replace("_", " "),
        "blockers": [issue_json(one) for one in hack.blockers],
        "migration": None if hack.migration is None else issue_json(hack.migration),
        "lives": hack.lives,
        "since": None if hack.since is None else hack.since.isoformat(),
        "months": hack.months,
        "paid": hack.paid,
        "build": estimate_json(hack.price.build),
        "keep": estimate_json(hack.price.keep),
        "remove": estimate_json(hack.price.remove),
    }
