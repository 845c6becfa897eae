"""What the ways to the trackers tell of themselves, for Prometheus: what was asked, what came of it, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prometheus_client.metrics_core import Metric

    from connectors.ways import Way


def ways_told(ways: Mapping[str, Way]) -> Iterator[Metric]:
    """The figures of this process, by site. Writes on GitHub and Jira are counted apart, as comments."""
    told = "How long a site is not asked yet, for it did not answer."
    let_be = GaugeMetricFamily("detour_site_let_be_seconds", told, labels=["site"])
    told = "Requests to a tracker by how it answered."
    asked = CounterMetricFamily("detour_api_requests", told, labels=["site", "outcome"])
    by = ["site", "resource"]
    limit = GaugeMetricFamily("detour_api_limit", "Requests or points that a tracker allows at a time.", labels=by)
    left = GaugeMetricFamily("detour_api_limit_remaining", "What the last answer said is left of a limit.", labels=by)
    for site, way in ways.items():
        let_be.add_metric([site], way.circuit.seconds)
        for outcome, count in way.meter.requests.items():
            asked.add_metric([site, outcome], count)
        for resource, one in way.meter.left.items():
            limit.add_metric([site, resource], one.limit)
            left.add_metric([site, resource], one.remaining)
    yield from (let_be, asked, limit, left)
