"""Evaluation runs over question sets."""
