"""``python -m connectors.simulator``: a made-up GitHub or Jira to play with, on loopback, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final

from connectors.simulator.github import stage as github
from connectors.simulator.jira import stage as jira
from connectors.simulator.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Sequence

GITHUB_PORT, JIRA_PORT = 8100, 8200
"""Two, so that both can run at once."""
LAST_PORT: Final = 65_535
REFUSED: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs it; an exit status."""
    options = _parser().parse_args(arguments)
    wishes = Wishes.of(options, JIRA_PORT if options.jira else GITHUB_PORT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with jira.on_stage(wishes, options.jira) if options.jira else github.on_stage(wishes) as told:
            sys.stdout.write(told)
            sys.stdout.flush()
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        sys.stderr.write(f"port {wishes.port} cannot be used: {error.strerror}. Try another one with --port\n")
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m connectors.simulator", description=__doc__)
    parser.add_argument("--jira", choices=list(jira.DIFFERENT), help="a Jira of that kind, in the place of a GitHub")
    free = f"where it listens; 0 takes a free one ({GITHUB_PORT}, or {JIRA_PORT} with --jira)"
    parser.add_argument("--port", type=_port, help=free)
    parser.add_argument("--webhook", metavar="URL", help="where webhooks go")
    parser.add_argument("--secret", metavar="S", default="", help="what they are signed with")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= LAST_PORT:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    sys.exit(main())
