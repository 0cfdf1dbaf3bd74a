"""The one store of a process: its database, and what is kept in it."""

from dataclasses import dataclass

from assistant.memory.conversations import Conversations
from assistant.memory.database import Database
from assistant.memory.deliveries import Deliveries
from assistant.memory.events import Events
from assistant.memory.feedback import Feedback
from assistant.memory.threads import Threads
from assistant.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Conversations, feedback, and what chat platforms need, over one database."""

    database: Database
    conversations: Conversations
    feedback: Feedback
    events: Events
    threads: Threads
    deliveries: Deliveries

    @staticmethod
    def open(settings: Settings) -> "Store":
        """The store of the settings; the first time, its tables are made.

        Raises:
            SettingsError: the database of the settings cannot be used here.
            StorageError: it cannot be reached, read or written.
        """
        url = settings.database_url.get_secret_value() if settings.database_url else None
        database = Database.open(settings.data_dir, url)
        conversations = Conversations(database, keep_days=settings.keep_days)
        return Store(
            database=database,
            conversations=conversations,
            feedback=Feedback(database, keep_days=settings.keep_days),
            events=Events(database),
            threads=Threads(database, conversations),
            deliveries=Deliveries(database, keep_days=settings.keep_days),
        )

    def close(self) -> None:
        """Let go of every connection."""
        self.database.close()
