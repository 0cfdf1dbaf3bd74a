"""Markdown in the dialect of Microsoft's documentation sites (docfx) -> Document.

On top of Markdown the dialect has front matter, alerts (`> [!NOTE]`, which `assistant.prose` reads), included files
(`[!INCLUDE [title](path)]`), directives (`:::image ... :::`, `:::zone`, `:::row`, `:::moniker`) and tab groups:
headings of the form `# [Name](#tab/id)`, ended by a rule. Directives and comments are markup: they are in no block, and
a passage never reaches across them.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from assistant.errors import DocumentError
from assistant.prose import Block, blocks, moved, plain, without_comments
from corpus.document import Anchors, Document, FileText, Include, Section, Segment, Skipped, parse_front_matter


def read(file: FileText, include: Include) -> Document | None:
    """The page that `file` holds; None for a table of contents, which navigates and says nothing.

    Raises:
        DocumentError: the front matter is not YAML.
    """
    if file.path.rsplit("/", 1)[-1].lower() == "toc.md":
        return None
    about, body = parse_front_matter(file.text)
    title = about.title or _first_heading(file.text[body:]) or file.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    walk = _Walk(title, include)
    walk.through(file, body)
    return Document(
        file=file,
        title=title,
        about=about,
        sections=walk.finished(),
        included=frozenset(walk.included - {file.document}),
        problems=tuple(walk.problems),
    )


def _first_heading(text: str) -> str:
    for block in blocks(text):
        if block.kind == "heading" and block.level == 1 and not _TAB.fullmatch(raw := _raw(text, block)):
            return plain(raw)
    return ""


def _raw(text: str, block: Block) -> str:
    return text[block.pieces[0][0] : block.pieces[-1][1]] if block.pieces else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """A heading that is open. A tab stands half a level below the heading that holds its group."""

    level: float
    words: str
    anchor: str
    tab: bool = False


@dataclass(slots=True)
class _Open:
    """A section that is being filled, with the segment of its heading in case nothing follows."""

    headings: tuple[str, ...]
    name: str
    anchor: str
    segments: list[Segment]
    heading: Segment | None


class _Walk:
    """A walk through a page and the files it includes, with the headings and the tab that are open."""

    def __init__(self, title: str, include: Include) -> None:
        self.title = title
        self.include = include
        self.anchors = Anchors()
        self.top = _Level(level=1, words=title, anchor="")
        self.path: list[_Level] = []
        self.sections = [_Open(headings=(title,), name=title, anchor="", segments=[], heading=None)]
        self.included: set[str] = set()
        self.chain: list[str] = []
        self.problems: list[Skipped] = []

    def through(self, file: FileText, start: int) -> None:
        """Read `file` from `start`: blocks and included files in the order in which they stand."""
        self.chain.append(file.document)
        self.included.add(file.document)
        found, includes = _parsed(file.text, start)
        waiting = list(reversed(includes))
        for block in found:
            while waiting and waiting[-1][0] < block.start:
                self._include(file, waiting.pop()[1])
            self._block(Segment(file=file, block=block))
        while waiting:
            self._include(file, waiting.pop()[1])
        self.chain.pop()

    def finished(self) -> tuple[Section, ...]:
        """The sections that say something; a heading with nothing below it is its own words."""
        sections = []
        for number, section in enumerate(self.sections):
            following = self.sections[number + 1].headings if number + 1 < len(self.sections) else ()
            leaf = following[: len(section.headings)] != section.headings
            if not section.segments and section.heading and leaf:
                section.segments.append(section.heading)
            if section.segments:
                sections.append(
                    Section(
                        headings=section.headings,
                        name=section.name,
                        anchor=section.anchor,
                        segments=tuple(section.segments),
                    )
                )
        return tuple(sections)

    def _block(self, segment: Segment) -> None:
        block, text = segment.block, segment.file.text
        if block.kind == "heading" and not block.depth and not block.quoted:
            self._heading(segment)
        elif block.kind == "rule":
            self._end_tabs()
        elif block.kind == "html" and not without_comments(text[block.start : block.end]).strip():
            return
        else:
            self.sections[-1].segments.append(segment)

    def _heading(self, segment: Segment) -> None:
        block = segment.block
        raw = _raw(segment.file.text, block)
        words = plain(raw)
        if _TAB.fullmatch(raw):
            self._drop_tabs()
            above = self._nearest()
            self.path.append(_Level(level=above.level + 0.5, words=words, anchor=above.anchor, tab=True))
        else:
            level = _Level(level=block.level, words=words or self.title, anchor=self.anchors.make(words))
            while self.path and self.path[-1].level >= block.level:
                self.path.pop()
            if not self.path and block.level == 1 and words.casefold() == self.title.casefold():
                self.top = level
            else:
                self.path.append(level)
        self._begin(segment)

    def _begin(self, heading: Segment | None) -> None:
        headings = (self.title, *(level.words for level in self.path))
        nearest = self._nearest()
        self.sections.append(
            _Open(headings=headings, name=nearest.words, anchor=nearest.anchor, segments=[], heading=heading)
        )

    def _nearest(self) -> _Level:
        """The innermost heading that is not a tab."""
        return next((level for level in reversed(self.path) if not level.tab), self.top)

    def _drop_tabs(self) -> bool:
        tabs = [number for number, level in enumerate(self.path) if level.tab]
        if tabs:
            del self.path[tabs[-1] :]
        return bool(tabs)

    def _end_tabs(self) -> None:
        if self._drop_tabs():
            self._begin(None)

    def _include(self, file: FileText, target: str) -> None:
        try:
            included = self.include(file, target)
        except DocumentError as error:
            self.problems.append(Skipped(document=file.document, reason=error.what))
            return
        if included.document in self.chain:
            cycle = " -> ".join((*self.chain[self.chain.index(included.document) :], included.document))
            self.problems.append(Skipped(document=file.document, reason=f"Its includes go round in a circle: {cycle}."))
        elif included.document not in self.included:  # once a page: the same words twice would be the same passage
            try:
                _, body = parse_front_matter(included.text)
            except DocumentError as error:
                self.problems.append(Skipped(document=included.document, reason=error.what))
                body = 0
            self.through(included, body)


def _parsed(text: str, start: int) -> tuple[list[Block], list[tuple[int, str]]]:
    """The blocks of `text` from `start` without directives, and its includes as (offset, link), both in order."""
    body = text[start:]
    code = [(block.start, block.end) for block in blocks(body) if block.kind == "code"]
    includes = [
        (start + match.start(), match["target"])
        for match in _INCLUDE.finditer(body)
        if not _inside(match.start(), code)
    ]
    shown = _MARKUP_LINE.sub(lambda line: line.group() if _inside(line.start(), code) else _blank(line), body)
    last = shown.rfind("<!--")
    if last >= 0 and "-->" not in shown[last:] and not _inside(last, code):
        # A comment that never ends would swallow the rest of the page; blanks in its place could make it code.
        shown = shown[:last] + "\u200b" * 4 + shown[last + 4 :]
    return [moved(block, lambda offset: offset + start) for block in blocks(shown)], includes


def _inside(offset: int, ranges: list[tuple[int, int]]) -> bool:
    place = bisect_right(ranges, (offset, len(ranges) and ranges[-1][1])) - 1
    return place >= 0 and offset < ranges[place][1]


def _blank(line: re.Match[str]) -> str:
    return " " * len(line.group())


_TAB = re.compile(r"\[[^\]\n]+\]\(#tab/[^)\s]+\)")
_INCLUDE = re.compile(
    r"\[!INCLUDE[ \t]*\[[^\]\n]{0,300}\]\([ \t]*<?(?P<target>[^)>\s]{1,500})>?[^)\n]{0,300}\)\]", re.IGNORECASE
)
# A line that is a directive, or nothing but an include, a video or a code reference.
_MARKUP_LINE = re.compile(
    r"^[ \t>]*(?::::.*|\[!(?:INCLUDE|VIDEO|CODE[\w-]*)[^\]\n]{0,300}(?:\]\([^)\n]{0,500}\))?\])[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
