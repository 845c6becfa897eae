"""What people do on the made-up Jira, in words: ``mia.opens("WEB", "Checkout")``. Webhooks tell of all of it.

The words are those of the made-up GitHub wherever both can do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connectors.simulator.jira import issue_changes, link_changes, thread_changes
from connectors.simulator.jira.model import RemoteLink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from connectors.simulator.jira.model import Account, Comment, Issue
    from connectors.simulator.jira.world import World
    from connectors.simulator.people import Numbered


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. No permission is asked for: people here do only what they may."""

    account: Account
    world: World

    @property
    def login(self) -> str:
        """``mia``."""
        return self.account.login

    @property
    def token(self) -> str:
        """An API token, or a personal access token on Data Center."""
        return self.account.token

    def opens(
        self,
        place: str,
        title: str,
        body: str | None = None,
        *,
        labels: Iterable[str] = (),
        assignees: Iterable[Person] = (),
        kind: str = "Task",
    ) -> Issue:
        """A new issue in a project; the first of ``assignees`` has to do it."""
        people = [one.account for one in assignees]
        fields: dict[str, Any] = {"title": title, "body": body, "labels": list(labels), "kind": kind}
        fields["assignee"] = people[0] if people else None
        return issue_changes.make(self.world, self.account, self.world.project(place), fields)

    def sets_team(self, issue: Issue, name: str) -> None:
        """The team that an issue's field names."""
        issue_changes.edit(self.world, self.account, issue, team=name)

    def sets_components(self, issue: Issue, *names: str) -> None:
        """Which parts of its project it is about: exactly these, made if need be."""
        for name in names:
            issue.project.components.setdefault(name, self.world.new_id())
        issue_changes.edit(self.world, self.account, issue, components=list(names))

    def edits(self, issue: Issue, *, title: str | None = None, body: str | None = None) -> None:
        """New words."""
        told = {"title": title, "body": body}
        fields = {name: value for name, value in told.items() if value is not None}
        issue_changes.edit(self.world, self.account, issue, **fields)

    def labels(self, issue: Issue, *names: str) -> None:
        """Puts labels on."""
        issue_changes.label(self.world, self.account, issue, [*issue.labels, *names])

    def unlabels(self, issue: Issue, *names: str) -> None:
        """Takes labels off."""
        issue_changes.label(self.world, self.account, issue, [one for one in issue.labels if one not in names])

    def assigns(self, issue: Issue, *people: Person) -> None:
        """The first of these has to do it from now on; nobody without any."""
        issue_changes.edit(self.world, self.account, issue, assignee=people[0].account if people else None)

    def sets_milestone(self, issue: Issue, title: str | None, due_on: datetime | None = None) -> None:
        """Plans an issue for a version with a release date, or for none."""
        release = due_on.date() if due_on is not None else None
        issue_changes.plan(self.world, self.account, issue, title, release)

    def sets_due(self, issue: Issue, day: date | None) -> None:
        """A date of its own."""
        issue_changes.edit(self.world, self.account, issue, due=day)

    def sets_priority(self, issue: Issue, name: str) -> None:
        """``Highest``, ``High``, ``Medium``, ``Low`` or ``Lowest``."""
        issue_changes.edit(self.world, self.account, issue, priority=name)

    def sets_sprint(self, issue: Issue, name: str, end: datetime, state: str = "active") -> None:
        """Puts an issue into a sprint."""
        issue_changes.run(self.world, self.account, issue, name, state, end)

    def starts(self, issue: Issue) -> None:
        """It is in progress from now on."""
        issue_changes.transit(self.world, self.account, issue, "In Progress")

    def closes(self, issue: Issue, reason: str = "completed", *, of: Issue | None = None) -> None:
        """``reason`` is completed, not_planned or duplicate (``of`` another)."""
        issue_changes.close(self.world, self.account, issue, reason, of)

    def reopens(self, issue: Issue) -> None:
        """Opens a resolved one again."""
        issue_changes.transit(self.world, self.account, issue, "To Do")

    def deletes(self, issue: Issue) -> None:
        """An issue is gone with its thread and its links."""
        issue_changes.delete(self.world, self.account, issue)

    def transfers(self, issue: Issue, place: str) -> Issue:
        """Moves an issue to another project: the same issue with another key."""
        issue_changes.move(self.world, self.account, issue, self.world.project(place))
        return issue

    def comments(self, issue: Issue, text: str, *, role: str = "") -> Comment:
        """Writes into the thread; ``role`` alone may read it, if there is one."""
        return thread_changes.comment(self.world, self.account, issue, text, role=role)

    def edits_comment(self, comment: Numbered, text: str) -> None:
        """Changes anybody's comment."""
        thread_changes.edit(self.world, self.account, self.world.comments[comment.id], text)

    def deletes_comment(self, comment: Numbered) -> None:
        """Deletes anybody's comment."""
        thread_changes.delete(self.world, self.account, self.world.comments[comment.id])

    def links(self, issue: Issue, other: Issue, kind: str) -> None:
        """``issue`` reads the outward phrase of that type of ``other`` from now on."""
        link_changes.link(self.world, self.account, issue, other, kind)

    def unlinks(self, issue: Issue, other: Issue, kind: str) -> None:
        """It reads it no longer."""
        for one in [one for one in issue.links if (one.source, one.destination) == (issue, other)]:
            if one.type.name == kind:
                link_changes.unlink(self.world, self.account, one)

    def blocks(self, issue: Issue, *, by: Issue) -> None:
        """``issue`` waits on ``by`` from now on: "is blocked by"."""
        self.links(by, issue, "Blocks")

    def unblocks(self, issue: Issue, *, by: Issue) -> None:
        """``issue`` waits on ``by`` no longer."""
        self.unlinks(by, issue, "Blocks")

    def adds_remote_link(self, issue: Issue, url: str, relationship: str = "", title: str = "") -> None:
        """A link to elsewhere, of which no webhook tells."""
        link = RemoteLink(self.world.new_id(), url, title or url, relationship)
        link_changes.link_out(self.world, issue, link)

    def removes_remote_link(self, issue: Issue, url: str) -> None:
        """It leads there no longer."""
        for one in [one for one in issue.remote_links if one.url == url]:
            link_changes.unlink_out(self.world, issue, one)

    def adds_part(self, parent: Issue, part: Issue) -> None:
        """``part`` belongs to ``parent`` from now on."""
        issue_changes.adopt(self.world, self.account, parent, part)

    def removes_part(self, parent: Issue, part: Issue) -> None:
        """``part`` belongs to ``parent`` no longer."""
        if part.parent is parent:
            issue_changes.adopt(self.world, self.account, None, part)
