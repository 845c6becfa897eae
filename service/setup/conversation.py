"""The conversation at a terminal: from nothing to the first report, or on from wherever it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.exits import COULD_NOT_RUN
from service.setup import github_step, jira_step, teams_step
from service.setup.checking import NotConnected
from service.setup.places import public_address
from service.setup.terminal import agrees

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.setup.talk import Talk

REPORTS: Final = {0: "no error was found", 1: "plans hang on waits without a real plan B"}
"""What an audit's exit status says."""


def converse(talk: Talk) -> int:
    """All steps; an exit status. Raises ``SettingsError``."""
    talk.terminal.say(f"Detour is set up in {talk.assistant.path}. Enter takes what stands in brackets. Ctrl-C ends,")
    talk.terminal.say("and the same command goes on from there. Nothing is written on any issue.")
    _public_url(talk)
    _sites(talk, "GitHub", github_step.connect)
    _sites(talk, "Jira", jira_step.connect)
    if not talk.assistant.settings().sites:
        talk.terminal.say("\nNo tracker is connected yet: run the same command again when there is one.")
        return COULD_NOT_RUN
    talk.terminal.say("\nTeams")
    teams_step.propose(talk)
    return _first_look(talk)


def _public_url(talk: Talk) -> None:
    if talk.assistant.settings().server.public_url is not None:
        return
    talk.terminal.say("\nBy webhooks changes are seen at once; without them, when an audit reads.")
    question = "Where do GitHub and Jira reach Detour? https://... (Enter if nowhere yet)"
    if url := talk.asked(question, public_address):
        talk.assistant.keep_public_url(url)


def _sites(talk: Talk, kind: str, connect: Callable[[Talk], None]) -> None:
    """Those that there are, and as many more as somebody wants. What fails is told with what to do, and asked again."""
    talk.terminal.say(f"\n{kind}")
    there = _there(talk, kind)
    for name in there:
        talk.checked(name)
    while agrees(talk.terminal, f"Connect {'another' if there else 'a'} {kind}?", default=not there):
        try:
            connect(talk)
        except NotConnected as error:
            talk.lines(error.lines)
        there = _there(talk, kind)


def _there(talk: Talk, kind: str) -> list[str]:
    return [name for name in talk.assistant.settings().sites if name.startswith(f"{kind.lower()}/")]


def _first_look(talk: Talk) -> int:
    say, config = talk.terminal.say, talk.assistant.path
    say("\nThe first look. It only reads.")
    status, _ = talk.assistant.first_look()
    if status not in REPORTS:
        say(f"It could not be made: see above. 'detour doctor --config {config}' tells more.")
        return status
    say(f"The report is {talk.assistant.report}: {REPORTS[status]}.\n")
    say("What to do next:")
    say(f"  detour doctor --config {config}   is everything as it should be?")
    say(f"  detour audit --config {config}    the same look again, as a table")
    say(f"  detour serve --config {config}    webhooks, pages, audits on a schedule; it says nothing on issues.")
    say("                 One that runs already works by what it began with: start it again")
    say('  mode = "live" under [comments]: when what it would say convinces you')
    return 0
