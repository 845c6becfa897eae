"""What every endpoint needs: who asks, what they sent, and answers and errors in Jira's shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from connectors.simulator.answers import json_answer
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.texts import has_shape, is_document, plain

if TYPE_CHECKING:
    from connectors.simulator.jira.documents import Printer
    from connectors.simulator.jira.limits import Limits
    from connectors.simulator.jira.model import Account, Comment, Issue, Project, Text
    from connectors.simulator.jira.world import World
    from connectors.simulator.serving import Answer, Request

HIDDEN: Final = "Issue does not exist or you do not have permission to see it."
LONGEST: Final = 32_767
"""Characters of a text: https://jira.atlassian.com/browse/JRACLOUD-68949 ."""
TOO_LONG: Final = f"The entered text is too long. It exceeds the allowed limit of {LONGEST:,} characters."
NO_DOCUMENT: Final = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
NO_TEXT: Final = {"comment": "Comment body is not valid!"}
"""Of comments in either version: https://github.com/lesstif/php-jira-rest-client/issues/412 ."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to an endpoint. ``parts`` are the named parts of its path."""

    world: World
    account: Account
    request: Request
    parts: dict[str, str]
    to: Printer
    limits: Limits

    def body(self) -> dict[str, Any]:
        """The object that was sent. Raises 400 for anything else."""
        try:
            return msgspec.json.decode(self.request.body or b"{}", type=dict[str, Any])
        except msgspec.DecodeError:
            raise Refused(400, "There was an error parsing JSON. Check that your request body is valid.") from None

    def issue(self, part: str = "issue") -> Issue:
        """The issue of the path, by number or by a key that it has or had, if the caller may see it."""
        return self.seen(self.parts[part])

    def seen(self, text: str) -> Issue:
        """An issue, if the caller may see it."""
        found = self.world.find(text)
        if found is None or not self.world.sees(self.account, found):
            raise Refused(404, HIDDEN)
        return found

    def comment(self) -> Comment:
        """The comment of the path, if the caller may see it."""
        number = self.parts["comment"]
        found = self.world.comments.get(int(number)) if number.isdecimal() else None
        here = self.issue() if "issue" in self.parts else None
        if found is None or not self.reads(found) or here not in {None, found.issue}:
            raise Refused(404, f"Can not find a comment for the id: {number}.")
        return found

    def reads(self, comment: Comment) -> bool:
        """Whether the caller may see a comment: whoever writes is in every role here."""
        issue = comment.issue
        return self.world.sees(self.account, issue) and (
            not comment.role or self.world.writes(self.account, issue.project)
        )

    def must_write(self, project: Project) -> None:
        """Raises 403 unless the caller may edit issues."""
        if not self.world.writes(self.account, project):
            raise Refused(403, "You do not have permission to edit issues in this project.")

    def text(self, given: object, name: str) -> Text:
        """A text as this version of the API takes it: a document, or a string. Raises 400."""
        if given is None:
            return None
        if not (is_document(given) if self.to.version == 3 else isinstance(given, str)):  # noqa: PLR2004  # the API's version
            raise Refused(400, errors={name: NO_TEXT.get(name, NO_DOCUMENT)})
        told: Text = given  # type: ignore[assignment]  # which was just found out
        if isinstance(told, dict) and not has_shape(told):
            raise Refused(400, "INVALID_INPUT")
        if len(plain(told)) > LONGEST:
            raise Refused(400, errors={name: TOO_LONG})
        return told

    def number(self, name: str, default: int, most: int) -> int:
        """A number of the query, or of the body."""
        given = self.request.query.get(name)
        if given is None and self.request.method == "POST":
            given = self.body().get(name)
        text = str(given) if given is not None else ""
        return min(most, int(text)) if text.isdecimal() else default


def refusal_answer(refused: Refused) -> Answer:
    """Jira's shape of errors."""
    return json_answer(refused.status, {"errorMessages": refused.messages, "errors": refused.errors})


def names_of(given: str | list[str] | None) -> frozenset[str] | None:
    """Which fields are wanted; ``None`` for all."""
    if not given:
        return None
    names = given.split(",") if isinstance(given, str) else given
    wanted = frozenset(name.strip() for name in names)
    return None if wanted & {"*all", "*navigable"} else wanted
