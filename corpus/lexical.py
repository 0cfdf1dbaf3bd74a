"""BM25 over stemmed words: the lexical leg of retrieval (bm25s, PyStemmer).

Its own tokenizer keeps what this field is searched by whole: 23h2, ltsc2022, 10.0.20348.2227, 0xc0370101. A score is
divided by the most that the question could have scored, words that no passage has included, so that 1 means "all of it"
and a weak overlap stays weak.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from assistant.errors import IndexCorruptError

K1, B = 1.5, 0.75

Names = Callable[[str], Iterable[str]]
"""A text -> the canonical names it mentions in any spelling (such as release ids), which are indexed as words too."""


class LexicalIndex:
    """The BM25 scores of one generation; rows are the passages in the order in which they were given to `create`."""

    def __init__(self, index: bm25s.BM25, idf: NDArray[np.float32], size: int) -> None:
        self._index = index
        self._idf = idf
        self._vocabulary: dict[str, int] = index.vocab_dict
        self._size = size

    def scores(self, query: str, names: Names | None = None) -> NDArray[np.float32]:
        """A score from 0 to 1 for every passage, shape (n,)."""
        words = sorted(set(tokens(query, names)))
        known = [self._vocabulary[word] for word in words if word in self._vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        unknown = (len(words) - len(known)) * _idf(self._size, 0)
        most = float(self._idf[known].sum()) + unknown
        found: NDArray[np.float32] = self._index.get_scores_from_ids(known) / np.float32(most)
        return np.clip(found, 0.0, 1.0)


def create(folder: Path, texts: Sequence[str], names: Names | None = None) -> LexicalIndex:
    """Index `texts` and write the index into `folder`."""
    split = [list(tokens(text, names)) or [_NOTHING] for text in texts]
    index = bm25s.BM25(method="lucene", k1=K1, b=B)
    index.index(split, show_progress=False)
    holding = np.zeros(len(index.vocab_dict), dtype=np.int64)
    for words in split:
        holding[[index.vocab_dict[word] for word in set(words)]] += 1
    idf = np.array([_idf(len(texts), int(count)) for count in holding], dtype=np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    index.save(str(folder), show_progress=False)
    np.save(folder / "idf.npy", idf)
    return LexicalIndex(index, idf, len(texts))


def open_index(folder: Path, size: int) -> LexicalIndex:
    """The index in `folder`, of `size` passages.

    Raises:
        IndexCorruptError: it is missing or damaged.
    """
    try:
        index = bm25s.BM25.load(str(folder), show_progress=False)
        idf = np.load(folder / "idf.npy", allow_pickle=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexCorruptError(
            f"The index is damaged: its word index cannot be read ({type(error).__name__}).",
            "Build it again: channel-assistant index",
        ) from error
    return LexicalIndex(index, idf, size)


def tokens(text: str, names: Names | None = None) -> Iterator[str]:
    """The words of a text as they are indexed: lower case, stemmed, without stop words, versions and codes whole."""
    folded = unicodedata.normalize("NFKC", text).lower()
    for match in _WORD.finditer(folded):
        yield from _forms(match.group())
    if names is not None:
        for name in sorted(set(names(text))):
            yield f"={name.lower()}"


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, ...]:
    """A word's forms: a version and its beginnings, a compound joined and its parts, a plain word's stem."""
    if _VERSION.fullmatch(word):
        parts = word.split(".")
        beginnings = (".".join(parts[:3]), word) if len(parts) > 3 else (word,)
        return (*beginnings, *(part for part in parts[2:3] if len(part) > 3))
    if "-" in word or "_" in word or "." in word:
        parts = [part for part in re.split(r"[-_.]", word) if part]
        joined = "".join(parts)
        return (_stem(joined), *(form for part in parts if len(part) > 1 for form in _forms(part)))
    if word in _STOP_WORDS or (len(word) == 1 and not word.isdigit()):
        return ()
    return (_stem(word),)


def _stem(word: str) -> str:
    if any(sign.isdigit() for sign in word):
        return word
    # A Stemmer is not safe to share between threads, and as cheap to make as to guard.
    stem: str = Stemmer.Stemmer("english").stemWord(word)
    return stem


def _idf(size: int, count: int) -> float:
    """Lucene's weight of a word that `count` of `size` passages hold; bm25s uses the same with method "lucene"."""
    return math.log(1 + (size - count + 0.5) / (count + 0.5))


_NOTHING = "="
_WORD = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_VERSION = re.compile(r"\d+(?:\.\d+)+")
# fmt: off
_STOP_WORDS = frozenset({
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before", "being", "both", "but", "by", "can", "could", "did", "do", "does", "doing", "for", "from", "had", "has",
    "have", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its",
    "itself", "just", "me", "more", "most", "my", "myself", "no", "nor", "not", "of", "off", "on", "once", "only",
    "or", "other", "our", "out", "over", "own", "same", "she", "should", "so", "some", "such", "than", "that", "the",
    "their", "theirs", "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under",
    "until", "up", "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "why",
    "will", "with", "would", "you", "your", "yours",
})
# fmt: on
