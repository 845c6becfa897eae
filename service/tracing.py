"""Traces for OpenTelemetry: what a process did, in spans, where an endpoint is configured. Elsewhere they cost nothing.

The environment says where they go, as for every program: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ .
What stands in issues and secrets is in no span: sites, lanes, and what came of it alone.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Tracer

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
DISABLED: Final = "OTEL_SDK_DISABLED"
NAME: Final = "OTEL_SERVICE_NAME"
_started: list[Tracer] = []


class TracingError(Exception):
    """Traces are wanted and cannot be sent; the message says what to do."""


def start_tracing(environment: Mapping[str, str]) -> bool:
    """Sends spans from now on if an endpoint is configured; whether it is. Raises ``TracingError``."""
    if not any(environment.get(one) for one in ENDPOINTS) or environment.get(DISABLED, "").lower() == "true":
        return False
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # optional
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        wanted = next(one for one in ENDPOINTS if environment.get(one))
        raise TracingError(
            f"{wanted} is set, and {error.name} is not installed: pip install 'detour[otel]', or unset it"
        ) from error
    trace_to(BatchSpanProcessor(OTLPSpanExporter()), environment.get(NAME, "detour"))
    return True


def trace_to(processor: SpanProcessor, name: str = "detour") -> None:
    """Gives spans to a processor from now on. What is left is sent when the process ends."""
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415

    told = Resource.create({"service.name": name, "service.version": version("detour")})
    provider = TracerProvider(resource=told)
    provider.add_span_processor(processor)
    _started[:] = [provider.get_tracer("detour")]


def stop_tracing() -> None:
    """Makes no span any more."""
    _started.clear()


@contextmanager
def span(name: str, **attributes: str) -> Iterator[None]:
    """A piece of work. An exception that leaves it is noted by its type alone, for its words may be of others."""
    if not _started:
        yield
        return
    from opentelemetry.trace import StatusCode  # noqa: PLC0415

    with _started[0].start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except Exception as error:
            current.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def with_trace(_logger: object, _method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    """Adds to a line of the log in which trace it was written."""
    if _started:
        from opentelemetry.trace import get_current_span  # noqa: PLC0415

        context = get_current_span().get_span_context()
        if context.is_valid:
            event.update(trace_id=f"{context.trace_id:032x}", span_id=f"{context.span_id:016x}")
    return event
