"""One FastAPI application for every network surface: lifespan, health, errors, and the table of surfaces.

The Assistant is opened in a worker thread while the server is already up: /healthz answers at once, /readyz when index
and model are loaded. The chat is mounted last, as it takes every address that nobody else has.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import (
    AssistantError,
    InputError,
    InputSizeError,
    NotFoundError,
    NotReadyError,
    SettingsError,
)
from assistant.service import Assistant
from assistant.settings import Settings
from ui import api
from ui.protection import Protection, require_loopback
from ui.web import app as web

Progress = Callable[[str, int, int], None]

# The most specific class wins; everything else of ours is a state of the server.
ERROR_STATUS: tuple[tuple[type[AssistantError], int], ...] = (
    (InputSizeError, 413),
    (NotFoundError, 404),
    (InputError, 400),
    (AssistantError, 503),
)

# How long answers that have begun may take once the server is told to end.
GRACE_SECONDS = 10

_log = logging.getLogger(__name__)


class _Closing(Exception):  # noqa: N818 - not an error: it unwinds a build that nobody waits for any more
    """Raised out of a progress report when the server ends while the first index is being built."""


class Seat:
    """Where the one Assistant of the process sits: empty while it opens, and for good if that failed."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._assistant: Assistant | None = None
        self._failure: AssistantError | None = None
        self._closing = False

    def open(self, settings: Settings) -> AssistantError | None:
        """Open the Assistant; blocks until index and model are loaded. A failure is kept, and raised by `current`."""
        try:
            self._assistant = Assistant.open(settings, progress=self._report)
        except _Closing:
            return None
        except AssistantError as error:
            self._failure = error
        except Exception as error:  # the surface's boundary: a server that can never answer must say so
            _log.exception("The assistant could not be opened")
            self._failure = AssistantError(
                f"The assistant could not be opened: {type(error).__name__}.", "The log says where; please report it."
            )
        return self._failure

    def close(self) -> None:
        """Stop a build at its next step, which leaves the index as it was, and let go of what is open."""
        self._closing = True
        if self._assistant is not None:
            self._assistant.close()

    def current(self) -> Assistant:
        """The open Assistant.

        Raises:
            NotReadyError: it is still opening.
            AssistantError: it could not be opened.
        """
        if self._failure is not None:
            raise type(self._failure)(self._failure.what, self._failure.remedy)
        if self._assistant is None or not self._assistant.ready:
            raise NotReadyError(
                "The index and the model are still being loaded.",
                "Try again in a moment; /readyz says when.",
            )
        return self._assistant

    def _report(self, stage: str, done: int, total: int) -> None:
        if self._closing:
            raise _Closing
        if self._progress is not None:
            self._progress(stage, done, total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A part of the application: `mount` adds its addresses, taking the Assistant from the function it is given."""

    name: str
    mount: Callable[[FastAPI, Callable[[], Assistant]], None]


def create_app(
    settings: Settings, *, progress: Progress | None = None, on_failure: Callable[[AssistantError], None] | None = None
) -> FastAPI:
    """The whole application. `on_failure` is told when the Assistant cannot be opened; the application stays up."""
    seat = Seat(progress)

    async def opening() -> None:
        failure = await asyncio.to_thread(seat.open, settings)
        if failure is not None and on_failure is not None:
            on_failure(failure)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(opening())
        yield
        seat.close()
        await task

    app = FastAPI(title="channel-assistant", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(Protection)
    app.add_exception_handler(AssistantError, _our_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _fault)
    for surface in SURFACES:
        surface.mount(app, seat.current)
    return app


def run(
    settings: Settings,
    *,
    host: str,
    port: int,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; `announce` is told the address once it is taken (port 0 takes a free one).

    Raises:
        SettingsError: the address is not a loopback one and remote access is not allowed, or it cannot be taken.
        AssistantError: index or model could not be opened.
    """
    require_loopback(host, allow_remote=settings.allow_remote)
    failures: list[AssistantError] = []

    def stop(failure: AssistantError) -> None:
        failures.append(failure)
        server.should_exit = True

    app = create_app(settings, progress=progress, on_failure=stop)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=GRACE_SECONDS)
    )
    with _listening(host, port) as listening:
        if announce is not None:
            announce(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}")
        with suppress(KeyboardInterrupt):  # Ctrl-C has already ended the server in good order
            server.run(sockets=[listening])
    if failures:
        raise failures[0]


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(
            f"The address {host}, port {port} cannot be taken: {error.strerror or error}.",
            "Choose another with --host and --port.",
        ) from error


def _mount_health(app: FastAPI, current: Callable[[], Assistant]) -> None:
    @app.get("/healthz", tags=["health"])
    async def healthz() -> dict[str, str]:
        """The process is up."""
        return {"status": "up"}

    @app.get("/readyz", tags=["health"])
    async def readyz() -> dict[str, str]:
        """Index and model are loaded."""
        current()
        return {"status": "ready"}


def _our_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AssistantError):
        raise TypeError(f"{type(error).__name__} is not an error of ours.")
    status = next(status for kind, status in ERROR_STATUS if isinstance(error, kind))
    return api.error_response(status, error.what, error.remedy)


def _invalid_request(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise TypeError(f"{type(error).__name__} is not a validation error.")
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return api.error_response(400, "The body is not valid JSON.", "Send one JSON object.")
    place = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    what = f"{place}: {first['msg']}." if place else f"The request cannot be used: {first['msg']}."
    return api.error_response(400, what, "/openapi.json describes every request.")


def _http_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise TypeError(f"{type(error).__name__} is not an HTTP error.")
    return api.error_response(error.status_code, f"{error.detail}.", "", headers=error.headers)


def _fault(request: Request, error: Exception) -> JSONResponse:
    _log.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
    return api.error_response(500, "Something went wrong in the server.", "Its log says what; try again later.")


# Order is precedence: the chat takes every address that is left, so it comes last.
SURFACES: tuple[Surface, ...] = (
    Surface(name="health", mount=_mount_health),
    Surface(name="api", mount=api.mount),
    Surface(name="web", mount=web.mount),
)
