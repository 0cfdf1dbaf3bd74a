"""The commands that decide from the core of the facts alone: `check` and `lifecycle`. No settings, index or model."""

from datetime import date

import click
from pydantic import BaseModel

from assistant.contract.check import BatchCheck, CellsObject, CheckObject, check_object
from assistant.contract.lifecycle import lifecycle_object
from assistant.rules.engine import Engine
from assistant.rules.release import Isolation, Platform
from assistant.rules.verdict import Check, Outcome
from ui.cli import tables
from ui.cli.batch import Line, run_batch
from ui.cli.days import DAY

UNSUPPORTED = 1
UNKNOWN = 3

_EXIT = {Outcome.SUPPORTED: 0, Outcome.CONDITIONAL: 0, Outcome.UNSUPPORTED: UNSUPPORTED, Outcome.UNKNOWN: UNKNOWN}
_as_of = click.option("--as-of", type=DAY, help="The day that support dates are relative to (default: today).")
_json = click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")


@click.command()
@click.option("--host", help="The host: a release, build, version or tag, in any spelling.")
@click.option("--image", help="The image: a reference, tag, release or build, in any spelling.")
@click.option("--isolation", type=click.Choice([i.value for i in Isolation]), help="One isolation (default: both).")
@click.option(
    "--platform", type=click.Choice([p.value for p in Platform]), default="windows", show_default=True, help="Where."
)
@click.option("--matrix", is_flag=True, help="Every host with every image.")
@click.option("--batch", metavar="FILE", help="JSON lines in, JSON lines out; - reads standard input.")
@_as_of
@_json
@click.pass_context
def check(  # noqa: PLR0917  click passes every option by name
    ctx: click.Context,
    host: str | None,
    image: str | None,
    isolation: str | None,
    platform: str,
    matrix: bool,
    batch: str | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """May this image run on this host?

    With one side only the whole row or column is shown. The exit code is 0 for supported and conditional, 1 for
    unsupported, 3 for unknown, and 0 for rows, columns and the matrix.

    \b
    Example:
      channel-assistant check --host "Windows Server 2025" --image servercore:ltsc2022 --isolation process
    """
    wanted = [bool(batch), matrix, bool(host or image)]
    if wanted.count(True) != 1:
        raise click.UsageError(
            "Give --host and --image, one of them for a row or column, --matrix alone or --batch alone."
        )
    engine, day = Engine.load(), as_of or date.today()
    mode, place = Isolation(isolation) if isolation else None, Platform(platform)
    if batch:
        run_batch(batch, lambda line: _answer_line(engine, line, mode, place, day))
    elif host and image:
        verdict = engine.check(
            engine.resolve_host(host), engine.resolve_image(image), isolation=mode, platform=place, as_of=day
        )
        _show_one(engine, verdict, as_json)
        ctx.exit(_EXIT[verdict.outcome])
    else:
        _show_cells(engine, _cells(engine, host, image, mode, place, day), as_json)


@click.command()
@click.argument("release")
@_as_of
@_json
def lifecycle(release: str, as_of: date | None, as_json: bool) -> None:
    """Show the dates, channel, build and support phase of RELEASE.

    \b
    Example:
      channel-assistant lifecycle "Windows Server, version 23H2" --as-of 2026-01-31
    """
    engine = Engine.load()
    named = engine.resolve(release)
    found = lifecycle_object(engine.lifecycle(named, as_of or date.today()), engine)
    if named.note:
        found.notes.insert(0, named.note)
    if as_json:
        _write(found)
    else:
        tables.print_lifecycle(found)


def _answer_line(
    engine: Engine, line: Line, isolation: Isolation | None, platform: Platform, as_of: date
) -> CheckObject:
    """One line of a batch; what it does not say is taken from the options."""
    asked = BatchCheck.model_validate(line)
    verdict = engine.check(
        engine.resolve_host(asked.host),
        engine.resolve_image(asked.image),
        isolation=asked.isolation or isolation,
        platform=asked.platform or platform,
        as_of=asked.as_of or as_of,
    )
    return check_object(verdict, engine)


def _cells(  # noqa: PLR0917
    engine: Engine, host: str | None, image: str | None, isolation: Isolation | None, platform: Platform, as_of: date
) -> list[Check]:
    """A row, a column, or the grid where neither side is named."""
    hosts = (engine.resolve_host(host),) if host else engine.hosts()
    images = (engine.resolve_image(image),) if image else engine.images()
    return [engine.check(h, i, isolation=isolation, platform=platform, as_of=as_of) for h in hosts for i in images]


def _show_one(engine: Engine, verdict: Check, as_json: bool) -> None:
    found = check_object(verdict, engine)
    if as_json:
        _write(found)
    else:
        tables.print_check(found)


def _show_cells(engine: Engine, cells: list[Check], as_json: bool) -> None:
    found = CellsObject(cells=[check_object(cell, engine) for cell in cells])
    if as_json:
        _write(found)
    else:
        tables.print_cells(found)


def _write(found: BaseModel) -> None:
    click.echo(found.model_dump_json())
