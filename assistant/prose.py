"""Markdown text -> blocks -> sentences, every one an exact range of the text, and `plain` words without markup.

Documents, questions, answers and texts to verify are all read by this module, so that an offset means the same
everywhere. markdown-it-py finds the blocks; it knows lines only, so the ranges inside a line are found here. Nothing
here is worse than linear in the text: sentences are split by one pass over the blanks, and a block longer than
`INLINE_LIMIT` characters is never handed to the inline parser, whose cost can be quadratic.

Two departures from CommonMark, both because real pages need them: link definitions stay visible as blocks, and a code
fence that was never closed ends before the next heading or the next opening fence instead of swallowing them.

Longer than most files here because the three levels share one notion of where content stands in a line.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

INLINE_LIMIT = 4_000
"""Longest text, in characters, that is parsed for inline markup."""

INLINE_BRACKETS = 50
"""Most opening brackets in such a text: every one may make the inline parser look at all that follow it."""

Kind = Literal["heading", "paragraph", "item", "table", "code", "html", "definition", "rule"]
Range = tuple[int, int]

PROSE: frozenset[Kind] = frozenset({"heading", "paragraph", "item"})
"""Kinds of block that consist of sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a pipe table: the range of its line and of each cell's trimmed content (empty cells included)."""

    start: int
    end: int
    cells: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of Markdown at the lines [start, end), list marker and quote signs included, line end excluded.

    `pieces` are the ranges of its content, one a line, without those signs. `level` is a heading's (1 to 6); `depth`
    counts the lists around a block; `ordinal` is the number of an ordered item; `quoted` says that it stands in a block
    quote and `alert` which alert that is ("note", "warning", ...), None for a plain quote; `language` is a code fence's
    first word. A table has its `header` and its body `rows`; the delimiter row between them is markup.
    """

    kind: Kind
    start: int
    end: int
    pieces: tuple[Range, ...]
    level: int = 0
    depth: int = 0
    ordinal: int | None = None
    quoted: bool = False
    alert: str | None = None
    language: str = ""
    header: Row | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence at [start, end) of the text; `block` is the position of its block in `blocks(text)`."""

    start: int
    end: int
    block: int


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order, containers (lists, quotes) flattened into the attributes of what they hold."""
    reader = _Reader(text)
    found = [*reader.read(), *reader.missed()]
    return tuple(sorted(found, key=lambda block: block.start))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of the prose blocks (headings, paragraphs, list items) of `text`, in order.

    INVARIANT: they are disjoint, and every non-blank character of a prose block's pieces is in one of them.
    """
    return tuple(
        Sentence(start=start, end=end, block=number)
        for number, block in enumerate(blocks(text))
        for start, end in block_sentences(text, block)
    )


def block_sentences(text: str, block: Block) -> tuple[Range, ...]:
    """The ranges of the sentences of one block of `text`; none for a block that is not prose. A heading is one."""
    if block.kind not in PROSE or not block.pieces:
        return ()
    first, last = block.pieces[0][0], block.pieces[-1][1]
    if block.kind == "heading":
        return ((first, last),)
    content, breaks = _content(text, block)
    return tuple((first + start, first + end) for start, end in _split(_without_code_and_links(content), breaks))


def plain(text: str) -> str:
    """The words of `text` on one line: links as their text, without emphasis, code ticks, tags and quote signs."""
    if not text.strip():
        return ""
    flat = _LINE_PREFIX.sub(" ", text) if "\n" in text else text
    flat = _INCLUDE.sub(" ", flat)
    if len(flat) <= INLINE_LIMIT and flat.count("[") <= INLINE_BRACKETS and _INLINE_SIGNS.search(flat):
        tokens = _MARKDOWN.parseInline(flat.strip())
        flat = "".join(_spoken(tokens[0].children or []))
        flat = _REFERENCE_LINK.sub(r"\1", flat)
    return " ".join(flat.split())


def readable(text: str) -> str:
    """The plain words of all blocks of `text`, a line for each block, row or line of code; no comments, no rules."""
    lines: list[str] = []
    for block in blocks(text):
        if block.kind == "table":
            rows = ([block.header] if block.header else []) + list(block.rows)
            lines += [" | ".join(cell_text(text, cell) for cell in row.cells) for row in rows]
        elif block.kind == "code":
            lines += [" ".join(text[slice(*piece)].split()) for piece in block.pieces]
        elif block.kind == "html":
            lines.append(plain(without_comments(text[block.start : block.end])))
        elif block.kind != "rule" and block.pieces:
            lines.append(plain(text[block.pieces[0][0] : block.pieces[-1][1]]))
    return "\n".join(line for line in lines if line)


