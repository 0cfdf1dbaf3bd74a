"""Source text -> units of reading: plain folded words with the way back, in the context of headings, lists and tables.

A unit is a sentence, a table row or a line of code. Its `plain` text is lower case, without markup and invisible
characters, look-alike letters, spaces and dashes made equal, tick marks and coloured signs as words. A unit longer than
`LONGEST` is not read: it is reported as unread, so that no text costs more than linear time.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant import prose

LONGEST = 1_500
"""Longest unit, in characters, that is read."""

MOST_LINES = 20_000
"""Lines of a text that are read; what follows them is reported as unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Folded text; the character at `text[i]` came from `[starts[i], ends[i])` of the source."""

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range
    struck: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source range of a range that is not empty."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A stretch of text that is read as a whole.

    `kind` is that of its block, "row" for a table's row and "command" for a line of code. `depth` counts the lists
    around it, `level` is a heading's. `header` and `cells` belong to a row. `fresh` says that it begins a block.
    """

    kind: str
    start: int
    end: int
    block: int
    plain: Plain | None
    depth: int = 0
    level: int = 0
    header: tuple[Plain, ...] = ()
    cells: tuple[Plain, ...] = ()
    fresh: bool = False
    quoted: bool = False


def units(text: str) -> Iterator[Unit]:
    """The units of `text` in order."""
    body = _after_front_matter(text)
    cut = _too_many_lines(text)
    if cut is not None:
        yield from units(text[:cut])
        yield Unit(kind="paragraph", start=cut, end=len(text), block=-1, plain=None, fresh=True)
        return
    for number, block in enumerate(prose.blocks(text)):
        if block.start < body or block.kind in ("rule", "definition"):
            continue
        if block.kind == "table":
            yield from _rows(text, block, number)
        elif block.kind == "code":
            yield from _lines(text, block, number)
        elif block.kind == "html":
            for start, end in block.pieces:
                if text[start:end].strip():
                    yield _unit(text, "html", start, end, block, number)
        elif block.end - block.start > prose.INLINE_LIMIT:
            yield Unit(kind=block.kind, start=block.start, end=block.end, block=number, plain=None, fresh=True)
        else:
            first = True
            for start, end in prose.block_sentences(text, block):
                yield _unit(text, block.kind, start, end, block, number, fresh=first)
                first = False


def _too_many_lines(text: str) -> int | None:
    """Where the lines begin that are more than are read, or None: the parser of Markdown takes its time for each."""
    if text.count("\n") <= MOST_LINES:
        return None
    place = 0
    for _ in range(MOST_LINES):
        place = text.index("\n", place) + 1
    return place


def _unit(text: str, kind: str, start: int, end: int, block: prose.Block, number: int, fresh: bool = False) -> Unit:  # noqa: PLR0917
    plain = None if end - start > LONGEST else plainly(text, start, end)
    return Unit(
        kind=kind,
        start=start,
        end=end,
        block=number,
        plain=plain,
        depth=block.depth,
        level=block.level,
        fresh=fresh,
        quoted=block.quoted,
    )


def _rows(text: str, block: prose.Block, number: int) -> Iterator[Unit]:
    if block.header is None or block.header.end - block.header.start > LONGEST:
        yield Unit(kind="row", start=block.start, end=block.end, block=number, plain=None)
        return
    header = tuple(plainly(text, start, end) for start, end in block.header.cells)
    start, end = block.header.start, block.header.end
    yield Unit(kind="header", start=start, end=end, block=number, plain=Plain(text="", starts=(), ends=()), fresh=True)
    for row in block.rows:
        if row.end - row.start > LONGEST:
            yield Unit(kind="row", start=row.start, end=row.end, block=number, plain=None)
            continue
        yield Unit(
            kind="row",
            start=row.start,
            end=row.end,
            block=number,
            plain=plainly(text, row.start, row.end),
            header=header,
            cells=tuple(plainly(text, start, end) for start, end in row.cells),
        )


