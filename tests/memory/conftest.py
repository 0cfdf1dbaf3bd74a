"""Real databases: SQLite in a folder, and PostgreSQL as Debian packages it, started once in a temporary folder."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.memory.conversations import Conversations
from assistant.memory.database import Database
from assistant.memory.feedback import Feedback

MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)"


def _program(name: str) -> Path | None:
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name)
    return beside[-1] if beside else Path(found) if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of our own, without the name of a database."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed (pip install '.[postgres]')")
    initdb, server = _program("initdb"), _program("postgres")
    if initdb is None or server is None or sys.platform == "win32":
        pytest.skip(MISSING)
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    owner: dict[str, object] = {"user": "postgres", "group": "postgres", "extra_groups": []} if not os.getuid() else {}
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        if owner:
            shutil.chown(folder, "postgres", "postgres")
        data = Path(folder) / "data"
        made = subprocess.run(
            (initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
            check=False,
            capture_output=True,
            text=True,
            cwd=folder,
            **owner,  # type: ignore[call-overload]
        )
        assert made.returncode == 0, made.stderr
        command = (server, "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off")
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **owner,  # type: ignore[call-overload]
        )
        try:
            address = f"postgresql://postgres@/{{}}?host={folder}"
            while process.poll() is None:
                with suppress(psycopg.OperationalError, subprocess.TimeoutExpired):
                    psycopg.connect(address.format("postgres")).close()
                    break
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=0.05)
            assert process.poll() is None, "PostgreSQL ended before it could be reached"
            yield address
        finally:
            process.send_signal(signal.SIGINT)  # it does not wait for clients
            process.wait(timeout=60)


@pytest.fixture
def postgres_url(postgres: str, request: pytest.FixtureRequest) -> str:
    """An empty database for one test."""
    import psycopg  # noqa: PLC0415 - optional

    name = f"t{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgres.format("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return postgres.format(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def database(url: str, tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path, url)
    yield opened
    opened.close()


class Clock:
    """A clock that goes when it is told to. Milliseconds."""

    def __init__(self) -> None:
        self.now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(database: Database, clock: Callable[[], int]) -> Conversations:
    return Conversations(database, keep_days=30, clock=clock)


@pytest.fixture
def feedback(database: Database, clock: Callable[[], int]) -> Feedback:
    return Feedback(database, keep_days=30, clock=clock)
