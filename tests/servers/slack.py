"""Slack's Web API on loopback, as far as the bot uses it: checks tokens and blocks, records calls, and misbehaves.

It also stands in for Slack's side of events (signed as Slack signs them) and of Socket Mode (a real WebSocket).
Limits are those of Slack's reference of its Web API; those of blocks are in `block_kit`.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from tests.servers.block_kit import Json, markdown_of, problems
from tests.servers.loopback import PATIENCE, serving

TOKEN = "xoxb-test-token"
APP_TOKEN = "xapp-test-token"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, USER, BOT = "T0TEAM", "U0USER", "U0BOT"


@dataclass
class FakeSlack:
    """What the server was asked, and how it is to answer.

    `failing` maps a method to the errors of its next calls (None lets one pass), `limited` to the seconds of
    Retry-After of its next calls, `stalled` are methods that wait until `release` is called.
    """

    url: str = ""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    failing: dict[str, list[str | None]] = field(default_factory=dict)
    limited: dict[str, list[int]] = field(default_factory=dict)
    stalled: set[str] = field(default_factory=set)
    streams: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, Json] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    released: threading.Event = field(default_factory=threading.Event)
    acknowledged: list[Json] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop | None = None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def names(self) -> list[str]:
        with self.changed:
            return [name for name, _ in self.calls]

    def made(self, name: str) -> list[Json]:
        """The calls of a method, in order."""
        with self.changed:
            return [body for called, body in self.calls if called == name]

    def wait(self, met: Callable[["FakeSlack"], Any]) -> None:
        """Wait until the calls meet a condition; a minute without it is a failure."""
        with self.changed:
            assert self.changed.wait_for(lambda: met(self), PATIENCE), self.names()

    def texts(self) -> list[str]:
        """The Markdown of every message as it stands now, oldest first."""
        with self.changed:
            return [message["markdown"] for message in self.messages.values()]

    def record(self, name: str, body: Json) -> None:
        with self.changed:
            self.calls.append((name, body))
            self.changed.notify_all()

    def push(self, envelope: Json) -> None:
        """Send an envelope down the last WebSocket."""
        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(self.sockets[-1].send_str(json.dumps(envelope)), self.loop).result(PATIENCE)


@contextmanager
def slack_server() -> Iterator[FakeSlack]:
    """A running server; its `url` is what CHANNEL_ASSISTANT_SLACK_API_URL is to be."""
    slack = FakeSlack()
    handlers = (
        ("POST", "/api/{method}", _method),
        ("POST", "/response/{name}", _response),
        ("GET", "/socket", _socket),
    )
    with serving([(method, path, partial(handler, slack)) for method, path, handler in handlers]) as (address, loop):
        slack.url, slack.loop = f"{address}/api/", loop
        try:
            yield slack
        finally:
            slack.released.set()


async def _method(slack: FakeSlack, request: web.Request) -> web.Response:
    name = request.match_info["method"]
    given = await request.json() if request.content_type == "application/json" else dict(await request.post())
    expected = APP_TOKEN if name == "apps.connections.open" else TOKEN
    if request.headers.get("Authorization") != f"Bearer {expected}":
        slack.violations.append(f"{name}: without the token")
        return web.json_response({"ok": False, "error": "invalid_auth"})
    if slack.limited.get(name):
        slack.record(f"{name} 429", given)
        headers = {"Retry-After": str(slack.limited[name].pop(0))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    slack.record(name, given)
    if name in slack.stalled:
        await asyncio.get_running_loop().run_in_executor(None, slack.released.wait)
    errors = slack.failing.get(name)
    if errors and (error := errors.pop(0)):
        return web.json_response({"ok": False, "error": error})
    with slack.changed:
        answer = METHODS[name](slack, given) if name in METHODS else {"ok": False, "error": "unknown_method"}
        slack.changed.notify_all()
    return web.json_response(answer)


async def _response(slack: FakeSlack, request: web.Request) -> web.Response:
    body = await request.json()
    slack.violations += problems(body.get("blocks", []), body.get("text", ""))
    slack.record("respond", body)
    return web.Response(text="ok")


async def _socket(slack: FakeSlack, request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    slack.sockets.append(socket)
    slack.record("socket", {})
    await socket.send_str(json.dumps({"type": "hello"}))
    async for message in socket:
        if message.type == WSMsgType.TEXT:
            slack.acknowledged.append(json.loads(message.data))
            slack.record("acknowledged", json.loads(message.data))
    return socket


def _checked(slack: FakeSlack, given: Json) -> str | None:
    blocks = given.get("blocks") or []
    blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
    found = problems(blocks, given.get("text") or "")
    slack.violations += found
    given["blocks"] = blocks
    return "invalid_blocks" if found else None


def _post(slack: FakeSlack, given: Json) -> Json:
    if error := _checked(slack, given):
        return {"ok": False, "error": error}
    if given.get("unfurl_links") is not False or given.get("unfurl_media") is not False:
        slack.violations.append("chat.postMessage: links unfold")
    ts = f"1800000000.{next(slack.numbers):06d}"
    slack.messages[ts] = {**given, "markdown": markdown_of(given["blocks"])}
    return {"ok": True, "ts": ts, "channel": given["channel"]}


def _update(slack: FakeSlack, given: Json) -> Json:
    if given["ts"] not in slack.messages:
        return {"ok": False, "error": "message_not_found"}
    if error := _checked(slack, given):
        return {"ok": False, "error": error}
    slack.streams.pop(given["ts"], None)
    slack.messages[given["ts"]] |= {**given, "markdown": markdown_of(given["blocks"])}
    return {"ok": True, "ts": given["ts"]}


def _ephemeral(slack: FakeSlack, given: Json) -> Json:
    if error := _checked(slack, given):
        return {"ok": False, "error": error}
    return {"ok": True, "message_ts": "1800000000.000000"}


def _start_stream(slack: FakeSlack, given: Json) -> Json:
    missing = [
        name for name in ("channel", "thread_ts", "recipient_user_id", "recipient_team_id") if not given.get(name)
    ]
    if missing:
        return {"ok": False, "error": f"missing_{missing[0]}"}
    ts = f"1800000000.{next(slack.numbers):06d}"
    slack.messages[ts] = {**given, "markdown": given.get("markdown_text", ""), "blocks": []}
    slack.streams[ts] = slack.messages[ts]
    return {"ok": True, "ts": ts, "channel": given["channel"]}


def _append_stream(slack: FakeSlack, given: Json) -> Json:
    if given["ts"] not in slack.streams:
        return {"ok": False, "error": "message_not_in_streaming_state"}
    if not 0 < len(given["markdown_text"]) <= 12_000:
        return {"ok": False, "error": "msg_too_long"}
    slack.streams[given["ts"]]["markdown"] += given["markdown_text"]
    return {"ok": True, "ts": given["ts"]}


def _stop_stream(slack: FakeSlack, given: Json) -> Json:
    if given["ts"] not in slack.streams:
        return {"ok": False, "error": "message_not_in_streaming_state"}
    if error := _checked(slack, given):
        return {"ok": False, "error": error}
    stream = slack.streams.pop(given["ts"])
    stream["markdown"] += given.get("markdown_text") or ""
    stream["blocks"] = given["blocks"]
    return {"ok": True, "ts": given["ts"]}


def _status(slack: FakeSlack, given: Json) -> Json:
    if len(given.get("loading_messages", [])) > 10 or not given["thread_ts"]:
        slack.violations.append("assistant.threads.setStatus: out of its limits")
    return {"ok": True}


def _prompts(slack: FakeSlack, given: Json) -> Json:
    if not 1 <= len(given["prompts"]) <= 4:
        slack.violations.append("assistant.threads.setSuggestedPrompts: out of its limits")
    return {"ok": True}


def _connect(slack: FakeSlack, _: Json) -> Json:
    return {"ok": True, "url": slack.url.replace("http://", "ws://").replace("/api/", "/socket")}


METHODS: dict[str, Callable[[FakeSlack, Json], Json]] = {
    "apps.connections.open": _connect,
    "assistant.threads.setStatus": _status,
    "assistant.threads.setSuggestedPrompts": _prompts,
    "chat.appendStream": _append_stream,
    "chat.postEphemeral": _ephemeral,
    "chat.postMessage": _post,
    "chat.startStream": _start_stream,
    "chat.stopStream": _stop_stream,
    "chat.update": _update,
}


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers that Slack puts on a request with this body."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def event(event_id: str, **fields: Any) -> bytes:
    """An event of the Events API as Slack wraps it."""
    body = {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0APP",
        "event": fields,
        "event_id": event_id,
        "event_time": 1800000000,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }
    return json.dumps(body).encode()


def direct(event_id: str, text: str, *, ts: str, thread: str | None = None) -> bytes:
    """A person's message to the bot."""
    more = {"thread_ts": thread} if thread else {}
    return event(
        event_id, type="message", channel_type="im", channel="D0DM", user=USER, text=text, ts=ts, event_ts=ts, **more
    )


def mention(event_id: str, text: str, *, ts: str, thread: str | None = None) -> bytes:
    """The bot's name in a channel."""
    more = {"thread_ts": thread} if thread else {}
    text = f"<@{BOT}> {text}"
    return event(event_id, type="app_mention", channel="C0CHAN", user=USER, text=text, ts=ts, event_ts=ts, **more)


def form(**fields: str) -> bytes:
    """A slash command's body; with `payload`, that of a button or shortcut."""
    return urlencode(fields).encode()
