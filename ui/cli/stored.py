"""The commands over what is stored: `conversations` and `feedback`. They need neither an index nor a model."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
import yaml
from rich.console import Console
from rich.table import Table

from assistant.contract.feedback import DraftCase, draft_case
from assistant.errors import NotFoundError
from assistant.memory.records import Listed
from assistant.memory.store import Store
from evals.feedback import draft_file
from ui.cli.opening import command_settings


@click.group()
def conversations() -> None:
    """List or delete stored conversations.

    \b
    Example:
      channel-assistant conversations list
    """


@conversations.command("list")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def list_conversations(as_json: bool) -> None:
    """List the stored conversations, the newest first: ids, times and numbers of turns, not what was said.

    \b
    Example:
      channel-assistant conversations list --json
    """
    with _store() as store:
        listed = store.conversations.listed()
    if as_json:
        rows = [
            {"id": c.id, "principal": c.principal, "created": _time(c.created), "touched": _time(c.touched)}
            | {"turns": c.turns}
            for c in listed
        ]
        click.echo(json.dumps({"conversations": rows}, ensure_ascii=False))
    elif listed:
        Console().print(_table(listed))
    else:
        click.echo("No conversation is stored.")


@conversations.command("delete")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--principal", metavar="NAME", help="Delete all that this principal left behind, feedback too.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def delete_conversations(ids: tuple[str, ...], principal: str | None, as_json: bool) -> None:
    """Delete conversations with their feedback, or all data of one principal; "" is whoever asks without a key.

    \b
    Example:
      channel-assistant conversations delete 0f8fad5bd9cb469fa16570867728950e
    """
    if bool(ids) == (principal is not None):
        raise click.UsageError("Give either the IDs of conversations or --principal NAME.")
    with _store() as store:
        if principal is not None:
            deleted = store.conversations.delete_principal(principal)
        else:
            unknown = [name for name in ids if not store.conversations.delete(name, principal=None)]
            deleted = len(ids) - len(unknown)
            if unknown:
                raise NotFoundError(
                    f"{deleted} deleted; there is no conversation {unknown[0][:64]}.",
                    "`channel-assistant conversations list` shows which there are.",
                )
    click.echo(json.dumps({"deleted": deleted}) if as_json else f"{deleted} deleted.")


@click.group()
def feedback() -> None:
    """Use the feedback that people gave.

    \b
    Example:
      channel-assistant feedback export > drafts.yaml
    """


@feedback.command("export")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def export(as_json: bool) -> None:
    """Write feedback as draft cases: a question file for `eval --set`, in which the truths are still missing.

    \b
    Example:
      channel-assistant feedback export > drafts.yaml
      channel-assistant eval --set drafts.yaml
    """
    with _store() as store:
        cases = [draft_case(given.answer_id, given.body) for given in store.feedback.all()]
    file = draft_file("\n".join(case.model_dump_json() for case in _one_each(cases)))
    if as_json:
        click.echo(json.dumps(file, ensure_ascii=False))
    else:
        click.echo(yaml.safe_dump(file, sort_keys=False, allow_unicode=True, width=120), nl=False)


def _one_each(cases: list[DraftCase]) -> list[DraftCase]:
    """One case an answer: where several people judged it, the last of them stands."""
    return list({case.id: case for case in cases}.values())


@contextmanager
def _store() -> Iterator[Store]:
    store = Store.open(command_settings())
    try:
        yield store
    finally:
        store.close()


def _table(listed: tuple[Listed, ...]) -> Table:
    table = Table("Conversation", "Last turn (UTC)", "Turns", "Principal", box=None, pad_edge=False)
    for one in listed:
        table.add_row(one.id, _time(one.touched), str(one.turns), one.principal)
    return table


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).isoformat().replace("+00:00", "Z")
