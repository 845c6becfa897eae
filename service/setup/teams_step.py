"""The step of the conversation that proposes teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.setup.team_tables import text_of
from service.setup.terminal import EVERYTHING, some_of

if TYPE_CHECKING:
    from service.setup.landscape import Landscape
    from service.setup.talk import Talk


def propose(talk: Talk) -> None:
    """Raises ``SettingsError``."""
    say = talk.terminal.say
    say("Looking at repositories, CODEOWNERS, GitHub's teams, projects, components and Jira's field Team ...")
    proposal = talk.assistant.proposal(_seen(talk))
    for team in proposal.teams:
        say(f"\n{text_of(team)}")
    if proposal.left:
        say("\nGiven to no team:")
    for claim in proposal.left:
        say(f"  {claim.entry}: {claim.reason}")
    if not proposal.teams:
        say("There is nothing to propose: projects and repositories stand in for teams.")
        return
    say()
    found = [(team.slug, team.name) for team in proposal.teams]
    talk.assistant.keep_teams(proposal, some_of(talk.terminal, "Which are written?", found, EVERYTHING))
    say("They can be changed in the file: each entry says where it comes from.")


def _seen(talk: Talk) -> Landscape:
    """Where credentials do not see it all, somebody's token may, for once."""
    landscape = talk.assistant.look_around()
    for reason in landscape.unseen:
        talk.terminal.say(f"not looked at: {reason}")
    sites = [site.name for site in talk.assistant.settings().github]
    if not landscape.unseen or not sites:
        return landscape
    talk.terminal.say("A token that sees more can be used for this one look. It is not kept; Enter goes on without it.")
    tokens = {name: token for name in sites if (token := talk.terminal.secret(f"Token for github/{name}"))}
    return talk.assistant.look_around(tokens) if tokens else landscape
