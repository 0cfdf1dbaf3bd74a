"""Clauses -> claims about dates, phases and lengths of support."""

from assistant.claims.kinds.lifecycle.making import KIND, subject_of
from assistant.claims.kinds.lifecycle.reading import read

__all__ = ["KIND", "read", "subject_of"]
