"""The commands that run the place: `index`, `config` and `serve`."""

import json
from typing import Any

import click
from pydantic import BaseModel, SecretStr
from rich.console import Console
from rich.text import Text

from assistant.settings import PREFIX, Settings
from ui.cli.opening import command_settings, progress_bar

MASK = "********"


class SettingRow(BaseModel):
    """One line of `config`: a setting, or a value that follows from the settings and what is installed."""

    name: str
    value: str
    default: str | None
    meaning: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def config(as_json: bool) -> None:
    """List every setting with its value, default and meaning; secrets are masked.

    \b
    Example:
      channel-assistant config --json
    """
    settings = command_settings()
    rows = [*setting_rows(settings), *_computed_rows(settings)]
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
        run(settings, host=host, port=port, progress=report)


def setting_rows(settings: Settings) -> list[SettingRow]:
    """Every setting, in the order in which it is declared."""
    return [
        SettingRow(
            name=f"{PREFIX}{name}".upper(),
            value=_shown(getattr(settings, name)),
            default=_shown(field.get_default(call_default_factory=True, validated_data={})),
            meaning=field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value is None else str(value)
