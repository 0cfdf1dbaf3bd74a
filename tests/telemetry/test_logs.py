"""What an exception says may repeat what a user wrote: the log has its classes and places alone."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from assistant.settings import load_settings
from assistant.telemetry.logs import QUIET, write_logs

SECRET = "Zyzzyva4711"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, levels = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in QUIET}
    yield
    root.handlers[:], root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def fail() -> None:
    try:
        {}[SECRET]
    except KeyError as error:
        raise ValueError(f"{SECRET} cannot be read") from error


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_exception_is_classes_and_places(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_logs(load_settings(log_format=form, log_level="info"))
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        try:
            fail()
        except ValueError:
            logging.getLogger("ui.somewhere").exception("It failed", stack_info=True)
    written = capsys.readouterr().err
    assert SECRET not in written
    assert "Logging error" not in written
    for word in ("It failed", "r1", "error", "ValueError", "KeyError", "test_logs.py", "in fail"):
        assert word in written
    if form == "json":
        told = json.loads(written)
        assert (told["event"], told["request_id"], told["level"]) == ("It failed", "r1", "error")
        assert told["exception"].startswith("ValueError\n  ")


def test_libraries_that_repeat_what_was_sent_are_heard_as_warnings_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs(load_settings(log_level="debug"))
    for name in QUIET:
        logging.getLogger(name).info(SECRET)
    logging.getLogger("ui").debug("heard")
    written = capsys.readouterr().err
    assert SECRET not in written
    assert "heard" in written
