"""Figures for Prometheus: requests, answers and their steps. Every label has few values, and none comes from a user."""

import time
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import generate_latest

from assistant.chain import Trip

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
STEPS = frozenset({"interpret", "retrieve", "draft", "verify"})


class Metrics(BaseCallbackHandler):
    """The figures of one application; as a callback of the chain it counts answers and measures their steps."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = self._counter("requests", "Requests answered.", "method", "route", "status")
        self.request_seconds = self._seconds("request_seconds", "From a request to the end of its response.", "route")
        self.in_flight = Gauge("channel_assistant_requests_in_flight", "Requests under way.", registry=self.registry)
        self.pending = Gauge("channel_assistant_work_pending", "Work in threads or waiting.", registry=self.registry)
        self.ready = Gauge("channel_assistant_ready", "1 when questions can be answered.", registry=self.registry)
        self.answers = self._counter("answers", "Answers, by status and by what drafted them.", "status", "engine")
        self.failures = self._counter("answer_failures", "Questions whose answer failed, by class of error.", "error")
        self.withheld = self._counter("withheld_sentences", "Sentences that the gate did not let through.")
        self.step_seconds = self._seconds("step_seconds", "A step of an answer, or all of them (`answer`).", "step")
        self._started: dict[UUID, tuple[str, float]] = {}

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)

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
        name = "answer" if parent_run_id is None else str(kwargs.get("name"))
        if name == "answer" or name in STEPS:
            self._started[run_id] = (name, time.perf_counter())

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002
        """It has ended; the whole chain with a finished trip."""
        name = self._measured(run_id)
        if name == "answer" and isinstance(outputs, Trip) and outputs.answer is not None:
            answer = outputs.answer
            self.answers.labels(answer.status.value, answer.engine).inc()
            self.withheld.inc(len(answer.withheld))

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002
        """It has failed, or nobody wants the rest."""
        if self._measured(run_id) == "answer" and not isinstance(error, GeneratorExit):
            self.failures.labels(type(error).__name__).inc()

    def _measured(self, run_id: UUID) -> str:
        name, since = self._started.pop(run_id, ("", 0.0))
        if name:
            self.step_seconds.labels(name).observe(time.perf_counter() - since)
        return name

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"channel_assistant_{name}", says, labels, registry=self.registry)

    def _seconds(self, name: str, says: str, *labels: str) -> Histogram:
        return Histogram(f"channel_assistant_{name}", says, labels, buckets=SECONDS, registry=self.registry)
