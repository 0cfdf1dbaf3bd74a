"""The commands that run the place: `index`, `config` and `serve`."""

import json
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel, SecretStr
from rich.console import Console
from rich.text import Text

from assistant.contract.status import StatusObject, status_object
from assistant.errors import VectorIndexError
from assistant.rules.engine import Engine
from assistant.settings import Settings, variable
from corpus.index import read_status
from ui.cli.opening import command_settings, progress_bar

MASK = "********"


class SettingRow(BaseModel):
    """One line of `config`: a setting, or a value that follows from the settings and what is installed."""

    name: str
    value: str
    default: str | None
    meaning: str


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--forget", multiple=True, metavar="PATH", type=click.Path(path_type=Path), help="Drop a folder.")
@click.option("--status", "only_status", is_flag=True, help="Show what is indexed, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def index(paths: tuple[Path, ...], forget: tuple[Path, ...], only_status: bool, as_json: bool) -> None:
    """Build or update the index from the packaged guidance and folders of Markdown.

    Folders are remembered: without a PATH, the guidance and every remembered folder are refreshed.

    \b
    Example:
      channel-assistant index ./docs
      channel-assistant index --status --json
    """
    if only_status and (paths or forget):
        raise click.UsageError("--status changes nothing, so it takes no PATH and no --forget.")
    settings = command_settings()
    if not only_status:
        _build(settings, paths, forget)
    status = status_object(read_status(settings.data_dir))
    if as_json:
        click.echo(status.model_dump_json())
    else:
        _print_status(status)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option("--markdown", is_flag=True, help="Write the page of all settings, docs/configuration.md.")
def config(as_json: bool, markdown: bool) -> None:
    """List every setting with its value, default and meaning; secrets are masked.

    \b
    Example:
      channel-assistant config --json
    """
    if markdown:
        click.echo(settings_page(), nl=False)
        return
    settings = command_settings()
    rows = [*setting_rows(settings), *computed_rows(settings)]
    if as_json:
        click.echo(json.dumps({"settings": [row.model_dump() for row in rows]}, ensure_ascii=False))
        return
    console = Console()
    for row in rows:
        console.print(Text.assemble((row.name, "bold"), " = ", (row.value, "cyan")), soft_wrap=True, highlight=False)
        default = "" if row.default is None or row.default == row.value else f" (default: {row.default})"
        console.print(Text(f"    {row.meaning}{default}", style="dim"), soft_wrap=True, highlight=False)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 picks a free one."
)
def serve(host: str, port: int) -> None:
    """Serve the web chat at / and the HTTP API at /api until interrupted.

    \b
    Example:
      channel-assistant serve --port 8080
    """
    settings = command_settings()
    from ui.server import run  # noqa: PLC0415 - after telemetry is off, and only where it serves

    with progress_bar() as report:
        run(settings, host=host, port=port, progress=report, announce=_announce)


def _announce(address: str) -> None:
    click.echo(f"Serving the chat at {address}/ and the API at {address}/api; Ctrl-C ends it.", err=True)


def _build(settings: Settings, paths: tuple[Path, ...], forget: tuple[Path, ...]) -> None:
    from assistant.parts import release_names  # noqa: PLC0415 - after telemetry is off, and not for --status
    from corpus.build import build_index  # noqa: PLC0415

    engine = Engine.load()
    with progress_bar() as report:
        done = build_index(
            settings.data_dir,
            folders=paths,
            forget=forget,
            model=settings.embedding_model,
            facts_hash=engine.facts_hash,
            names=release_names(engine),
            progress=report,
        )
    if done.changed:
        by_words = done.chunks - done.embedded - done.reused
        what = (
            f"Indexed {done.chunks} passages: {done.embedded} embedded, {done.reused} unchanged, "
            f"{by_words} of reference pages, which are found by their words."
        )
    else:
        what = "The index is up to date."
    click.echo(what, err=True)


def _print_status(status: StatusObject) -> None:
    rows = {
        "documents": str(status.documents),
        "passages": str(status.chunks),
        "folders": ", ".join(("packaged guidance", *status.folders)),
        "built": status.built.isoformat(),
        "generation": status.generation,
        "model": f"{status.embedding_model} ({status.engine})",
        "facts": status.facts_hash,
    }
    console = Console()
    for name, value in rows.items():
        console.print(Text.assemble((f"{name:<12}", "bold"), value), soft_wrap=True, highlight=False)
    if status.skipped:
        console.print(Text(f"{len(status.skipped)} skipped:", style="yellow"))
    for left in status.skipped:
        console.print(Text(f"  {left.document}: {left.reason}"), soft_wrap=True, highlight=False)


def setting_rows(settings: Settings) -> list[SettingRow]:
    """Every setting, in the order in which it is declared."""
    return [
        SettingRow(
            name=variable(name),
            value=_shown(getattr(settings, name)),
            default=_shown(field.get_default(call_default_factory=True, validated_data={})),
            meaning=field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]


def computed_rows(settings: Settings) -> list[SettingRow]:
    """What follows from the settings and from what was built with them."""
    try:
        status = read_status(settings.data_dir)
        engine, built = status.engine, f"{status.generation}, {status.documents} documents, built {status.built}"
    except VectorIndexError as error:
        engine, built = "onnx, once the first index is built", error.what
    return [
        SettingRow(
            name="embedding engine",
            value=engine,
            default=None,
            meaning="What runs the embedding model: onnx, or sentence-transformers with the reason why not onnx.",
        ),
        SettingRow(name="index", value=built, default=None, meaning="The generation that answers come from."),
    ]


def settings_page() -> str:
    """docs/configuration.md: every setting with its default and meaning, as Markdown; the same on every machine."""
    lines = [
        "# Configuration",
        "",
        "Every setting is an environment variable, or a line of a file `.env` in the folder that the program is",
        "started from. `channel-assistant config` lists them with their values here and now; this page is printed by",
        "`channel-assistant config --markdown`.",
        "",
        "| variable | default | meaning |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = "the user data folder" if field.default_factory else _shown(field.default) or "unset"
        shown = default if default in ("unset", "the user data folder") else f"`{default}`"
        lines.append(f"| `{variable(name)}` | {shown} | {field.description} |")
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value is None else str(value)
