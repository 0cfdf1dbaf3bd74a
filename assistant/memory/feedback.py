"""Feedback: what somebody thought of an answer, kept with all that is needed to ask the question again."""

import json
from collections.abc import Callable

from sqlalchemy import delete, insert, select

from assistant.memory.conversations import DAY_MS, LOCAL, milliseconds
from assistant.memory.database import Database
from assistant.memory.records import GivenFeedback
from assistant.memory.tables import FEEDBACK


class Feedback:
    """The stored feedback. `keep_days` as for conversations. Every method raises StorageError."""

    def __init__(self, database: Database, *, keep_days: int, clock: Callable[[], int] = milliseconds) -> None:
        self._database = database
        self._keep_ms = keep_days * DAY_MS
        self._clock = clock

    def give(self, given: GivenFeedback, *, principal: str = LOCAL) -> None:
        """Keep it; what the same principal said of the same answer before is replaced."""
        with self._database.writing() as connection:
            connection.execute(
                delete(FEEDBACK).where(FEEDBACK.c.answer_id == given.answer_id, FEEDBACK.c.principal == principal)
            )
            connection.execute(
                insert(FEEDBACK).values(
                    conversation=given.conversation,
                    principal=principal,
                    answer_id=given.answer_id,
                    created=self._clock(),
                    body=json.dumps(given.body),
                )
            )

    def all(self) -> tuple[GivenFeedback, ...]:
        """All feedback that is kept, in the order in which it was given."""
        oldest = self._clock() - self._keep_ms if self._keep_ms else 0
        query = select(FEEDBACK).where(FEEDBACK.c.created >= oldest).order_by(FEEDBACK.c.created, FEEDBACK.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            GivenFeedback(answer_id=row.answer_id, body=json.loads(row.body), conversation=row.conversation)
            for row in rows
        )
