"""One answer as it grows in a chat: a stream where Teams takes one, a message of its own where not.

Teams streams in one-to-one chats alone: one request a second, for two minutes, and each text begins with the one
before. A stream is closed well before its time is up; what comes later follows in messages of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto

from assistant.errors import DeliveryError
from ui.presenters.cards import PAGE, Message, markdown
from ui.presenters.fit import width
from ui.teams.chat import CANCELED, Chat

PAUSE_SECONDS = 1.1
LIFETIME_SECONDS = 100.0

# Of a long answer, only the beginning is streamed; the rest follows in further messages.
MOST_EARLY = PAGE // 2

LATE = "This takes longer than usual; the answer follows in a message of its own."


class _State(Enum):
    EMPTY = auto()
    STREAMING = auto()
    CLOSED = auto()
    STOPPED = auto()


class Growing:
    """The messages of one answer. `streams` says whether it is streamed; `pause` and `lifetime` are seconds."""

    def __init__(
        self,
        chat: Chat,
        *,
        streams: bool,
        pause: float = PAUSE_SECONDS,
        lifetime: float = LIFETIME_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._chat = chat
        self._streams = streams
        self._pause = pause
        self._lifetime = lifetime
        self._sleep = sleep
        self._state = _State.EMPTY
        self._stream = ""
        self._number = 0
        self._text = ""
        self._sent = ""
        self._last = 0.0
        self._sending = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None

    @property
    def begun(self) -> str:
        """What is shown of the answer already, and stays: the messages that end it begin with that."""
        return self._sent if self._state in (_State.STREAMING, _State.CLOSED) else ""

    async def say(self, words: str) -> None:
        """What is being done, shown until there is text; left out where that would be too often."""
        async with self._sending:
            if not self._streams or self._sent or self._state not in (_State.EMPTY, _State.STREAMING):
                return
            if self._number and self._too_soon():
                return
            await self._send(lambda: self._chat.inform(self._stream, self._number, words))

    async def add(self, text: str) -> None:
        """Verified text that follows what was added before."""
        self._text = (self._text + text).lstrip()
        async with self._sending:
            shown = markdown(self._text)
            if not self._streams or self._state not in (_State.EMPTY, _State.STREAMING):
                return
            if (self._number and self._too_soon()) or width(shown) > MOST_EARLY or not shown.startswith(self._sent):
                return
            if await self._send(lambda: self._chat.grow(self._stream, self._number, shown)):
                self._sent = shown

    async def finish(self, make: Callable[[str, bool], Sequence[Message]]) -> str:
        """The whole answer; the id of the message with its end, empty where the person has stopped it.

        `make` is given the text that is shown already and whether its message has ended: then it gives the messages
        after that, else all of them, the first of which begins with that text.

        Raises:
            DeliveryError: Teams took the end of it in no way at all.
        """
        async with self._sending:
            self._end_watch()
            state = self._state
            if state is _State.STOPPED:
                return ""
            first, *rest = make(self.begun, state is _State.CLOSED)
            self._state = _State.STOPPED
            last = await (self._close(first) if state is _State.STREAMING else self._chat.post(first))
        if not last:
            return ""
        for message in rest:
            last = await self._chat.post(message)
        return last

    async def fail(self, message: Message) -> None:
        """End with what went wrong. What was shown before it stays. Raises DeliveryError."""
        async with self._sending:
            self._end_watch()
            state, self._state = self._state, _State.STOPPED
            if state is _State.STOPPED:
                return
            if state is _State.STREAMING and self._sent:
                await self._close(Message(text=self._sent, answers=True))
                await self._chat.post(message)
            elif state is _State.STREAMING:
                await self._close(message)
            else:
                await self._chat.post(message)

    def _too_soon(self) -> bool:
        return asyncio.get_running_loop().time() - self._last < self._pause

    async def _send(self, call: Callable[[], Awaitable[str]]) -> bool:
        """One request of the stream; whether it was taken. A stream that was not is not gone on with."""
        self._number += 1
        try:
            self._stream = await call()
        except DeliveryError as error:
            self._streams = False
            if error.code == CANCELED:
                self._state = _State.STOPPED
            return False
        finally:
            self._last = asyncio.get_running_loop().time()
        if self._state is _State.EMPTY:
            self._state = _State.STREAMING
            self._watch = asyncio.create_task(self._in_time())
        return True

    async def _close(self, message: Message) -> str:
        """End the stream with a message; where Teams does not take that, the message is put in its place."""
        wait = self._pause - (asyncio.get_running_loop().time() - self._last)
        if wait > 0:
            await self._sleep(wait)
        try:
            await self._chat.close(self._stream, message)
        except DeliveryError as error:
            if error.code == CANCELED:
                return ""
            try:
                await self._chat.replace(self._stream, message)
            except DeliveryError:
                return await self._chat.post(message)
        return self._stream

    async def _in_time(self) -> None:
        """Close the stream before Teams does."""
        await asyncio.sleep(self._lifetime)
        async with self._sending:
            if self._state is not _State.STREAMING:
                return
            message = Message(text=self._sent, answers=True) if self._sent else Message(text=LATE)
            try:
                await self._close(message)
            except DeliveryError:
                self._sent = ""
            self._state = _State.CLOSED

    def _end_watch(self) -> None:
        if self._watch is not None and self._watch is not asyncio.current_task():
            self._watch.cancel()
            self._watch = None
