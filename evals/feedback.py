"""Exported feedback as draft questions: what people asked and were not content with, waiting for somebody's truth.

A line of `feedback export` is a JSON object with `id`, `turns` (the user's, oldest first), `as_of` and, for whoever
completes it, `answer`, `rating` and `reason`. A draft is asked and shown in the report, and counted as not scored.
"""

import json
from collections.abc import Iterator
from typing import Any

_NOTED = ("rating", "reason", "answer")
_KNOWN = ("id", "turns", "as_of")


def draft_file(content: str) -> dict[str, Any]:
    """JSON lines as the content of a question file of the category `feedback`.

    Raises:
        ValueError: a line is not a JSON object with an `id`, `turns` and `as_of`.
    """
    drafts = list(_drafts(content))
    as_of = max((str(draft["as_of"]) for draft in drafts), default="1970-01-01")
    return {"category": "feedback", "as_of": as_of, "questions": drafts}


def _drafts(content: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is not JSON: {error}") from error
        if not isinstance(given, dict) or any(name not in given for name in _KNOWN):
            raise ValueError(f"line {number} is not an object with {', '.join(_KNOWN)}")
        note = "; ".join(f"{name}: {given[name]}" for name in _NOTED if given.get(name) not in (None, ""))
        yield {
            "id": "feedback-" + "".join(c if c.isalnum() else "-" for c in str(given["id"]).casefold()).strip("-"),
            "turns": given["turns"],
            "as_of": given["as_of"],
            "note": note,
            "draft": True,
            "split": "dev",
        }
