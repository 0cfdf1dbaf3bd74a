"""The passages of a generation and their vectors, as files in its folder."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexCorruptError
from assistant.passage import Passage, Source
from assistant.prose import plain
from corpus.encoder import Vectors
from corpus.generation import REBUILD


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The passages of a generation with their vectors.

    `vectors` has a row for each passage; `sentences` one for each sentence, those of passage i at
    [bounds[i], bounds[i + 1]), in the order of `prose.sentences(passage.text)`. `headings` has one for each different
    section heading, that of passage i at row `heading_of[i]`. Reference pages are never searched by meaning: nothing of
    theirs is encoded, so the vector of such a passage is zero, and it has no sentences and no heading of its own.
    """

    passages: tuple[Passage, ...]
    vectors: Vectors
    sentences: Vectors
    bounds: NDArray[np.int64]
    headings: Vectors
    heading_of: NDArray[np.int64]

    @property
    def by_meaning(self) -> tuple[list[str], Vectors]:
        """Ids and vectors of the passages that are searched by meaning."""
        rows = [row for row, passage in enumerate(self.passages) if not passage.reference]
        return [self.passages[row].id for row in rows], self.vectors[rows]


def heading_text(passage: Passage) -> str:
    """What is encoded for the section of a passage: its own heading, or the title where it stands before the first."""
    return plain(passage.headings[-1]) if passage.headings else passage.source.title


def write_contents(folder: Path, contents: Contents) -> None:
    """Write the files that `read_contents` reads."""
    records = [asdict(passage) for passage in contents.passages]
    (folder / "passages.json").write_text(json.dumps(records, ensure_ascii=False), "utf-8", newline="\n")
    np.save(folder / "vectors.npy", contents.vectors)
    np.save(folder / "sentences.npy", contents.sentences)
    np.save(folder / "bounds.npy", contents.bounds)
    np.save(folder / "headings.npy", contents.headings)
    np.save(folder / "heading_of.npy", contents.heading_of)


def read_contents(folder: Path) -> Contents:
    """The passages and vectors in a generation's folder.

    Raises:
        IndexCorruptError: a file is missing or damaged.
    """
    try:
        records: list[dict[str, Any]] = json.loads((folder / "passages.json").read_text("utf-8"))
        contents = Contents(
            passages=tuple(map(_passage, records)),
            vectors=np.load(folder / "vectors.npy", allow_pickle=False),
            sentences=np.load(folder / "sentences.npy", mmap_mode="r", allow_pickle=False),
            bounds=np.load(folder / "bounds.npy", allow_pickle=False),
            headings=np.load(folder / "headings.npy", allow_pickle=False),
            heading_of=np.load(folder / "heading_of.npy", allow_pickle=False),
        )
    except (OSError, ValueError, TypeError, KeyError, EOFError) as error:
        raise IndexCorruptError("The index is damaged: its passages cannot be read.", REBUILD) from error
    if not len(contents.passages) == len(contents.vectors) == len(contents.bounds) - 1 == len(contents.heading_of):
        raise IndexCorruptError("The index is damaged: its passages and vectors do not match.", REBUILD)
    return contents


def _passage(record: dict[str, Any]) -> Passage:
    return Passage(
        **record
        | {
            "source": Source(**record["source"]),
            "headings": tuple(record["headings"]),
            "explains": tuple(record["explains"]),
        }
    )
