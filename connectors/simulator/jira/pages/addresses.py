"""Where people look at the made-up Jira's things."""

from __future__ import annotations

from urllib.parse import quote

from connectors.simulator.jira.model import Account, Comment, Issue, Project


def path_of(thing: Account | Comment | Issue | Project) -> str:
    """The path of a thing's page; ``/browse/WEB-1`` is where the real one's is, too."""
    match thing:
        case Account():
            return f"/people/{quote(thing.login, safe='')}"
        case Project():
            return f"/projects/{quote(thing.key, safe='')}"
        case Comment():
            return f"{path_of(thing.issue)}#comment-{thing.id}"
    return f"/browse/{quote(thing.ref, safe='')}"
