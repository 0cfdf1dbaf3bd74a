"""The commands that answer from the index: `ask` and `search`."""

from datetime import date

import click
from rich.console import Console

from assistant.contract.answer import AnswerObject, BatchQuestion, answer_object
from assistant.contract.search import BatchQuery, SearchObject, search_object
from assistant.contract.text import given_text
from assistant.gate.draft import Status
from ui.cli.batch import Line, run_batch
from ui.cli.days import DAY
from ui.cli.opening import open_assistant
from ui.presenters import terminal
from ui.presenters.view import view

NOT_ANSWERED = 3


@click.command()
@click.argument("question", required=False)
@click.option("--as-of", type=DAY, help="Answer for this date, YYYY-MM-DD (default: today).")
@click.option("--conversation", metavar="ID", help="Store the turn in this conversation; `new` begins one.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option("--batch", metavar="FILE", help='Answer JSON lines {"id", "turns": [..], "as_of"?}; - is standard input.')
@click.pass_context
def ask(
    ctx: click.Context,
    *,
    question: str | None,
    as_of: date | None,
    conversation: str | None,
    as_json: bool,
    batch: str | None,
) -> None:
    """Answer one question, verified and with its sources.

    Exit code 0 means answered, 3 that the answer asks back or abstains.

    \b
    Example:
      channel-assistant ask "Can a 23H2 host run a Windows Server 2019 image?"
    """
    _one_of("question", question, batch)
    if batch is not None:
        if conversation is not None:
            raise click.UsageError("A batch stores nothing, so it takes no --conversation; its lines have `turns`.")
        _ask_batch(batch, as_of)
        return
    ctx.exit(_ask_one(question or "", as_of, conversation, as_json=as_json))


@click.command()
@click.argument("query", required=False)
@click.option("-k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many passages.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option("--batch", metavar="FILE", help='Search for JSON lines {"id", "question"}; - is standard input.')
def search(query: str | None, k: int, as_json: bool, batch: str | None) -> None:
    """Find passages of the guidance and the indexed folders, best first.

    \b
    Example:
      channel-assistant search "annual channel lifecycle" -k 3
    """
    _one_of("query", query, batch)
    if batch is not None:
        _search_batch(batch, k)
        return
    text = given_text(query or "", "The query")
    passages = open_assistant().search(text, k)
    if as_json:
        click.echo(search_object(text, passages).model_dump_json())
        return
    if not passages:
        click.echo("Nothing in the index fits.")
    terminal.print_passages(Console(), passages)


def _ask_one(question: str, as_of: date | None, conversation: str | None, *, as_json: bool) -> int:
    text = given_text(question)
    assistant = open_assistant()
    reply = assistant.ask(text, as_of=as_of, conversation=conversation)
    if reply.conversation is not None:
        click.echo(f"Conversation: {reply.conversation}", err=True)
    if as_json:
        click.echo(answer_object(reply, assistant.engine).model_dump_json())
    else:
        terminal.print_answer(Console(), view(reply.answer, assistant.engine))
    return 0 if reply.answer.status is Status.ANSWERED else NOT_ANSWERED


def _ask_batch(source: str, as_of: date | None) -> None:
    assistant = open_assistant()

    def answered(line: Line) -> AnswerObject:
        asked = BatchQuestion.model_validate(line)
        turns = [given_text(turn) for turn in asked.turns]
        for place, turn in enumerate(turns):
            reply = assistant.ask(turn, as_of=asked.as_of or as_of, earlier=turns[:place])
        return answer_object(reply, assistant.engine)

    run_batch(source, answered)


def _search_batch(source: str, k: int) -> None:
    assistant = open_assistant()

    def found(line: Line) -> SearchObject:
        asked = BatchQuery.model_validate(line)
        return search_object(asked.question, assistant.search(given_text(asked.question), k))

    run_batch(source, found)


def _one_of(name: str, text: str | None, batch: str | None) -> None:
    if (text is None) == (batch is None):
        raise click.UsageError(f"Give either a {name} or --batch FILE.")
