"""Answers that end before their time: stopped by the reader, or by a server that goes away. The model is a slow one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.chat_model import Script, chat_server

OpenPage = Callable[..., Any]
StartServer = Callable[..., AbstractContextManager[tuple[Any, Path, str]]]

OPEN = "What is the Annual Channel for Containers?"


def slow(model: str) -> dict[str, str]:
    """The settings of a server whose chat model says a word and then nothing."""
    return {
        "CHANNEL_ASSISTANT_CHAT_MODEL": "openai:test",
        "CHANNEL_ASSISTANT_CHAT_BASE_URL": model,
        "CHANNEL_ASSISTANT_CHAT_TIMEOUT": "60",
        "OPENAI_API_KEY": "none",
    }


def test_an_answer_can_be_stopped(open_page: OpenPage, start_server: StartServer) -> None:
    with chat_server(Script(pieces=("Well",), stall_after=1)) as model, start_server(**slow(model)) as (_, _, address):
        page = open_page(address=address)
        page.fill("#ca-box textarea", OPEN)
        page.press("#ca-box textarea", "Enter")
        page.locator(".ca-step-now").wait_for()
        page.locator("#ca-box .stop-button").click()
        page.locator(".ca-stopped").wait_for()
        assert "You stopped this answer." in page.locator(".ca-stopped").inner_text()
        assert page.locator(".ca-pending").count() == 0
        page.fill("#ca-box textarea", "Can a 23H2 host run a Windows Server 2019 image?")
        page.press("#ca-box textarea", "Enter")
        page.locator(".ca-answered").first.wait_for(timeout=30_000)
        page.close()


@pytest.mark.parametrize("back", [False, True])
def test_a_server_that_goes_away_in_mid_answer_is_said_so(
    open_page: OpenPage, start_server: StartServer, watched: list[str], back: bool
) -> None:
    with chat_server(Script(pieces=("Well",), stall_after=1)) as model:
        with start_server(**slow(model)) as (process, _, address):
            page = open_page(address=address)
            page.fill("#ca-box textarea", OPEN)
            page.press("#ca-box textarea", "Enter")
            page.locator(".ca-step-now").wait_for()
            process.kill()
            notice = page.get_by_role("alert").filter(has_text="connection to the server is lost")
            notice.wait_for(timeout=20_000)
        if back:
            port = address.rsplit(":", 1)[1]
            with start_server(port=int(port)) as (_, _, again):
                assert again == address
                page.get_by_role("alert").filter(has_text="restarted before the answer").wait_for(timeout=20_000)
                page.wait_for_selector("#ca-box textarea")
        page.close()
    watched.clear()  # a lost connection is an error of the page, and here it is the point
