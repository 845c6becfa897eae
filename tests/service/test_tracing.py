"""Spans are made where an endpoint is configured; elsewhere nothing is imported for them."""

import asyncio
import subprocess
import sys
import time

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from connectors.simulator.serving import Answer, Loopback
from service import tracing
from service.jobs.lane import LaneRun
from service.tracing import TracingError, span, start_tracing, stop_tracing, trace_to, with_trace


@pytest.fixture
def spans():
    """What was traced, once it has ended."""
    exporter = InMemorySpanExporter()
    trace_to(SimpleSpanProcessor(exporter))
    yield exporter.get_finished_spans
    stop_tracing()


def test_a_piece_of_work_is_a_span_with_those_inside_it(spans):
    with span("lane read", site="github/acme"), span("speak", site="github/acme"):
        pass

    inner, outer = spans()
    assert (inner.name, outer.name, dict(outer.attributes)) == ("speak", "lane read", {"site": "github/acme"})
    assert inner.parent.span_id == outer.context.span_id
    assert outer.resource.attributes["service.name"] == "detour"


def test_a_failure_is_told_by_its_type_and_never_by_its_words(spans):
    with pytest.raises(ValueError, match="canary"), span("webhook"):
        raise ValueError("canary")

    [one] = spans()
    assert (one.status.status_code, one.status.description) == (StatusCode.ERROR, "ValueError")
    assert "canary" not in one.to_json()


def test_a_line_of_the_log_says_in_which_trace_it_was_written(spans):
    with span("webhook"):
        line = with_trace(None, "info", {"event": "heard"})
    outside = with_trace(None, "info", {"event": "heard"})

    [one] = spans()
    assert line == {
        "event": "heard",
        "trace_id": f"{one.context.trace_id:032x}",
        "span_id": f"{one.context.span_id:016x}",
    }
    assert outside == {"event": "heard"}


def test_a_step_of_a_lane_is_a_span(spans):
    class Job:
        async def work(self, _lease):
            return False

    run = LaneRun("github/acme", "read", Job(), type("Leases", (), {"seconds": 60})())
    asyncio.run(run._worked(None))

    assert [(one.name, dict(one.attributes)) for one in spans()] == [("lane read", {"site": "github/acme"})]


@pytest.mark.parametrize(
    "environment",
    [{}, {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_SDK_DISABLED": "true"}],
)
def test_without_an_endpoint_nothing_is_started(environment):
    assert start_tracing(environment) is False
    assert tracing._started == []
    assert with_trace(None, "info", {"event": "x"}) == {"event": "x"}


def test_spans_arrive_at_the_endpoint(monkeypatch):
    arrived = []

    def collect(request):
        arrived.append((request.method, request.path, b"webhook" in request.body, b"acme-traces" in request.body))
        return Answer(200)

    with Loopback(collect) as collector:
        environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address, "OTEL_SERVICE_NAME": "acme-traces"}
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "10")
        try:
            assert start_tracing(environment) is True
            with span("webhook"):
                pass
            while not arrived:
                time.sleep(0.01)
        finally:
            stop_tracing()

    assert arrived == [("POST", "/v1/traces", True, True)]


def test_where_the_packages_are_missing_it_is_said_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace.export", None)

    with pytest.raises(TracingError, match=r"OTEL_EXPORTER_OTLP_ENDPOINT is set.*pip install 'detour\[otel\]'"):
        start_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"})


def test_a_service_that_traces_nothing_imports_nothing_for_it():
    code = "import sys, service.commands.serve; print([m for m in sys.modules if m.startswith('opentelemetry.sdk')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
