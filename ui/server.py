"""One FastAPI application for every network surface: lifespan, health, and the table of surfaces.

The Assistant is opened in a worker thread while the server is already up: /healthz answers at once, /readyz when index
and model are loaded. The chat is mounted last, as it takes every address that nobody else has.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import uvicorn
from fastapi import FastAPI

from assistant.errors import AssistantError, SettingsError
from assistant.settings import Settings
from assistant.telemetry.logs import write_logs
from assistant.telemetry.metrics import Metrics
from assistant.telemetry.traces import open_traces
from ui import api, completions, health, mcp, vacant
from ui.failures import handle_failures
from ui.observed import Observed
from ui.protection import Protection, policy
from ui.seat import Progress, Seat
from ui.slack import app as slack
from ui.surface import Off, On, Surface
from ui.teams import app as teams
from ui.web import app as web
from ui.workers import Workers, threads_of

GRACE_SECONDS = 10
"""How long answers that have begun may wait for a chat model once the server is told to end."""

_FINISHING_SECONDS = 5
"""How long they may then take to be finished without it."""

_log = logging.getLogger(__name__)


def create_app(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    progress: Progress | None = None,
    on_failure: Callable[[AssistantError], None] | None = None,
) -> FastAPI:
    """The whole application, for a server that listens on `host`.

    `on_failure` is told when the Assistant cannot be opened; the application stays up.

    Raises:
        SettingsError: the settings do not let a server listen there, or cannot be used.
    """
    let_in = policy(settings, host)
    metrics, traces = Metrics(), open_traces(settings)
    seat = Seat(progress, callbacks=(metrics, traces) if traces else (metrics,))
    states: dict[str, On | Off] = {}

    async def opening() -> None:
        failure = await asyncio.to_thread(seat.open, settings)
        if failure is not None and on_failure is not None:
            on_failure(failure)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(opening())
        async with AsyncExitStack() as stack:
            for state in states.values():
                if isinstance(state, On) and state.running is not None:
                    await stack.enter_async_context(state.running())
            yield
        seat.close()
        await task
        if traces is not None:
            await asyncio.to_thread(traces.close)

    app = FastAPI(title="channel-assistant", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(Protection, policy=let_in)
    app.add_middleware(Observed, metrics=metrics, traces=traces)  # the last is the outermost
    app.state.workers = Workers(threads_of(settings))
    app.state.metrics = metrics
    app.state.hurry = seat.hurry
    handle_failures(app)
    for surface in SURFACES:
        state = surface.mount(app, seat.current, settings)
        states[surface.name] = state
        if isinstance(state, Off):
            _say_off(surface, state)
            vacant.close(app, surface.paths, state)
    app.state.bots = {s.name: isinstance(states[s.name], On) for s in SURFACES if s.bot}
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
    write_logs(settings)
    failures: list[AssistantError] = []

    def stop(failure: AssistantError) -> None:
        failures.append(failure)
        server.should_exit = True

    app = create_app(settings, host=host, progress=progress, on_failure=stop)
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,  # its records are written as ours are
            access_log=False,
            server_header=False,
            proxy_headers=False,  # whom a proxy forwards is for `identity` to say, which knows the proxies
            timeout_graceful_shutdown=GRACE_SECONDS + _FINISHING_SECONDS,
        )
    )
    with _listening(host, port) as listening:
        if announce is not None:
            announce(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}")
        with suppress(KeyboardInterrupt):  # Ctrl-C has already ended the server in good order
            server.run(sockets=[listening])
    if failures:
        raise failures[0]


class _Server(uvicorn.Server):
    """Ends in good order: answers that have begun are finished, in the end without the chat model they wait for."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing new, and end when what has begun is done."""
        app = self.config.app
        assert isinstance(app, FastAPI)  # noqa: S101 - for the types: `run` made it
        asyncio.get_running_loop().call_later(GRACE_SECONDS, app.state.hurry)
        await super().shutdown(sockets)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(
            f"The address {host}, port {port} cannot be taken: {error.strerror or error}.",
            "Choose another with --host and --port.",
        ) from error


def _say_off(surface: Surface, state: Off) -> None:
    """One line in the log; a warning where somebody has begun to set the surface up."""
    level = logging.WARNING if state.half else logging.INFO
    _log.log(level, "%s is off: %s %s", surface.name, state.reason, state.remedy)


# Order is precedence: `vacant` answers what is left of our addresses, and the chat takes every other one, so they are
# last. A bot is one more row above them, with `bot=True` and its paths, such as ("/slack/{rest:path}",).
SURFACES: tuple[Surface, ...] = (
    Surface(name="health", mount=health.mount),
    Surface(name="api", mount=api.mount),
    Surface(name="slack", mount=slack.mount, paths=("/slack/{rest:path}",), bot=True),
    Surface(name="teams", mount=teams.mount, paths=("/api/messages",), bot=True),
    Surface(name="completions", mount=completions.mount),
    Surface(name="mcp", mount=mcp.mount),
    Surface(name="vacant", mount=vacant.mount),
    Surface(name="web", mount=web.mount),
)
