"""How often somebody may ask: a bucket of permits for each client, which fills again with time."""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_CLIENTS = 10_000
"""Buckets that are kept; whoever has been away longest is forgotten, which can only give permits back."""


class Rate:
    """`a_minute` permits for each client; 0 lets everything through. Used from the event loop alone."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a permit: 0.0 if there was one, else the seconds until there will be."""
        left = self._left(client)
        if left is None:
            return 0.0
        permits, now = left
        if permits < 1:
            return (1 - permits) * 60 / self._a_minute
        self._keep(client, permits - 1, now)
        return 0.0

    def wait(self, client: str) -> float:
        """The seconds until there is a permit, without taking one."""
        left = self._left(client)
        return 0.0 if left is None or left[0] >= 1 else (1 - left[0]) * 60 / self._a_minute

    def _left(self, client: str) -> tuple[float, float] | None:
        if not self._a_minute:
            return None
        now = self._clock()
        permits, since = self._buckets.get(client, (float(self._a_minute), now))
        return min(float(self._a_minute), permits + (now - since) * self._a_minute / 60), now

    def _keep(self, client: str, permits: float, now: float) -> None:
        self._buckets[client] = (permits, now)
        self._buckets.move_to_end(client)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
