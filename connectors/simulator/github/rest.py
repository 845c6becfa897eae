"""What every REST endpoint needs: who asks, what they sent, and answers and errors in GitHub's shapes."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import msgspec

from connectors.simulator import answers
from connectors.simulator.github.access import Refused
from connectors.simulator.github.graphql_roots import FORBIDDEN, SAML

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connectors.simulator.github.access import Caller
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.apps import Apps
    from connectors.simulator.github.hooks import Hooks
    from connectors.simulator.github.limits import Limits
    from connectors.simulator.github.model import Comment, Issue, Repository
    from connectors.simulator.github.world import World
    from connectors.simulator.serving import Answer, Request

DOCUMENTATION: Final = "https://docs.github.com/rest"
KIND: Final = "application/json; charset=utf-8"
LARGEST_PAGE: Final = 100
HIDDEN: Final = "Not Found"
FOLLOWED: Final = frozenset({"GET", "PATCH"})
"""Methods that are led on with 301 to where something moved."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to an endpoint. ``parts`` are the named parts of its path."""

    world: World
    caller: Caller
    request: Request
    parts: dict[str, str]
    at: Addresses
    apps: Apps
    limits: Limits
    hooks: Hooks

    def body(self) -> dict[str, Any]:
        """The object that was sent. Raises 400 for anything else."""
        try:
            sent = msgspec.json.decode(self.request.body or b"{}")
        except msgspec.DecodeError:
            raise Refused(400, "Problems parsing JSON") from None
        if not isinstance(sent, dict):
            raise Refused(422, "Invalid request.\n\nFor 'links/0/schema', the request is not an object.")
        return sent

    def text(self, name: str) -> str:
        """A text of the body that has to be there."""
        given = self.body().get(name)
        if not isinstance(given, str):
            raise Refused(422, f'Invalid request.\n\n"{name}" wasn\'t supplied.')
        return given

    def number(self, name: str) -> int:
        """A number of the body that has to be there."""
        given = self.body().get(name)
        if not isinstance(given, int):
            raise Refused(422, f'Invalid request.\n\n"{name}" wasn\'t supplied.')
        return given

    def repository(self) -> Repository:
        """The repository of the path, if the caller may see it; from a name that it had, everybody is led on."""
        name = f"{self.parts['owner']}/{self.parts['name']}"
        found = self.world.found(name)
        if found is not None and found.owner.protected:
            raise Refused(403, SAML)
        if found is None or not self.caller.sees(self.world, found):
            raise Refused(404, HIDDEN)
        if name.lower() in self.world.renamed:
            raise self._elsewhere(f"/{name}", self.at.repository(found))
        if found.archived and self.request.method != "GET":
            raise Refused(403, "Repository was archived so is read-only.")
        return found

    def issues_place(self) -> Repository:
        """The repository of the path, if the caller may read its issues and there are any."""
        place = self.repository()
        if place.forbidden:
            raise Refused(403, FORBIDDEN)
        if not place.has_issues:
            raise Refused(410, "Issues are disabled for this repo")
        return place

    def _elsewhere(self, old: str, new: str) -> Moved:
        """The same request at another address, which replaces the path up to ``old``.

        What would be written under a repository's old name is answered with 307:
        https://github.com/google/go-github/issues/184
        """
        query = f"?{urlencode(self.request.query)}" if self.request.query else ""
        status = HTTPStatus.MOVED_PERMANENTLY if self.request.method in FOLLOWED else HTTPStatus.TEMPORARY_REDIRECT
        return Moved(new + self.request.path.partition(old)[2] + query, status)

    def issue(self) -> Issue:
        """The issue of the path. One that was deleted raises 410; readers are led on to where one moved.

        GitHub's description lists no redirect for new comments and links: they find nothing at the old place.
        """
        place, number = self.issues_place(), self.count("number")
        if number in place.gone:
            raise Refused(410, "This issue was deleted")
        if number in place.moved:
            if self.request.method not in FOLLOWED:
                raise Refused(404, HIDDEN)
            raise self._elsewhere(f"/issues/{number}", self.at.issue(place.moved[number]))
        if number not in place.issues:
            raise Refused(404, HIDDEN)
        return place.issues[number]

    def comment(self) -> Comment:
        """The comment of the path."""
        place, found = self.issues_place(), self.world.comments.get(self.count("comment"))
        if found is None or found.issue.repository is not place:
            raise Refused(404, HIDDEN)
        return found

    def count(self, name: str) -> int:
        """A number of the path."""
        if not self.parts[name].isdecimal():
            raise Refused(404, HIDDEN)
        return int(self.parts[name])

    def must_write(self, place: Repository) -> None:
        """Raises 403 unless the caller may change what others wrote."""
        if not self.caller.writes(self.world, place):
            raise Refused(403, "Must have admin rights to Repository.")


class Moved(Exception):  # noqa: N818  # the status's name: Moved Permanently
    """What was asked for is at another address."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(url)
        self.url, self.status = url, status


def json_answer(status: int, document: object, **headers: str) -> Answer:
    """A JSON answer."""
    return answers.json_answer(status, document, KIND, **headers)


def refusal_answer(refused: Refused) -> Answer:
    """GitHub's shapes of errors: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api .

    What is not valid tells its errors; all else repeats its status.
    """
    document: dict[str, object] = {"message": refused.message, "documentation_url": DOCUMENTATION}
    if refused.errors:
        document["errors"] = refused.errors
    if refused.status != HTTPStatus.UNPROCESSABLE_ENTITY:
        document["status"] = str(refused.status)
    return json_answer(refused.status, document)


def moved_answer(moved: Moved) -> Answer:
    """A redirect."""
    document = {"message": "Moved Permanently", "url": moved.url, "documentation_url": DOCUMENTATION}
    return json_answer(moved.status, document, location=moved.url)


def paged(call: Call, things: Sequence[Any], document: Callable[[Any], object]) -> Answer:
    """One page of a list, with ``Link`` headers to the others.

    https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
    """
    size, page = page_size(call), _bounded(call, "page", 1, 10**6)
    last = max(1, -(-len(things) // size))
    links = {"prev": page - 1, "first": 1} if page > 1 else {}
    if page < last:
        links |= {"next": page + 1, "last": last}
    headers = {"link": ", ".join(f'<{_page_url(call, number)}>; rel="{name}"' for name, number in links.items())}
    shown = [document(one) for one in things[(page - 1) * size : page * size]]
    return json_answer(200, shown, **(headers if links else {}))


def page_size(call: Call) -> int:
    """How much a page of a list holds."""
    return _bounded(call, "per_page", 30, LARGEST_PAGE)


def _page_url(call: Call, page: int) -> str:
    query = {**call.request.query, "page": str(page)}
    return f"{call.at.origin}{call.request.path}?" + "&".join(f"{name}={value}" for name, value in query.items())


def _bounded(call: Call, name: str, default: int, most: int) -> int:
    text = call.request.query.get(name, "")
    return min(most, max(1, int(text))) if text.isdecimal() else default
