"""Text as people write it -> folded text that can be compared, with the way back to the original offsets.

Folding makes full-width letters and digits, look-alike spaces and dashes, and case equal, and drops invisible
characters. It never changes what a reader sees: `1` and `l` stay different.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_MINUS = "\u2212"
_MARKS = "\u00a9\u00ae\u2122"  # NFKC would turn the trade mark sign into letters
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Folded text. `starts[i]` and `ends[i]` are the original offsets of the character that became `text[i]`."""

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original range of the folded range [start, end), which is not empty."""
        return self.starts[start], self.ends[end - 1]


class Word(NamedTuple):
    """A run of ASCII letters and digits in folded text, at [start, end). A tuple, as every word of a text is made one."""  # noqa: E501

    text: str
    start: int
    end: int


def fold(text: str) -> Folded:
    """The text in a form in which spellings that look alike are equal."""
    if text.isascii():
        return Folded(text=text.lower(), starts=range(len(text)), ends=range(1, len(text) + 1))
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for offset, character in enumerate(text):
        for folded in _fold_character(character):
            characters.append(folded)
            starts.append(offset)
            ends.append(offset + 1)
    return Folded(text="".join(characters), starts=tuple(starts), ends=tuple(ends))


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    category = unicodedata.category(character)
    if category == "Cf" or character in _MARKS:  # zero-width spaces and joiners, soft hyphens, direction marks
        return ""
    if category == "Pd" or character == _MINUS:
        return "-"
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category == "Nd":  # NFKC leaves the digits of other scripts; int() would read them, a comparison would not
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKC", character).lower()


def words(folded: str) -> Iterator[Word]:
    """The words of folded text in order."""
    for match in _WORD.finditer(folded):
        yield Word(match.group(), *match.span())


def key(text: str) -> str:
    """What two spellings of one name have in common: letters and digits, nothing between them."""
    return "".join(word.text for word in words(fold(text).text))
