"""Chat platforms: which answer a message holds, for platforms whose feedback names the message alone."""

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "deliveries",
        sa.Column("platform", sa.String(32), primary_key=True),
        sa.Column("message", sa.String(64), primary_key=True),
        sa.Column("answer_id", sa.String(64), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_deliveries_created", "deliveries", ["created"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("deliveries")
