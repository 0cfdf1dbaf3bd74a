"""What many tests need: the command line as a real process, an index built once, a server on a real socket."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from filelock import FileLock

CALL = "from ui.cli.main import main; main()"
COMMAND = (sys.executable, "-c", CALL)
ROOT = Path(__file__).parents[1]

Completed = subprocess.CompletedProcess[str]
RunCommand = Callable[..., Completed]
Server = tuple["subprocess.Popen[bytes]", Path, str]
StartServer = Callable[..., AbstractContextManager[Server]]


def process_environment(data_dir: Path) -> Mapping[str, str]:
    """The environment of a process under test: this one's, without settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CHANNEL_ASSISTANT_", "SLACK_"))}
    return kept | {"CHANNEL_ASSISTANT_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the index of the packaged guidance, built once by the real command; each worker has a copy."""
    folder = tmp_path_factory.mktemp("data")
    shared = folder if worker_id == "master" else tmp_path_factory.getbasetemp().parent / "data"
    with FileLock(shared.with_name("data.lock")):
        if not (shared / "built").exists():
            shared.mkdir(exist_ok=True)
            built = subprocess.run(
                (*COMMAND, "index"),
                check=False,
                env=process_environment(shared),
                capture_output=True,
                text=True,
                cwd=shared,
            )
            assert built.returncode == 0, built.stderr
            (shared / "built").touch()
    if shared != folder:
        shutil.copytree(shared, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def run_command(data_dir: Path) -> RunCommand:
    """Runs `channel-assistant ARGS` in a process of its own, from a folder that is not the checkout.

    `data` is another data folder, `code` what the process runs instead of the console script's call, and any other
    keyword an environment variable.
    """

    def run(
        *arguments: str, stdin: str | None = None, data: Path = data_dir, code: str = CALL, **more: str
    ) -> Completed:
        return subprocess.run(
            (sys.executable, "-c", code, *arguments),
            check=False,
            env=process_environment(data) | more,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=data,
            timeout=240,
        )

    return run


@pytest.fixture(scope="session")
def start_on_terminal() -> Callable[..., tuple[str, str]]:
    """Runs `channel-assistant ARGS` with standard error on a terminal: standard output, and what the terminal got."""

    def run(*arguments: str, data: Path) -> tuple[str, str]:
        ours, theirs = os.openpty()
        with (data / "stdout").open("w+", encoding="utf-8") as out:
            environment = {**process_environment(data), "TERM": "xterm"}
            process = subprocess.Popen((*COMMAND, *arguments), env=environment, stdout=out, stderr=theirs, cwd=data)
            os.close(theirs)
            shown = b""
            with suppress(OSError):  # Linux says that a terminal has no writer left by an error
                while piece := os.read(ours, 65536):
                    shown += piece
            os.close(ours)
            assert process.wait(timeout=240) == 0, shown.decode("utf-8", "replace")
            out.seek(0)
            return out.read(), shown.decode("utf-8", "replace")

    return run


@pytest.fixture(scope="session")
def start_server(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> StartServer:
    """Starts a real `serve` on a free port and stops it: the process, its log and its address.

    `data` is another data folder; `ready` says whether to wait until it can answer, or only until it listens; any
    other keyword is an environment variable.
    """

    @contextmanager
    def started(data: Path = data_dir, *, ready: bool = True, port: int = 0, **more: str) -> Iterator[Server]:
        log = tmp_path_factory.mktemp("server") / "log"
        command = (*COMMAND, "serve", "--port", str(port))
        environment = {**process_environment(data), **more}
        with log.open("w") as out:
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=data)
        try:
            yield process, log, _address(process, log, "/readyz" if ready else "/healthz")
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=60)
            finally:
                process.kill()  # nothing outlives its test, least of all a server that would not end
                process.wait()

    return started


@pytest.fixture(scope="session")
def server(start_server: StartServer) -> Iterator[str]:
    """The address of one server that all tests share."""
    with start_server() as (_, _, address):
        yield address


def _address(process: "subprocess.Popen[bytes]", log: Path, path: str) -> str:
    """The address that the log names, once `path` there answers with 200."""
    with httpx.Client(timeout=60) as client:
        while process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
            with suppress(httpx.TransportError, subprocess.TimeoutExpired):
                if found and client.get(f"{found.group()}{path}").status_code == 200:
                    return found.group()
                process.wait(timeout=0.05)
    raise AssertionError(log.read_text())
