"""Threads for what computes: encoding, searching and judging never run on the event loop, and no queue grows for ever.

All surfaces of the application share one `Workers`, so that together they take no more than the machine has.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

from assistant.errors import OverloadedError
from assistant.settings import Settings

T = TypeVar("T")

WAITING = 128
"""Pieces of work that may wait for a thread; with 25 answers a second nobody waits longer than about 5 seconds."""


class Workers:
    """A bounded number of threads, and a bounded number of pieces of work that wait for one."""

    def __init__(self, threads: int, waiting: int = WAITING) -> None:
        self._limiter = CapacityLimiter(threads)
        self._most = threads + waiting
        self.pending = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns, from a thread; its context variables are the caller's.

        Raises:
            OverloadedError: too much is waiting already.
        """
        if self.pending >= self._most:
            raise OverloadedError(
                "The server has more to answer than it can.", "Try again in some seconds; nothing was lost."
            )
        return await self.go_on(work)

    async def go_on(self, work: Callable[[], T]) -> T:
        """As `run`, for what goes on with something that was let in before: it is never refused."""
        self.pending += 1
        try:
            return await to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self.pending -= 1


def threads_of(settings: Settings) -> int:
    """How many threads the settings ask for. Python runs one of them at a time, and the encoder beside it: two threads
    keep two cores busy, and with more of them each question only takes longer (`benchmarks/server.py`).
    """
    if settings.threads is not None:
        return settings.threads
    return 16 if settings.chat_model else 2


def workers_of(app: FastAPI) -> Workers:
    """The one `Workers` of an application."""
    return cast("Workers", app.state.workers)