def without_comments(text: str) -> str:
    """`text` with every closed HTML comment blanked out by as many spaces (line ends stay); an unclosed one stays."""
    parts, done = [], 0
    while (opening := text.find("<!--", done)) >= 0 and (closing := text.find("-->", opening)) >= 0:
        parts += [text[done:opening], _NOT_LINE_END.sub(" ", text[opening : closing + 3])]
        done = closing + 3
    return "".join((*parts, text[done:]))


def cell_text(text: str, cell: Range) -> str:
    """The plain words of one table cell."""
    return plain(text[slice(*cell)].replace("\\|", "|"))


def moved(block: Block, at: Callable[[int], int]) -> Block:
    """The same block in another text: `at` maps an offset of this text to the offset of the same character there."""

    def spot(place: Range) -> Range:
        start, end = place
        return (at(start), at(end - 1) + 1) if end > start else (at(start), at(start))

    def row(value: Row) -> Row:
        start, end = spot((value.start, value.end))
        return Row(start=start, end=end, cells=tuple(spot(cell) for cell in value.cells))

    start, end = spot((block.start, block.end))
    return replace(
        block,
        start=start,
        end=end,
        pieces=tuple(spot(piece) for piece in block.pieces),
        header=row(block.header) if block.header else None,
        rows=tuple(row(value) for value in block.rows),
    )


# --- Blocks -----------------------------------------------------------------------------------------------------------


