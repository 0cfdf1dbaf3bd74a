"""Which events of a chat platform have been taken: each is answered once, by whichever process claims it first.

Platforms deliver an event again when they are not sure that it arrived, at times to another replica or after a restart.
What is kept of an event is a digest of its id and when it was claimed.
"""

from collections.abc import Callable

from sqlalchemy import delete

from assistant.memory.conversations import DAY_MS, milliseconds
from assistant.memory.database import Database, digest, insert_if_absent
from assistant.memory.tables import EVENTS

KEPT_DAYS = 3
"""Platforms give up on an event within a day: after three, its claim is of no more use."""


class Events:
    """The claimed events. Every method raises StorageError where the database cannot be used."""

    def __init__(self, database: Database, *, clock: Callable[[], int] = milliseconds) -> None:
        self._database = database
        self._clock = clock

    def claim(self, platform: str, *event: str) -> bool:
        """Whether the caller is the first to claim this event, and so the one to answer it.

        `event` are the parts of its id (the workspace and the id that the platform gives, for example). Safe across
        threads, processes and restarts; claimable again after `KEPT_DAYS`.
        """
        now = self._clock()
        row = {"platform": platform, "event": digest(*event), "claimed": now}
        with self._database.writing() as connection:
            connection.execute(delete(EVENTS).where(EVENTS.c.claimed <= now - KEPT_DAYS * DAY_MS))
            return insert_if_absent(connection, EVENTS, row)
