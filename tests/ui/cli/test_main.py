"""The table of commands as a whole, and how the process ends when it is interrupted."""

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from ui.cli.main import COMMANDS

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_with_an_example(name: str) -> None:
    target, summary = COMMANDS[name]
    module, _, function = target.partition(":")
    command = getattr(import_module(module), function)
    assert isinstance(command, click.Command)
    assert summary.endswith(("?", "."))
    assert f"channel-assistant {name}" in (command.help or "").split("Example:")[1]


def test_json_is_offered_wherever_something_is_shown() -> None:
    for name in set(COMMANDS) - {"serve", "chat"}:
        module, _, function = COMMANDS[name][0].partition(":")
        command = getattr(import_module(module), function)
        for shown in command.commands.values() if isinstance(command, click.Group) else (command,):
            assert "--json" in {option for parameter in shown.params for option in parameter.opts}, (name, shown.name)


# A process that a shell started in the background is deaf to Ctrl-C, and so are its children.
HEARD = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


@pytest.mark.skipif(os.name == "nt", reason="a process of Windows gets no SIGINT from its parent")
def test_ctrl_c_ends_a_batch_without_a_trace() -> None:
    process = subprocess.Popen(
        (sys.executable, "-c", f"{HEARD}from ui.cli.main import main; main()", "check", "--batch", "-"),
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdin.write('{"id": 1, "host": "ws2022", "image": "ltsc2022"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read().strip() == ""