class _Reader:
    """One pass over the block tokens of one text, with the state of the containers that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = list(_lines(text))
        self.tokens, self.origin = _parsed([text[start:end] for start, end in self.lines])
        self.depth = 0
        self.quotes: list[str | None] = []
        self.items: list[int | None] = []
        self.first_in_item = False
        self.seen: set[int] = set()

    def read(self) -> Iterator[Block]:
        position = 0
        while position < len(self.tokens):
            token = self.tokens[position]
            position += 1
            if token.type == "table_open":
                yield self._table(token)
                while self.tokens[position].type != "table_close":
                    position += 1
            elif token.type in _CONTAINERS:
                self._container(token, self.tokens[position : position + 2])
            else:
                yield from self._leaf(token, self.tokens[position : position + 1])

    def missed(self) -> Iterator[Block]:
        """Lines with words that stand in no block, as paragraphs: what is nested deeper than the parser goes."""
        for number, (start, end) in enumerate(self.lines):
            if number not in self.seen and (words := _BARE_LINE.fullmatch(self.text, start, end)):
                yield Block(kind="paragraph", start=start, end=end, pieces=(words.span(1),))

    def _container(self, token: Token, following: list[Token]) -> None:
        if token.type.endswith("list_open"):
            self.depth += 1
        elif token.type.endswith("list_close"):
            self.depth -= 1
        elif token.type == "list_item_open":
            self.items.append(int(token.info) if token.info.isascii() and token.info.isdecimal() else None)
            self.first_in_item = True
        elif token.type == "list_item_close":
            self.items.pop()
            self.first_in_item = False
        elif token.type == "blockquote_open":
            self.quotes.append(self._alert(following))
        else:
            self.quotes.pop()

    def _leaf(self, token: Token, following: list[Token]) -> Iterator[Block]:
        if token.type in {"heading_open", "paragraph_open"}:
            yield from self._prose(token, following[0].content)
        elif token.type in {"fence", "code_block"}:
            yield self._block("code", token, self._bare_lines(token), language=_first_word(token.info))
        elif token.type == "html_block":
            yield self._block("html", token, self._bare_lines(token))
        elif token.type == "hr":
            yield self._block("rule", token, ())

    def _rows(self, token: Token) -> range:
        """The numbers of the text's lines that a token covers, without blank lines at its end."""
        first, last = token.map or (0, 0)
        first, last = self.origin[first], self.origin[last]
        while last > first + 1 and not self._line(last - 1).strip():
            last -= 1
        return range(first, last)

    def _line(self, number: int) -> str:
        return self.text[slice(*self.lines[number])]

    def _block(self, kind: Kind, token: Token, pieces: tuple[Range, ...], **more: object) -> Block:
        rows = self._rows(token)
        self.seen.update(rows)
        first_in_item, self.first_in_item = self.first_in_item, False
        return Block(
            kind="item" if kind == "paragraph" and first_in_item else kind,
            start=self.lines[rows[0]][0],
            end=self.lines[rows[-1]][1],
            pieces=pieces,
            depth=self.depth,
            ordinal=self.items[-1] if self.items and first_in_item else None,
            quoted=bool(self.quotes),
            alert=self.quotes[-1] if self.quotes else None,
            **more,  # type: ignore[arg-type]
        )

    def _prose(self, token: Token, content: str) -> Iterator[Block]:
        rows = self._rows(token)
        self.seen.update(rows)
        pieces = self._located(rows, content)
        if token.type == "heading_open":
            yield self._block("heading", token, pieces, level=int(token.tag[1:]))
            return
        if self.quotes and pieces and (marker := _ALERT.match(self.text, *pieces[0])):
            start, end = marker.end(), pieces[0][1]
            pieces = (((start, end),) if start < end else ()) + pieces[1:]
            if not pieces:
                return
        lines = [self.text[slice(*piece)] for piece in pieces]
        yield self._block("definition" if all(map(_DEFINITION.match, lines)) else "paragraph", token, pieces)

    def _alert(self, following: list[Token]) -> str | None:
        content = following[1].content if len(following) > 1 and following[1].type == "inline" else ""
        marker = _ALERT.match(content)
        return marker.group(1).lower() if marker else None

    def _located(self, rows: range, content: str) -> tuple[Range, ...]:
        """Where the lines of an inline token stand: each is the end of a line of the text (a heading's, a part)."""
        pieces = []
        wanted = iter(content.split("\n"))
        words = next(wanted, None)
        for number in rows:
            if words is None:
                break
            start, end = self.lines[number]
            words = words.strip()
            found = self.text.rfind(words, start, end) if words else start
            if found < 0:  # a tab was turned into blanks: the words are the same, their first blanks are not
                found = start + len(self._line(number)) - len(self._line(number).lstrip(" \t>"))
                words = self.text[found:end].rstrip()
            if words:
                pieces.append((found, found + len(words)))
            words = next(wanted, None)
        return tuple(pieces)

    def _bare_lines(self, token: Token) -> tuple[Range, ...]:
        """The non-blank lines of code or HTML without quote signs and indentation; the fences are markup."""
        rows = self._rows(token)
        if token.type == "fence":
            rows = rows[1:]
            if rows and _FENCE.match(self._line(rows[-1])) and not _FENCE.match(self._line(rows[-1]))["info"].strip():  # type: ignore[index]
                rows = rows[:-1]
        pieces = []
        for number in rows:
            start, end = self.lines[number]
            line = self.text[start:end]
            bare = line.lstrip(" \t>" if self.quotes else " \t")
            if bare.strip():
                pieces.append((end - len(bare), start + len(line.rstrip())))
        return tuple(pieces)

    def _table(self, token: Token) -> Block:
        rows = [self._row(number) for number in self._rows(token)]
        body = [row for row in rows[2:] if row.cells]
        pieces = tuple(cell for row in (rows[0], *body) for cell in row.cells if cell[0] < cell[1])
        return self._block("table", token, pieces, header=rows[0], rows=tuple(body))

    def _row(self, number: int) -> Row:
        start, end = self.lines[number]
        line = self.text[start:end]
        left = len(line) - len(line.lstrip(" \t>" if self.quotes else " \t"))
        right = len(line.rstrip())
        left += line.startswith("|", left)
        right -= line.endswith("|", left, right) and not line.endswith("\\|", left, right)
        cells, begin = [], left
        for pipe in (*_PIPE.finditer(line, left, right), None):
            stop = pipe.start() if pipe else right
            cell = line[begin:stop]
            inner = begin + len(cell) - len(cell.lstrip())
            cells.append((start + inner, start + inner + len(cell.strip())))
            begin = stop + 1
        return Row(start=start, end=end, cells=tuple(cells))


