"""Checks on pull requests: read by GraphQL, which tells the issues that are linked, and written by REST.

https://docs.github.com/en/rest/checks/runs : only a GitHub App may write them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from connectors.checking import PullRequest
from connectors.contract import Denied, Touched, Unavailable
from connectors.decoding import decode
from connectors.github.answers import Written
from connectors.github.places import Place, place_of
from connectors.github.transport import decoded
from rules.model import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.checking import Check
    from connectors.github.transport import Transport
    from connectors.github.writes import Writes

NAME: Final = "Detour"
OPEN: Final = "OPEN"
A_PAGE: Final = 100
PULL: Final = """query($login: String!, $name: String!, $number: Int!) {
  repository(owner: $login, name: $name) { nameWithOwner pullRequest(number: $number) {
    id number title state headRefName headRefOid
    closingIssuesReferences(first: 50) { nodes { number repository { nameWithOwner } } }
  } }
}"""
OPENED: Final = """query($login: String!, $name: String!, $after: String) {
  repository(owner: $login, name: $name) { nameWithOwner pullRequests(first: 100, after: $after, states: OPEN) {
    nodes { id number headRefOid } pageInfo { hasNextPage endCursor }
  } }
}"""


class Checks:
    """The checks of one site. ``app_id`` is the App that acts, if it is one."""

    def __init__(self, site: str, reads: Transport, writes: Writes, app_id: int | None) -> None:
        self._site, self._reads, self._writes, self._app_id = site, reads, writes, app_id

    @property
    def may_write(self) -> bool:
        """Whether an App acts."""
        return self._app_id is not None

    async def opened(self, repository: str) -> list[tuple[Touched, str]]:
        """The open pull requests of a repository, each with its last commit; none where it is out of reach."""
        owner, _, name = repository.partition("/")
        found: list[tuple[Touched, str]] = []
        after: str | None = None
        while True:
            answer = await self._reads.ask(owner, OPENED, _Answer, login=owner, name=name, after=after)
            held = answer.repository
            if held is None:
                return found
            found += self._listed(held)
            after = held.pull_requests.page_info.end_cursor
            if not held.pull_requests.page_info.has_next_page:
                return found

    async def pull(self, ref: Ref) -> PullRequest | None:
        """A pull request as it is now; ``None`` if it is closed, gone or out of reach."""
        place = _place(ref)
        asked = {"login": place.owner, "name": place.name, "number": place.number}
        held = (await self._reads.ask(place.owner, PULL, _Answer, **asked)).repository
        found = held.pull_request if held is not None else None
        if held is None or found is None or found.state != OPEN:
            return None
        return PullRequest(
            ref=self._ref(held.name_with_owner, found.number),
            node_id=found.id,
            head=found.head_ref_oid,
            branch=found.head_ref_name,
            title=found.title,
            closes=tuple(self._closed(found)),
        )

    async def put(self, pull: PullRequest, check: Check, run: str = "") -> str:
        """Writes a check, or changes the one with that id; its id. Never tries a second time by itself."""
        place = _place(pull.ref)
        verb, path = ("PATCH", _run(place, run)) if run else ("POST", f"{place.repository}/check-runs")
        new = {} if run else {"head_sha": check.head, "external_id": check.mark}
        leads = {"details_url": check.url} if check.url else {}
        output = {"title": check.title, "summary": check.summary}
        said = {"name": NAME, "status": "completed", "conclusion": check.conclusion.value, "output": output}
        answer = await self._writes.send(place.owner, verb, path, **said, **new, **leads)
        try:
            return str(decode(msgspec.json.encode(answer), Written, strict=True).id)
        except msgspec.DecodeError as error:
            raise Unavailable("GitHub's answer to a write is not understood", outcome_unknown=True) from error

    async def find(self, pull: PullRequest, mark: str) -> str:
        """The id of the newest check of ours with a mark on the last commit, or ''."""
        place = _place(pull.ref)
        path = f"{place.repository}/commits/{pull.head}/check-runs"
        ours: dict[str, int | str] = {
            "check_name": NAME,
            "filter": "all",
            "per_page": A_PAGE,
            "app_id": self._app_id or 0,
        }
        answer = decoded(await self._reads.get(place.owner, path, **ours), _Runs)
        return str(max((one.id for one in answer.check_runs if one.external_id == mark), default=""))

    def _listed(self, held: _Repository) -> Iterator[tuple[Touched, str]]:
        for one in held.pull_requests.nodes:
            yield Touched(self._ref(held.name_with_owner, one.number), one.id, one.id), one.head_ref_oid

    def _closed(self, found: _Pull) -> Iterator[Ref]:
        for one in found.closing_issues_references.nodes:
            if one is not None:  # out of our reach
                yield self._ref(one.repository.name_with_owner, one.number)

    def _ref(self, repository: str, number: int) -> Ref:
        return Ref(self._site, f"{repository}#{number}")


def _run(place: Place, run: str) -> str:
    return f"{place.repository}/check-runs/{int(run)}"


def _place(ref: Ref) -> Place:
    place = place_of(ref)
    if place is None:
        raise Denied(f"{ref} is no address of a pull request on GitHub")
    return place


class _Named(msgspec.Struct, rename="camel"):
    name_with_owner: str


class _Closed(msgspec.Struct):
    number: int
    repository: _Named


class _ClosedOnes(msgspec.Struct):
    nodes: list[_Closed | None] = []


class _Pull(msgspec.Struct, rename="camel"):
    id: str
    number: int
    head_ref_oid: str
    head_ref_name: str = ""
    title: str = ""
    state: str = OPEN
    closing_issues_references: _ClosedOnes = msgspec.field(default_factory=_ClosedOnes)


class _PageInfo(msgspec.Struct, rename="camel"):
    has_next_page: bool = False
    end_cursor: str | None = None


class _Pulls(msgspec.Struct, rename="camel"):
    nodes: list[_Pull] = []
    page_info: _PageInfo = msgspec.field(default_factory=_PageInfo)


class _Repository(msgspec.Struct, rename="camel"):
    name_with_owner: str
    pull_request: _Pull | None = None
    pull_requests: _Pulls = msgspec.field(default_factory=_Pulls)


class _Answer(msgspec.Struct):
    repository: _Repository | None = None


class _Run(msgspec.Struct):
    id: int
    external_id: str | None = None


class _Runs(msgspec.Struct):
    check_runs: list[_Run] = []
