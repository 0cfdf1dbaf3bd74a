"""What a file says: a document of sections, each with its heading path, its anchor and the blocks under it.

Readers make documents, the chunker cuts them into passages. A block knows the file that holds its words, because a page
may include other files, and a citation must lead to the words themselves.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from assistant.errors import DocumentError
from assistant.prose import Block

FRONT_MATTER_LIMIT = 100_000
"""Longest front matter, in characters, that is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """A file as it was read: `document` names it in the index, `path` inside its folder; `\\n` line ends, no BOM."""

    document: str
    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A block and the file that holds its words. INVARIANT: the block's offsets are offsets of `file.text`."""

    file: FileText
    block: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands under one heading (or one tab of a tab group), up to the next.

    `headings` is the path from the document's title down, as plain words; `name` is the nearest real heading, `anchor`
    its fragment as docfx and GitHub make it, without `#`.
    """

    headings: tuple[str, ...]
    name: str
    anchor: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file, or a part of one, that could not be read, and why: a complete sentence."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a page says about itself. `dated` is an ISO date or None; `source_url` the first of its sources.

    `generated` says that a program printed the page.
    """

    title: str = ""
    url: str | None = None
    source_url: str | None = None
    dated: str | None = None
    applies_to: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    generated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One page. `included` are the documents whose words it took in; `problems` what was missing while reading it."""

    file: FileText
    title: str
    about: FrontMatter
    sections: tuple[Section, ...]
    included: frozenset[str] = field(default_factory=frozenset)
    problems: tuple[Skipped, ...] = ()


Include = Callable[[FileText, str], FileText]
"""(the including file, the link as written) -> the included file; raises DocumentError where there is none."""


def parse_front_matter(text: str) -> tuple[FrontMatter, int]:
    """What stands between the two `---` lines at the beginning of `text`, and the offset of what follows them.

    Raises:
        DocumentError: the front matter is not YAML.
    """
    opening = _FRONT_OPENING.match(text)
    closing = _FRONT_CLOSING.search(text, opening.end() - 1, FRONT_MATTER_LIMIT) if opening else None
    if opening is None or closing is None:
        return FrontMatter(), 0
    values = parse_yaml(text[opening.end() : closing.start()])
    return (front_matter(values) if isinstance(values, dict) else FrontMatter()), closing.end()


def parse_yaml(text: str) -> object:
    """YAML as dicts, lists and strings: no value is interpreted, so that a date or a number cannot fail.

    Raises:
        DocumentError: it is not YAML; the reason names the line.
    """
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings, lists and dicts only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise broken_yaml(error) from error


def broken_yaml(error: Exception) -> DocumentError:
    """The error for YAML that cannot be parsed, with the line where the parser gave up."""
    mark = getattr(error, "problem_mark", None)
    place = f" at line {mark.line + 1}" if mark is not None else ""
    problem = getattr(error, "problem", None) or type(error).__name__
    return DocumentError(f"Its YAML is broken{place}: {problem}.", "Correct the YAML and run `index` again.")


def front_matter(values: dict[object, object]) -> FrontMatter:
    """The fields that are used here; whatever else a page says about itself is ignored."""
    sources = values.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else None
    return FrontMatter(
        title=_words(values.get("title")),
        url=_words(values.get("url")) or None,
        source_url=(_words(first.get("url")) or None) if isinstance(first, dict) else None,
        dated=iso_date(_words(values.get("ms.date"))) or iso_date(_words(values.get("reviewed"))),
        applies_to=_names(values.get("applies_to")),
        topics=_names(values.get("topics")),
        explains=_names(values.get("explains")),
        generated=_words(values.get("generated")) == "true",
    )


def iso_date(text: str) -> str | None:
    """`01/23/2025`, `1/3/2025` or `2025-01-23` as an ISO date; None for anything else."""
    match = _AMERICAN_DATE.fullmatch(text) or _ISO_DATE.match(text)
    if match is None:
        return None
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None


class Anchors:
    """Fragments of one page's headings as docfx and GitHub make them; a repeated one gets -1, -2 and so on."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def make(self, heading: str) -> str:
        """The fragment for a heading's plain words."""
        slug = wanted = _NOT_IN_ANCHOR.sub("", heading.strip().lower()).replace(" ", "-")
        while slug in self._taken:
            self._taken[wanted] += 1
            slug = f"{wanted}-{self._taken[wanted]}"
        self._taken[slug] = 0
        return slug


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _names(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(word for word in map(_words, values) if word)


_FRONT_OPENING = re.compile(r"---[ \t]*\n")
_FRONT_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_AMERICAN_DATE = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