def _lines(text: str) -> Iterator[Range]:
    start = 0
    for end in _LINE_END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _parsed(lines: list[str]) -> tuple[list[Token], list[int]]:
    """Block tokens, with unclosed fences closed, and for each parsed line (and the end) the line of the text it is."""
    lines = list(lines)
    origin = list(range(len(lines) + 1))
    for _ in range(_MOST_REPAIRS):
        tokens: list[Token] = []
        _MARKDOWN.block.parse("\n".join(lines).replace("\0", "\ufffd"), _MARKDOWN, {}, tokens)
        cut = next((place for place in (_fence_cut(lines, token) for token in tokens) if place), None)
        if cut is None:
            return tokens, origin
        line, closing = cut
        lines.insert(line, closing)
        origin.insert(line, origin[line])
    return tokens, origin


def _fence_cut(lines: list[str], token: Token) -> tuple[int, str] | None:
    """Where an unclosed fence should have ended (a line to insert before) and its closing line; None if it is fine."""
    if token.type != "fence" or token.map is None:
        return None
    first, last = token.map
    opening = _FENCE.match(lines[first])
    if opening is None:
        return None
    closed = last - first > 1 and (end := _FENCE.match(lines[last - 1])) is not None and not end["info"].strip()
    inside = range(first + 1, last - 1 if closed else last)
    for number in inside:
        line = lines[number]
        again = _FENCE.match(line)
        nested = again is not None and bool(again["info"].strip()) and again["fence"].startswith(opening["fence"])
        heading = not closed and _SURE_HEADING.match(line) is not None and not lines[number - 1].strip()
        if nested or heading:
            start = number
            blanks = [i for i in inside if i < number and not lines[i].strip()]
            if nested and blanks:  # prose between the code and the next fence follows the first blank line
                start = blanks[0]
            return start, opening["indent"] + opening["fence"]
    return None


def _first_word(info: str) -> str:
    words = info.split()
    return words[0].lower() if words else ""


# --- Sentences --------------------------------------------------------------------------------------------------------


def _content(text: str, block: Block) -> tuple[str, list[int]]:
    """The block from its first to its last piece, what is between pieces blanked out, and where hard breaks are."""
    first = block.pieces[0][0]
    parts, breaks, before = [], [], first
    for start, end in block.pieces:
        parts += [" " * (start - before), text[start:end]]
        if end < block.end and (text.startswith("  ", end) or text[start:end].endswith("\\")):
            breaks.append(end - first)
        before = end
    return "".join(parts), breaks


def _without_code_and_links(content: str) -> str:
    """The same length of text in which no sentence ends inside a code span, the text of a link or its target."""
    if "`" in content:
        content = _masked(content, _code_spans(content), "x")
    if "](" in content:
        content = _LINK_TEXT.sub(lambda match: _BLANK.sub(_as_letters, match.group()), content)
        content = _masked(content, (match.span() for match in _LINK_TARGET.finditer(content)), _TARGET)
    return content


def _as_letters(blank: re.Match[str]) -> str:
    return "x" * len(blank.group())


def _masked(content: str, ranges: Iterator[Range], letter: str) -> str:
    parts, before = [], 0
    for start, end in ranges:
        parts += [content[before:start], letter * (end - start)]
        before = end
    return "".join((*parts, content[before:]))


def _code_spans(content: str) -> Iterator[Range]:
    """Ranges of `code` with its ticks; a run of ticks is closed by the next run of the same length."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(content)]
    closing: list[int | None] = [None] * len(runs)
    nearest: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closing[number] = nearest.get(length)
        nearest[length] = number
    number = 0
    while number < len(runs):
        partner = closing[number]
        if partner is None:
            number += 1
        else:
            yield runs[number][0], runs[partner][1]
            number = partner + 1


def _split(content: str, breaks: list[int]) -> Iterator[Range]:
    """Sentence ranges of one block's content: one pass over its blanks, each judged by the words beside it."""
    start = len(content) - len(content.lstrip())
    end = len(content.rstrip())
    for blank in _BLANK.finditer(content, start, end):
        if blank.start() <= start or (not breaks and content[blank.start() - 1] not in _MAYBE_LAST):
            continue
        hard = bisect_right(breaks, blank.end()) > bisect_right(breaks, blank.start() - 1)
        if hard or _ends_sentence(content, start, blank.start(), content[blank.end() : blank.end() + 40]):
            yield start, blank.start()
            start = blank.end()
    if start < end:
        yield start, end


