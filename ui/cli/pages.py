"""The command `pages`: writes the generated pages of the guidance, or says which of them are stale."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from assistant.errors import InputError
from assistant.rules.engine import Engine
from assistant.rules.pages import generated_pages

STALE = 1
_MARK = "\ngenerated: true\n"


@click.command()
@click.option("--write", "target", type=click.Path(path_type=Path), metavar="DIR", help="Write the pages there.")
@click.option("--check", "checked", type=click.Path(path_type=Path), metavar="DIR", help="Exit 1 if one is stale.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.pass_context
def pages(ctx: click.Context, target: Path | None, checked: Path | None, as_json: bool) -> None:
    """Print the pages of the guidance that come from the facts: a page a release, every case, every fact.

    \b
    Example:
      channel-assistant pages --check corpus/guidance
    """
    printed = generated_pages(Engine.load())
    if target is not None and checked is None:
        _report_written(target, len(printed), _write(target, printed), as_json)
    elif checked is not None and target is None:
        stale = _stale(checked, printed)
        _report_stale(checked, len(printed), stale, as_json)
        ctx.exit(STALE if stale else 0)
    else:
        raise click.UsageError("Give one of --write DIR and --check DIR.")


def _report_written(folder: Path, pages: int, changed: list[str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"directory": str(folder), "pages": pages, "written": changed}))
    else:
        click.echo(f"{pages} pages in {folder}, {len(changed)} of them new or changed.")


def _report_stale(folder: Path, pages: int, stale: Mapping[str, str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"directory": str(folder), "pages": pages, "stale": stale}))
    elif stale:
        for name, why in stale.items():
            click.echo(f"{name}: {why}")
        click.echo(f"Print them anew: channel-assistant pages --write {folder}")
    else:
        click.echo(f"{pages} pages in {folder} are as the facts say.")


def _write(folder: Path, printed: Mapping[str, str]) -> list[str]:
    """Writes what is not there yet or says something else, and gives the names of those pages."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        changed = [name for name, text in printed.items() if _read(folder / name) != text.encode()]
        for name in changed:
            (folder / name).write_text(printed[name], "utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            f"The pages cannot be written to {folder}: {error.strerror}.", "Name another folder."
        ) from error
    return changed


def _stale(folder: Path, printed: Mapping[str, str]) -> dict[str, str]:
    """Page -> what is wrong with it: missing, different, or marked as generated and printed no more."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}.", "Name the folder that holds the pages.")
    try:
        found = {path.name: path.read_bytes() for path in folder.glob("*.md")}
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror}.", "See its permissions.") from error
    stale = {
        name: "differs" if name in found else "is missing"
        for name, text in printed.items()
        if found.get(name) != text.encode()
    }
    gone = (name for name, text in found.items() if name not in printed and _MARK.encode() in text)
    return dict(sorted({**stale, **dict.fromkeys(gone, "is printed no more: delete it")}.items()))


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
