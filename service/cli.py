"""The ``detour`` command: finds the module of a subcommand and runs it, so that each costs only what it needs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from importlib.metadata import version
from io import TextIOWrapper
from typing import TYPE_CHECKING

from service.collector import loading, settle_collector
from service.exits import CLEAN, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING_WRITTEN = "nothing was written"
COMMANDS = {
    "audit": "find the waits that have no real plan B",
    "why": "show the evidence for the verdict on one issue",
    "what-if": "tell the odds of every plan if an issue comes, never comes, or has a fallback",
    "fire-drill": "make some blockers late, and tell which plans ship all the same",
    "explain": "say what a rule does, why, and how to resolve what it finds",
    "setup": "connect trackers, propose teams and take a first look, step by step",
    "config": "write a configuration to begin with, or the schema that editors need",
    "check-config": "read a configuration and say what it means",
    "doctor": "look at all that Detour stands on, and say what to do where something is wrong",
    "serve": "receive webhooks, judge, and comment on the issues",
    "worker": "do the work of detour serve, beside other workers on one PostgreSQL",
    "digest": "show what a team would be told of its week",
    "audits": "list the audits that were made, and what came of each",
    "checks": "list what the checks on pull requests say, or would say",
    "record": "tell how often Detour spoke, and what came of it",
    "deliveries": "list what webhooks brought, and what became of it",
    "token": "make, list and revoke the tokens by which programs use the API",
    "db": "look after the store: upgrade, check, copy and back it up",
    "replay": "look at deliveries again, as if they had just come",
    "messages": "list what programs were told by webhooks, and what became of it",
    "mcp": "answer coding agents, by the Model Context Protocol",
    "demo": "live through a day of an invented company beside a made-up GitHub",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one subcommand; returns its exit status: 0 clean, 1 new findings, 2 could not run."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may not know every letter of a title
    try:
        return _run(words)
    except KeyboardInterrupt as interrupted:  # which may say more
        sys.stderr.write(f"detour: interrupted; {str(interrupted) or NOTHING_WRITTEN}\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; what is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN


def _run(words: list[str]) -> int:
    chosen = _parser().parse_args(words[:1]).command
    with loading():
        module = importlib.import_module(f"service.commands.{chosen.replace('-', '_')}")
    purpose = f"{COMMANDS[chosen][0].upper()}{COMMANDS[chosen][1:]}."
    parser = argparse.ArgumentParser(prog=f"detour {chosen}", description=purpose)
    module.add_arguments(parser)
    settle_collector()
    status: int = module.run(parser.parse_args(words[1:]))
    return status


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:<14}{purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="detour",
        description="Finds the issues that wait on another team without a real plan B.",
        epilog=f"commands:\n{listed}\n\n'detour COMMAND --help' says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"detour {version('detour')}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of those below")
    return parser


if __name__ == "__main__":
    sys.exit(main())
