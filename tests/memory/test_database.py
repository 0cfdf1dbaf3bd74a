"""The store as files and servers: migrations, faults, several processes, and a writer that is killed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from assistant.errors import SettingsError, StorageError
from assistant.memory.conversations import Conversations
from assistant.memory.database import FILE, Database
from assistant.memory.records import StoredTurn
from assistant.memory.tables import HEAD, METADATA

ROOT = Path(__file__).parents[2]


def test_migrations_from_nothing_make_the_tables_that_the_program_uses(database: Database) -> None:
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_the_newest_migration_is_the_head_that_the_program_names() -> None:
    script = ScriptDirectory(str(ROOT / "assistant" / "memory" / "migrations"))
    assert script.get_heads() == [HEAD]
    assert [revision.revision for revision in script.walk_revisions()][-1] == "v0001"


def test_opening_again_changes_nothing_and_loads_no_alembic(url: str, tmp_path: Path) -> None:
    Database.open(tmp_path, url).close()
    probe = (
        "import sys; from pathlib import Path; from assistant.memory.database import Database\n"
        "Database.open(Path(sys.argv[1]), sys.argv[2]).close(); print('alembic' in sys.modules)"
    )
    command = (sys.executable, "-c", probe, str(tmp_path), url)
    assert subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout == "False\n"


def test_a_store_of_a_newer_version_is_refused(url: str, tmp_path: Path) -> None:
    database = Database.open(tmp_path, url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    database.close()
    with pytest.raises(StorageError, match="newer version"):
        Database.open(tmp_path, url)


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fails() -> None:
        with database.writing() as connection:
            connection.execute(text("INSERT INTO conversations VALUES ('x', '', 1, 1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM conversations")) == 0


def test_faults_are_ours_and_say_nothing_of_what_was_stored(database: Database) -> None:
    conversations = Conversations(database, keep_days=0)
    with database.writing() as connection:
        connection.execute(text("DROP TABLE turns"))
    with pytest.raises(StorageError) as fault:
        conversations.append(None, StoredTurn(answer_id="a", body={"question": "my private words"}))
    chain = [str(fault.value), str(fault.value.__cause__)]
    assert "private" not in " ".join(chain)
    assert fault.value.remedy


def test_a_file_that_is_no_database_is_our_error(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("this is no database, and long enough to be read as one" * 100)
    with pytest.raises(StorageError, match="not a database"):
        Database.open(tmp_path)


def test_a_folder_that_cannot_be_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        Database.open(tmp_path / "file" / "folder")


@pytest.mark.parametrize(
    "address",
    ["mysql://host/db", "sqlite://", "sqlite:///:memory:", "not an address", "postgresql+asyncpg://h/d", "file.db"],
)
def test_an_address_that_cannot_be_used_is_a_setting_at_fault(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Database.open(tmp_path, address)


def test_a_server_that_is_not_there_is_our_error_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with pytest.raises(StorageError) as fault:
        Database.open(tmp_path, "postgres://me:hunter2@127.0.0.1:1/db")
    assert "hunter2" not in f"{fault.value}{fault.value.__cause__}"


# Writes turn after turn to one conversation and prints each number once it is stored; ends after SECONDS.
WRITER = """
import sys, time
from pathlib import Path
from assistant.memory.conversations import Conversations
from assistant.memory.database import Database
from assistant.memory.records import StoredTurn
folder, url, shared, name, seconds = sys.argv[1:]
conversations = Conversations(Database.open(Path(folder), url), keep_days=0)
end, n = time.monotonic() + float(seconds), 0
while time.monotonic() < end:
    turn = StoredTurn(answer_id=f"{name}-{n}", body={"question": f"{name}-{n}", "padding": "x" * 2000})
    print(f"{name}-{n}", conversations.append(shared if n % 2 else None, turn), flush=True)
    n += 1
"""


def start(tmp_path: Path, url: str, shared: str, name: str, seconds: float) -> "subprocess.Popen[str]":
    command = (sys.executable, "-c", WRITER, str(tmp_path), url, shared, name, str(seconds))
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def stored(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT body, conversation FROM turns")).all()
    return {json.loads(body)["question"]: conversation for body, conversation in rows}


@pytest.mark.slow
def test_two_processes_writing_for_some_seconds_lose_nothing(url: str, tmp_path: Path) -> None:
    database = Database.open(tmp_path, url)
    shared = Conversations(database, keep_days=0).append(None, StoredTurn(answer_id="0", body={"question": "0"}))
    writers = [start(tmp_path, url, shared, name, 6) for name in ("one", "two")]
    said: dict[str, str] = {}
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
        acknowledged = dict(line.split() for line in out.splitlines())
        assert len(acknowledged) > 20
        said |= acknowledged
    assert stored(database) == {"0": shared} | said
    with database.reading() as connection:
        positions = connection.scalars(
            text("SELECT position FROM turns WHERE conversation = :c ORDER BY position"), {"c": shared}
        ).all()
    assert positions == list(range(1, len(positions) + 1))
    database.close()


def test_a_writer_killed_in_the_middle_leaves_a_store_that_opens(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    said: dict[str, str] = {}
    for attempt in range(4):
        writer = start(tmp_path, url, "none", f"w{attempt}", 60)
        assert writer.stdout is not None
        for _ in range(7 + attempt):  # so that it is in the midst of writing when it is killed
            number, conversation = writer.stdout.readline().split()
            said[number] = conversation
        writer.kill()
        rest, _ = writer.communicate(timeout=60)
        said |= dict(line.split() for line in rest.splitlines(keepends=True) if line.endswith("\n"))
        database = Database.open(tmp_path, url)
        with database.reading() as connection:
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        kept = stored(database)
        assert {number: kept.get(number) for number in said} == said
        Conversations(database, keep_days=0).append(None, StoredTurn(answer_id="z", body={"question": f"z{attempt}"}))
        database.close()


def test_processes_that_open_an_empty_store_at_once_all_can(url: str, tmp_path: Path) -> None:
    writers = [start(tmp_path, url, "none", f"w{number}", 0.2) for number in range(3)]
    for writer in writers:
        _, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
