"""The same question with other characters: upper case, a typing mistake, unusual blanks, dashes and quotes.

Each is made by a fixed rule, so every run asks the same. Names of releases, builds, tags and codes keep their letters
and digits: who writes another name asks another question.
"""

import re
from collections.abc import Iterator

from assistant.rules import Engine
from evals.record import Kind

_WORD = re.compile(r"(?<![\w./:-])[a-z]{6,}(?![\w./:-])")


def variants(text: str, engine: Engine) -> Iterator[tuple[Kind, str]]:
    """The variants of `text` that differ from it."""
    for kind, made in (
        (Kind.CASE, text.upper() if text != text.upper() else text.lower()),
        (Kind.TYPO, _mistyped(text, engine)),
        (Kind.UNICODE, _unusual(text)),
    ):
        if made != text:
            yield kind, made


def _mistyped(text: str, engine: Engine) -> str:
    """Two letters swapped inside the longest ordinary word (the first of equals); the text itself if there is none."""
    named = [(m.start, m.end) for m in engine.find(text)]
    words = [w for w in _WORD.finditer(text) if not any(w.start() < end and start < w.end() for start, end in named)]
    if not words:
        return text
    word = max(words, key=lambda w: (len(w.group()), -w.start()))
    letters = list(word.group())
    middle = len(letters) // 2
    while middle + 1 < len(letters) - 1 and letters[middle] == letters[middle + 1]:
        middle += 1
    letters[middle], letters[middle + 1] = letters[middle + 1], letters[middle]
    return text[: word.start()] + "".join(letters) + text[word.end() :]


def _unusual(text: str) -> str:
    """Blanks that do not break, dashes and quotes as word processors set them."""
    return text.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}").replace("'", "’")
