"""Opens the database of the store, brings its tables up to date, and makes every fault of it one of ours.

SQLite is used with one writer at a time. Besides its own locks there is a lock file, held for the whole of a writing
transaction: SQLite from 3.7.0 to 3.51.2 can damage a database in WAL mode when two connections write or checkpoint in
the same instant, and most systems still have one of these.
"""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from assistant.errors import SettingsError, StorageError
from assistant.memory.tables import HEAD

FILE = "conversations.sqlite3"
"""Name of the SQLite database in the data folder."""

PATIENCE_SECONDS = 30
"""How long a writer waits for another one."""

_POLL_SECONDS = 0.002
_MIGRATING = 0x6368616E  # the key of PostgreSQL's advisory lock: one process migrates, the others wait


class Database:
    """A database with up-to-date tables. May be used from any thread; several processes may have it open."""

    def __init__(self, url: URL) -> None:
        """Open and migrate; `open` is the way to make one from settings."""
        self._file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        self._thread = threading.Lock()
        with _ours():
            self._engine = _engine(url)
            try:
                if self._file is not None:
                    _make_private(self._file)
                    self._outside("PRAGMA journal_mode=WAL")
                self._migrate()
            except BaseException:
                self._engine.dispose()
                raise

    @staticmethod
    def open(data_dir: Path, url: str | None = None) -> "Database":
        """The database at `url`, or the SQLite file in the data folder where there is no `url`.

        Raises:
            SettingsError: `url` names no database that can be used here.
            StorageError: it cannot be reached, read or written.
        """
        return Database(_usable(url) if url else URL.create("sqlite", database=str(data_dir / FILE)))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises StorageError."""
        with _ours(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: kept as a whole at its end, or not at all. Raises StorageError."""
        writer = self._engine.execution_options(writes=True)
        with _ours(), self._alone(), writer.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """After a deletion: take what was deleted out of SQLite's log too, as far as no reader is in the way."""
        if self._file is not None:
            with _ours():
                self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The right to write: of one thread of one process at a time in SQLite, of everybody in PostgreSQL."""
        if self._file is None:
            yield
            return
        lock = FileLock(f"{self._file}.lock", timeout=PATIENCE_SECONDS, poll_interval=_POLL_SECONDS)
        with self._thread, lock:
            yield

    def _outside(self, statement: str) -> None:
        """Run what SQLite takes outside of transactions only."""
        with self._alone(), self._engine.execution_options(outside=True).connect() as connection:
            connection.exec_driver_sql(statement)

    def _migrate(self) -> None:
        if self._revision() == HEAD:
            return
        with self.writing() as connection:
            if self._file is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            _upgrade(connection)

    def _revision(self) -> str | None:
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return revision


def insert_if_absent(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row unless one with its key is there; whether it was inserted. Waits for others who insert the same."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - loaded already, and only by its engine
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment] # noqa: PLC0415
    inserting = insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(inserting).first() is not None  # the count of rows is not told by every driver


def digest(*parts: str) -> str:
    """An id of any length and characters as 64 that fit a column; other parts give other digests."""
    written = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _usable(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _unusable("is not the address of a database") from None  # the cause would show the password
    match parsed.drivername:
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite" | "sqlite+pysqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
    raise _unusable("names neither PostgreSQL nor an SQLite file")


def _unusable(why: str) -> SettingsError:
    return SettingsError(
        f"The setting CHANNEL_ASSISTANT_DATABASE_URL {why}.",
        "Write postgresql://user:password@host/database or sqlite:///folder/file, or unset it to use the data folder.",
    )


def _engine(url: URL) -> Engine:
    # Parameters are what people said: they must not reach a log or a message by way of an exception.
    options: dict[str, Any] = {"hide_parameters": True}
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE_SECONDS}, **options)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise SettingsError(
                "CHANNEL_ASSISTANT_DATABASE_URL names PostgreSQL, whose driver is not installed.",
                'Install it with `pip install "channel-assistant[postgres]"`.',
            ) from error
    engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS}, **options)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Of every new SQLite connection: transactions begin where we say, and deleted rows are overwritten."""
    connection.isolation_level = None
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: a transaction that starts by reading could never wait for another writer."""
    options = connection.get_execution_options()
    if not options.get("outside"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _make_private(file: Path) -> None:
    """The file exists and is its owner's alone; SQLite gives its log the same mode."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - a fifth of a second, and needed only once a store and version
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    with as_file(files("assistant.memory") / "migrations") as folder:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StorageError(
                "The store of conversations was written by a newer version of channel-assistant.",
                "Use that version, or name another store with CHANNEL_ASSISTANT_DATABASE_URL.",
            ) from error


@contextmanager
def _ours() -> Iterator[None]:
    """Faults of database, disk and lock as StorageError, without a word of what was being stored."""
    remedy = (
        "Check the disk, the data folder and CHANNEL_ASSISTANT_DATABASE_URL; `channel-assistant config` shows them."
    )
    try:
        yield
    except Timeout as error:
        raise StorageError(
            f"Another process has been writing to the store of conversations for {PATIENCE_SECONDS} seconds.",
            "Try again; if nothing else runs, remove the .lock file beside the store.",
        ) from error
    except DBAPIError as error:
        raise StorageError(f"The store of conversations cannot be used: {_reason(error)}.", remedy) from error
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(f"The store of conversations cannot be used: {type(error).__name__}.", remedy) from error


def _reason(error: DBAPIError) -> str:
    """SQLite's messages name the fault alone; those of a server may quote values, so only their class is told."""
    cause = error.orig
    return str(cause) if type(cause).__module__ == "sqlite3" else type(cause).__name__
