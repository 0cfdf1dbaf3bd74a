"""Chat platforms: which events have been taken, and which conversation a thread goes on with."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "events",
        sa.Column("platform", sa.String(32), primary_key=True),
        sa.Column("event", sa.String(64), primary_key=True),
        sa.Column("claimed", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_events_claimed", "events", ["claimed"])
    op.create_table(
        "threads",
        sa.Column("platform", sa.String(32), primary_key=True),
        sa.Column("thread", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_threads_conversation", "threads", ["conversation"])


def downgrade() -> None:
    """Take them away."""
    for table in ("threads", "events"):
        op.drop_table(table)
