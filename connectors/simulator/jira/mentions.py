"""Whom a text mentions: nodes with account ids in documents of Cloud, ``[~name]`` in the markup of Data Center.

Whoever is mentioned anew by an edit is notified, too, and whoever was mentioned before is not notified again
(``MentionService`` of Jira's API takes the comment as it was). That ``notifyUsers`` keeps these silent is said nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.texts import plain
from connectors.simulator.people import Notice

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Account, Issue, Text
    from connectors.simulator.jira.world import World

_NAME: Final = re.compile(r"\[~([^\[\]\n]+)\]")


def mentioned(text: Text) -> set[str]:
    """The ids or names in a text, whether anybody has them or not."""
    if not isinstance(text, dict):
        return {name.removeprefix("accountid:") for name in _NAME.findall(text or "")}
    found, waiting = set[str](), [text]
    while waiting:
        node = waiting.pop()
        if node.get("type") == "mention":
            found.add(str((node.get("attrs") or {}).get("id")))
        waiting += node.get("content") or []
    return found


def notify(world: World, issue: Issue, by: Account, text: Text, before: Text = None) -> None:
    """Mails those whom a text mentions, and that it did not mention before."""
    named = mentioned(text) - mentioned(before)
    everybody = [one for one in world.accounts.values() if one is not by]
    to = tuple(one.login for one in everybody if (one.id if world.cloud else one.login) in named)
    if to:
        issue.notices.append(Notice("mention", by.login, plain(text), to))
