"""What Detour counts of itself, for Prometheus: what comes in, what waits, what is written."""

from __future__ import annotations

import time
from importlib.metadata import version
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Info, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from service.store.connection import reading
from service.stored_metrics import StoredMetrics
from service.way_metrics import ways_told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from prometheus_client.metrics_core import Metric
    from sqlalchemy import Engine

    from connectors.ways import Way
    from service.inbox import Tally
    from service.store.deliveries import Deliveries


class Metrics:
    """The figures of one process. Sites are configured names, so that no stranger can add a label.

    ``teams`` are the slugs of the configured ones.
    """

    def __init__(self, engine: Engine, tally: Tally, deliveries: Deliveries, teams: Collection[str] = ()) -> None:
        self._registry = CollectorRegistry()
        Info("detour_build", "Which Detour this is.", registry=self._registry).info({"version": version("detour")})
        self._received = Counter(
            "detour_webhooks_received", "Webhook requests by outcome.", ("site", "outcome"), registry=self._registry
        )
        self._received_so: dict[tuple[str, str], Counter] = {}  # to find one by its labels takes as long as to count
        self._writes = Counter(
            "detour_writes", "Comments written, edited and deleted.", ("site", "what"), registry=self._registry
        )
        self._asked_again = Counter(
            "detour_webhooks_asked_for_again",
            "Webhooks that did not arrive, and that the tracker was asked to send again.",
            ("site",),
            registry=self._registry,
        )
        self._missed = Counter(
            "detour_changes_missed",
            "Issues that sweeps found changed, and of which no webhook had told.",
            ("site",),
            registry=self._registry,
        )
        self._engine, self._tally, self._deliveries = engine, tally, deliveries
        self._teams = frozenset(teams)
        self._registry.register(self)
        self.ways: Mapping[str, Way] = {}
        """The connected sites by name, as far as this process asks them."""

    def received(self, site: str, outcome: str) -> None:
        """Counts one webhook request."""
        counter = self._received_so.get((site, outcome))
        if counter is None:
            counter = self._received_so[site, outcome] = self._received.labels(site, outcome)
        counter.inc()

    def wrote(self, site: str, what: str) -> None:
        """Counts one write on a tracker: ``comment``, ``edit`` or ``delete``."""
        self._writes.labels(site, what).inc()

    def asked_again(self, site: str) -> None:
        """Counts one webhook that was asked for again."""
        self._asked_again.labels(site).inc()

    def missed(self, site: str, issues: int) -> None:
        """Counts issues of which no webhook had told."""
        self._missed.labels(site).inc(issues)

    def text(self) -> bytes:
        """All figures in Prometheus' text format. Asks the store; raises ``SQLAlchemyError`` where that fails."""
        return generate_latest(self._registry)

    def describe(self) -> list[Metric]:
        """Nothing: the figures of the store are asked for when they are collected."""
        return []

    def collect(self) -> Iterator[Metric]:
        """What the inbox did, and what lies in the store."""
        for name, value in (
            ("kept", self._tally.kept),
            ("known", self._tally.known),
            ("commits", self._tally.commits),
            ("failed", self._tally.failed),
            ("refused", self._tally.refused),
            ("late", self._tally.late),
            ("same_id", self._tally.repetitions.same_id),
            ("same_body", self._tally.repetitions.same_body),
        ):
            yield CounterMetricFamily(f"detour_inbox_{name}", f"Deliveries: {name}.", value=value)
        yield from ways_told(self.ways)
        stored = GaugeMetricFamily("detour_deliveries", "Deliveries in the store by state.", labels=["state"])
        for state, count in self._deliveries.counts().items():
            stored.add_metric([state.value], count)
        yield stored
        with reading(self._engine) as connection:
            yield from StoredMetrics(connection, self._teams, time.time()).collect()
