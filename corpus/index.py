"""The reader's story: open the current generation, search it, and move on when a writer has swapped in another.

A `Snapshot` is one generation, unchanging; searches that belong together use one snapshot. `Index` hands out the newest
and notices a swap by reading one small file for each question.
"""

import hashlib
import platform
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from assistant.errors import IndexCorruptError, IndexMissingError
from assistant.passage import Passage
from corpus import generation, vectors
from corpus.contents import read_contents
from corpus.document import Skipped
from corpus.encoder import Encoder, Vectors
from corpus.generation import REBUILD, Layout, Manifest, Reading
from corpus.lexical import Names
from corpus.model import model_name, open_encoder
from corpus.vectors import VectorStore
from corpus.words import open_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is indexed, in the words of `index --status`, with how the model is run and the remembered folders."""

    generation: str
    built: str
    documents: int
    chunks: int
    embedding_model: str
    facts_hash: str
    skipped: tuple[Skipped, ...]
    engine: str
    folders: tuple[str, ...]


class Snapshot:
    """One generation, open for reading. Rows are numbers of passages; nothing in it changes."""

    def __init__(self, folder: Path, manifest: Manifest, reading: Reading, chroma_url: str | None = None) -> None:
        self.folder = folder
        self.manifest = manifest
        generation.check(folder, manifest)
        self.contents = read_contents(folder)
        self.passages = self.contents.passages
        self.rows: Mapping[str, int] = MappingProxyType({p.id: row for row, p in enumerate(self.passages)})
        self._words, self._reference_words = open_words(folder, self.passages)
        self._store = self._open_store(chroma_url)
        if self._store.count() != manifest.searched or len(self.passages) != manifest.chunks:
            raise IndexCorruptError("The index is damaged: vectors are missing.", REBUILD)
        # Let go of with the last reference, so that a question that is under way keeps its generation.
        self._closing = weakref.finalize(self, _close, self._store, reading)
        self._closing.atexit = False

    def _open_store(self, chroma_url: str | None) -> VectorStore:
        if chroma_url is None:
            return vectors.open_store(self.folder / "chroma")
        home = f"{platform.node()} {self.folder.parent.resolve()}"
        home = hashlib.sha256(home.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return vectors.open_served(chroma_url, *self.contents.by_meaning, home=home)

    def nearest(self, vector: Vectors, k: int) -> list[int]:
        """Rows of the k passages nearest to a unit vector, as Chroma finds them, without reference pages."""
        found = self._store.search(np.asarray([vector], dtype=np.float32), min(k, len(self.passages)))[0]
        return [self.rows[name] for name in found]

    def cosines(self, vector: Vectors, rows: list[int]) -> Vectors:
        """The cosine of a unit vector with the vectors of `rows`, shape (len(rows),); each by itself, to the bit."""
        products: Vectors = (self.contents.vectors[rows] * vector).sum(axis=1, dtype=np.float32)
        return products

    def heading_cosines(self, vector: Vectors, rows: list[int]) -> Vectors:
        """The cosine of a unit vector with the headings of the sections of `rows`, shape (len(rows),)."""
        named = self.contents.headings[self.contents.heading_of[rows]]
        products: Vectors = (named * vector).sum(axis=1, dtype=np.float32)
        return products

    def lexical_scores(self, query: str, names: Names | None = None) -> Vectors:
        """The BM25 score, 0 to 1, of every row, shape (n,); that of reference pages is 0."""
        return self._words.scores(query, names, len(self.passages))

    def reference_scores(self, query: str, names: Names | None = None) -> Vectors:
        """The BM25 score, 0 to 1, of every row of a reference page, shape (n,); that of other rows is 0."""
        return self._reference_words.scores(query, names, len(self.passages))

    def sentence_vectors(self, passage_id: str) -> Vectors:
        """Unit vectors of a passage's sentences, in the order of `prose.sentences(passage.text)`, shape (m, d).

        A reference page's have none.
        """
        row = self.rows[passage_id]
        start, end = self.contents.bounds[row : row + 2]
        return np.asarray(self.contents.sentences[start:end])

    def close(self) -> None:
        """Let go of the files and of the mark that keeps them."""
        self._closing()


def _close(store: VectorStore, reading: Reading) -> None:
    store.close()
    reading.release()


class Index:
    """The index of a data folder, for as long as a process answers. Safe to use from many threads."""

    def __init__(
        self, layout: Layout, model: str, facts_hash: str, names: Names | None, *, chroma_url: str | None = None
    ) -> None:
        self._layout = layout
        self._model = model
        self._facts_hash = facts_hash
        self._names = names
        self._chroma_url = chroma_url
        self._lock = threading.Lock()
        self._snapshot = self._open()
        self._encoder = (self._snapshot.manifest.model_key, self._open_encoder(self._snapshot))

    @classmethod
    def open(
        cls,
        data_dir: Path,
        *,
        model: str | None = None,
        facts_hash: str = "",
        names: Names | None = None,
        chroma_url: str | None = None,
    ) -> "Index":
        """Open the current generation; with `chroma_url`, its vectors are searched at that Chroma server.

        Raises:
            IndexMissingError: there is none, or it is of another format, model or (where `facts_hash` is given) facts.
            IndexCorruptError: its files do not match its manifest.
            ModelError: its compiled embedding model is missing or damaged.
            VectorIndexError: the Chroma server cannot be used.
        """
        return cls(Layout(Path(data_dir)), model_name(model), facts_hash, names, chroma_url=chroma_url)

    def snapshot(self) -> Snapshot:
        """The newest generation. What is searched together should be searched in one snapshot.

        Raises the errors of `open` where a writer has swapped in an index that cannot be used here.
        """
        if self._layout.current() == self._snapshot.folder:
            return self._snapshot
        with self._lock:
            if self._layout.current() != self._snapshot.folder:
                snapshot = self._open()
                if snapshot.manifest.model_key != self._encoder[0]:
                    self._encoder = (snapshot.manifest.model_key, self._open_encoder(snapshot))
                self._snapshot = snapshot  # the old one is let go of with its last question
        return self._snapshot

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of a question, shape (d,)."""
        return self._encoder[1].encode_query(text)

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors of sentences or passages, shape (n, d)."""
        return self._encoder[1].encode(texts)

    def search_dense(self, vector: Vectors, k: int) -> tuple[tuple[str, float], ...]:
        """The k nearest passages as (id, cosine), best first; ties by id."""
        snapshot = self.snapshot()
        rows = snapshot.nearest(vector, k)
        scores = snapshot.cosines(vector, rows)
        return _ranked([(snapshot.passages[row].id, float(score)) for row, score in zip(rows, scores, strict=True)], k)

    def search_lexical(self, query: str, k: int) -> tuple[tuple[str, float], ...]:
        """The k best passages by BM25 as (id, score from 0 to 1), best first; ties by id; only those with a score."""
        snapshot = self.snapshot()
        scores = snapshot.lexical_scores(query, self._names)
        rows = np.flatnonzero(scores > 0)
        return _ranked([(snapshot.passages[row].id, float(scores[row])) for row in rows], k)

    def passage(self, passage_id: str) -> Passage:
        """The passage with that id. Raises KeyError where the current generation has none."""
        snapshot = self.snapshot()
        return snapshot.passages[snapshot.rows[passage_id]]

    def sentence_vectors(self, passage_id: str) -> Vectors:
        """See `Snapshot.sentence_vectors`."""
        return self.snapshot().sentence_vectors(passage_id)

    def status(self) -> Status:
        """What is indexed."""
        return _status(self._layout, self.snapshot().manifest)

    def close(self) -> None:
        """Let go of the files."""
        self._snapshot.close()

    def _open(self) -> Snapshot:
        for _ in range(_ATTEMPTS):
            folder = self._layout.current()
            manifest = generation.read_manifest(folder)
            if folder is None:
                break
            self._agree(manifest)
            reading = Reading(folder)
            if self._layout.current() == folder:  # else a writer may have looked for readers before the mark was there
                return Snapshot(folder, manifest, reading, self._chroma_url)
            reading.release()
        raise IndexCorruptError("The index changed again and again while it was opened.", "Try again in a moment.")

    def _agree(self, manifest: Manifest) -> None:
        if manifest.embedding_model != self._model:
            raise IndexMissingError(
                f"The index was built with the embedding model {manifest.embedding_model}, not {self._model}.", REBUILD
            )
        if self._facts_hash and manifest.facts_hash != self._facts_hash:
            raise IndexMissingError("The index was built for another set of facts.", REBUILD)

    def _open_encoder(self, snapshot: Snapshot) -> Encoder:
        return open_encoder(self._layout.model(snapshot.manifest.model_key))


def read_status(data_dir: Path) -> Status:
    """What is indexed in `data_dir`, without opening it for searches.

    Raises:
        IndexMissingError: there is no index, or it is of another format.
        IndexCorruptError: its manifest cannot be read.
    """
    layout = Layout(Path(data_dir))
    return _status(layout, generation.read_manifest(layout.current()))


def _status(layout: Layout, manifest: Manifest) -> Status:
    return Status(
        generation=manifest.generation,
        built=manifest.built,
        documents=manifest.documents,
        chunks=manifest.chunks,
        embedding_model=manifest.embedding_model,
        facts_hash=manifest.facts_hash,
        skipped=manifest.skipped,
        engine=manifest.engine,
        folders=tuple(map(str, layout.folders())),
    )


def _ranked(scored: list[tuple[str, float]], k: int) -> tuple[tuple[str, float], ...]:
    rounded = [(name, round(score, 4)) for name, score in scored]
    return tuple(sorted(rounded, key=lambda pair: (-pair[1], pair[0]))[:k])


_ATTEMPTS = 10
