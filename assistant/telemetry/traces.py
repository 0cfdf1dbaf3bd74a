"""Traces for OpenTelemetry: a span a request and a span a step of its answer, sent to a collector of the settings.

The only door to OpenTelemetry, which comes with the extra `otel` and is imported where traces are made. Spans carry
statuses, counts and classes of errors; no question, no answer, and no message of an exception.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler

from assistant.chain import Trip
from assistant.errors import SettingsError
from assistant.settings import Settings, variable

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

NAME = "channel-assistant"


class Traces(BaseCallbackHandler):
    """Makes spans; as a callback of the chain, one for the answer and one for each of its steps."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(NAME)
        self._spans: dict[UUID, Span] = {}

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator["Span"]:
        """The span of a request, current while it lasts; it goes on with the trace that its headers name."""
        from opentelemetry.trace import SpanKind  # noqa: PLC0415 - optional
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        with self._tracer.start_as_current_span(
            method,
            context=TraceContextTextMapPropagator().extract(dict(headers)),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            yield span

    def on_chain_start(
        self,
        serialized: dict[str, Any],  # noqa: ARG002
        inputs: Any,  # noqa: ARG002
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        """A step, or the whole chain, begins."""
        from opentelemetry.trace import set_span_in_context  # noqa: PLC0415 - optional

        parent = self._spans.get(parent_run_id) if parent_run_id is not None else None
        context = set_span_in_context(parent) if parent is not None else None
        name = str(kwargs.get("name") or "step") if parent_run_id is not None else "answer"
        self._spans[run_id] = self._tracer.start_span(name, context=context)

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002
        """It has ended; the trip says what is there by now."""
        span = self._spans.pop(run_id, None)
        if span is None:
            return
        if isinstance(outputs, Trip):
            span.set_attributes(_told(outputs))
        span.end()

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002
        """It has failed, or nobody wants the rest."""
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415 - optional

        span = self._spans.pop(run_id, None)
        if span is not None:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            span.end()

    def close(self) -> None:
        """Send what is left, and stop."""
        self._provider.shutdown()


def open_traces(settings: Settings) -> Traces | None:
    """Traces to the collector of the settings; None where there is none.

    Raises:
        SettingsError: a collector is set and OpenTelemetry is not installed.
    """
    if settings.otlp_endpoint is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - optional
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(
            f"{variable('otlp_endpoint')} is set, but OpenTelemetry is not installed.",
            'Install the extra: pip install "channel-assistant[otel]".',
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": NAME}), shutdown_on_exit=False)
    address = f"{settings.otlp_endpoint.rstrip('/')}/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address)))
    return Traces(provider)


def _told(trip: Trip) -> dict[str, str | int]:
    told: dict[str, str | int] = {}
    if trip.evidence is not None:
        told |= {"passages": len(trip.evidence.found), "subjects": len(trip.evidence.stated)}
    if trip.draft is not None:
        told |= {"engine": trip.draft.engine}
    if trip.answer is not None:
        answer = trip.answer
        told |= {"status": answer.status.value, "sentences": len(answer.sentences), "withheld": len(answer.withheld)}
    return told
