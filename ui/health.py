"""Whether the process is up, whether it can answer, and its figures."""

from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.telemetry.metrics import Metrics
from ui.surface import Current, On
from ui.workers import workers_of


def mount(app: FastAPI, current: Current, _: Settings) -> On:
    """Add /healthz, /readyz and /metrics."""
    metrics: Metrics = app.state.metrics
    workers = workers_of(app)

    @app.get("/healthz", tags=["health"])
    async def healthz() -> dict[str, Any]:
        """The process is up; `bots` says which bots are on."""
        return {"status": "up", "bots": {name: "on" if on else "off" for name, on in app.state.bots.items()}}

    @app.get("/readyz", tags=["health"])
    async def readyz() -> dict[str, str]:
        """Index and model are loaded."""
        current()
        return {"status": "ready"}

    @app.get("/metrics", tags=["health"], response_class=Response)
    async def figures() -> Response:
        """The figures of this process in Prometheus' text format."""
        metrics.pending.set(workers.pending)
        metrics.ready.set(_ready(current))
        return Response(metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return On()


def _ready(current: Current) -> int:
    try:
        current()
    except AssistantError:
        return 0
    return 1
