"""``python -m connectors.simulator``: a made-up GitHub to play with, on loopback, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final

from connectors.simulator.github import simulated_github
from connectors.simulator.github.pages.switchboard import PATH
from connectors.simulator.github.sample import settles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.simulator.github import Hub, Person

PORT: Final = 8100
LAST_PORT: Final = 65_535
REFUSED: Final = 2
TOLD: Final = """\
A made-up GitHub runs on this computer until Ctrl-C.

  pages         {address}
  switchboard   {address}{switchboard}   what goes wrong, and when
  REST API      {api_url}
  GraphQL API   {address}/api/graphql
  tokens        everybody's token is their name: {names}
  webhooks      {webhooks}

For example:
  curl -H 'Authorization: Bearer mia' {api_url}/repos/acme/web/issues/1/comments -d '{{"body": "Any news?"}}'
  curl {address}{switchboard}/faults -d fault=bad-gateway-afterwards -d method=POST -d 'path=*/comments'
  curl {address}{switchboard}/webhooks -d fate=late -d seconds=20
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs it; an exit status."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with simulated_github(port=options.port) as hub:
            if options.webhook:
                hub.webhook_to(options.webhook, options.secret)
            people = (hub.bot, *settles(hub))
            _name_tokens(hub, people)
            sys.stdout.write(_told(hub, people, options.webhook))
            sys.stdout.flush()
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        sys.stderr.write(f"port {options.port} cannot be used: {error.strerror}. Try another one with --port\n")
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m connectors.simulator", description=__doc__)
    parser.add_argument("--port", type=_port, default=PORT, help="where it listens; 0 takes a free one (%(default)s)")
    parser.add_argument("--webhook", metavar="URL", help="where webhooks go")
    parser.add_argument("--secret", metavar="S", default="", help="what they are signed with")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= LAST_PORT:
        raise ValueError(text)
    return number


def _name_tokens(hub: Hub, people: Sequence[Person]) -> None:
    """Tokens that can be remembered, and are the same in every run."""
    hub.world.tokens |= {one.login: one.account for one in people}


def _told(hub: Hub, people: Sequence[Person], webhook: str | None) -> str:
    return TOLD.format(
        address=hub.address,
        api_url=hub.api_url,
        switchboard=PATH,
        names=", ".join(one.login for one in people),
        webhooks=f"go to {webhook}" if webhook else "go nowhere; see --webhook URL --secret S",
    )


if __name__ == "__main__":
    sys.exit(main())
