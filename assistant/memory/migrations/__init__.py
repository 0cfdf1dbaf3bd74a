"""Alembic's migrations of the store, from its first version on; they travel in the wheel."""
