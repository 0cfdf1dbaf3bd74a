"""JSON lines in, JSON lines out: one result a line, in the order of the input, and a bad line never ends the run."""

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click
from pydantic import BaseModel, ValidationError

from assistant.errors import AssistantError, DocumentError, InputError

Line = Mapping[str, Any]

_log = logging.getLogger(__name__)


def run_batch(source: str, answer: Callable[[Line], BaseModel]) -> None:
    """Answer every line of a file (`-` reads standard input) and write one object a line, with the line's `id`.

    A line that cannot be read or answered gives `{"id", "error"}`; `id` is null where it could not be read. Blank lines
    are passed over.

    Raises:
        DocumentError: the file cannot be opened.
    """
    for raw in _lines(source):
        click.echo(json.dumps(_result(raw, answer), ensure_ascii=False))


def _result(raw: bytes, answer: Callable[[Line], BaseModel]) -> dict[str, Any]:
    identity: Any = None
    try:
        line = _read(raw)
        identity = line["id"]
        return {"id": identity, **answer(line).model_dump(mode="json")}
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return {"id": identity, "error": f"{place}: {first['msg']}."}
    except AssistantError as error:
        return {"id": identity, "error": str(error)}
    except Exception:  # the surface's boundary: a fault in one line must not lose the lines after it
        _log.exception("A line could not be answered")
        return {"id": identity, "error": "Something went wrong while answering this line."}


def _read(raw: bytes) -> Line:
    try:
        line = json.loads(raw.decode("utf-8-sig"))
    except ValueError as error:
        raise InputError("The line is not valid JSON in UTF-8.") from error
    except RecursionError as error:
        raise InputError("The line is nested too deeply.") from error
    if not isinstance(line, dict):
        raise InputError("The line is not a JSON object.")
    if not isinstance(line.get("id"), str | int):
        raise InputError("The line has no `id` that is a string or a number.")
    return line


def _lines(source: str) -> Iterator[bytes]:
    if source == "-":
        yield from _not_blank(sys.stdin.buffer)
        return
    try:
        with Path(source).open("rb") as file:
            yield from _not_blank(file)
    except OSError as error:
        raise DocumentError(
            f"{source} cannot be read: {error.strerror}.", "Name a file of JSON lines, or - for standard input."
        ) from error


def _not_blank(file: BinaryIO) -> Iterator[bytes]:
    return (line for line in file if line.strip())
