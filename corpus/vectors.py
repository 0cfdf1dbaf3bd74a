"""Chroma: the dense leg of retrieval, in the process or as a server. The only door to chromadb, imported when used.

Our own vectors are passed in, telemetry is off, and the graph is searched so widely that it finds what an exact search
finds. A store is written once, by one process, and then only read: two writers lose vectors without an error, and a
reader never sees what another process added. At a server each set of vectors has a collection of its own, named after
its content, which any process that lacks it puts there.
"""

import datetime
import errno
import hashlib
import sqlite3
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexCorruptError, StorageError, VectorIndexError

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

SECONDS = 30.0
"""How long a server may take for one thing."""

PREFIX = "channel-assistant-"
"""Of the names of our collections at a server, which may have others too."""

KEPT = 3
"""Collections of one home that a server keeps: the one in use, and those that a slow reader may still have open."""


class VectorStore:
    """The vectors of one generation by passage id. Made by one of the functions below; `close` it when done.

    Its methods raise IndexCorruptError where Chroma cannot read its files, VectorIndexError where a server is gone.
    """

    def __init__(self, client: "Client", collection: "Collection", url: str | None = None) -> None:
        self._client = client
        self._collection = collection
        self._url = url

    def count(self) -> int:
        """How many vectors are stored."""
        with _ours(self._url):
            return self._collection.count()

    def search(self, vectors: NDArray[np.float32], k: int) -> list[list[str]]:
        """For each row of `vectors` (n, d), the ids of the k nearest by cosine."""
        if k < 1 or not len(vectors):
            return [[] for _ in vectors]
        with _ours(self._url):
            found = self._collection.query(query_embeddings=list(vectors), n_results=k, include=[])
        return [list(row) for row in found["ids"]]

    def close(self) -> None:
        """Let go of the files, or of the connections to the server."""
        with _ours(self._url):
            if self._url is None:
                self._client.close()
            else:
                _hang_up(self._client)


def create(folder: Path, ids: Sequence[str], vectors: NDArray[np.float32]) -> VectorStore:
    """A new store in `folder` with `vectors` (n, d) under `ids`, written to disk.

    Raises:
        StorageError: the disk is full.
        IndexCorruptError: Chroma failed otherwise.
    """
    with _ours():
        client = _client(folder)
        try:
            collection = client.create_collection(
                NAME, embedding_function=None, configuration={"hnsw": _graph(len(ids))}
            )
            _put(collection, ids, vectors)
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


def open_served(url: str, ids: Sequence[str], vectors: NDArray[np.float32], *, home: str) -> VectorStore:
    """`vectors` (n, d) under `ids` at the Chroma server `url`, put there first where they are not.

    `home` says whose collections these are: of one home, those that were not among the last `KEPT` are removed.

    Raises:
        VectorIndexError: the server cannot be reached, or does not do what it is asked.
    """
    with _ours(url):
        client = _remote(url)
    try:
        return _filled(client, url, ids, vectors, home)
    except BaseException:
        _hang_up(client)
        raise


def _filled(client: "Client", url: str, ids: Sequence[str], vectors: NDArray[np.float32], home: str) -> VectorStore:
    with _ours(url):
        made = hashlib.sha256("\n".join(ids).encode() + np.ascontiguousarray(vectors).tobytes()).hexdigest()
        collection = client.get_or_create_collection(
            f"{PREFIX}{made[:32]}",
            embedding_function=None,
            metadata={"home": home, "since": datetime.datetime.now(datetime.UTC).isoformat()},
            configuration={"hnsw": _graph(len(ids))},
        )
        if collection.count() != len(ids):
            _put(collection, ids, vectors)  # once more does no harm where another process is at it too
            _tidy(client, home)
        return VectorStore(client, collection, url)


def _graph(size: int) -> "CreateHNSWConfiguration":
    return {
        "space": "cosine",
        "ef_construction": 200,
        "max_neighbors": 32,
        "ef_search": max(WIDTH, size) if size <= EXACT else WIDTH,
        "num_threads": 1,  # insertion order, and with it the graph, must not depend on timing
        # Written out whole: what is left in Chroma's log is put into the graph's files by every reader, at once.
        "batch_size": max(2, min(size, 100)),
        "sync_threshold": max(2, size),
    }


def _put(collection: "Collection", ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
    for start in range(0, len(ids), BATCH):
        rows = slice(start, start + BATCH)
        collection.upsert(ids=list(ids[rows]), embeddings=vectors[rows])


def _tidy(client: "Client", home: str) -> None:
    """Remove collections of this home that no process can still be reading."""
    ours = [
        c for c in client.list_collections() if c.name.startswith(PREFIX) and (c.metadata or {}).get("home") == home
    ]
    for old in sorted(ours, key=lambda c: str((c.metadata or {}).get("since")))[:-KEPT]:
        client.delete_collection(old.name)


def _remote(url: str) -> "Client":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as below
        import chromadb  # noqa: PLC0415
        from chromadb.config import Settings  # noqa: PLC0415

        address = urlsplit(url)
        secure = address.scheme == "https"
        client: Client = chromadb.HttpClient(  # type: ignore[assignment]
            host=address.hostname or "",
            port=address.port or (443 if secure else 80),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
        for session in _sessions(client):
            session.timeout = SECONDS
        return client


def _sessions(client: "Client") -> tuple[Any, ...]:
    """The HTTP sessions of a client; Chroma neither closes them nor lets a time-out be set."""
    return (client._server._session, client._admin_client._server._session)  # type: ignore[attr-defined]


def _hang_up(client: "Client") -> None:
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def _client(folder: Path) -> "Client":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its dependencies, while they are imported
        import chromadb  # noqa: PLC0415 - half a second that `check` and `verify` must not pay
        from chromadb.config import Settings  # noqa: PLC0415

        client: Client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False, allow_reset=False))  # type: ignore[assignment]
        return client


@contextmanager
def _ours(url: str | None = None) -> Iterator[None]:
    """Chroma's errors, and those of SQLite, Rust and HTTP below it, as ours; `url` is the server's if there is one."""
    import httpx  # noqa: PLC0415 - see _client
    from chromadb.errors import ChromaError  # noqa: PLC0415

    try:
        yield
    except (
        ChromaError,
        httpx.HTTPError,
        sqlite3.Error,
        ValueError,
        KeyError,
        AttributeError,
        RuntimeError,
        OSError,
    ) as error:
        if url is not None:
            raise VectorIndexError(
                f"The Chroma server {url} cannot be used ({type(error).__name__}).",
                "Start it (chroma run), or unset CHANNEL_ASSISTANT_CHROMA_URL: then Chroma runs inside the program.",
            ) from error
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
