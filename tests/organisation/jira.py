"""A made-up organisation as Jira tells it: issues as saved search results hold them (REST API, version 2)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from rules.columns import NEVER, NOBODY
from rules.model import State
from tests.organisation.names import SITE, names_of, title
from tests.organisation.text import statements

BASE = f"https://{SITE}.atlassian.net/rest/api/2"
BLOCKS = {"id": "10000", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
DEPENDS = {"id": "10001", "name": "Depends", "inward": "is depended on by", "outward": "depends on"}
DUPLICATE = {"id": "10002", "name": "Duplicate", "inward": "is duplicated by", "outward": "duplicates"}
EVERY_SO_MANY = 4
"""Every so many links are of the type Depends, whose waiting side is the outward one."""
STATUSES = {"new": "To Do", "indeterminate": "In Progress", "done": "Done"}


def jira_documents(organisation):
    """Yields one document an issue that can be read."""
    documents = _Documents(organisation)
    for issue in organisation.read.nonzero()[0].tolist():
        yield documents.of(issue)


class _Documents:
    """Makes the documents; links and text are gathered once."""

    def __init__(self, organisation):
        self.organisation = organisation
        self.names = names_of(organisation, "jira")
        self.text = statements(organisation, self.names, all_links=False)
        self.links = defaultdict(list)
        for link in (~organisation.written).nonzero()[0].tolist():
            self._link(link)
        for copy in (organisation.original != NOBODY).nonzero()[0].tolist():
            self._join(f"9{copy}", DUPLICATE, inward=copy, outward=int(organisation.original[copy]))

    def of(self, issue):
        """The document of one issue."""
        return {
            "id": str(10_000 + issue),
            "key": self.names.address(issue),
            "self": f"{BASE}/issue/{10_000 + issue}",
            "fields": {
                **self._summary(issue),
                "resolution": self._resolution(issue),
                "project": {"key": self.names.ref(issue).container},
                "issuelinks": self.links[issue],
                "description": "\n".join(self.text[issue]) or None,
                "labels": [],
                "components": [],
                **self._dates(issue),
                **self._parent(issue),
            },
        }

    def _link(self, link):
        """The tracker's own link, which may lead to a duplicate that was closed since."""
        organisation = self.organisation
        blocked, by_way_of = int(organisation.blocked[link]), int(organisation.by_way_of[link])
        blocker = int(organisation.blocker[link]) if by_way_of == NOBODY else by_way_of
        if link % EVERY_SO_MANY:
            self._join(str(link), BLOCKS, inward=blocker, outward=blocked)
        else:
            self._join(str(link), DEPENDS, inward=blocked, outward=blocker)

    def _join(self, identity, kind, *, inward, outward):
        """``inward`` blocks ``outward``, in the words of the type; each end's document names the other end."""
        self.links[inward].append({"id": identity, "type": kind, "outwardIssue": self._brief(outward)})
        self.links[outward].append({"id": identity, "type": kind, "inwardIssue": self._brief(inward)})

    def _brief(self, issue):
        return {"id": str(10_000 + issue), "key": self.names.address(issue), "fields": self._summary(issue)}

    def _summary(self, issue):
        category = "done"
        if self.organisation.state[issue] == State.OPEN:
            category = "new" if self.organisation.needed_by[issue] == NEVER else "indeterminate"
        status = {"name": STATUSES[category], "statusCategory": {"key": category}}
        return {"summary": title(issue), "status": status}

    def _resolution(self, issue):
        if self.organisation.state[issue] == State.OPEN:
            return None
        if self.organisation.original[issue] != NOBODY:
            return {"name": "Duplicate"}
        return {"name": "Done" if self.organisation.state[issue] == State.DONE else "Won't Do"}

    def _dates(self, issue):
        day = int(self.organisation.needed_by[issue])
        if day == NEVER:
            return {"duedate": None, "fixVersions": []}
        text = date.fromordinal(day).isoformat()
        if not self.organisation.released[issue]:
            return {"duedate": text, "fixVersions": []}
        return {"duedate": None, "fixVersions": [{"name": text, "released": False, "releaseDate": text}]}

    def _parent(self, issue):
        parent = int(self.organisation.parent[issue])
        return {} if parent == NOBODY else {"parent": self._brief(parent)}
