"""`chat`: questions and answers in a terminal, with editing, history and the conversation kept under an id.

On a terminal prompt_toolkit reads the lines; from a pipe they are read as they come, so that a script can talk too.
What was typed is remembered in the stored conversation alone, which masks secrets, expires and can be deleted.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import click
from rich.console import Console

from assistant.contract.feedback import Rating
from assistant.contract.text import given_text
from assistant.errors import AssistantError
from assistant.reply import Reply
from ui.cli.days import DAY
from ui.cli.opening import open_assistant
from ui.presenters import terminal
from ui.presenters.view import view

if TYPE_CHECKING:
    from assistant.service import Assistant

PROMPT = "> "
WELCOME = "Ask about Windows Server channels and containers. /help shows what else there is; Ctrl-C or Ctrl-D ends."
HELP = """\
/new            begin another conversation
/up [reason]    the last answer was of use
/down [reason]  it was not: wrong verdict, wrong citation, outdated, did not answer, or in your words
/forget         delete this conversation and begin another
/quit           end"""


@click.command()
@click.option("--conversation", metavar="ID", default="new", help="Go on with a stored conversation.")
@click.option("--private", is_flag=True, help="Store nothing.")
@click.option("--as-of", type=DAY, help="Answer for this date, YYYY-MM-DD (default: today).")
def chat(conversation: str, private: bool, as_of: date | None) -> None:
    """Ask in a terminal, one question after another; follow-ups are understood.

    The conversation is stored, so that it can be gone on with and deleted; --private stores nothing.

    \b
    Example:
      channel-assistant chat
    """
    assistant = open_assistant()
    talk = _Talk(assistant=assistant, console=Console(), as_of=as_of, conversation=None if private else conversation)
    try:
        if sys.stdin.isatty() and sys.stdout.isatty():
            click.echo(WELCOME)
            lines = _typed(talk.asked_before())
        else:
            lines = (line.rstrip("\r\n") for line in sys.stdin)
        for line in lines:
            if line.strip() and not talk.turn(line.strip()):
                break
        talk.say_goodbye()
    finally:
        assistant.close()


@dataclass(kw_only=True)
class _Talk:
    """A conversation under way. `conversation` is None where nothing is stored; then `earlier` is the only context."""

    assistant: "Assistant"
    console: Console
    as_of: date | None
    conversation: str | None
    earlier: list[str] = field(default_factory=list)
    last: Reply | None = None

    def asked_before(self) -> tuple[str, ...]:
        """The questions of the stored conversation, oldest first."""
        if self.conversation in (None, "new"):
            return ()
        before = self.assistant.store().conversations.questions(self.conversation or "")
        if not before:
            self.console.print("There is no such conversation; the first question begins another.", style="yellow")
        return before

    def turn(self, line: str) -> bool:
        """One line of the person; False ends the chat. What cannot be answered is said, and the chat goes on."""
        word, _, rest = line.partition(" ")
        command = COMMANDS.get(word)
        try:
            if command is not None:
                return command(self, rest.strip())
            if word.startswith("/"):
                self.console.print("There is no such command; /help lists them.", style="yellow")
            else:
                self._answer(line)
        except AssistantError as error:
            self.console.print(str(error), style="red", markup=False, highlight=False)
        except KeyboardInterrupt:  # the answer is given up, the chat is not; nothing of it has been stored
            self.console.print("\nStopped.", style="yellow")
        return True

    def say_goodbye(self) -> None:
        """Name the conversation, so that it can be gone on with."""
        if self.conversation not in (None, "new") and self.last is not None:
            click.echo(f"To go on: channel-assistant chat --conversation {self.conversation}", err=True)

    def rate(self, rating: Rating, reason: str) -> bool:
        """Keep what the person thinks of the last answer."""
        if self.last is None:
            self.console.print("There is no answer yet.", style="yellow")
        else:
            self.assistant.give_feedback(self.last.answer_id, rating, reason)
            self.console.print("Thank you; noted.")
        return True

    def begin(self) -> bool:
        """Another conversation."""
        self.conversation = None if self.conversation is None else "new"
        self.earlier.clear()
        self.last = None
        self.console.print("A new conversation.")
        return True

    def forget(self) -> bool:
        """Delete what is stored, and begin another conversation."""
        if self.conversation not in (None, "new"):
            self.assistant.forget(self.conversation or "")
        return self.begin()

    def _answer(self, line: str) -> None:
        question = given_text(line)
        with self.console.status("Looking through the guidance…"):
            reply = self.assistant.ask(question, as_of=self.as_of, earlier=self.earlier, conversation=self.conversation)
        self.last = reply
        if self.conversation is None:
            self.earlier.append(question)
        self.conversation = reply.conversation
        terminal.print_answer(self.console, view(reply.answer, self.assistant.engine))
        self.console.print()


def _typed(before: tuple[str, ...]) -> Iterator[str]:
    """Lines that are typed, with editing and history, until Ctrl-C or Ctrl-D."""
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - only on a terminal
    from prompt_toolkit.history import InMemoryHistory  # noqa: PLC0415

    session: PromptSession[str] = PromptSession(
        PROMPT, history=InMemoryHistory(list(before)), enable_open_in_editor=False
    )
    while True:
        try:
            yield session.prompt()
        except (EOFError, KeyboardInterrupt):
            return


def _say_help(talk: _Talk, _: str) -> bool:
    talk.console.print(HELP, markup=False, highlight=False)
    return True


COMMANDS: dict[str, Callable[[_Talk, str], bool]] = {
    "/help": _say_help,
    "/new": lambda talk, _: talk.begin(),
    "/up": lambda talk, reason: talk.rate(Rating.UP, reason),
    "/down": lambda talk, reason: talk.rate(Rating.DOWN, reason),
    "/forget": lambda talk, _: talk.forget(),
    "/quit": lambda _talk, _: False,
}
