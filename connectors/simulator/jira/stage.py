"""A made-up Jira with people in it, and how it is met from a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from string import Template
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.desk import simulated_jira
from connectors.simulator.jira.pages.switchboard import PATH
from connectors.simulator.jira.sample import settles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connectors.simulator.jira.desk import Flavor
    from connectors.simulator.wishes import Wishes

TOLD: Final = Template("""\
A made-up Jira $name runs on this computer until Ctrl-C.

  pages         $address
  switchboard   $address$switchboard   what goes wrong, and when
  REST API      $api$newer
  tokens        everybody's token is their name$owner: $names
  webhooks      $webhooks

For example:
  curl $who $api/$search --json '{"jql": "project = WEB", "fields": ["summary", "issuelinks"]}'
  curl $who $api/issue/WEB-1/comment --json '{"body": "Any news?"}'
  curl $who $api/issueLink --json '{"type": {"name": "Blocks"}, $ends}'
  curl $address$switchboard/faults -d fault=bad-gateway-afterwards -d method=POST -d 'path=*/comment'
  curl $address$switchboard/webhooks -d fate=late -d seconds=20
""")
# Whatever is named as inward reads the outward phrase: the ledger blocks the epic.
ENDS: Final = '"inwardIssue": {"key": "PAY-1"}, "outwardIssue": {"key": "WEB-5"}'
DIFFERENT: Final[Mapping[Flavor, Mapping[str, str]]] = {
    "cloud": {
        "name": "Cloud",
        "newer": ", or version 3, whose texts are documents",
        "search": "search/jql",
        "owner": ", and their address NAME@acme.example",
        "who": "-u mia@acme.example:mia",
    },
    "datacenter": {
        "name": "Data Center",
        "newer": "",
        "owner": "",
        "search": "search",
        "who": "-H 'Authorization: Bearer mia'",
    },
}


@contextmanager
def on_stage(wishes: Wishes, flavor: Flavor) -> Iterator[str]:
    """Runs it while the context lasts; yields what a person is told of it."""
    with simulated_jira(flavor=flavor, port=wishes.port) as desk:
        if wishes.webhook:
            desk.webhook_to(wishes.webhook, wishes.secret)
        people = (desk.bot, *settles(desk))
        # Tokens that can be remembered, and are the same in every run.
        for one in people:
            one.account.token = one.login
        yield TOLD.substitute(
            DIFFERENT[flavor],
            address=desk.address,
            api=f"{desk.address}/rest/api/2",
            switchboard=PATH,
            names=", ".join(one.login for one in people),
            webhooks=wishes.webhooks,
            ends=ENDS,
        )
