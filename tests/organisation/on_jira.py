"""Puts an invented organisation into a made-up Jira: at once, and as if it had grown there."""

from __future__ import annotations

from dataclasses import replace

from connectors.simulator.jira.issue_changes import kept
from connectors.simulator.jira.model import Comment, Issue, Link, Version
from rules.columns import NOBODY
from rules.model import State
from tests.organisation.draft import Level
from tests.organisation.jira import EVERY_SO_MANY
from tests.organisation.names import names_of, title
from tests.organisation.past import Past

KINDS = {Level.PLAIN: "Task", Level.EPIC: "Epic", Level.STORY: "Story", Level.SUBTASK: "Sub-task"}
RESOLUTIONS = {State.OPEN: "", State.DONE: "Done", State.DROPPED: "Won't Do"}
AUTHOR = "mia"


def settle_on_jira(desk, organisation, prefix=""):
    """Fills the desk; the issues by their rows. ``prefix`` begins the keys of projects: two Jiras have none alike."""
    names = names_of(organisation, "jira")
    names = replace(names, containers=tuple(f"{prefix}{name}" for name in names.containers))
    settler = _Settler(desk, Past(organisation, names, desk.world.now()))
    desk.world.everywhere[AUTHOR] = "write"
    for name in names.containers:
        desk.project(name)
    settler.issues = {row: settler.issue(row) for row in organisation.read.nonzero()[0].tolist()}
    for row, parent in enumerate(organisation.parent.tolist()):
        if parent != NOBODY:
            settler.issues[row].parent = settler.issues[parent]
            settler.issues[parent].parts.append(settler.issues[row])
    for link in (~organisation.written).nonzero()[0].tolist():
        settler.wait(link)
    for copy in (organisation.original != NOBODY).nonzero()[0].tolist():
        settler.issues[copy].resolution = "Duplicate"
        settler.link("Duplicate", copy, int(organisation.original[copy]))
    return settler.issues


class _Settler:
    def __init__(self, desk, past):
        self.past, self.world = past, desk.world
        self.author = self.world.account(AUTHOR)
        self.issues = {}

    def issue(self, row):
        past, world = self.past, self.world
        project = world.project(past.names.ref(row).container)
        body, made = kept(world, past.body(row)), past.made(row)
        issue = Issue(project, row + 1, world.new_id(), self.author, title(row), body, made, past.moved(row))
        project.numbers = issue.number  # numbers run through the whole organisation, as in its texts
        project.issues[issue.number] = world.issues[issue.id] = issue
        issue.kind = KINDS[Level(int(past.organisation.level[row]))]
        issue.resolution = RESOLUTIONS[State(int(past.organisation.state[row]))]
        self._plan(issue, *past.day(row))
        if not past.is_open(row):
            issue.status, issue.resolved = "Done", issue.updated
        issue.comments = [self._comment(issue, text) for text in past.comments(row)]
        return issue

    def wait(self, link):
        """A wait as the tracker states it, which may lead to a duplicate that was closed since."""
        organisation = self.past.organisation
        blocked, blocker = int(organisation.blocked[link]), int(organisation.by_way_of[link])
        blocker = int(organisation.blocker[link]) if blocker == NOBODY else blocker
        if link % EVERY_SO_MANY:
            self.link("Blocks", blocker, blocked)
        else:
            self.link("Depends", blocked, blocker)

    def link(self, kind, source, destination):
        """The source reads the outward phrase."""
        ends = self.issues[source], self.issues[destination]
        made = Link(self.world.new_id(), self.world.types[kind], *ends)
        self.world.links[made.id] = made
        for end in ends:
            end.links.append(made)

    def _plan(self, issue, day, released):
        if day is None:
            return
        issue.status = "In Progress"
        if released:
            name, versions = day.isoformat(), issue.project.versions
            issue.versions = [versions.setdefault(name, Version(name, self.world.new_id(), day))]
        else:
            issue.due = day

    def _comment(self, issue, text):
        at, body = issue.updated, kept(self.world, text)
        made = Comment(issue, self.world.new_id(), self.author, body, at, at, self.author)
        self.world.comments[made.id] = made
        return made
