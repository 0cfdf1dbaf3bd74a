"""The tables of the store. What people said and were answered is opaque JSON here; columns hold only what is looked up.

Times are milliseconds since 1970-01-01 UTC. JSON is written in ASCII, so that every character survives every database.
INVARIANT: the newest migration makes exactly these tables, and `HEAD` is its name; a test compares both.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

HEAD = "v0003"
"""The migration that a store must be at; kept here so that opening an up-to-date store loads no Alembic."""

METADATA = MetaData()

# `principal` is who the conversation belongs to; empty where the surface knows no keys.
CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("principal", String(200), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("touched", BigInteger, nullable=False),
    Index("ix_conversations_touched", "touched"),
    Index("ix_conversations_principal", "principal"),
)

# `body` is a JSON object: question, answer (the contract's object), facts_hash, generation.
TURNS = Table(
    "turns",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("answer_id", String(64), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("conversation", "position", name="uq_turns_position"),
    Index("ix_turns_answer_id", "answer_id"),
)

# `body` is a JSON object: turns, as_of, answer, engine, facts_hash, generation, rating, reason.
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=True),
    Column("principal", String(200), nullable=False),
    Column("answer_id", String(64), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("answer_id", "principal", name="uq_feedback_answer"),
    Index("ix_feedback_conversation", "conversation"),
)

# An event of a chat platform that somebody has taken; `event` is the digest of its id.
EVENTS = Table(
    "events",
    METADATA,
    Column("platform", String(32), primary_key=True),
    Column("event", String(64), primary_key=True),
    Column("claimed", BigInteger, nullable=False),
    Index("ix_events_claimed", "claimed"),
)

# The conversation that a thread of a chat platform goes on with; `thread` is the digest of its id.
THREADS = Table(
    "threads",
    METADATA,
    Column("platform", String(32), primary_key=True),
    Column("thread", String(64), primary_key=True),
    Column("conversation", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Index("ix_threads_conversation", "conversation"),
)

# Which answer a message on a chat platform holds; `message` is the digest of its id.
DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("platform", String(32), primary_key=True),
    Column("message", String(64), primary_key=True),
    Column("answer_id", String(64), nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("ix_deliveries_created", "created"),
)
