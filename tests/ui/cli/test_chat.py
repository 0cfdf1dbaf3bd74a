"""`chat` from a pipe and on a pseudo-terminal."""

import subprocess
from collections.abc import Callable
from pathlib import Path

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
