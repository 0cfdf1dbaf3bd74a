"""Chroma: the dense leg of retrieval. The only door to chromadb, which is imported when a store is opened.

Our own vectors are passed in, telemetry is off, and the graph is searched so widely that it finds what an exact search
finds. A store is written once, by one process, and then only read: two writers lose vectors without an error, and a
reader never sees what another process added.
"""

import errno
import sqlite3
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexCorruptError, StorageError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

NAME = "passages"
WIDTH = 500
"""Least number of candidates that a search of the graph keeps: with 500, 150 questions in 4 builds equalled exact."""

EXACT = 5_000
"""Up to as many vectors a search keeps them all as candidates, so that it is exact; beyond, that costs too much."""

BATCH = 1_000


class VectorStore:
    """The vectors of one generation by passage id. Made by `create` or `open_store`; `close` it when done."""

    def __init__(self, client: "Client", collection: "Collection") -> None:
        self._client = client
        self._collection = collection

    def count(self) -> int:
        """How many vectors are stored.

        Raises:
            IndexCorruptError: Chroma cannot read its files.
        """
        with _ours():
            return self._collection.count()

    def search(self, vectors: NDArray[np.float32], k: int) -> list[list[str]]:
        """For each row of `vectors` (n, d), the ids of the k nearest by cosine.

        Raises:
            IndexCorruptError: Chroma cannot read its files.
        """
        if k < 1 or not len(vectors):
            return [[] for _ in vectors]
        with _ours():
            found = self._collection.query(query_embeddings=list(vectors), n_results=k, include=[])
        return [list(row) for row in found["ids"]]

    def close(self) -> None:
        """Let go of the files."""
        with _ours():
            self._client.close()


def create(folder: Path, ids: Sequence[str], vectors: NDArray[np.float32]) -> VectorStore:
    """A new store in `folder` with `vectors` (n, d) under `ids`, written to disk.

    Raises:
        StorageError: the disk is full.
        IndexCorruptError: Chroma failed otherwise.
    """
    with _ours():
        client = _client(folder)
        graph: CreateHNSWConfiguration = {
            "space": "cosine",
            "ef_construction": 200,
            "max_neighbors": 32,
            "ef_search": max(WIDTH, len(ids)) if len(ids) <= EXACT else WIDTH,
            "num_threads": 1,  # insertion order, and with it the graph, must not depend on timing
            # Written out whole: what is left in Chroma's log is put into the graph's files by every reader, at once.
            "batch_size": max(2, min(len(ids), 100)),
            "sync_threshold": max(2, len(ids)),
        }
        try:
            collection = client.create_collection(NAME, embedding_function=None, configuration={"hnsw": graph})
            for start in range(0, len(ids), BATCH):
                rows = slice(start, start + BATCH)
                collection.add(ids=list(ids[rows]), embeddings=vectors[rows])
        except BaseException:
            client.close()
            raise
        return VectorStore(client, collection)


def open_store(folder: Path) -> VectorStore:
    """The store in `folder`.

    Raises:
        IndexCorruptError: it is not there or cannot be read.
    """
    if not (folder / "chroma.sqlite3").is_file():  # Chroma would make an empty one
        raise _corrupt("its vector store is missing")
    with _ours():
        client = _client(folder)
        try:
            return VectorStore(client, client.get_collection(NAME, embedding_function=None))
        except BaseException:
            client.close()
            raise


def _client(folder: Path) -> "Client":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its dependencies, while they are imported
        import chromadb  # noqa: PLC0415 - half a second that `check` and `verify` must not pay
        from chromadb.config import Settings  # noqa: PLC0415

        client: Client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False, allow_reset=False))  # type: ignore[assignment]
        return client


@contextmanager
def _ours() -> Iterator[None]:
    """Chroma's errors, and those of the SQLite and Rust below it, as ours."""
    from chromadb.errors import ChromaError  # noqa: PLC0415 - see _client

    try:
        yield
    except (ChromaError, sqlite3.Error, ValueError, KeyError, AttributeError, RuntimeError, OSError) as error:
        if _disk_full(error):
            raise StorageError(
                "The index cannot be written: the disk is full.",
                "Free space, then run `channel-assistant index` again.",
            ) from error
        raise _corrupt(f"its vector store cannot be used ({type(error).__name__})") from error


def _disk_full(error: BaseException) -> bool:
    number: Any = getattr(error, "errno", None)
    words = str(error).lower()
    return number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} or any(sign in words for sign in _FULL)


def _corrupt(reason: str) -> IndexCorruptError:
    return IndexCorruptError(f"The index is damaged: {reason}.", "Build it again: channel-assistant index")


_FULL = ("disk is full", "no space left", "quota exceeded", "file too large", "disk i/o error")
