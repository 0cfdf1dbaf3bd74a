"""Which stored conversation a thread of a chat platform goes on with, so that a follow-up works after a restart."""

from collections.abc import Callable

from sqlalchemy import delete, select

from assistant.memory.conversations import Conversations, milliseconds
from assistant.memory.database import Database, digest, insert_if_absent
from assistant.memory.tables import CONVERSATIONS, THREADS


class Threads:
    """Threads and their conversations. Every method raises StorageError where the database cannot be used."""

    def __init__(
        self, database: Database, conversations: Conversations, *, clock: Callable[[], int] = milliseconds
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._clock = clock

    def find(self, platform: str, *thread: str, principal: str) -> str | None:
        """The conversation of the thread, where there is one that can be gone on with; nothing is issued."""
        query = select(THREADS.c.conversation).where(
            THREADS.c.platform == platform, THREADS.c.thread == digest(*thread)
        )
        with self._database.reading() as connection:
            found: str | None = connection.scalar(query)
            return found if found and self._conversations.known(connection, found, principal) else None

    def conversation(self, platform: str, *thread: str, principal: str) -> str:
        """The id of the thread's conversation, for `Assistant.ask(conversation=...)` of the same `principal`.

        `thread` are the parts of its id (workspace, channel and first message, for example). The first call issues the
        id, and so does one after the conversation was deleted or has expired. Two callers at once get the same.
        """
        row = {"platform": platform, "thread": digest(*thread)}
        here = (THREADS.c.platform == row["platform"]) & (THREADS.c.thread == row["thread"])
        with self._database.writing() as connection:
            found: str | None = connection.scalar(select(THREADS.c.conversation).where(here).with_for_update())
            if found is not None:
                if self._conversations.known(connection, found, principal):
                    return found
                connection.execute(delete(THREADS).where(here))
            issued = self._conversations.begin(connection, principal, self._clock())
            if insert_if_absent(connection, THREADS, row | {"conversation": issued}):
                return issued
            # Somebody else was faster, which only PostgreSQL allows: theirs is the thread's, ours was never used.
            connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id == issued))
            theirs: str = connection.scalars(select(THREADS.c.conversation).where(here)).one()
            return theirs
