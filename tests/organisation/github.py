"""A made-up organisation as GitHub tells it: issues as its REST API lists them, with links by text.

GitHub does not tell what a closed duplicate stands for, so that the links here lead to the originals.
"""

from __future__ import annotations

from datetime import date

from rules.columns import NEVER, NOBODY
from rules.model import State
from tests.organisation.names import SITE, names_of, title
from tests.organisation.text import statements

API = "https://api.github.com/repos"
REASONS = {State.OPEN: None, State.DONE: "completed", State.DROPPED: "not_planned"}


def github_documents(organisation):
    """Yields one document an issue that can be read."""
    names = names_of(organisation, "github")
    text = statements(organisation, names, all_links=True)
    for issue in organisation.read.nonzero()[0].tolist():
        yield _document(organisation, names, issue, text[issue])


def _document(organisation, names, issue, lines):
    state = State(int(organisation.state[issue]))
    repository = names.ref(issue).container
    return {
        "id": 1_000_000 + issue,
        "node_id": f"I_{issue}",
        "number": issue + 1,
        "title": title(issue),
        "url": f"{API}/{repository}/issues/{issue + 1}",
        "html_url": names.url(issue),
        "repository_url": f"{API}/{repository}",
        "state": "open" if state is State.OPEN else "closed",
        "state_reason": REASONS[state],
        "user": {"login": f"someone-at-{SITE}"},
        "labels": [],
        "assignees": [],
        **_dates(organisation, issue, lines),
        **_parent(organisation, names, issue),
    }


def _dates(organisation, issue, lines):
    """The body, and the milestone: a date of the issue's own can only be written down."""
    day = int(organisation.needed_by[issue])
    milestone = None
    if day != NEVER:
        text = date.fromordinal(day).isoformat()
        if organisation.released[issue]:
            milestone = {"number": 1, "title": text, "state": "open", "due_on": f"{text}T08:00:00Z"}
        else:
            lines = [*lines, f"Needed by {text}"]
    return {"milestone": milestone, "body": "\n\n".join(lines) or None}


def _parent(organisation, names, issue):
    parent = int(organisation.parent[issue])
    if parent == NOBODY:
        return {}
    return {"parent_issue_url": f"{API}/{names.ref(parent).container}/issues/{parent + 1}"}
