"""Opens the Assistant for a command, with a progress bar on standard error while the first index is built."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from assistant.settings import Settings, load_settings, silence_telemetry

if TYPE_CHECKING:
    from assistant.service import Assistant

Report = Callable[[str, int, int], None]

# What the stages of a build are called for people.
STAGES = {
    "read": "Reading documents",
    "model": "Compiling the embedding model (once)",
    "encode": "Embedding passages",
    "store": "Storing the index",
    "check": "Checking the index",
}


def command_settings() -> Settings:
    """The settings of this process, with the telemetry of dependencies switched off.

    Raises:
        SettingsError: a variable has a value that cannot be used.
    """
    settings = load_settings()
    silence_telemetry(settings)
    return settings


def open_assistant() -> "Assistant":
    """The Assistant of this process; builds the index of the packaged guidance at first use, showing how far it is.

    Raises:
        AssistantError: settings, facts, model or index cannot be used.
    """
    settings = command_settings()
    from assistant.service import Assistant  # noqa: PLC0415 - after telemetry is off, and only where it answers

    with progress_bar() as report:
        return Assistant.open(settings, progress=report)


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A function to report steps to: a bar a step on a terminal, a line a step elsewhere; all on standard error.

    Nothing is shown until the first report, so that a command that has nothing to build stays silent.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=console, transient=True)
    try:
        yield _bars(progress)
    finally:
        progress.stop()


def _bars(progress: Progress) -> Report:
    """Shown only while something is under way: a server goes on writing to the same terminal for days."""
    bars: dict[str, TaskID] = {}

    def report(step: str, done: int, total: int) -> None:
        if step not in bars:
            bars[step] = progress.add_task(STAGES.get(step, step), total=total)
        progress.update(bars[step], completed=done, total=total)
        if progress.finished:
            progress.stop()
        elif not progress.live.is_started:
            progress.start()

    return report


def _lines() -> Report:
    seen: set[str] = set()

    def report(step: str, _done: int, _total: int) -> None:
        if step not in seen:
            seen.add(step)
            click.echo(f"{STAGES.get(step, step)} ...", err=True)

    return report