def _lines(text: str, block: prose.Block, number: int) -> Iterator[Unit]:
    for position, (start, end) in enumerate(block.pieces):
        line = text[start:end]
        comment = _COMMENT.match(line)
        kind = "comment" if comment else "command"
        start += comment.end() if comment else 0  # noqa: PLW2901
        if start < end:
            yield _unit(text, kind, start, end, block, number, fresh=position == 0)


def _after_front_matter(text: str) -> int:
    """Where the body begins: YAML front matter describes the page and asserts nothing."""
    found = _FRONT_MATTER.match(text)
    return found.end() if found else 0


def plainly(text: str, start: int, end: int) -> Plain:
    """The plain form of the range [start, end) of the text."""
    source = text[start:end]
    if _SIGNS.search(source) is None and source.isascii():
        return Plain(text=source.lower(), starts=range(start, end), ends=range(start + 1, end + 1))
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    struck = False
    position = 0
    for found in (*_MARKUP.finditer(source), None):
        stop = found.start() if found else len(source)
        for offset in range(position, stop):
            for folded in _folded(source[offset]):
                characters.append(folded)
                starts.append(start + offset)
                ends.append(start + offset + 1)
        if found is None:
            break
        struck = struck or found.group().startswith("~~")
        kept = found.lastgroup and found[found.lastgroup]
        if kept:
            at = found.start(found.lastgroup or 0)
            inner = plainly(text, start + at, start + at + len(kept))
            characters += inner.text
            starts += inner.starts
            ends += inner.ends
            struck = struck or inner.struck
        elif found.group()[:1] in "<\n":
            characters.append(" ")
            starts.append(start + found.start())
            ends.append(start + found.end())
        position = found.end()
    return Plain(text="".join(characters), starts=tuple(starts), ends=tuple(ends), struck=struck)


@lru_cache(maxsize=2048)
def _folded(character: str) -> str:
    if character.isascii():
        return character.lower()
    known = _LOOK_ALIKES.get(character)
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Pd":
        return " - " if character in "—―" else "-"
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    base = unicodedata.normalize("NFKD", character)
    base = "".join(c for c in base if unicodedata.category(c) not in ("Mn", "Me"))
    return "".join(_LOOK_ALIKES.get(c, c) for c in base.lower())


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:[^\n]*\n){0,400}?---[ \t]*(?:\n|$)")
_COMMENT = re.compile(r"\s*(?:#+|//|::|rem\b|--|;|<!--|/\*)\s*", re.I)
_SIGNS = re.compile(r"[*_`\[<&\\~\n\r\t]")
# Order matters: the first alternative that fits at a place is taken. A named group is what stays of the markup.
_MARKUP = re.compile(
    r"~~"
    r"|!?\[(?P<link>[^\[\]\n]{0,300})\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,200}\])"
    r"|<https?://[^>\s]{1,500}>"
    r"|</?[a-zA-Z][^<>\n]{0,300}>|<!--"
    r"|&nbsp;|&(?:ensp|emsp|thinsp);"
    r"|\*+|(?<![a-zA-Z0-9])_+(?=\S)|(?<=\S)_+(?![a-zA-Z0-9])|`+"
    r"|\\(?=[^\w\s])"
    r"|[\r\n\t]+[ \t>]*"
)
_LOOK_ALIKES = {
    **dict(zip("АВЕЅІЈКМНОРСТХУаеѕіјорсухкмнтвһԁѵԝ", "abesijkmhopctxyaesijopcyxkmhtbhdvw", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνοριυτκα", "abezhikmnoptyxvopiutka", strict=True)),
    "ı": "i",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "−": "-",
    "→": " -> ",
    "≥": " >= ",
    "≤": " <= ",
    "≠": " != ",
    "×": " x ",
    "…": "...",
    "®": "",
    "™": "",
    "©": "",
    **dict.fromkeys("✔✓✅☑🟢🟩👍", " yes "),
    **dict.fromkeys("✗✘❌✖🚫🔴🟥⛔👎❎☒", " no "),
    **dict.fromkeys("⚠🟡🟨🟠", " conditionally "),
}
