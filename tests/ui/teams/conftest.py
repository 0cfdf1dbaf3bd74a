"""The real application on a real socket, in a thread, with a bot whose Microsoft is a server of ours."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from assistant.settings import Settings
from tests.servers.teams import CLIENT, SECRET, TENANT, FakeTeams, teams_server
from ui.server import create_app

Serve = Callable[..., AbstractContextManager[httpx.Client]]


def settings_of(data: Path, teams: FakeTeams, **changed: Any) -> Settings:
    """The settings of a server whose bot uses the given Microsoft."""
    given: dict[str, Any] = {
        "data_dir": data,
        "teams": True,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "tenant_id": TENANT,
        "teams_openid_url": teams.openid_url,
        "teams_login_url": teams.url,
        "rate_limit": 0,
    }
    return Settings(_env_file=None, **(given | changed))


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    """A client of a server that can answer; it is told to end as `serve` is, and waited for."""
    app = create_app(settings)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=10)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not (server.started and server.servers):
            assert thread.is_alive()
            threading.Event().wait(0.01)
        address = server.servers[0].sockets[0].getsockname()
        with httpx.Client(base_url=f"http://127.0.0.1:{address[1]}", timeout=60) as client:
            while client.get("/readyz").status_code != 200:
                threading.Event().wait(0.02)
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
