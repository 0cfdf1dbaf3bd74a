"""The server as a process: where it listens, how it starts, fails and stops."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from assistant.errors import SettingsError
from ui.protection import CLOSED_PATHS, is_loopback, require_loopback
from ui.server import SURFACES

RunCommand = Callable[..., subprocess.CompletedProcess[str]]
StartServer = Callable[..., AbstractContextManager[tuple[subprocess.Popen[bytes], Path, str]]]


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("localhost.example.org", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_only_loopback_addresses_are_served_without_being_told_so(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback
    if loopback:
        require_loopback(host)
    else:
        with pytest.raises(SettingsError, match="CHANNEL_ASSISTANT_ALLOW_REMOTE"):
            require_loopback(host)


def test_serve_refuses_other_addresses_in_one_line(run_command: RunCommand) -> None:
    done = run_command("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "CHANNEL_ASSISTANT_ALLOW_REMOTE" in done.stderr


def test_serve_ends_with_2_where_the_index_cannot_be_opened(run_command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    done = run_command("serve", "--port", "0", CHANNEL_ASSISTANT_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_address_that_is_taken_is_one_line_and_2(run_command: RunCommand) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run_command("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--port" in done.stderr


def test_before_it_is_ready_the_server_is_up_and_says_so(start_server: StartServer, tmp_path: Path) -> None:
    with start_server(tmp_path, ready=False) as (process, log, address), httpx.Client(base_url=address) as client:
        for response in (client.get("/readyz"), client.post("/api/ask", json={"question": "q"})):
            assert response.status_code == 503
            assert set(response.json()) == {"error", "remedy"}
        assert client.get("/", timeout=30).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == 0
        assert "Traceback" not in log.read_text()


def test_a_new_index_is_answered_from_without_a_restart(
    start_server: StartServer, run_command: RunCommand, data_dir: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(data_dir, tmp_path / "data"))
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "hosts.md").write_text("# Hosts\n\n## Where is barnowl?\n\nBarnowl stands in rack nine.\n", "utf-8")
    with start_server(data) as (_, _, address), httpx.Client(base_url=address, timeout=60) as client:

        def first() -> str:
            found = client.post("/api/search", json={"query": "where is barnowl", "k": 1}).json()
            return str(found["passages"][0]["document"])

        assert first() != "hosts.md"
        assert run_command("index", str(pages), data=data).returncode == 0
        assert first() == "hosts.md"


def test_interrupting_ends_cleanly(start_server: StartServer) -> None:
    with start_server() as (process, log, address):
        assert httpx.get(f"{address}/healthz", timeout=30).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert "Traceback" not in log.read_text()


def test_closed_paths_are_gradios() -> None:
    assert all(path.startswith("/gradio_api/") for path in CLOSED_PATHS)


def test_the_table_of_surfaces_as_a_whole() -> None:
    names = [surface.name for surface in SURFACES]
    assert len(set(names)) == len(names)
    assert names[-2:] == ["vacant", "web"]  # what is left of our addresses, then every other one
    for surface in SURFACES:
        assert surface.paths or not surface.bot, f"{surface.name} has no address that could say that it is off"
        assert all(path.startswith("/") for path in surface.paths)
