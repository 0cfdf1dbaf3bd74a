"""The bot in the real server: two processes one after the other, over one store, and what they log."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.servers.slack import SECRET, TOKEN, FakeSlack, mention, signed
from tests.ui.slack.test_answers import FIRST, NEXT, ended

StartServer = Callable[..., AbstractContextManager[tuple[Any, Path, str]]]


def send(address: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json", **signed(body)}
    assert httpx.post(f"{address}/slack/events", content=body, headers=headers, timeout=30).status_code == 200


@pytest.mark.slow
def test_a_thread_goes_on_and_an_event_stays_answered_after_a_restart(
    start_server: StartServer, slack: FakeSlack, tmp_path: Path
) -> None:
    environment = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "CHANNEL_ASSISTANT_SLACK_API_URL": slack.url,
        "CHANNEL_ASSISTANT_DATABASE_URL": f"sqlite:///{tmp_path / 'store.sqlite3'}",
    }
    once = mention("Ev1", FIRST, ts="5.1")
    with start_server(**environment) as (_, first_log, address):
        assert httpx.get(f"{address}/healthz", timeout=30).json()["bots"]["slack"] == "on"
        send(address, once)
        slack.wait(ended(1))
    with start_server(**environment) as (_, second_log, address):
        send(address, once)
        send(address, mention("Ev2", NEXT, ts="5.2", thread="5.1"))
        slack.wait(ended(2))
        asked = httpx.post(f"{address}/api/ask", json={"question": FIRST, "conversation": "new"}, timeout=60).json()
        then = {"question": NEXT, "conversation": asked["conversation"]}
        follow_up = httpx.post(f"{address}/api/ask", json=then, timeout=60).json()
        assert httpx.post(f"{address}/slack/other", json={}, timeout=30).status_code == 404
    assert slack.texts() == [asked["answer"], follow_up["answer"]]
    for log in (first_log, second_log):
        written = log.read_text()
        assert "Traceback" not in written
        assert all(secret not in written for secret in (TOKEN, SECRET, "2019 image"))


def test_without_credentials_the_server_says_that_the_bot_is_off(server: str) -> None:
    assert httpx.get(f"{server}/healthz", timeout=30).json()["bots"]["slack"] == "off"
    response = httpx.post(f"{server}/slack/events", content=json.dumps({}), timeout=30)
    assert response.status_code == 404
    assert "SLACK_BOT_TOKEN" in response.json()["error"]
