"""The bot on a real socket, over a real assistant and a store of its own, against Slack's API on loopback."""

import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

pytest.importorskip("slack_bolt", reason="slack-bolt is not installed (pip install '.[slack]')")

from assistant.memory.store import Store
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from tests.servers.slack import SECRET, TOKEN, FakeSlack, signed, slack_server
from ui.failures import handle_failures
from ui.slack import app as surface
from ui.surface import Current, On
from ui.workers import Workers


class Running:
    """A running bot: what Slack would send goes in by `send`, what it is told is in `slack`."""

    def __init__(self, client: httpx.Client, assistant: Assistant, slack: FakeSlack) -> None:
        self.assistant = assistant
        self.slack = slack
        self._client = client

    def send(self, body: bytes, **headers: str) -> httpx.Response:
        """An event, signed as Slack signs it, unless the headers say otherwise."""
        kind = "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
        given = {"Content-Type": kind, **signed(body), **headers}
        return self._client.post("/slack/events", content=body, headers=given)

    def post(self, body: bytes, headers: list[tuple[bytes, bytes]]) -> httpx.Response:
        """A request of any shape."""
        return self._client.post("/slack/events", content=body, headers=httpx.Headers(headers))

    def accepted(self, body: bytes) -> None:
        """Send what Slack sends; it has to be acknowledged."""
        response = self.send(body)
        assert response.status_code == 200, response.text


Start = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with slack_server() as running:
        yield running
        assert running.violations == []


@pytest.fixture(scope="session")
def opened(data_dir: Path) -> Iterator[Assistant]:
    """The index, opened once."""
    assistant = Assistant.open(load_settings(data_dir=data_dir))
    yield assistant
    assistant.close()


@pytest.fixture
def settings(slack: FakeSlack, data_dir: Path, tmp_path: Path) -> Settings:
    return load_settings(
        data_dir=data_dir,
        database_url=f"sqlite:///{tmp_path / 'store.sqlite3'}",
        slack_bot_token=TOKEN,
        slack_signing_secret=SECRET,
        slack_api_url=slack.url,
    )


@pytest.fixture
def start(slack: FakeSlack, settings: Settings, opened: Assistant) -> Start:
    """Starts the bot over the test's store; once more is a restart. Settings may differ, and so may who answers."""

    @contextmanager
    def started(current: Current | None = None, **other: Any) -> Iterator[Running]:
        ours = load_settings(**{name: getattr(settings, name) for name in Settings.model_fields} | other)
        assistant = Assistant.over(opened.index, open_store=lambda: Store.open(ours))
        address = serving(current or (lambda: assistant), ours)
        with address as base, httpx.Client(base_url=base, timeout=60) as client:
            yield Running(client, assistant, slack)
        assistant.store().close()

    return started


@contextmanager
def serving(current: Current, settings: Settings) -> Iterator[str]:
    """The address of a server that carries this surface alone."""
    states: list[On] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        assert states[0].running is not None
        async with states[0].running():
            yield

    app = FastAPI(lifespan=lifespan)
    app.state.workers = Workers(8)
    handle_failures(app)
    state = surface.mount(app, current, settings)
    assert isinstance(state, On), state
    states.append(state)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def running(start: Start) -> Iterator[Running]:
    with start() as bot:
        yield bot
