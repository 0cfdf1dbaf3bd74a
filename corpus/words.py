"""The words of a generation: one lexical index of what a search is for, and one of its reference pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.passage import Passage
from corpus import lexical
from corpus.chunker import embedded
from corpus.encoder import Vectors
from corpus.lexical import LexicalIndex, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lexical index of some of a generation's passages, those at `rows`; None where there are none."""

    rows: NDArray[np.int64]
    index: LexicalIndex | None

    def scores(self, query: str, names: Names | None, size: int) -> Vectors:
        """The score of each of the `size` passages of the generation, shape (size,); 0 for those not at `rows`."""
        whole = np.zeros(size, dtype=np.float32)
        if self.index is not None:
            whole[self.rows] = self.index.scores(query, names)
        return whole


def write_words(folder: Path, passages: Sequence[Passage], names: Names | None = None) -> None:
    """Write what `open_words` reads. Reference pages have an index of their own, so that they weigh on no search."""
    for name, rows in _shelves(passages).items():
        if len(rows):
            lexical.create(folder / name, [embedded(passages[row]) for row in rows], names)


def open_words(folder: Path, passages: Sequence[Passage]) -> tuple[Words, Words]:
    """The words of what a search can find, and those of the reference pages.

    Raises:
        IndexCorruptError: one is missing or damaged.
    """
    found, reference = (
        Words(rows=rows, index=lexical.open_index(folder / name, len(rows)) if len(rows) else None)
        for name, rows in _shelves(passages).items()
    )
    return found, reference


def _shelves(passages: Sequence[Passage]) -> dict[str, NDArray[np.int64]]:
    reference = np.array([passage.reference for passage in passages], dtype=np.bool_)
    return {"lexical": np.flatnonzero(~reference), "lexical-reference": np.flatnonzero(reference)}
