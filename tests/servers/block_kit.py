"""What Slack refuses in the blocks of a message, by the limits of its reference of Block Kit."""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def markdown_of(blocks: list[Json]) -> str:
    return "".join(block["text"] for block in blocks if block["type"] == "markdown")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def problems(blocks: list[Json], text: str) -> list[str]:
    """What Slack would refuse in a message, or would not show as it is."""
    found = [f"text of {units(text)}"] if units(text) > 4_000 else []
    found += ["more than 50 blocks"] if len(blocks) > 50 else []
    found += ["more than one table"] if sum(block["type"] == "table" for block in blocks) > 1 else []
    found += ["markdown over 12,000"] if units(markdown_of(blocks)) > 12_000 else []
    actions = [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    found += ["an action id twice"] if len(actions) != len(set(actions)) else []
    for block in blocks:
        found += BLOCKS[block["type"]](block) if block["type"] in BLOCKS else [f"unknown block {block['type']}"]
    return found


def _text(block: Json, kind: str, most: int) -> list[str]:
    text = block["text"]
    fault = block["type"] != kind or not 1 <= units(text) <= most
    live = kind == "mrkdwn" and any(f"<{token}" in text for token in "@#!")
    return [f"{kind} of {units(text)}"] * fault + [f"a live token in {text[:80]}"] * live


def _in_section(block: Json) -> list[str]:
    return _text(block["text"], "mrkdwn", 3_000)


def _in_context(block: Json) -> list[str]:
    elements = block["elements"]
    found = [] if 1 <= len(elements) <= 10 else [f"context of {len(elements)}"]
    return found + [fault for element in elements for fault in _text(element, "mrkdwn", 3_000)]


def _in_markdown(block: Json) -> list[str]:
    live = any(f"<{token}" in block["text"] for token in ("@", "#", "!", "http"))
    return ([] if block["text"] else ["empty markdown"]) + ["a live token in markdown"] * live


def _in_actions(block: Json) -> list[str]:
    found = [] if 1 <= len(block["elements"]) <= 25 else ["actions"]
    for element in block["elements"]:
        found += _text(element["text"], "plain_text", 75)
        found += [] if 1 <= units(element["value"]) <= 2_000 and units(element["action_id"]) <= 255 else ["button"]
    return found


def _in_context_actions(block: Json) -> list[str]:
    found = [] if 1 <= len(block["elements"]) <= 5 else ["context actions"]
    for element in block["elements"]:
        for name in ("positive_button", "negative_button"):
            found += _text(element[name]["text"], "plain_text", 75)
            found += [] if 1 <= units(element[name]["value"]) <= 2_000 else ["feedback button"]
    return found


def _in_table(block: Json) -> list[str]:
    rows = block["rows"]
    found = [] if 1 <= len(rows) <= 100 and all(1 <= len(row) <= 20 for row in rows) else ["table"]
    return found + ["empty cell" for row in rows for cell in row if cell["type"] != "raw_text" or not cell["text"]]


BLOCKS: dict[str, Callable[[Json], list[str]]] = {
    "actions": _in_actions,
    "context": _in_context,
    "context_actions": _in_context_actions,
    "markdown": _in_markdown,
    "section": _in_section,
    "table": _in_table,
}
