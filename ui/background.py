"""Work that goes on after a request was acknowledged: held until it is done, and waited for when the server ends."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

MOST_WAITING = 500
"""Pieces of work that may be under way or wait; more is refused, as nobody would wait for it."""

_log = logging.getLogger(__name__)


class Background:
    """Pieces of work of one event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> bool:
        """Begin a piece of work; False where there is too much already. What it raises is logged by its class."""
        if len(self._tasks) >= MOST_WAITING:
            work.close()
            _log.warning("Work was refused: %d pieces are waiting", len(self._tasks))
            return False
        task = asyncio.get_running_loop().create_task(self._run(work))
        self._tasks.add(task)  # the loop itself holds its tasks weakly
        task.add_done_callback(self._tasks.discard)
        return True

    async def drain(self, seconds: float) -> None:
        """Wait until everything is done; what is not done after `seconds` is cancelled, and waited for."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:  # the surface's boundary: nobody else would ever hear of it
            _log.error("Work in the background failed: %s", type(error).__name__, exc_info=error)