def _ends_sentence(content: str, start: int, stop: int, following: str) -> bool:
    """Whether a sentence that began at `start` ends at `stop`, given the characters after the blank."""
    dot = stop
    while dot > start and (content[dot - 1] == _TARGET or (stop - dot < 8 and content[dot - 1] in _CLOSERS)):
        dot -= 1
        stop -= content[dot] == _TARGET  # a link's target is as long as it is; only real closers are counted
    if dot == start or content[dot - 1] not in _ENDINGS:
        return False
    following = following.lstrip(_OPENERS)
    if content[dot - 1] in "!?":
        return True
    if content[dot - 1] == "…" or content.endswith("..", start, dot):
        return not following[:1].islower()
    earlier = content[max(start, dot - 40) : dot - 1].split()
    word = earlier[-1].lstrip(_OPENERS).lower() if earlier and not content[dot - 2].isspace() else ""
    label = len(earlier) == 1 and dot - start < 8 and _LABEL.fullmatch(word) is not None
    return not label and _may_be_last(word, following[:1])


def _may_be_last(word: str, following: str) -> bool:
    """Whether a full stop after `word` ends a sentence when `following` is the next character."""
    if not word or word in _NEVER_LAST:
        return False
    if word in _BEFORE_NUMBERS:
        return not following.isdigit()
    if word in _SELDOM_LAST or _INITIALS.fullmatch(word):
        return following.isupper()
    return True


def _spoken(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline", "text_special"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"} or (
            token.type == "html_inline" and "<br" in token.content.lower()
        ):
            yield " "
        elif token.type == "image":
            yield from _spoken(token.children or [])


# --- Signs and words --------------------------------------------------------------------------------------------------

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["reference"])
_MOST_REPAIRS = 16
_CONTAINERS = frozenset(
    f"{name}_{end}" for name in ("bullet_list", "ordered_list", "list_item", "blockquote") for end in ("open", "close")
)

_NOT_LINE_END = re.compile(r"[^\r\n]")
_LINE_END = re.compile(r"\r\n?|\n")
_FENCE = re.compile(r"(?P<indent>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_SURE_HEADING = re.compile(r" {0,3}#{2,6}[ \t]+\S")
_ALERT = re.compile(r"\[!([A-Za-z]+)[^\]\n]*\][ \t]*")
_DEFINITION = re.compile(r"\[[^\]]+\]:[ \t]*\S+")
_BARE_LINE = re.compile(r"[ \t>*+-]*(\w.*?)\s*")
_PIPE = re.compile(r"(?<!\\)\|")

_BLANK = re.compile(r"\s+")
_TICKS = re.compile(r"`+")
_LINK_TEXT = re.compile(r"\[[^\[\]\n]{1,300}\](?=\()")
_TARGET = "\0"
_LINK_TARGET = re.compile(r"(?<=\])\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_LABEL = re.compile(r"\d{1,3}|[a-z]|[ivx]{1,4}")
_CLOSERS = "\"'”’)]}*_~»"
_OPENERS = "\"'“‘([{*_~`«"
_ENDINGS = ".!?…"
_MAYBE_LAST = frozenset((*_ENDINGS, *_CLOSERS, _TARGET))

_NEVER_LAST = frozenset(
    {"e.g", "i.e", "eg", "ie", "vs", "cf", "approx", "incl", "excl", "viz", "resp", "mr", "mrs", "ms", "dr", "ca"}
)
_BEFORE_NUMBERS = frozenset(
    {"no", "nos", "nr", "fig", "sec", "vol", "ch", "p", "pp", "v", "ver", "art", "eq", "max", "min", "rev"}
)
_SELDOM_LAST = frozenset({"etc", "inc", "ltd", "corp", "co", "jr", "sr", "al", "st", "dept", "est"})

_INLINE_SIGNS = re.compile(r"[*_`\[<&\\~]")
_LINE_PREFIX = re.compile(r"\n[ \t]*(?:>[ \t]?)*[ \t]*")
_INCLUDE = re.compile(r"\[!INCLUDE[ \t]*\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)\]", re.IGNORECASE)
_REFERENCE_LINK = re.compile(r"\[([^\[\]]{1,300})\]\[[^\[\]]{0,300}\]")
