"""What people do on the made-up GitHub, in words: ``mia.opens("acme/web", "Checkout")``. Webhooks tell of all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.simulator.github import (
    check_changes,
    issue_changes,
    link_changes,
    place_changes,
    thread_changes,
    transfers,
)
from connectors.simulator.github.issue_changes import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from connectors.simulator.github.model import Account, CheckRun, Comment, Issue
    from connectors.simulator.github.world import World
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
        """A personal token."""
        return self.world.token(self.account)

    def opens(
        self,
        place: str,
        title: str,
        body: str | None = None,
        *,
        labels: Iterable[str] = (),
        assignees: Iterable[Person] = (),
    ) -> Issue:
        """A new issue in ``acme/web``."""
        people = [one.account for one in assignees]
        return self._opens(place, Draft(title=title, body=body, labels=tuple(labels), assignees=people))

    def opens_pull(
        self, place: str, title: str, body: str | None = None, *, labels: Iterable[str] = (), branch: str = ""
    ) -> Issue:
        """A new pull request."""
        return self._opens(place, Draft(title=title, body=body, labels=tuple(labels), pull=True, branch=branch))

    def pushes(self, pull: Issue) -> None:
        """A new commit."""
        issue_changes.push(self.world, self.account, pull)

    def reruns(self, place: str, check: CheckRun) -> None:
        """Asks the App of a check to say it again."""
        check_changes.rerequest(self.world, self.account, self.world.repository(place), check)

    def _opens(self, place: str, draft: Draft) -> Issue:
        return issue_changes.open_issue(self.world, self.account, self.world.repository(place), draft)

    def edits(self, issue: Issue, *, title: str | None = None, body: str | None = None) -> None:
        """New words."""
        issue_changes.edit(self.world, self.account, issue, title=title, body=body)

    def labels(self, issue: Issue, *names: str) -> None:
        """Puts labels on."""
        issue_changes.label(self.world, self.account, issue, names)

    def unlabels(self, issue: Issue, *names: str) -> None:
        """Takes labels off."""
        issue_changes.unlabel(self.world, self.account, issue, names)

    def assigns(self, issue: Issue, *people: Person) -> None:
        """Exactly these people from now on; nobody without any."""
        issue_changes.assign(self.world, self.account, issue, [one.account for one in people])

    def sets_milestone(self, issue: Issue, title: str | None, due_on: datetime | None = None) -> None:
        """Plans an issue for a milestone, or for none."""
        issue_changes.plan(self.world, self.account, issue, title, due_on)

    def closes(self, issue: Issue, reason: str = "completed", *, of: Issue | None = None) -> None:
        """``reason`` is completed, not_planned or duplicate (``of`` another)."""
        issue_changes.close(self.world, self.account, issue, reason, of)

    def reopens(self, issue: Issue) -> None:
        """Opens a closed one again."""
        issue_changes.reopen(self.world, self.account, issue)

    def merges(self, pull: Issue) -> None:
        """Merges a pull request."""
        issue_changes.merge(self.world, self.account, pull)

    def deletes(self, issue: Issue) -> None:
        """An issue is gone with its thread and its links."""
        issue_changes.delete(self.world, self.account, issue)

    def transfers(self, issue: Issue, place: str) -> Issue:
        """Moves an issue to another repository; what comes back is the issue there, with new ids."""
        return transfers.transfer(self.world, self.account, issue, self.world.repository(place))

    def renames(self, place: str, name: str) -> None:
        """Another name for ``acme/web``, which leads to it from now on."""
        place_changes.rename(self.world, self.account, self.world.repository(place), name)

    def archives(self, place: str) -> None:
        """Makes a repository read-only."""
        place_changes.archive(self.world, self.account, self.world.repository(place), archived=True)

    def unarchives(self, place: str) -> None:
        """Makes it writable again."""
        place_changes.archive(self.world, self.account, self.world.repository(place), archived=False)

    def comments(self, issue: Issue, text: str) -> Comment:
        """Writes into the thread."""
        return thread_changes.comment(self.world, self.account, issue, text)

    def edits_comment(self, comment: Numbered, text: str) -> None:
        """Changes anybody's comment."""
        thread_changes.edit(self.world, self.account, self.world.comments[comment.id], text)

    def deletes_comment(self, comment: Numbered) -> None:
        """Deletes anybody's comment."""
        thread_changes.delete(self.world, self.account, self.world.comments[comment.id])

    def reacts(self, comment: Numbered, content: str = "+1") -> None:
        """A thumb or a heart under a comment."""
        thread_changes.react(self.world, self.account, self.world.comments[comment.id], content)

    def blocks(self, issue: Issue, *, by: Issue) -> None:
        """``issue`` waits on ``by`` from now on: a native dependency."""
        link_changes.block(self.world, self.account, issue, by)

    def unblocks(self, issue: Issue, *, by: Issue) -> None:
        """``issue`` waits on ``by`` no longer."""
        link_changes.unblock(self.world, self.account, issue, by)

    def adds_part(self, parent: Issue, part: Issue) -> None:
        """``part`` is a sub-issue of ``parent`` from now on."""
        link_changes.add_part(self.world, self.account, parent, part)

    def removes_part(self, parent: Issue, part: Issue) -> None:
        """``part`` is no sub-issue of ``parent`` any more."""
        link_changes.remove_part(self.world, self.account, parent, part)
