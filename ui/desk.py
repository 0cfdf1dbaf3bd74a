"""What the bots of all platforms do alike: a thread's answers in order, each event once, each person counted."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from assistant.errors import DeliveryError, InputError
from ui.rate import Rate
from ui.surface import Current

AT_ONCE = 8
"""Answers that are worked on at a time."""

GRACE_SECONDS = 8
"""How long answers that have begun may take once the server is told to end."""

GOODBYE = "The server is being restarted; please ask again in a minute."
_GOODBYE_SECONDS = 2

_log = logging.getLogger(__name__)


class Desk:
    """The desk of one platform, named as the store knows it. `rate` counts what each person asks."""

    def __init__(self, platform: str, current: Current, rate: Rate) -> None:
        self._platform = platform
        self._current = current
        self._rate = rate
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._threads: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, thread: tuple[str, ...]) -> AsyncIterator[None]:
        """Held while a thread is answered: a follow-up is read with what was answered before it."""
        lock = self._threads.setdefault(thread, asyncio.Lock())
        async with lock, self._slots:
            yield

    async def first(self, *event: str) -> bool:
        """Whether this process is the first to take the event. Raises StorageError, NotReadyError."""
        return await asyncio.to_thread(lambda: self._current().store().events.claim(self._platform, *event))

    def count(self, *person: str) -> None:
        """Raises InputError where the person asks too often."""
        if seconds := self._rate.take(":".join(person)):
            raise InputError("You ask faster than this assistant may answer.", f"Wait {math.ceil(seconds)} seconds.")

    async def quietly(self, work: Coroutine[Any, Any, Any]) -> None:
        """Something that only matters if it works; that it did not is a line in the log."""
        try:
            await work
        except DeliveryError as error:
            _log.warning("%s was not told: %s", self._platform, error)

    async def goodbye(self, work: Coroutine[Any, Any, Any]) -> None:
        """A last word before the server ends, if it is quick."""
        await asyncio.wait_for(self.quietly(work), _GOODBYE_SECONDS)
