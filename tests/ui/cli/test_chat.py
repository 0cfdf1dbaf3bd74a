"""`chat` from a pipe and on a pseudo-terminal."""

import os
import re
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

RunCommand = Callable[..., subprocess.CompletedProcess[str]]

FIRST = "Can a 23H2 host run a Windows Server 2019 image?"


def test_follow_ups_go_on_from_a_pipe(run_command: RunCommand, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    said = f"\n{FIRST}\nand a 2022 image?\n/nonsense\n{'x' * 20_001}\n/help\n/quit\nnever asked\n"
    done = run_command("chat", stdin=said, CHANNEL_ASSISTANT_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("No.")
    assert "Windows Server 2022" in done.stdout
    assert "no such command" in done.stdout
    assert "20,000 are the most" in done.stdout
    assert "/forget" in done.stdout
    assert "\x1b" not in done.stdout
    issued = done.stderr.split()[-1]
    gone = run_command("chat", "--conversation", issued, stdin="why?\n/forget\n", CHANNEL_ASSISTANT_DATABASE_URL=url)
    assert gone.returncode == 0, gone.stderr
    listed = run_command("conversations", "list", CHANNEL_ASSISTANT_DATABASE_URL=url).stdout
    assert issued not in listed


def test_private_stores_nothing_and_still_follows(run_command: RunCommand, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite3"
    said = f"{FIRST}\nand a 2022 image?\n"
    done = run_command("chat", "--private", stdin=said, CHANNEL_ASSISTANT_DATABASE_URL=f"sqlite:///{store}")
    assert done.returncode == 0, done.stderr
    assert "Yes." in done.stdout
    assert not store.exists()
    assert done.stderr == ""


PROMPT = "\x1b[?2004h"  # bracketed paste is on while a line is typed, and only then


@contextmanager
def on_terminal(data: Path, url: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """`chat` with a pseudo-terminal for input and output: the process, and our end of the terminal."""
    import fcntl  # noqa: PLC0415 - Unix only
    import termios  # noqa: PLC0415

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHANNEL_ASSISTANT_")}
    settings = {"CHANNEL_ASSISTANT_DATA_DIR": str(data), "CHANNEL_ASSISTANT_DATABASE_URL": url}
    terminal = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": "100"}
    root = str(Path(__file__).parents[3])
    command = (sys.executable, "-c", "from ui.cli.main import main; main()", "chat")
    process = subprocess.Popen(
        command,
        env={**kept, **settings, **terminal, "PYTHONPATH": root},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=data,
        start_new_session=True,
    )
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait(timeout=60)
        os.close(theirs)
        os.close(ours)


def read_until(terminal: int, words: str) -> str:
    shown = ""
    while words not in shown:
        shown += os.read(terminal, 65536).decode("utf-8", "replace")
    return shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_has_colours_history_and_is_left_as_it_was(
    run_command: RunCommand, data_dir: Path, tmp_path: Path
) -> None:
    import termios  # noqa: PLC0415 - Unix only

    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    with on_terminal(data_dir, url) as (process, terminal):
        before = termios.tcgetattr(terminal)
        read_until(terminal, PROMPT)
        os.write(terminal, f"{FIRST}\r".encode())
        shown = read_until(terminal, PROMPT)
        assert re.search("\x1b\\[[0-9;]*31m[^\x1b]*not supported", shown)  # red
        assert "[1]" in shown
        os.write(terminal, b"\x1b[A")  # the arrow up brings the question back
        read_until(terminal, "2019 image?")
        os.write(terminal, b"\r")
        read_until(terminal, PROMPT)
        os.write(terminal, b"\x03")  # Ctrl-C at the prompt ends the chat
        read_until(terminal, "To go on:")
        assert process.wait(timeout=60) == 0
        assert termios.tcgetattr(terminal) == before
    listed = run_command("conversations", "list", CHANNEL_ASSISTANT_DATABASE_URL=url).stdout
    assert listed.splitlines()[1].split()[-1] == "2"  # both turns, as the principal is empty


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_an_interrupted_chat_leaves_a_store_that_opens(run_command: RunCommand, data_dir: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    with on_terminal(data_dir, url) as (process, terminal):
        read_until(terminal, PROMPT)
        os.write(terminal, f"{FIRST}\r".encode())
        read_until(terminal, FIRST)
        os.kill(process.pid, signal.SIGINT)  # wherever the answer is by now
        read_until(terminal, PROMPT)
        os.write(terminal, b"/quit\r")
        assert process.wait(timeout=60) == 0
    assert run_command("conversations", "list", CHANNEL_ASSISTANT_DATABASE_URL=url).returncode == 0
