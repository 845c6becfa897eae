"""Reads saved issues into facts: each document by its tracker and site, told by its content."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import msgspec

import connectors.github.files
import connectors.jira.files
from connectors.github.dialect import GitHubDialect
from connectors.github.files import SavedGitHub
from connectors.github.issues import GitHubIssues
from connectors.jira.dialect import JiraDialect
from connectors.jira.files import SavedJira
from connectors.jira.issues import JiraIssues
from connectors.saved import HOW_TO_SAVE, SavedFileError, saved_documents, saved_files
from rules.addresses import Addresses, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from connectors.saved import SavedDocument
    from rules.model import Facts
    from service.settings import Settings

TRACKERS = (connectors.jira.files, connectors.github.files)
PUBLIC_GITHUB = Site("github/github.com", "github.com")
UNREADABLE = (ValueError, RecursionError)
FOREIGN = (
    "neither a Jira issue (key, fields) or webhook (webhookEvent) nor of GitHub: an issue (number, title), "
    "a page (data), a webhook (action)"
)
MOST_REFUSED = 1000
"""Documents of one file that are listed when they cannot be read; of more only the number is kept."""
ANYTHING = msgspec.json.Decoder(msgspec.Raw)


class Reader(Protocol):
    """Reads the documents of one site."""

    def facts(self, raw: bytes) -> Sequence[Facts]:
        """All that one document says of each issue in it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that could not be read: where, and why."""

    place: str
    why: str


@dataclass(slots=True)
class SavedIssues:
    """The issues of some saved files, to be iterated once.

    What was skipped, and the sites that were met, are complete after the iteration. ``progress`` is told a file and
    how many of its bytes were taken. Raises ``SavedFileError`` where a file as a whole cannot be read.
    """

    settings: Settings
    paths: list[Path]
    trust_comments: bool = False
    progress: Callable[[Path, int], None] = lambda _path, _taken: None
    skipped: list[Skipped] = field(default_factory=list)
    sites: dict[tuple[str, str], Site] = field(default_factory=dict)
    _readers: dict[tuple[str, str], Reader] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Facts]:
        """The facts of every document that can be read."""
        files = saved_files(self.paths)
        for path in files:
            self._meet(next((one for one in saved_documents(path) if not one.refused), None))
        for path in files:
            yield from self._of_file(path)

    def addresses(self) -> Addresses:
        """The configured sites and those that were met; github.com stands in where no GitHub is known."""
        configured = self.settings.addresses()
        known = {site.name: site for site in (*configured.sites, *self.sites.values())}
        if not any(site.tracker == "github" for site in known.values()):
            known[PUBLIC_GITHUB.name] = PUBLIC_GITHUB
        return configured.with_sites(known.values())

    def _of_file(self, path: Path) -> Iterator[Facts]:
        read = unread = 0
        refused: list[Skipped] = []
        for document in saved_documents(path, lambda taken: self.progress(path, taken)):
            facts = self._of_document(document)
            if not isinstance(facts, Skipped):
                read += 1
                yield from facts
                continue
            unread += 1
            if unread <= MOST_REFUSED:
                refused.append(facts)
        if unread and not read:
            raise SavedFileError(
                f"{path}: none of its {unread} documents is an issue; "
                f"the first, at {refused[0].place}: {refused[0].why}. {HOW_TO_SAVE}"
            )
        if unread > MOST_REFUSED:
            refused.append(Skipped(str(path), f"{unread - MOST_REFUSED} more of its documents"))
        self.skipped += refused

    def _of_document(self, document: SavedDocument) -> Sequence[Facts] | Skipped:
        origin = self._meet(document)
        if document.refused:
            return Skipped(document.place, document.refused)
        if origin is None:
            return Skipped(document.place, _why_foreign(document.raw))
        try:
            return self._readers[origin].facts(document.raw)
        except UNREADABLE as error:
            return Skipped(document.place, str(error))

    def _meet(self, document: SavedDocument | None) -> tuple[str, str] | None:
        """The tracker and host that a document comes from; a new one gets its site and its reader."""
        if document is None:
            return None
        for tracker in TRACKERS:
            host = tracker.host_of(document.raw)
            if host is not None:
                origin = (tracker.TRACKER, host)
                if origin not in self.sites:
                    self.sites[origin] = self._site(*origin)
                    self._make_readers()
                return origin
        return None

    def _site(self, tracker: str, host: str) -> Site:
        """The configured site of that host; the only one, where the document does not tell; else a site of its own."""
        configured = [site for site in self.settings.addresses().sites if site.tracker == tracker]
        named = [site for site in configured if host and site.host == host]
        if named or (not host and len(configured) == 1):
            return (named or configured)[0]
        return Site(f"{tracker}/{host.partition('/')[0] or 'files'}", host)

    def _make_readers(self) -> None:
        """Every reader knows all sites, for issues refer to issues on other sites."""
        addresses = self.addresses()
        jira = {dialect.name: dialect for dialect in self.settings.jira_dialects()}
        github = {dialect.name: dialect for dialect in self.settings.github_dialects()}
        for origin, site in self.sites.items():
            if site.tracker == "jira":
                dialect = jira.get(site.name, JiraDialect(name=site.name))
                issues = JiraIssues(dialect, addresses, self.settings.keywords(), self.trust_comments)
                self._readers[origin] = SavedJira(issues)
            else:
                spoken = github.get(site.name, replace(GitHubDialect(name=site.name), host=site.host))
                self._readers[origin] = SavedGitHub(GitHubIssues(spoken, addresses, self.settings.keywords()))


def _why_foreign(raw: bytes) -> str:
    """What keeps a document from being recognised: it may be broken rather than of another kind."""
    try:
        ANYTHING.decode(raw)
        raw.decode()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return str(error)
    except RecursionError:
        return "it is nested too deeply"
    return FOREIGN
