"""The one door to Microsoft's connector: messages into a conversation, with every fault of it as a DeliveryError."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import httpx
from microsoft_teams.api import ActivityParams, ApiClient, SentActivity, TypingActivityInput
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.models.attachment import Attachment
from microsoft_teams.api.models.channel_data import ChannelData
from microsoft_teams.api.models.conversation import ConversationReference
from microsoft_teams.api.models.entity import CitationAppearance

from assistant.errors import DeliveryError
from ui.presenters.cards import Message

CARD_TYPE = "application/vnd.microsoft.card.adaptive"

ATTEMPTS = 5
LONGEST_WAIT = 30.0
BUSY = (429, 502, 503, 504)

CANCELED, TOO_LATE = "canceled", "too-late"
"""Codes of a stream that the person has stopped, and of one that was open for too long."""


class Chat:
    """One conversation. Every method raises DeliveryError where Teams does not take what is sent."""

    def __init__(
        self,
        api: ApiClient,
        reference: ConversationReference,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._reference = reference
        self._sleep = sleep

    async def post(self, message: Message) -> str:
        """A message of its own; its id."""
        return await self._create(_activity(message))

    async def replace(self, sent: str, message: Message) -> None:
        """Put another message in the place of one of ours."""
        activity, conversation = _activity(message), self._reference.conversation.id
        activity.id = sent
        self._address(activity)
        await self._done(lambda: self._api.conversations.update_activity(conversation, sent, activity))

    async def working(self) -> None:
        """Show that the bot writes, where nothing can be streamed."""
        await self._create(TypingActivityInput())

    async def inform(self, stream: str, number: int, text: str) -> str:
        """Say in a stream what is being done; the stream's id. `stream` is empty for the first of it."""
        return await self._grow(stream, number, text, "informative")

    async def grow(self, stream: str, number: int, text: str) -> str:
        """The text of a stream so far; the stream's id."""
        return await self._grow(stream, number, text, "streaming")

    async def close(self, stream: str, message: Message) -> None:
        """End a stream with its message, whose text begins with what was shown."""
        activity = _activity(message)
        activity.id = stream
        activity.add_stream_final()
        await self._create(activity)

    async def _grow(self, stream: str, number: int, text: str, kind: Literal["informative", "streaming"]) -> str:
        activity = TypingActivityInput(text=text, channel_data=ChannelData(stream_type=kind))
        activity.id = stream or None
        activity.add_stream_update(number)
        sent = await self._create(activity)
        return stream or sent

    async def _create(self, activity: ActivityParams) -> str:
        self._address(activity)
        conversation = self._reference.conversation.id
        sent = await self._done(lambda: self._api.conversations.create_activity(conversation, activity))
        return sent.id

    def _address(self, activity: ActivityParams) -> None:
        activity.from_ = self._reference.bot
        activity.conversation = self._reference.conversation

    async def _done(self, call: Callable[[], Awaitable[SentActivity]]) -> SentActivity:
        """The answer of a call. What Teams asks to wait for is waited for; what may have arrived is not sent again."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await call()
            except httpx.HTTPStatusError as error:
                if attempt == ATTEMPTS or error.response.status_code not in BUSY:
                    raise _refused(error.response) from error
                wait = _wait(error.response, attempt)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if attempt == ATTEMPTS:
                    raise _unreachable() from error
                wait = float(2 ** (attempt - 1))
            except (httpx.HTTPError, ValueError) as error:
                raise _unreachable() from error
            await self._sleep(wait)
        raise _unreachable()


def card_attachment(card: dict[str, Any]) -> Attachment:
    """A card as Teams takes it."""
    return Attachment(content_type=CARD_TYPE, content=card)


def _activity(message: Message) -> MessageActivityInput:
    activity = MessageActivityInput(text=message.text or None)
    if message.text:
        activity.with_text_format("markdown")
    if message.answers:
        activity.add_ai_generated()
    if message.last:
        activity.add_feedback()
    for cited in message.citations:
        activity.add_citation(
            cited.number, CitationAppearance(name=cited.name, abstract=cited.abstract, url=cited.url or None)
        )
    if message.card is not None:
        activity.add_attachments(card_attachment(message.card))
    return activity


def _wait(response: httpx.Response, attempt: int) -> float:
    asked = response.headers.get("Retry-After", "")
    seconds = float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else float(2 ** (attempt - 1))
    return min(max(seconds, 0.5), LONGEST_WAIT)


def _refused(response: httpx.Response) -> DeliveryError:
    said = _said(response).lower()
    if response.status_code == 403 and "cancel" in said:
        code = CANCELED
    elif response.status_code == 403 and "exceeded streaming time" in said:
        code = TOO_LATE
    else:
        code = str(response.status_code)
    return DeliveryError(
        f"Teams did not take a message: {response.status_code}.", "docs/teams.md says what the app needs.", code=code
    )


def _said(response: httpx.Response) -> str:
    try:
        given = response.json()
    except ValueError:
        return ""
    error = given.get("error") if isinstance(given, dict) else None
    return str(error.get("message", "")) if isinstance(error, dict) else ""


def _unreachable() -> DeliveryError:
    return DeliveryError("Teams cannot be reached.", "Check the network of the server.", code="unreachable")
