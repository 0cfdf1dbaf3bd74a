"""The one door to Slack's Web API: what the bot does there, with every fault of it as a DeliveryError.

Rate limits are waited for as Slack asks (429 with Retry-After); a link in a message is never unfolded.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from logging import Logger
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from assistant.errors import DeliveryError
from ui.presenters.blocks import Block, Message
from ui.slack.incoming import Place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TIMEOUT = 30
RESPONSE_HOST = "hooks.slack.com"

_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
_UNREACHABLE = "unreachable"


class Platform:
    """Slack, as far as the bot uses it. Every method raises DeliveryError where Slack does not do what it is asked."""

    def __init__(self, *, token: str, api_url: str, log: Logger) -> None:
        self.api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self._log = log
        self._client = AsyncWebClient(
            token=token, base_url=self.api_url, timeout=TIMEOUT, logger=log, retry_handlers=_retrying()
        )

    @asynccontextmanager
    async def open(self) -> "AsyncIterator[None]":
        """Keep connections while the server runs; without it every call makes its own."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            self._client.session = session
            try:
                yield
            finally:
                self._client.session = None

    async def say_working(self, place: Place, status: str, steps: Sequence[str]) -> None:
        """Show that the bot works; Slack takes it away with the next message in the thread."""
        call = self._client.assistant_threads_setStatus
        await _done(call(channel_id=place.channel, thread_ts=place.thread, status=status, loading_messages=list(steps)))

    async def suggest(self, channel: str, thread: str | None, prompts: dict[str, Any]) -> None:
        """Offer first questions in the agent view, or in a thread of the older assistant view."""
        await _done(self._client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=thread, **prompts))

    async def post(self, place: Place, message: Message) -> str:
        """A message in the thread; its timestamp, which is its id."""

        async def call(blocks: list[Block]) -> Any:
            return await self._client.chat_postMessage(
                channel=place.channel, thread_ts=place.thread, text=message.text, blocks=blocks, **_QUIET
            )

        return str((await _with_blocks(call, message))["ts"])

    async def update(self, place: Place, ts: str, message: Message) -> None:
        """Put another message in the place of one of ours."""

        async def call(blocks: list[Block]) -> Any:
            return await self._client.chat_update(channel=place.channel, ts=ts, text=message.text, blocks=blocks)

        await _with_blocks(call, message)

    async def start_stream(self, place: Place, markdown: str) -> str:
        """Begin a message that grows; its timestamp."""
        call = self._client.chat_startStream(
            channel=place.channel,
            thread_ts=place.thread,
            recipient_team_id=place.team,
            recipient_user_id=place.user,
            markdown_text=markdown,
        )
        return str((await _done(call))["ts"])

    async def append_stream(self, place: Place, ts: str, markdown: str) -> None:
        """Let it grow."""
        await _done(self._client.chat_appendStream(channel=place.channel, ts=ts, markdown_text=markdown))

    async def stop_stream(self, place: Place, ts: str, markdown: str, blocks: Sequence[Block]) -> None:
        """End it, with the rest of its text and the blocks below."""
        await _done(
            self._client.chat_stopStream(
                channel=place.channel, ts=ts, markdown_text=markdown or None, blocks=list(blocks) or None
            )
        )

    async def whisper(self, place: Place, message: Message) -> None:
        """A message that only the one user sees."""
        await _done(
            self._client.chat_postEphemeral(
                channel=place.channel,
                user=place.user,
                thread_ts=place.thread or None,
                text=message.text,
                blocks=list(message.blocks),
            )
        )

    async def respond(self, url: str, message: Message) -> None:
        """Answer a command or a shortcut at the address that came with it; only the one user sees it."""
        if not self._is_slacks(url):
            raise DeliveryError("The address for the answer is not Slack's.", code="bad_response_url")
        hook = AsyncWebhookClient(url, timeout=TIMEOUT, logger=self._log, retry_handlers=_retrying())
        try:
            answer = await hook.send(
                text=message.text, blocks=list(message.blocks), response_type="ephemeral", **_QUIET
            )
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unreachable() from error
        if answer.status_code != 200:
            raise DeliveryError(f"Slack did not take an answer: {answer.status_code}.", code=str(answer.status_code))

    def _is_slacks(self, url: str) -> bool:
        """An address of Slack's, or of the server that stands in for it."""
        given, own = urlsplit(url), urlsplit(self.api_url)
        if (given.scheme, given.netloc) == (own.scheme, own.netloc):
            return True
        return given.scheme == "https" and given.netloc == RESPONSE_HOST


def _retrying() -> list[AsyncRetryHandler]:
    return [
        AsyncRateLimitErrorRetryHandler(max_retry_count=5),
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]


async def _with_blocks(call: Callable[[list[Block]], Awaitable[Any]], message: Message) -> Any:
    """A call with blocks; where Slack does not know one of them yet, with those that every workspace has."""
    try:
        return await _done(call(list(message.blocks)))
    except DeliveryError as error:
        if error.code != "invalid_blocks":
            raise
        older = [block for block in message.blocks if block["type"] in _OLD]
        return await _done(call(older or [_only_text(message)]))


def _only_text(message: Message) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": message.text, "verbatim": True}}


async def _done(call: Awaitable[Any]) -> Any:
    """The answer of a call. Raises DeliveryError with Slack's own word for what was wrong."""
    try:
        return await call
    except SlackApiError as error:
        said = getattr(error.response, "data", error.response)
        code = str(said.get("error", "unknown_error")) if isinstance(said, dict) else "unreadable_answer"
        raise DeliveryError(
            f"Slack did not take a message: {code}.", "docs/slack.md says what the app needs.", code=code
        ) from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _unreachable() from error


def _unreachable() -> DeliveryError:
    return DeliveryError("Slack cannot be reached.", "Check the network of the server.", code=_UNREACHABLE)


_OLD = ("markdown", "section", "context", "actions", "divider")
