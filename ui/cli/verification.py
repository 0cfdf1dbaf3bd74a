"""The command `verify`: checks the claims in any text. No settings, no index, no model."""

import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from assistant.claims.judge import judge_text
from assistant.contract.verify import BatchText, VerifyObject, checked_text, verify_object
from assistant.errors import DocumentError
from assistant.rules.engine import Engine
from ui.cli.batch import Line, run_batch
from ui.cli.days import DAY

_EXIT = {"verified": 0, "no_claims": 0, "contradicted": 1, "unverifiable": 3}
_STYLES = {"entailed": "green", "contradicted": "bold red", "undecided": "yellow", "no_claims": "dim"}
_SIGNS = {"entailed": "+", "contradicted": "x", "undecided": "?", "no_claims": " "}
_VERDICTS = {"verified": "bold green", "contradicted": "bold red", "unverifiable": "bold yellow", "no_claims": "dim"}
_PIPE_WIDTH = 120


@click.command()
@click.argument("source", metavar="[FILE or -]", required=False)
@click.option("--batch", metavar="FILE", help="JSON lines in, JSON lines out; - reads standard input.")
@click.option("--as-of", type=DAY, help="The day that statements about support are relative to (default: today).")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.pass_context
def verify(ctx: click.Context, source: str | None, batch: str | None, as_of: date | None, as_json: bool) -> None:
    """Check every claim that a text makes about releases, images, support and the rest.

    The exit code is 0 where all claims hold or none is made, 1 where one is contradicted, 3 where one cannot be
    verified.

    \b
    Example:
      channel-assistant verify answer.md --as-of 2026-11-24
    """
    if batch and source:
        raise click.UsageError("Give a file to verify or --batch, not both.")
    engine, day = Engine.load(), as_of or date.today()
    if batch:
        run_batch(batch, lambda line: _line(engine, line, day))
        return
    text = checked_text(_read(source))
    found = verify_object(judge_text(engine, text, day), engine)
    if as_json:
        click.echo(found.model_dump_json())
    else:
        _print(found)
    ctx.exit(_EXIT[found.status])


def _line(engine: Engine, line: Line, as_of: date) -> VerifyObject:
    asked = BatchText.model_validate(line)
    return verify_object(judge_text(engine, checked_text(asked.text), asked.as_of or as_of), engine)


def _read(source: str | None) -> str:
    """The text of a file, or of standard input. Raises DocumentError where it cannot be read as UTF-8."""
    try:
        raw = sys.stdin.buffer.read() if source in (None, "-") else Path(str(source)).read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise DocumentError(
            f"{source} cannot be read: {error.strerror}.", "Name a text file, or - for standard input."
        ) from error
    except UnicodeDecodeError as error:
        raise DocumentError("The text is not UTF-8.", "Save it as UTF-8 and try again.") from error


def _print(found: VerifyObject) -> None:
    """Each sentence with its verdict, the rules and what is right instead."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPE_WIDTH)
    for sentence in found.sentences:
        style = _STYLES[sentence.status]
        words = " ".join(sentence.text.split())
        console.print(Text(f"{_SIGNS[sentence.status]} {sentence.status:<12} ", style=style) + Text(words))
        if sentence.correction:
            console.print(Text(f"  instead: {sentence.correction}", style="green"))
        if sentence.reason and sentence.status == "undecided":
            console.print(Text(f"  why: {sentence.reason}", style="dim"))
    rules = sorted({rule for claim in found.claims for rule in claim.rules}, key=lambda r: (r[:1], int(r[1:])))
    summary = f"{len(found.claims)} claim{'' if len(found.claims) == 1 else 's'} on {found.as_of.isoformat()}"
    console.print(
        Text.assemble(
            (found.status, _VERDICTS[found.status]), f": {summary}", f"; rules {', '.join(rules)}" if rules else ""
        )
    )
    for note in found.notes:
        console.print(Text(f"note: {note}", style="dim"))
