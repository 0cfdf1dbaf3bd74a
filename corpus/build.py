"""The writer's story: read, cut, encode what is new, store, check, and only then let readers have it.

One writer at a time, everything into a new folder, one atomic replace at the end. Whatever goes wrong before that, the
index that was there goes on being read.
"""

import datetime
import hashlib
import importlib.resources
import json
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.errors import DocumentError, IndexCorruptError, ModelError, VectorIndexError
from assistant.passage import Passage
from assistant.prose import plain, sentences
from corpus import chunker, generation, vectors
from corpus.contents import Contents, heading_text, read_contents, write_contents
from corpus.document import Skipped
from corpus.encoder import Encoder, Vectors
from corpus.generation import FORMAT, Layout, Manifest
from corpus.lexical import Names
from corpus.model import ModelFiles, compile_model, engine, locate, open_encoder
from corpus.readers import Folder, Shelf, read, survey
from corpus.words import open_words, write_words

Progress = Callable[[str, int, int], None]
"""(stage, done, total): the stages are "read", "model", "encode", "store" and "check", in this order."""

SLICE = 32
"""Texts that are encoded between two reports of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did. `embedded` chunks were encoded, `reused` ones had vectors, reference pages need none; not
    `changed`: it was up to date.
    """

    generation: str
    documents: int
    chunks: int
    embedded: int
    reused: int
    changed: bool
    skipped: tuple[Skipped, ...]


