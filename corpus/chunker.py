"""Document -> passages: pieces that follow the headings, fit the embedding window and are exact ranges of their file.

A section's blocks are packed into passages of about `TARGET` tokens. A block that is too long is taken apart where it
hurts least: a table between rows, code between lines, prose between sentences; only what is longer still is cut at a
blank, or anywhere. Tokens are counted with the model's own tokenizer, which is passed in. A passage never reaches over
markup that is in no block (comments, directives, includes) nor from one file into another.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.passage import Passage, Source
from assistant.prose import Block, block_sentences, cell_text, plain, readable
from corpus.document import Document, FileText, Section, Segment

VERSION = "1"
"""Raised whenever the same document would be cut or worded differently, so that an index knows it is outdated."""

TARGET = 200
"""Tokens of text that a passage should have; about the size that retrieved best in measurements."""

CHARACTERS = 2_000
"""Longest passage in characters: a tokenizer may count a line without blanks as a single token."""

SHORTEST = 40
"""Characters; shorter sentences and lines stay with the one before when a block is taken apart."""

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the model can read at once: `limit` tokens as `count` counts them, special tokens included.

    `target` is how many tokens of text a passage should have.
    """

    limit: int
    count: Count
    target: int = TARGET


def passages(document: Document, window: Window, *, packaged: bool = False) -> tuple[Passage, ...]:
    """The passages of a document, in the order of its words.

    INVARIANT: each `text` is the range [start, end) of its file, every non-blank character of a block is in a passage,
    and neither `embedded(passage)` nor context and text together exceed the window.
    """
    return tuple(_passages(document, window, packaged))


def embedded(passage: Passage) -> str:
    """The words by which a passage is found: its context, then its text without markup."""
    return f"{passage.context}\n{readable(passage.text)}"


def _passages(document: Document, window: Window, packaged: bool) -> Iterator[Passage]:
    about = document.about
    url = about.url or (about.source_url if packaged else None)
    for section in document.sections:
        source = Source(title=document.title, url=url, section=section.name, dated=about.dated)
        for piece in _Cutter(section, window).pieces():
            text = piece.file.text[piece.start : piece.end]
            if not text.strip():
                continue  # separators that Python counts as blank and Markdown does not
            yield Passage(
                id=_hash(piece.file.document, piece.start, text),
                document=piece.file.document,
                source=source,
                headings=section.headings,
                anchor=section.anchor,
                start=piece.start,
                end=piece.end,
                text=text,
                context=_context(section.headings, piece.header, window),
                packaged=packaged,
                explains=about.explains,
                reference=packaged and about.generated,
            )


def _hash(document: str, start: int, text: str) -> str:
    return hashlib.sha256(f"{document}\0{start}\0{text}".encode()).hexdigest()[:16]


def _context(headings: Sequence[str], header: str, window: Window) -> str:
    """Heading path and table header in at most half of the window; of a long path the ends matter most."""
    room = window.limit // 4
    path = list(headings)
    while len(path) > 2 and window.count(" > ".join(path)) > room:
        del path[1]
    lines = [_shortened(" > ".join(path), room, window.count)]
    if header:
        lines.append(_shortened(header, room, window.count))
    return "\n".join(lines)


