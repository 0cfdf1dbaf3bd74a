"""Every request has an id, a line in the log, and its place in figures and traces.

The id is the caller's where it is plain (`X-Request-ID`), else a new one, and stands in the response. The log and the
figures name the route, not the path, as a path may hold what somebody typed. A fault of the application ends here: the
caller is told that there was one, and the log says where.
"""

import logging
import re
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.telemetry.metrics import Metrics
from assistant.telemetry.traces import Traces
from ui.failures import error_response

ID_HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Seen:
    """What is known of a response so far."""

    name: str
    status: int = 0


class Observed:
    """Around the whole application."""

    def __init__(self, app: ASGIApp, metrics: Metrics, traces: Traces | None) -> None:
        self._app = app
        self._metrics = metrics
        self._traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        method = scope["method"] if scope["method"] in METHODS else "other"
        seen = _Seen(name=_name(headers.get(ID_HEADER, "")))
        start = time.perf_counter()
        with ExitStack() as stack:
            stack.enter_context(structlog.contextvars.bound_contextvars(request_id=seen.name))
            stack.enter_context(self._metrics.in_flight.track_inprogress())
            span: Any = stack.enter_context(self._traces.request(method, headers)) if self._traces else None
            await self._answered(scope, receive, send, seen)
            route = _route(scope)
            seconds = time.perf_counter() - start
            self._metrics.requests.labels(method, route, str(seen.status)).inc()
            self._metrics.request_seconds.labels(route).observe(seconds)
            if span is not None:
                span.update_name(f"{method} {route}")
                span.set_attributes({"http.route": route, "http.response.status_code": seen.status})
            told = {"method": method, "route": route, "status": seen.status, "ms": round(seconds * 1000, 1)}
            _log.info("request", extra=told)

    async def _answered(self, scope: Scope, receive: Receive, send: Send, seen: _Seen) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                MutableHeaders(scope=message)[ID_HEADER] = seen.name
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # the surface's boundary
            _log.error("A request failed: %s", type(error).__name__, exc_info=error)
            if seen.status:
                return  # the server sees that the response has no end, and drops the connection
            response = error_response(500, "Something went wrong in the server.", "Its log says what; try again later.")
            await response(scope, receive, sending)


def _name(given: str) -> str:
    return given if _PLAIN.fullmatch(given) else uuid.uuid4().hex


def _route(scope: Scope) -> str:
    """The route's pattern; the paths of the chat's own files are one."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str) and path.startswith(OURS):
        return path
    return scope["path"] if scope["path"] in WHOLE else "other"


OURS = ("/api", "/v1/", "/healthz", "/readyz", "/metrics", "/slack", "/openapi.json")
WHOLE = frozenset({"/", "/mcp", "/gradio_api/queue/join", "/gradio_api/queue/data"})
