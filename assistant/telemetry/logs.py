"""The log of a server: lines for people or JSON, each with the id of its request, none with users' text.

Modules log with the standard library; this is where the records become lines. What an exception says may repeat what a
user wrote, so a traceback is written as the classes and places alone.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from assistant.settings import Settings

MOST_FRAMES = 20
"""Frames of a traceback that are written, the innermost ones."""

QUIET = (
    "httpx",
    "httpcore",
    "openai",
    "anthropic",
    "mcp",
    "asyncio",
    "gradio",
    "langchain_core",
    "urllib3",
    "chromadb",
)
"""Loggers of libraries that may repeat what was sent: only their warnings are written."""

Event = MutableMapping[str, Any]


def write_logs(settings: Settings) -> None:
    """Send the records of this process to standard error, in the form and from the level of the settings."""
    as_json = settings.log_format == "json"
    last: structlog.types.Processor
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    before: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        places_only,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(settings.log_level.upper())  # for libraries that give their own loggers a lower level
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def places_only(_: Any, __: str, event: Event) -> Event:
    """Replace an exception by the classes of its chain and the places it passed, without what it says."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_chain(error))
    event.pop("stack_info", None)
    return event


def _chain(error: BaseException | None) -> list[str]:
    lines: list[str] = []
    while error is not None and len(lines) < 5 * MOST_FRAMES:
        lines.append(type(error).__name__)
        lines.extend(_places(error.__traceback__))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
