"""The real application on a real socket, in a thread, with a bot whose Microsoft is a server of ours."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from assistant.settings import Settings
from tests.servers.teams import CLIENT, SECRET, TENANT, FakeTeams, teams_server
from ui import api, vacant
from ui.failures import handle_failures
from ui.protection import Protection, policy
from ui.seat import Seat
from ui.surface import Off, On
from ui.teams import app as teams_app
from ui.workers import Workers, threads_of


def settings_of(data: Path, server: FakeTeams, **changed: Any) -> Settings:
    """The settings of a server whose bot uses the given Microsoft."""
    given: dict[str, Any] = {
        "data_dir": data,
        "teams": True,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "tenant_id": TENANT,
        "teams_openid_url": server.openid_url,
        "teams_login_url": server.url,
        "rate_limit": 0,
    }
    return Settings(_env_file=None, **(given | changed))


def application(settings: Settings) -> FastAPI:
    """The bot as `serve` carries it, without the other surfaces: importing the web chat leaves an event loop open."""
    seat = Seat()
    states: dict[str, On | Off] = {}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await asyncio.to_thread(seat.open, settings)
            state = states["teams"]
            if isinstance(state, On) and state.running is not None:
                await stack.enter_async_context(state.running())
            yield
        seat.close()

    app = FastAPI(lifespan=lifespan)
    app.add_middleware(Protection, policy=policy(settings, "127.0.0.1"))
    app.state.workers = Workers(threads_of(settings))
    handle_failures(app)
    api.mount(app, seat.current, settings)
    states["teams"] = teams_app.mount(app, seat.current, settings)
    if isinstance(states["teams"], Off):
        vacant.close(app, ("/api/messages",), states["teams"])
    return app


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    """A client of a server that can answer; it is told to end as `serve` is, and waited for."""
    config = uvicorn.Config(application(settings), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not (server.started and server.servers):
            assert thread.is_alive()
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with teams_server() as running:
        yield running


@pytest.fixture(scope="module")
def shared() -> Iterator[FakeTeams]:
    """A Microsoft that the tests of a module share."""
    with teams_server() as running:
        yield running


@pytest.fixture(scope="module")
def client(shared: FakeTeams, data_dir: Path) -> Iterator[httpx.Client]:
    """A server that the tests of a module share."""
    with serving(settings_of(data_dir, shared)) as running:
        yield running


def post(client: httpx.Client, teams: FakeTeams, activity: dict[str, Any], **claims: Any) -> httpx.Response:
    """Send an activity as Teams does."""
    headers = {"Authorization": f"Bearer {teams.token(**claims)}"}
    return client.post("/api/messages", json=activity, headers=headers)
