"""The list of a reader's own conversations, kept by their browser: ids that the server issued, with a title.

It comes back from the browser, so it may hold anything; what does not look like a list of ours is dropped. An id opens
a conversation only where the store knows it for whoever asks.
"""

import re
from collections.abc import Sequence
from typing import Any

MOST = 30
"""Conversations that are listed; the oldest goes first."""

LONGEST_TITLE = 80

Entries = list[dict[str, str]]

_ID = re.compile(r"[0-9a-f]{32}")


def entries(kept: Any) -> Entries:
    """What can be read of a list that a browser kept."""
    found = [_entry(item) for item in kept[:MOST]] if isinstance(kept, list) else []
    return [entry for entry in found if entry is not None]


def remembered(kept: Any, conversation: str | None, question: str) -> Entries:
    """The list with this conversation first; its title is the question that it began with."""
    known = entries(kept)
    if conversation is None:
        return known
    title = " ".join(question.split())[:LONGEST_TITLE]
    return [{"id": conversation, "title": title}, *(e for e in known if e["id"] != conversation)][:MOST]


def forgotten(kept: Any, conversation: str) -> Entries:
    """The list without this conversation."""
    return [entry for entry in entries(kept) if entry["id"] != conversation]


def choices(kept: Any) -> Sequence[tuple[str, str]]:
    """Title and id, as a menu takes them; titles that repeat are numbered."""
    seen: dict[str, int] = {}
    menu = []
    for entry in entries(kept):
        title = entry["title"] or "Conversation"
        seen[title] = seen.get(title, 0) + 1
        menu.append((title if seen[title] == 1 else f"{title} ({seen[title]})", entry["id"]))
    return menu


def _entry(item: Any) -> dict[str, str] | None:
    if not isinstance(item, dict):
        return None
    name, title = item.get("id"), item.get("title")
    if not isinstance(name, str) or not _ID.fullmatch(name) or not isinstance(title, str):
        return None
    return {"id": name, "title": title[:LONGEST_TITLE]}
