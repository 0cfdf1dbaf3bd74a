"""One answer as it grows in a thread: a stream where Slack takes one, a message that is updated where not.

A stream that Slack has closed goes on as an update of the same message. What was shown stays shown: it was verified.
"""

import asyncio
from collections.abc import Sequence
from enum import Enum, auto

from assistant.errors import DeliveryError
from ui.presenters.blocks import PAGE, Message, partial_message, plain_message
from ui.presenters.bot import STEPS, WORKING
from ui.presenters.fit import width
from ui.presenters.slack_markup import escaped_markdown
from ui.slack.incoming import Place
from ui.slack.platform import Platform

# Slack takes about one append or update a second; of a long answer, only the first half of a page is shown early.
PAUSE_SECONDS = 1.2
MOST_EARLY = PAGE // 2

STATUS = "is working…"


class _State(Enum):
    EMPTY = auto()
    STREAMING = auto()
    UPDATING = auto()


class Bubble:
    """The message of one answer. Methods raise DeliveryError where Slack takes the message in no way at all."""

    def __init__(self, platform: Platform, place: Place, *, pause: float = PAUSE_SECONDS) -> None:
        self._platform = platform
        self._place = place
        self._pause = pause
        self._state = _State.EMPTY
        self._ts = ""
        self._text = ""
        self._sent = ""
        self._shown_at = 0.0

    async def open(self) -> None:
        """Show that the bot works: by its status, or by a message where it cannot have one."""
        try:
            await self._platform.say_working(self._place, STATUS, tuple(STEPS.values()))
        except DeliveryError:
            await self._begin_updating(plain_message(WORKING))

    async def add(self, text: str) -> None:
        """Verified text that follows what was added before."""
        self._text = (self._text + text).lstrip()
        now = asyncio.get_running_loop().time()
        if self._sent and now - self._shown_at < self._pause:
            return
        markdown = escaped_markdown(self._text)
        if width(markdown) > MOST_EARLY or not markdown.startswith(self._sent):
            return
        await self._show(markdown)
        self._sent, self._shown_at = markdown, now

    async def finish(self, messages: Sequence[Message]) -> None:
        """The whole answer, in place of what is there; further messages follow in the thread."""
        first, *rest = messages
        if self._state is _State.STREAMING:
            await self._stop(first)
        elif self._state is _State.UPDATING:
            await self._platform.update(self._place, self._ts, first)
        else:
            await self._platform.post(self._place, first)
        for message in rest:
            await self._platform.post(self._place, message)

    async def fail(self, words: str) -> None:
        """End with what went wrong. What was shown before it stays."""
        message = plain_message(words)
        if self._state is _State.STREAMING:
            try:
                await self._platform.stop_stream(self._place, self._ts, "", message.blocks)
            except DeliveryError:
                await self._platform.post(self._place, message)
        elif self._state is _State.UPDATING and not self._sent:
            await self._platform.update(self._place, self._ts, message)
        else:
            await self._platform.post(self._place, message)

    async def _show(self, markdown: str) -> None:
        if self._state is _State.EMPTY:
            try:
                self._ts = await self._platform.start_stream(self._place, markdown)
                self._state = _State.STREAMING
            except DeliveryError:
                await self._begin_updating(partial_message(self._text))
            return
        if self._state is _State.STREAMING:
            try:
                await self._platform.append_stream(self._place, self._ts, markdown[len(self._sent) :])
            except DeliveryError:  # closed by Slack, or by a person: the message itself is still ours
                self._state = _State.UPDATING
        if self._state is _State.UPDATING:
            await self._platform.update(self._place, self._ts, partial_message(self._text))

    async def _begin_updating(self, message: Message) -> None:
        self._ts = await self._platform.post(self._place, message)
        self._state = _State.UPDATING

    async def _stop(self, message: Message) -> None:
        begun = message.markdown.startswith(self._sent)
        rest = message.markdown[len(self._sent) :] if begun else ""
        try:
            await self._platform.stop_stream(self._place, self._ts, rest, message.below if begun else ())
        except DeliveryError:
            begun = False
        if not begun:
            await self._platform.update(self._place, self._ts, message)
