"""The step of the conversation that connects a Jira, chooses projects, and sees to the webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.setup.connecting import JIRA, TokenWish
from service.setup.places import CLOUD, jira_at
from service.setup.terminal import agrees

if TYPE_CHECKING:
    from service.setup.jira_webhook import Webhook
    from service.setup.talk import Talk

ON_CLOUD: Final = "An API token of that account, from https://id.atlassian.com/manage-profile/security/api-tokens ."
ON_A_SERVER: Final = "A personal access token of the account that reads it, from Profile > Personal Access Tokens."


def connect(talk: Talk) -> None:
    """Raises ``NotConnected`` and ``SettingsError``."""
    url = talk.asked("Its address, https://acme.atlassian.net", jira_at)
    cloud = url.endswith(CLOUD) or agrees(talk.terminal, "Is it a Cloud site?", default=False)
    email = talk.terminal.ask("Mail address of the account that reads it") if cloud else ""
    talk.terminal.say(ON_CLOUD if cloud else ON_A_SERVER)
    name = talk.assistant.connect_jira(TokenWish(url, talk.terminal.secret("Token"), email))
    seen = [(one.key, one.name) for one in talk.assistant.projects(name)]
    chosen = talk.some("projects", seen)
    talk.assistant.choose(JIRA, name, [] if len(chosen) == len(seen) else chosen)
    _tell(talk, talk.assistant.webhook(name))
    talk.checked(f"{JIRA}/{name}")


def _tell(talk: Talk, webhook: Webhook) -> None:
    if not webhook.missing:
        talk.terminal.say(f"Its webhook sends to {webhook.wanted.url}.")
        return
    talk.terminal.say(f"Its webhook is still to be made: {webhook.missing}. These are its values:")
    for name, value in webhook.by_hand:
        talk.terminal.say(f"  {name:<12} {value}")
