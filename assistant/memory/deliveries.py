"""Which answer a message on a chat platform holds, for platforms whose feedback names the message and nothing else.

What is kept of a message is a digest of its id.
"""

from collections.abc import Callable

from sqlalchemy import delete, select

from assistant.memory.conversations import DAY_MS, milliseconds
from assistant.memory.database import Database, digest, insert_if_absent
from assistant.memory.tables import DELIVERIES


class Deliveries:
    """Messages and their answers. `keep_days` as for conversations. Every method raises StorageError."""

    def __init__(self, database: Database, *, keep_days: int, clock: Callable[[], int] = milliseconds) -> None:
        self._database = database
        self._keep_ms = keep_days * DAY_MS
        self._clock = clock

    def add(self, answer_id: str, platform: str, *message: str) -> None:
        """The message shows this answer. `message` are the parts of its id; the first answer to be added stays."""
        now = self._clock()
        row = {"platform": platform, "message": digest(*message), "answer_id": answer_id, "created": now}
        with self._database.writing() as connection:
            if self._keep_ms:
                connection.execute(delete(DELIVERIES).where(DELIVERIES.c.created <= now - self._keep_ms))
            insert_if_absent(connection, DELIVERIES, row)

    def answer(self, platform: str, *message: str) -> str | None:
        """The id of the answer that the message shows, where that is known."""
        query = select(DELIVERIES.c.answer_id).where(
            DELIVERIES.c.platform == platform, DELIVERIES.c.message == digest(*message)
        )
        with self._database.reading() as connection:
            found: str | None = connection.scalar(query)
        return found
