"""Immutable generations of the index, and how one takes the place of another.

    DATA_DIR/index/
        current                     the name of the folder of the generation that is read; changed by one atomic replace
        folders.json                the folders that `index` was given and refreshes
        lock, lock.json             held by the one writer, and who that is
        models/<key>/               a compiled embedding model
        generations/<name>/         one generation: manifest.json, passages.json, vectors.npy, ..., chroma/, lexical/
            readers/<who>.lock      held by a process that reads it

INVARIANT: a folder that `current` names is complete and never changed, so a process that is killed at any moment leaves
a working index. Locks belong to the operating system, which drops a dead process's; what one leaves behind (folders
named `building-...`, unheld markers) is removed by the next writer.
"""

import datetime
import errno
import json
import os
import platform
import secrets
import shutil
import socket
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import IndexBusyError, IndexCorruptError, IndexMissingError, StorageError
from corpus.document import Skipped
from corpus.encoder import file_hash

FORMAT = 4
"""Of the files of a generation; an index of another number is rebuilt by the next `index`."""

REBUILD = "Build it again: channel-assistant index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation holds and what it was made from.

    `generation` is a hash of documents, model, chunker and format; `inputs` of everything an index depends on, by which
    an unchanged one is recognised. Of its `chunks`, `searched` have a vector: all but those of reference pages.
    `engine` says how the model is run; `files` maps a file to its SHA-256.
    """

    format: int
    generation: str
    inputs: str
    built: str
    documents: int
    chunks: int
    searched: int
    embedding_model: str
    model_key: str
    engine: str
    facts_hash: str
    skipped: tuple[Skipped, ...]
    files: Mapping[str, str]


class Layout:
    """Where everything is below a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.root = Path(data_dir) / "index"
        self.pointer = self.root / "current"
        self.remembered = self.root / "folders.json"
        self.generations = self.root / "generations"
        self.models = self.root / "models"

    def model(self, key: str) -> Path:
        """The folder of the compiled model with that key."""
        return self.models / key

    def current(self) -> Path | None:
        """The folder of the generation that is read; None before the first one is built."""
        try:
            name = self.pointer.read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexCorruptError(
                "The index is damaged: the name of its generation cannot be read.", REBUILD
            ) from error
        return self.generations / Path(name).name if name else None

    def folders(self) -> tuple[Path, ...]:
        """The folders that are remembered, in the order in which they were given."""
        try:
            names = json.loads(self.remembered.read_text("utf-8"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise IndexCorruptError(
                f"The list of indexed folders, {self.remembered.name}, cannot be read.",
                f"Delete {self.remembered} and name your folders again: channel-assistant index PATH",
            ) from error
        return tuple(Path(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()


# --- Manifest ---------------------------------------------------------------------------------------------------------


def read_manifest(folder: Path | None) -> Manifest:
    """The manifest of a generation.

    Raises:
        IndexMissingError: there is no index, or it is of another format.
        IndexCorruptError: the manifest is missing or cannot be read.
    """
    if folder is None:
        raise IndexMissingError("There is no index yet.", "Build it: channel-assistant index")
    try:
        values: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        if values.get("format") != FORMAT:
            raise IndexMissingError("The index was built by another version of this program.", REBUILD)
        values["skipped"] = tuple(Skipped(**entry) for entry in values["skipped"])
        return Manifest(**values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexCorruptError("The index is damaged: its manifest cannot be read.", REBUILD) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, the last file of a generation."""
    _write_whole(folder / "manifest.json", json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n")


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a generation that must not change."""
    # Chroma keeps a single vector in its log, and then every reader writes the graph's files.
    may_change = _MAY_CHANGE if any(folder.glob("chroma/*/index_metadata.pickle")) else (*_MAY_CHANGE, "chroma/")
    return {
        name: file_hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(may_change)
    }


def check(folder: Path, manifest: Manifest) -> None:
    """Compare a generation's files with its manifest.

    Raises:
        IndexCorruptError: one is missing, or not as it was written.
    """
    for name, expected in manifest.files.items():
        try:
            found = file_hash(folder / name)
        except OSError as error:
            raise IndexCorruptError(f"The index is damaged: its file {name} cannot be read.", REBUILD) from error
        if found != expected:
            raise IndexCorruptError(f"The index is damaged: its file {name} has changed.", REBUILD)


# --- Writing ----------------------------------------------------------------------------------------------------------


@contextmanager
def writer(layout: Layout) -> Iterator[None]:
    """The right to write: held by one process at a time, dropped with it.

    Raises:
        IndexBusyError: another process holds it; says which.
        StorageError: the data folder cannot be written.
    """
    owner = layout.root / "lock.json"
    with storage():
        layout.generations.mkdir(parents=True, exist_ok=True)
        layout.models.mkdir(exist_ok=True)
        lock = FileLock(layout.root / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusyError(
                f"The index is being built by {_owner(owner)}.", "Wait until it is done, then run `index` again."
            ) from error
    try:
        since = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with storage():
            _write_whole(owner, json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}))
        yield
    finally:
        with suppress(OSError):
            owner.unlink()
        lock.release()


@contextmanager
def storage() -> Iterator[None]:
    """What the operating system refuses while something is written, as StorageError."""
    try:
        yield
    except OSError as error:
        # numpy says how much it could write, and no number
        if error.errno in _FULL or (error.errno is None and "requested and" in str(error)):
            raise StorageError(
                "The index cannot be written: the disk is full.",
                "Free space, then run `channel-assistant index` again.",
            ) from error
        raise StorageError(
            f"The index cannot be written: {error.strerror or error}.",
            "Check the data folder, or choose another with CHANNEL_ASSISTANT_DATA_DIR.",
        ) from error


@contextmanager
def building(layout: Layout) -> Iterator[Path]:
    """A new folder to write a generation into; gone again unless `publish` was called."""
    folder = layout.generations / f"building-{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(layout: Layout, folder: Path, manifest: Manifest) -> Path:
    """Give a complete folder its name and let readers have it: from here on the new generation is read."""
    final = layout.generations / f"{manifest.generation}-{secrets.token_hex(4)}"
    folder.rename(final)
    _write_whole(layout.pointer, final.name + "\n")
    return final


def remember(layout: Layout, folders: tuple[Path, ...]) -> None:
    """Write the list of remembered folders."""
    _write_whole(layout.remembered, json.dumps([str(path) for path in folders], indent=1) + "\n")


def prune(layout: Layout, *, models: frozenset[str]) -> None:
    """Remove old generations that nobody reads, half-built ones, and compiled models but `models`; a writer may."""
    current = layout.current()
    for folder in sorted(layout.generations.iterdir()):
        if folder == current or not folder.is_dir() or _is_read(folder):
            continue
        trash = folder
        if not folder.name.startswith(("building-", "trash-")):
            trash = folder.with_name(f"trash-{folder.name}")
            try:  # at once, so that nobody opens what is being deleted; Windows refuses while a file is open
                folder.rename(trash)
            except OSError:
                continue
        shutil.rmtree(trash, ignore_errors=True)
    for folder in sorted(layout.models.iterdir()):
        if folder.name not in models:
            shutil.rmtree(folder, ignore_errors=True)


def _write_whole(path: Path, text: str) -> None:
    """A file that is there with all of `text` or, after any crash, as it was."""
    new = path.with_name(f".{path.name}-{os.getpid()}")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _owner(path: Path) -> str:
    try:
        who = json.loads(path.read_text("utf-8"))
        return f"process {who['pid']} on {who['host']}, since {who['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


# --- Reading ----------------------------------------------------------------------------------------------------------


class Reading:
    """A mark that this process reads a generation, so that no writer removes it; dropped by `release` or at exit."""

    def __init__(self, folder: Path) -> None:
        self._lock: FileLock | None = None
        with suppress(OSError, Timeout):  # a folder that cannot be written is not pruned either
            marks = folder / "readers"
            marks.mkdir(exist_ok=True)
            path = marks / f"{platform.node()[:40]}-{os.getpid()}-{secrets.token_hex(4)}.lock"
            lock = FileLock(path, timeout=5, thread_local=False)
            lock.acquire()
            self._lock = lock
            self._finalizer = weakref.finalize(self, _drop, lock, path)

    def release(self) -> None:
        """Drop the mark."""
        if self._lock is not None:
            self._finalizer()


def _drop(lock: FileLock, path: Path) -> None:
    lock.release()
    with suppress(OSError):
        path.unlink()


def _is_read(folder: Path) -> bool:
    marks = folder / "readers"
    if not marks.is_dir():
        return False
    for path in marks.iterdir():
        lock = FileLock(path, timeout=0)
        try:
            with lock:
                pass
        except Timeout:
            return True
        except OSError:
            continue
        with suppress(OSError):  # its process is gone
            path.unlink()
    return False


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# SQLite's file is touched by every process that opens it; the number of its vectors is checked instead.
_MAY_CHANGE = ("chroma/chroma.sqlite3", "readers/", "manifest.json")