def _shortened(words: str, room: int, count: Count) -> str:
    words = words[: CHARACTERS // 4]
    while words and count(words) > room:
        words = words[: len(words) * 3 // 4].rstrip()
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A range of a file with its cost: tokens as embedded (`read`) and as written (`raw`), without special tokens."""

    file: FileText
    start: int
    end: int
    read: int
    raw: int
    header: str = ""

    def joined(self, other: "_Piece") -> "_Piece":
        return _Piece(
            file=self.file,
            start=self.start,
            end=other.end,
            read=self.read + other.read,
            raw=self.raw + other.raw,
            header=self.header or other.header,
        )


class _Cutter:
    """One section on its way into pieces that fit."""

    def __init__(self, section: Section, window: Window) -> None:
        self.section = section
        self.window = window
        self.none = window.count("")
        self.rooms: dict[str, int] = {}

    def pieces(self) -> Iterator[_Piece]:
        packed: list[_Piece] = []
        for segment in self.section.segments:
            whole = self._measured(segment.file, segment.block.start, segment.block.end, _header(segment))
            units = [whole] if self._fits(whole) else list(self._taken_apart(segment, whole.header))
            # A block that fits a passage of its own is not torn to fill the one before, unless that is nearly empty.
            for number, unit in enumerate(units):
                if packed and self._may_join(packed[-1], unit) and (number or self._wanted(packed[-1], units)):
                    packed[-1] = packed[-1].joined(unit)
                else:
                    packed.append(unit)
        for piece in self._tails_joined(packed):
            yield from self._surely_fitting(piece)

    def _tokens(self, text: str) -> int:
        return self.window.count(text) - self.none

    def _measured(self, file: FileText, start: int, end: int, header: str) -> _Piece:
        text = file.text[start:end]
        if len(text) > CHARACTERS:
            return _Piece(file=file, start=start, end=end, read=len(text), raw=len(text), header=header)
        words = readable(text)
        raw = self._tokens(text)
        read = raw if words == text else self._tokens(words)
        return _Piece(file=file, start=start, end=end, read=read, raw=raw, header=header)

    def _room(self, header: str) -> int:
        if header not in self.rooms:
            context = _context(self.section.headings, header, self.window)
            self.rooms[header] = self.window.limit - self.window.count(context) - 1
        return self.rooms[header]

    def _fits(self, piece: _Piece, target: int | None = None) -> bool:
        target = self.window.target if target is None else target
        room = self._room(piece.header)
        return piece.end - piece.start <= CHARACTERS and piece.read <= min(target, room) and piece.raw <= room

    def _may_join(self, before: _Piece, after: _Piece, target: int | None = None) -> bool:
        """Whether two pieces stand side by side in one file, belong to no two tables, and fit together."""
        return (
            before.file is after.file
            and before.end <= after.start
            and not before.file.text[before.end : after.start].strip()
            and (not before.header or not after.header or before.header == after.header)
            and self._fits(before.joined(after), target)
        )

    def _wanted(self, before: _Piece, units: Sequence[_Piece]) -> bool:
        return len(units) == 1 or before.read < self.window.target // 2

    def _tails_joined(self, packed: list[_Piece]) -> Iterator[_Piece]:
        """A last piece of a few words joins the one before it where the window, not just the target, allows."""
        joined: list[_Piece] = []
        for piece in packed:
            if joined and piece.read < self.window.target // 5 and self._may_join(joined[-1], piece, self.window.limit):
                joined[-1] = joined[-1].joined(piece)
            else:
                joined.append(piece)
        yield from joined

    def _taken_apart(self, segment: Segment, header: str) -> Iterator[_Piece]:
        file, block = segment.file, segment.block
        cuts = [block.start]
        for cut in _cuts(file.text, block):
            if cut - cuts[-1] >= SHORTEST or block.kind == "table":
                cuts.append(cut)
        for start, end in pairwise((*cuts, block.end)):
            yield from self._fitting(file, start, end, header)

    def _fitting(self, file: FileText, start: int, end: int, header: str) -> Iterator[_Piece]:
        """The range in pieces that fit, cut near its middle as often as needed; long ones first by length alone."""
        waiting = [(start, end)]
        while waiting:
            start, end = _trimmed(file.text, *waiting.pop())
            if start == end:
                continue
            piece = self._measured(file, start, end, header)
            if self._fits(piece) or end - start == 1:
                yield piece
            else:
                long = end - start > CHARACTERS
                cut = _cut(file.text, start, end, start + CHARACTERS // 2 if long else (start + end) // 2)
                waiting += [(cut, end), (start, cut)]

    def _surely_fitting(self, piece: _Piece) -> Iterator[_Piece]:
        """The sums of tokens are estimates for some tokenizers: count the whole, and cut where it is too much."""
        context = _context(self.section.headings, piece.header, self.window)
        text = piece.file.text[piece.start : piece.end]
        counted = max(self.window.count(f"{context}\n{text}"), self.window.count(f"{context}\n{readable(text)}"))
        if counted <= self.window.limit or len(text) < 2:
            yield piece
            return
        cut = _cut(piece.file.text, piece.start, piece.end, (piece.start + piece.end) // 2)
        for start, end in ((piece.start, cut), (cut, piece.end)):
            start, end = _trimmed(piece.file.text, start, end)  # noqa: PLW2901 - the same range without its blanks
            if start < end:
                yield from self._surely_fitting(self._measured(piece.file, start, end, piece.header))


def _header(segment: Segment) -> str:
    """The header row of a table as words; nothing for other blocks."""
    header = segment.block.header
    if header is None:
        return ""
    return plain(" | ".join(cell_text(segment.file.text, cell) for cell in header.cells))


def _cuts(text: str, block: Block) -> list[int]:
    """The offsets inside a block at which it may be taken apart."""
    if block.kind == "table":
        return [row.start for row in block.rows[1:]]  # the first row stays with the header
    if block.kind in {"code", "html", "definition"}:
        lines = (text.rfind("\n", block.start, start) + 1 for start, _ in block.pieces[1:])
        return [line for line in lines if line > block.start]
    return [start for start, _ in block_sentences(text, block)[1:]]


def _cut(text: str, start: int, end: int, near: int) -> int:
    """An offset inside (start, end): the beginning of a line close to `near`, else of a word before it, else `near`."""
    reach = max(1, (end - start) // 4)
    low, high = max(start + 1, near - reach), min(end - 1, near + reach)
    line = text.rfind("\n", low, high)
    if line >= 0:
        return line + 1
    before = [match.end() for match in _BLANKS.finditer(text, low, near)]
    return before[-1] if before else max(start + 1, min(near, end - 1))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    first = start + len(part) - len(part.lstrip("\n\r \t")) if part.strip() else end
    if first < end:  # keep the indentation of a first line: it is part of code and lists
        first = max(start, text.rfind("\n", start, first) + 1)
    return first, start + len(part.rstrip()) if first < end else first


_BLANKS = re.compile(r"\s+")
