"""The words of a text that carry its meaning, to measure how much two texts share. No stemmer: prefixes are enough."""

import re

_WORD = re.compile(r"[a-z0-9][a-z0-9.-]*[a-z0-9]|[a-z0-9]")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "me",
        "more",
        "most",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "only",
        "or",
        "our",
        "same",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "under",
        "until",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


def content_words(text: str) -> frozenset[str]:
    """Lower-case content words, cut to their first seven letters so that forms of one word meet; numbers stay whole."""
    words = (w for w in _WORD.findall(text.lower()) if w not in _STOP)
    return frozenset(w if any(c.isdigit() for c in w) else w[:7] for w in words)


def overlap(wanted: frozenset[str], given: frozenset[str]) -> float:
    """The share of the wanted words that are given (0 to 1); 0 where nothing is wanted."""
    return len(wanted & given) / len(wanted) if wanted else 0.0
