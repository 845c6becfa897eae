"""The figures that lie in the store, as Prometheus takes them: the same whichever process is asked.

Names follow https://prometheus.io/docs/practices/naming/ . Labels are bounded: sites, lanes and teams are configured,
and rules are known; teams that nobody configured, for projects stand in for them, are one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from service.store import diagnosis, failures, figures, work
from service.store.notifications import count_by_state

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from prometheus_client.metrics_core import Metric
    from sqlalchemy import Connection

OTHERS: Final = "other"
"""A team that is not configured."""


@dataclass(frozen=True, slots=True)
class StoredMetrics:
    """What one look at the store tells. ``teams`` are the slugs of those that are configured; ``now`` is in seconds."""

    connection: Connection
    teams: Collection[str]
    now: float

    def collect(self) -> Iterator[Metric]:
        """All of them. Raises ``SQLAlchemyError``."""
        yield from self._lanes()
        yield from self._failing()
        yield self._messages()
        yield self._findings()
        yield from self._audits()
        yield GaugeMetricFamily("detour_store_size_bytes", "Size of the store.", diagnosis.size(self.connection))

    def _lanes(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("detour_waiting", "Issues that wait in a lane.", labels=["site", "lane"])
        for (site, lane), count in work.counts_in(self.connection).items():
            waiting.add_metric([site, lane], count)
        yield waiting
        told = "For how long the longest due issue of a lane is due; 0 while all is for later."
        age = GaugeMetricFamily("detour_lane_age_seconds", told, labels=["site", "lane"])
        for (site, lane), due in figures.oldest_due(self.connection).items():
            age.add_metric([site, lane], max(0.0, self.now - due))
        yield age
        oldest = figures.oldest_unheard(self.connection)
        told = "For how long the oldest delivery lies there that was not looked at; 0 without any."
        yield GaugeMetricFamily(
            "detour_deliveries_age_seconds", told, 0.0 if oldest is None else max(0.0, self.now - oldest)
        )

    def _failing(self) -> Iterator[Metric]:
        told, labels = "Issues on which work fails, by whether it was given up.", ["site", "lane", "state"]
        failing = GaugeMetricFamily("detour_failing", told, labels=labels)
        for (site, lane, dead), count in failures.counts(self.connection).items():
            failing.add_metric([site, lane, "dead" if dead else "tried again"], count)
        yield failing

    def _messages(self) -> Metric:
        told = GaugeMetricFamily("detour_messages", "Messages to programs by state.", labels=["webhook", "state"])
        for (webhook, became), count in count_by_state(self.connection).items():
            told.add_metric([webhook, became], count)
        return told

    def _findings(self) -> Metric:
        """By rule and team, so that each sum means something."""
        counts: Counter[tuple[str, str]] = Counter()
        for (code, team), count in figures.findings(self.connection).items():
            counts[code, team if team in self.teams else OTHERS] += count
        told = "Findings of the last survey that no waiver accepts."
        found = GaugeMetricFamily("detour_findings", told, labels=["rule", "team"])
        for (code, team), count in sorted(counts.items()):
            found.add_metric([code, team], count)
        return found

    def _audits(self) -> Iterator[Metric]:
        yield CounterMetricFamily(
            "detour_audits", "Audits that came to their end.", figures.audits_ended(self.connection)
        )
        ended = GaugeMetricFamily("detour_audit_last_end_timestamp_seconds", "When the last audit ended.", labels=())
        took = GaugeMetricFamily("detour_audit_last_duration_seconds", "How long the last audit took.", labels=())
        last = figures.last_audit(self.connection)
        if last is not None:
            ended.add_metric((), last[1])
            took.add_metric((), last[1] - last[0])
        yield from (ended, took)
