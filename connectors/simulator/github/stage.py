"""A made-up GitHub with people in it, and how it is met from a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from string import Template
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.hub import simulated_github
from connectors.simulator.github.pages.switchboard import PATH
from connectors.simulator.github.sample import MINUTES, settles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.simulator.wishes import Wishes

TOLD: Final = Template("""\
A made-up GitHub runs on this computer until Ctrl-C.

  pages         $address
  switchboard   $address$switchboard   what goes wrong, and when
  REST API      $api_url
  GraphQL API   $address/api/graphql
  tokens        everybody's token is their name: $names
  webhooks      $webhooks

For example:
  curl -H 'Authorization: Bearer mia' $api_url/repos/acme/web/issues/1/comments -d '{"body": "Any news?"}'
  curl $address$switchboard/faults -d fault=bad-gateway-afterwards -d method=POST -d 'path=*/comments'
  curl $address$switchboard/webhooks -d fate=late -d seconds=20
""")


def _before() -> datetime:
    """The time before people talked, so that it is now when they have: an App's signatures go by the time."""
    return datetime.now(UTC) - timedelta(minutes=MINUTES)


@contextmanager
def on_stage(wishes: Wishes) -> Iterator[str]:
    """Runs it while the context lasts; yields what a person is told of it."""
    with simulated_github(port=wishes.port, clock=_before) as hub:
        if wishes.webhook:
            hub.webhook_to(wishes.webhook, wishes.secret)
        people = (hub.bot, *settles(hub))
        # Tokens that can be remembered, and are the same in every run.
        hub.world.tokens |= {one.login: one.account for one in people}
        yield TOLD.substitute(
            address=hub.address,
            api_url=hub.api_url,
            switchboard=PATH,
            names=", ".join(one.login for one in people),
            webhooks=wishes.webhooks,
        )
