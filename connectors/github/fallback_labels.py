"""Which issues carry the fallback label, by repository, so that nobody asks for the labels of each sub-issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.github.documents import Label
from connectors.github.graphql_documents import Labels, PageInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.github.dialect import GitHubDialect
    from connectors.github.graphql_documents import Other
    from connectors.github.sweep_answers import Labelled

FRESH: Final = 600.0
"""Seconds for which a list is believed of repositories that a page is not about: those on it bring their own."""


@dataclass(frozen=True, slots=True)
class _Known:
    marked: frozenset[str]
    at: float


class FallbackLabels:
    """What the answers of sweeps told of the label. Bounded by repositories. ``now`` is in seconds since 1970."""

    def __init__(self, dialect: GitHubDialect, now: Callable[[], float]) -> None:
        self._label, self._now = dialect.fallback_label, now
        self._known: dict[str, _Known] = {}

    def learn(self, repository: str, told: Labelled) -> None:
        """Keeps a repository's list, if it is whole and the label is spelled there as it was asked for."""
        if told.marked.page_info.has_next_page or not self._is_spelled_alike(told):
            self._known.pop(repository.casefold(), None)
            return
        marked = frozenset(one.id for one in told.marked.nodes if one is not None)
        self._known[repository.casefold()] = _Known(marked, self._now())

    def _is_spelled_alike(self, told: Labelled) -> bool:
        """A repository has no two labels that differ in their case only."""
        spelled = told.spelled
        if told.exact is not None:
            return told.exact.name == self._label
        if spelled is None or spelled.page_info is None or spelled.page_info.has_next_page:
            return False
        return not any((one.name or "").casefold() == self._label.casefold() for one in spelled.nodes or () if one)

    def tell(self, part: Other) -> bool:
        """Gives a sub-issue the label or none, as far as that matters; false where it is not known."""
        known = self._known.get(part.container.casefold())
        if known is None or part.id is None or known.at < self._now() - FRESH:
            return False
        labels: list[Label | None] = [Label(name=self._label)] if part.id in known.marked else []
        part.labels = Labels(nodes=labels, page_info=PageInfo(has_next_page=False))
        return True