def build_index(
    data_dir: Path,
    *,
    folders: Iterable[Path] = (),
    forget: Iterable[Path] = (),
    model: str | None = None,
    facts_hash: str = "",
    names: Names | None = None,
    guidance: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build or update the index in `data_dir` from the packaged guidance and the remembered folders.

    `folders` are remembered from now on, `forget` dropped. `names` finds canonical names in a text (see lexical.Names),
    `facts_hash` is kept with the index. `guidance` replaces the packaged pages.

    Raises:
        IndexBusyError: another process is building.
        DocumentError: a folder is not there, was not remembered, or nothing at all could be read.
        ModelError: the embedding model cannot be used.
        StorageError: the disk is full or the folder cannot be written. The old index stays as it is in every case.
    """
    layout = Layout(Path(data_dir))
    with generation.writer(layout), generation.storage():
        remembered = _folders(layout, tuple(folders), tuple(forget))
        ours = Folder(path=guidance or packaged_guidance(), prefix="guidance/", packaged=True)
        shelves = survey((ours, *(Folder(path=path) for path in remembered)))
        report = progress or _silent
        build = _Build(
            layout=layout, shelves=shelves, model=locate(model), facts_hash=facts_hash, names=names, progress=report
        )
        current = build.unchanged()
        if current is not None:
            generation.remember(layout, remembered)
            generation.prune(layout, models=frozenset({current.model_key}))
            return _report(current, embedded=0, reused=current.searched, changed=False)
        return build.run(remembered)


def packaged_guidance() -> Path:
    """The folder of the guidance pages that are installed with the program."""
    return Path(str(importlib.resources.files("corpus").joinpath("guidance")))


def _silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def _folders(layout: Layout, added: Sequence[Path], forgotten: Sequence[Path]) -> tuple[Path, ...]:
    remembered = list(layout.folders())
    for path in (Path(path).expanduser().absolute() for path in forgotten):
        found = [old for old in remembered if path in {old, old.resolve()} or path.resolve() == old.resolve()]
        if not found:
            known = ", ".join(map(str, remembered)) or "none"
            raise DocumentError(f"The folder {path} is not indexed.", f"Indexed folders: {known}.")
        remembered = [old for old in remembered if old not in found]
    for path in (Path(path).expanduser() for path in added):
        if not path.exists():
            raise DocumentError(f"There is no folder {path}.", "Name a folder of Markdown files.")
        if path.resolve() not in remembered:
            remembered.append(path.resolve())
    return tuple(remembered)


class _Build:
    """One build: its inputs, and the steps from them to a new generation."""

    def __init__(
        self,
        *,
        layout: Layout,
        shelves: tuple[Shelf, ...],
        model: ModelFiles,
        facts_hash: str,
        names: Names | None,
        progress: Progress,
    ) -> None:
        self.layout = layout
        self.shelves = shelves
        self.model = model
        self.facts_hash = facts_hash
        self.names = names
        self.progress = progress
        documents = [[shelf.folder.packaged, *pair] for shelf in shelves for pair in sorted(shelf.hashes.items())]
        self.generation = _digest([documents, model.key, chunker.VERSION, FORMAT])
        unread = [[skipped.document, skipped.reason] for shelf in shelves for skipped in shelf.skipped]
        self.inputs = _digest([self.generation, unread, facts_hash, names is not None, model.name])

    def unchanged(self) -> Manifest | None:
        """The manifest of the current generation if it was made from the same inputs and is undamaged."""
        try:
            folder = self.layout.current()
            manifest = generation.read_manifest(folder)
            if folder is None or manifest.inputs != self.inputs:
                return None
            generation.check(folder, manifest)
            open_encoder(self.layout.model(manifest.model_key))
            store = vectors.open_store(folder / "chroma")
            complete = store.count() == manifest.searched
            store.close()
        except (VectorIndexError, ModelError):
            return None
        return manifest if complete else None

    def run(self, remembered: tuple[Path, ...]) -> BuildReport:
        """Build the generation and swap it in."""
        encoder = self._encoder()
        window = chunker.Window(limit=encoder.window, count=encoder.count)
        passages, documents, skipped = self._passages(window)
        contents, embedded = self._encoded(passages, encoder)
        with generation.building(self.layout) as folder:
            self._store(folder, contents)
            manifest = Manifest(
                format=FORMAT,
                generation=self.generation,
                inputs=self.inputs,
                built=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                documents=documents,
                chunks=len(passages),
                searched=len(contents.by_meaning[0]),
                embedding_model=self.model.name,
                model_key=self.model.key,
                engine=engine(self.layout.model(self.model.key)),
                facts_hash=self.facts_hash,
                skipped=skipped,
                files=generation.hashes(folder),
            )
            generation.write_manifest(folder, manifest)
            generation.remember(self.layout, remembered)
            generation.publish(self.layout, folder, manifest)
        generation.prune(self.layout, models=frozenset({self.model.key}))
        return _report(manifest, embedded=embedded, reused=manifest.searched - embedded, changed=True)

    def _encoder(self) -> Encoder:
        """The compiled model; it is compiled where it is not there, or damaged."""
        folder = self.layout.model(self.model.key)
        if folder.is_dir():
            try:
                return open_encoder(folder)
            except ModelError:
                shutil.rmtree(folder)
        self.progress("model", 0, 1)
        new = folder.with_name(f"building-{secrets.token_hex(4)}")
        new.mkdir()
        compile_model(self.model, new)
        new.rename(folder)
        self.progress("model", 1, 1)
        return open_encoder(folder)

    def _passages(self, window: chunker.Window) -> tuple[list[Passage], int, tuple[Skipped, ...]]:
        passages: dict[str, Passage] = {}
        skipped = [skipped for shelf in self.shelves for skipped in shelf.skipped]
        documents = 0
        pages = list(read(self.shelves))
        for number, (folder, document) in enumerate(pages):
            self.progress("read", number, len(pages))
            skipped += document.problems
            found = chunker.passages(document, window, packaged=folder.packaged)
            documents += bool(found)
            for passage in found:
                passages.setdefault(passage.id, passage)
        self.progress("read", len(pages), len(pages))
        if not passages:
            raise DocumentError(
                "There is nothing to index: no document could be read.", "Name a folder of Markdown files."
            )
        unique = {(entry.document, entry.reason): entry for entry in skipped}
        return list(passages.values()), documents, tuple(unique[key] for key in sorted(unique))

    def _encoded(self, passages: list[Passage], encoder: Encoder) -> tuple[Contents, int]:
        """The passages with their vectors and their sentences'; what the current generation has is taken over."""
        known, titled = self._known()
        keys = {n: chunk_key(passage) for n, passage in enumerate(passages) if not passage.reference}
        new = [n for n, key in keys.items() if key not in known]
        spoken = {n: sentence_texts(passages[n]) for n in new}
        named = list(dict.fromkeys(heading_text(passages[n]) for n in keys))
        unnamed = [text for text in named if text not in titled]
        texts = [chunker.embedded(passages[n]) for n in new] + [text for n in new for text in spoken[n]]
        fresh = self._encode(texts + unnamed, encoder)
        at = len(new)
        for row, number in enumerate(new):
            count = len(spoken[number])
            known[keys[number]] = (fresh[row], fresh[at : at + count])
            at += count
        titled |= zip(unnamed, fresh[at:], strict=True)
        rows = {text: row for row, text in enumerate(named)}
        none = np.empty((0, encoder.dimension), dtype=np.float32)
        unsearched = (np.zeros(encoder.dimension, dtype=np.float32), none)
        found = [known[keys[n]] if n in keys else unsearched for n in range(len(passages))]
        contents = Contents(
            passages=tuple(passages),
            vectors=np.stack([vector for vector, _ in found]),
            sentences=np.concatenate([none, *(own for _, own in found)]),
            bounds=np.cumsum([0, *(len(own) for _, own in found)], dtype=np.int64),
            headings=np.concatenate([none, *(titled[text][np.newaxis] for text in named)]),
            heading_of=np.array([rows.get(heading_text(passage), 0) for passage in passages], dtype=np.int64),
        )
        return contents, len(new)

    def _known(self) -> tuple[dict[str, tuple[Vectors, Vectors]], dict[str, Vectors]]:
        """Vectors by chunk key, and by heading, of the current generation if it is undamaged and of the same model."""
        try:
            folder = self.layout.current()
            manifest = generation.read_manifest(folder)
            if folder is None or manifest.model_key != self.model.key:
                return {}, {}
            generation.check(folder, manifest)
            old = read_contents(folder)
        except VectorIndexError:
            return {}, {}
        chunks = {
            chunk_key(passage): (old.vectors[row], old.sentences[old.bounds[row] : old.bounds[row + 1]])
            for row, passage in enumerate(old.passages)
            if not passage.reference
        }
        return chunks, {
            heading_text(passage): old.headings[at]
            for passage, at in zip(old.passages, old.heading_of, strict=True)
            if not passage.reference
        }

    def _encode(self, texts: list[str], encoder: Encoder) -> Vectors:
        parts = [np.empty((0, encoder.dimension), dtype=np.float32)]
        for start in range(0, len(texts), SLICE):
            self.progress("encode", start, len(texts))
            parts.append(encoder.encode(texts[start : start + SLICE]))
        self.progress("encode", len(texts), len(texts))
        return np.concatenate(parts)

    def _store(self, folder: Path, contents: Contents) -> None:
        """Write a generation's files, then read them back: counts, and every passage found by its own vector."""
        self.progress("store", 0, 1)
        write_contents(folder, contents)
        write_words(folder, contents.passages, self.names)
        ids, searched = contents.by_meaning
        vectors.create(folder / "chroma", ids, searched).close()
        self.progress("store", 1, 1)
        self.progress("check", 0, 1)
        store = vectors.open_store(folder / "chroma")
        try:
            if store.count() != len(ids):
                raise _unfit(f"{store.count()} of {len(ids)} vectors were stored")
            # Passages of the same words have one vector: each must be among as many as the most frequent words have.
            _, same = np.unique(searched, axis=0, return_counts=True)
            found = store.search(searched, int(same.max(initial=0)))
            lost = sum(own not in row for own, row in zip(ids, found, strict=True))
            if lost:
                raise _unfit(f"{lost} of {len(ids)} passages are not found by their own vector")
        finally:
            store.close()
        open_words(folder, contents.passages)
        self.progress("check", 1, 1)


def chunk_key(passage: Passage) -> str:
    """A hash of all that a passage's vectors depend on."""
    return hashlib.sha256(f"{passage.context}\0{passage.text}".encode()).hexdigest()


def sentence_texts(passage: Passage) -> list[str]:
    """What is encoded for the sentences of a passage, in the order of `prose.sentences(passage.text)`."""
    return [plain(passage.text[sentence.start : sentence.end]) for sentence in sentences(passage.text)]


def _report(manifest: Manifest, *, embedded: int, reused: int, changed: bool) -> BuildReport:
    return BuildReport(
        generation=manifest.generation,
        documents=manifest.documents,
        chunks=manifest.chunks,
        embedded=embedded,
        reused=reused,
        changed=changed,
        skipped=manifest.skipped,
    )


def _digest(values: object) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode()).hexdigest()[:16]


def _unfit(reason: str) -> IndexCorruptError:
    return IndexCorruptError(
        f"The new index was not taken into use: {reason}.",
        "The old one is still there; run `channel-assistant index` again.",
    )
