"""Conversations: what was asked and answered under an id that this store issued.

A conversation begins with its first stored turn, or when a thread of a chat platform asks for one. It belongs to the
principal that began it, and is gone, for every reader, once it has not been touched for the days that conversations are
kept.
"""

import json
import secrets
import time
from collections.abc import Callable

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.memory.database import Database
from assistant.memory.records import FoundTurn, Json, Listed, StoredTurn
from assistant.memory.tables import CONVERSATIONS, FEEDBACK, TURNS

DAY_MS = 86_400_000
LOCAL = ""
"""The principal of surfaces without keys."""

CONTEXT_TURNS = 50
"""How many of the last turns a new one is read with: a conversation may be long, an answer may not wait for it."""

_SWEEP_MS = 3_600_000  # expired rows are never read; that often, at most, they are taken away as well


def milliseconds() -> int:
    """Now, in milliseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1_000_000


def _storable(name: str) -> bool:
    """Whether a database can even be asked for it: PostgreSQL takes no NUL, and none takes half a character."""
    return name.isprintable()


class Conversations:
    """The stored conversations. `keep_days`: how long after its last turn one is kept; 0 keeps it for good.

    Every method raises StorageError where the database cannot be used.
    """

    def __init__(self, database: Database, *, keep_days: int, clock: Callable[[], int] = milliseconds) -> None:
        self._database = database
        self._keep_ms = keep_days * DAY_MS
        self._clock = clock
        self._swept = 0

    def questions(self, conversation: str, *, principal: str = LOCAL) -> tuple[str, ...]:
        """What was asked so far, oldest first, of the last `CONTEXT_TURNS` turns; nothing for an unknown id."""
        return tuple(body["question"] for body in self.bodies(conversation, principal=principal))

    def bodies(self, conversation: str, *, principal: str = LOCAL) -> tuple[Json, ...]:
        """What was stored of the last `CONTEXT_TURNS` turns, oldest first; nothing for an unknown id."""
        with self._database.reading() as connection:
            if not self.known(connection, conversation, principal):
                return ()
            bodies = connection.scalars(
                select(TURNS.c.body)
                .where(TURNS.c.conversation == conversation)
                .order_by(TURNS.c.position.desc())
                .limit(CONTEXT_TURNS)
            ).all()
        return tuple(json.loads(body) for body in reversed(bodies))

    def rewind(self, conversation: str, turns: int, *, principal: str = LOCAL) -> None:
        """Delete the last `turns` of a conversation that is this principal's; feedback on them stays with it."""
        with self._database.writing() as connection:
            if turns < 1 or not self.known(connection, conversation, principal, lock=True):
                return
            last = (
                select(TURNS.c.position)
                .where(TURNS.c.conversation == conversation)
                .order_by(TURNS.c.position.desc())
                .limit(turns)
            )
            positions = connection.scalars(last).all()
            connection.execute(
                delete(TURNS).where(TURNS.c.conversation == conversation, TURNS.c.position.in_(positions))
            )
        self._database.scrub()

    def append(self, conversation: str | None, turn: StoredTurn, *, principal: str = LOCAL) -> str:
        """Store a turn; the id of the conversation it is now the last of: a new one where the given is not known.

        An id that nobody issued is never taken over, and neither is one of another principal.
        """
        now = self._clock()
        with self._database.writing() as connection:
            self._sweep(connection, now)
            if conversation is None or not self.known(connection, conversation, principal, lock=True):
                conversation = self.begin(connection, principal, now)
            last = connection.scalar(select(func.max(TURNS.c.position)).where(TURNS.c.conversation == conversation))
            connection.execute(
                insert(TURNS).values(
                    conversation=conversation,
                    position=(last or 0) + 1,
                    answer_id=turn.answer_id,
                    created=now,
                    body=json.dumps(turn.body),
                )
            )
            connection.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation).values(touched=now))
        return conversation

    def find(self, answer_id: str, *, principal: str = LOCAL) -> FoundTurn | None:
        """The turn that an answer belongs to, or None where it was not stored for this principal."""
        if not _storable(answer_id):
            return None
        with self._database.reading() as connection:
            row = connection.execute(select(TURNS).where(TURNS.c.answer_id == answer_id)).one_or_none()
            if row is None or not self.known(connection, row.conversation, principal):
                return None
            before = connection.scalars(
                select(TURNS.c.body)
                .where(TURNS.c.conversation == row.conversation, TURNS.c.position < row.position)
                .order_by(TURNS.c.position)
            ).all()
        earlier = tuple(json.loads(body) for body in before)
        return FoundTurn(conversation=row.conversation, earlier=earlier, body=json.loads(row.body))

    def listed(self) -> tuple[Listed, ...]:
        """Every conversation that is kept, the one touched last first."""
        turns = func.count(TURNS.c.id).label("turns")
        with self._database.reading() as connection:
            rows = connection.execute(
                select(CONVERSATIONS, turns)
                .join(TURNS, TURNS.c.conversation == CONVERSATIONS.c.id)
                .where(CONVERSATIONS.c.touched >= self._oldest(self._clock()))
                .group_by(CONVERSATIONS.c.id)
                .order_by(CONVERSATIONS.c.touched.desc(), CONVERSATIONS.c.id)
            ).all()
        return tuple(Listed(**row._mapping) for row in rows)

    def delete(self, conversation: str, *, principal: str | None = LOCAL) -> bool:
        """Delete a conversation with its turns and its feedback; whether there was one. None deletes anybody's."""
        if not _storable(conversation):
            return False
        chosen = CONVERSATIONS.c.id == conversation
        if principal is not None:
            chosen &= CONVERSATIONS.c.principal == principal
        with self._database.writing() as connection:
            gone = connection.execute(delete(CONVERSATIONS).where(chosen)).rowcount
        self._database.scrub()
        return bool(gone)

    def delete_principal(self, principal: str) -> int:
        """Delete all that a principal left behind, feedback too; how many conversations there were."""
        if not _storable(principal):
            return 0
        with self._database.writing() as connection:
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.principal == principal))
            gone = connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.principal == principal)).rowcount
        self._database.scrub()
        return gone

    def begin(self, connection: Connection, principal: str, now: int) -> str:
        """A conversation without a turn, inside a transaction of the store; its id."""
        issued = secrets.token_hex(16)  # 128 bits; no id begins with a dash and looks like an option
        row = {"id": issued, "principal": principal, "created": now, "touched": now}
        connection.execute(insert(CONVERSATIONS).values(row))
        return issued

    def known(self, connection: Connection, conversation: str, principal: str, *, lock: bool = False) -> bool:
        """Whether it is this principal's and kept. `lock`: nobody else adds a turn until this transaction ends."""
        query = select(CONVERSATIONS.c.id).where(
            CONVERSATIONS.c.id == conversation,
            CONVERSATIONS.c.principal == principal,
            CONVERSATIONS.c.touched >= self._oldest(self._clock()),
        )
        if not _storable(conversation):
            return False
        return connection.scalar(query.with_for_update() if lock else query) is not None

    def _oldest(self, now: int) -> int:
        return now - self._keep_ms if self._keep_ms else 0

    def _sweep(self, connection: Connection, now: int) -> None:
        if self._keep_ms and now - self._swept >= _SWEEP_MS:
            self._swept = now
            connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.touched < self._oldest(now)))
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.created < self._oldest(now)))
