"""The bot between FastAPI, Bolt and Slack: what comes in is checked, acknowledged at once, and handed to the bot.

Bolt speaks Slack's protocol (both transports, acknowledgements, the handshake for the address); it is not asked to
verify signatures, as a header can make it fail, nor to ask Slack who it is before it acknowledges.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.internals import parse_body
from slack_sdk.web.async_client import AsyncWebClient

from assistant.errors import AssistantError
from assistant.settings import Settings
from ui.failures import error_response
from ui.presenters.bot import WORKING
from ui.protection import RATE_ELSEWHERE
from ui.rate import Rate
from ui.slack.bot import Bot
from ui.slack.platform import Platform
from ui.slack.signature import SIGNATURE, TIMESTAMP, Guard
from ui.surface import Current, On
from ui.workers import workers_of

PATH = "/slack/events"

ALL = re.compile(r".*", re.S)

NOT_HERE = "This workspace is not one that this assistant answers."

_log = logging.getLogger(__name__)


def wire(app: FastAPI, current: Current, settings: Settings, *, token: str, secret: str, app_token: str) -> On:
    """The bot as a surface that is on. With an app-level token it listens through Socket Mode, and not at PATH."""
    sdk_log, bolt_log = _log_of("sdk", logging.WARNING), _log_of("bolt", logging.ERROR)
    platform = Platform(token=token, api_url=settings.slack_api_url, log=sdk_log)
    a_minute = RATE_ELSEWHERE if settings.rate_limit is None else settings.rate_limit
    workspaces = frozenset(settings.slack_workspaces.replace(",", " ").split())
    bot = Bot(current, platform, workers_of(app), rate=Rate(a_minute), workspaces=workspaces)
    bolt = bolt_app(bot, AsyncWebClient(base_url=platform.api_url, logger=sdk_log), bolt_log)
    if not app_token:
        add_endpoint(app, bolt, Guard(secret))

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        await asyncio.to_thread(_prepare, settings)
        async with platform.open():
            if app_token:
                async with listening(bolt, app_token, sdk_log):
                    yield
            else:
                yield
            await bot.drain()

    return On(running=running)


def bolt_app(bot: Bot, client: AsyncWebClient, log: logging.Logger) -> AsyncApp:
    """Bolt with one listener for each sort of payload; `client` has no token, the bot calls Slack by itself."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None)

    bolt = AsyncApp(
        name="channel-assistant",
        logger=log,
        client=client,
        authorize=authorize,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    async def on_event(body: dict[str, Any]) -> None:  # Bolt acknowledges events by itself
        bot.on_event(body)

    async def on_command(ack: AsyncAck, body: dict[str, Any]) -> None:
        if bot.answers(body):
            await ack(response_type="ephemeral", text=WORKING)
            bot.on_command(body)
        else:
            await ack(response_type="ephemeral", text=NOT_HERE)

    async def on_shortcut(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if bot.answers(body):
            bot.on_shortcut(body)

    async def on_action(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        bot.on_action(body)

    bolt.event(ALL)(on_event)
    bolt.command(ALL)(on_command)
    bolt.shortcut(ALL)(on_shortcut)
    bolt.action(ALL)(on_action)
    return bolt


def add_endpoint(app: FastAPI, bolt: AsyncApp, guard: Guard) -> None:
    """Add PATH: 401 for what Slack has not signed, 400 for what it would not send, and Bolt's answer else."""
    handler = AsyncSlackRequestHandler(bolt)

    @app.post(PATH, include_in_schema=False)
    async def events(request: Request) -> Response:
        body = await request.body()
        headers = request.headers
        if not guard.admits(headers.getlist(TIMESTAMP), headers.getlist(SIGNATURE), body):
            return error_response(401, "The request is not signed by Slack.", "Check SLACK_SIGNING_SECRET.")
        if not _readable(body, headers.get("content-type")):
            return error_response(400, "The body is not one of Slack's.")
        return await handler.handle(request)


@asynccontextmanager
async def listening(bolt: AsyncApp, app_token: str, log: logging.Logger) -> AsyncIterator[None]:
    """Socket Mode. It connects, and connects again, beside everything else: a Slack that is away delays no start."""
    socket = AsyncSocketModeHandler(bolt, app_token, logger=log)
    connecting = asyncio.create_task(socket.connect_async())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        connecting.cancel()
        with suppress(asyncio.CancelledError):
            await connecting
        await socket.close_async()  # type: ignore[no-untyped-call]


def _readable(body: bytes, content_type: str | None) -> bool:
    """Whether Bolt can read it: an object, and the parts of it that Bolt looks into as they should be."""
    try:
        payload = parse_body(body.decode("utf-8"), content_type)
    except (ValueError, RecursionError):
        return False
    return isinstance(payload, dict) and payload != {} and all(_shaped(payload, name, kinds) for name, kinds in _SHAPES)


def _shaped(payload: dict[str, Any], name: str, kinds: tuple[type, ...]) -> bool:
    return name not in payload or isinstance(payload[name], kinds)


def _prepare(settings: Settings) -> None:
    """Load what the store needs, and bring its tables up to date, before the first event: acknowledging it cannot wait.

    A store that cannot be used is said here, and again to whoever asks.
    """
    from assistant.memory.store import Store  # noqa: PLC0415 - SQLAlchemy, in the thread that prepares

    try:
        Store.open(settings).close()
    except AssistantError as error:
        _log.warning("Slack: %s", error)


def _log_of(part: str, level: int) -> logging.Logger:
    """A log for a library, never as fine as debugging: that prints messages, and what people write is not logged.

    Bolt warns of a token in the environment that it does not use; it has none to use, the bot calls Slack by itself.
    """
    log = logging.getLogger(f"{__name__}.{part}")
    log.setLevel(level)
    return log


_NOTHING = type(None)
_SHAPES: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("type", (str,)),
    ("event", (dict,)),
    ("team", (dict, str, _NOTHING)),
    ("enterprise", (dict, str, _NOTHING)),
    ("user", (dict, str, _NOTHING)),
    ("channel", (dict, str, _NOTHING)),
    ("authorizations", (list, _NOTHING)),
    ("actions", (list,)),
    ("view", (dict, _NOTHING)),
    ("container", (dict,)),
    ("message", (dict,)),
)
