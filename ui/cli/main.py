"""The console script: finds a command, runs it, and turns every error into one line on stderr and exit code 2.

Commands are named as text and imported when they are called, so that `check` loads neither a model nor an index.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from assistant.errors import AssistantError

USAGE = 2
INTERRUPTED = 130

# name -> where its function is, and what it does in a line; the order is the order of --help.
COMMANDS: dict[str, tuple[str, str]] = {
    "ask": ("ui.cli.talk:ask", "Answer one question, with citations."),
    "chat": ("ui.cli.chat:chat", "Ask in a terminal, with follow-ups."),
    "check": ("ui.cli.decide:check", "May this image run on this host?"),
    "lifecycle": ("ui.cli.decide:lifecycle", "Dates and support phase of a release."),
    "rules": ("ui.cli.rulebook:rules", "List, explain and certify the rules."),
    "pages": ("ui.cli.pages:pages", "Write or check the generated pages."),
    "verify": ("ui.cli.verification:verify", "Check the claims in any text."),
    "search": ("ui.cli.talk:search", "Find passages in the indexed documents."),
    "index": ("ui.cli.operate:index", "Build or update the index."),
    "config": ("ui.cli.operate:config", "Show the settings."),
    "serve": ("ui.cli.operate:serve", "Serve the web chat and the HTTP API."),
    "conversations": ("ui.cli.stored:conversations", "List or delete stored conversations."),
    "feedback": ("ui.cli.stored:feedback", "Feedback as draft cases for `eval`."),
    "eval": ("ui.cli.evaluate:evaluate", "Ask the question set; report and gate."),
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib import metadata  # noqa: PLC0415  a tenth of the time of `check`, which does not need it

        try:
            version = metadata.version("channel-assistant")
        except metadata.PackageNotFoundError:
            version = "(not installed)"
        click.echo(f"channel-assistant {version}")
        ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Verified answers about Windows Server channels and Windows container compatibility.

    \b
    Example:
      channel-assistant check --host "Windows Server, version 23H2" --image servercore:ltsc2022
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 and 1 and 3 as the contract says, 2 for bad input and faults, 130 for Ctrl-C."""
    _write_utf8()
    try:
        result = cli.main(args=arguments, prog_name="channel-assistant", standalone_mode=False)
        sys.stdout.flush()
        code = result if isinstance(result, int) else 0
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain once more when it closes the stream at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except click.ClickException as error:
        code = _complain(error.format_message())
    except AssistantError as error:
        code = _complain(str(error))
    except Exception as error:  # the boundary of this surface: nobody is served by a stack trace
        code = _complain(f"An unexpected fault, {type(error).__name__}: {error}. Please report it with the command.")
    sys.exit(code)


def _complain(message: str) -> int:
    click.echo(f"channel-assistant: {' '.join(message.split())}", err=True)
    return USAGE


def _write_utf8() -> None:
    """Output is UTF-8 wherever it goes: a pipe on Windows would get the code page, and fail on what that lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
