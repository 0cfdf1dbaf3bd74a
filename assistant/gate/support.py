"""Does a quote support the sentence that cites it? Only a model is asked: other quotes are the sentence itself."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.words import content_words, overlap

Similarity = Callable[[str, str], float]
"""How near two texts are in meaning (cosine, -1 to 1); passed in, as the gate knows no model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The least overlap of words (0 to 1) and the least similarity (-1 to 1) of a sentence and its quote."""

    overlap: float
    similarity: float

    @staticmethod
    @cache
    def load() -> "Bounds":
        """The packaged bounds, read once a process."""
        return Bounds(**tomllib.loads((Path(__file__).parent / "support.toml").read_text("utf-8")))


def supports(sentence: str, quote: str, bounds: Bounds, similarity: Similarity | None) -> bool:
    """Whether the quote is about what the sentence says: by shared words and, where it can be told, by meaning."""
    if overlap(content_words(sentence), content_words(quote)) < bounds.overlap:
        return False
    return similarity is None or similarity(sentence, quote) >= bounds.similarity
