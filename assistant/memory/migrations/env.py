"""Alembic runs this file to migrate; the connection, already inside a transaction, comes with the configuration."""

from alembic import context

from assistant.memory.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
