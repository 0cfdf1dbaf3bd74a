"""The words that documents and answers share: where something is said, and the passage that says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something is said, as a person would name it.

    `url` is None for a document that names none; `section` is a heading as written; `dated` is the source's own
    date in ISO form (`ms.date`, `reviewed`) or None; `quote` is an exact substring of the document.
    """

    title: str
    url: str | None
    section: str
    dated: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a document that fits the embedding window.

    INVARIANT: `text` is the exact range [start, end) of the document `document` (decoded as UTF-8 without BOM and with
    `\\n` line ends). `context` (heading path, table header) is embedded and shown beside it, never quoted.
    `id` is the hash of document, start and text. `packaged` says that the document is our own guidance.
    `explains` holds the rule ids that the page says it explains, opaque here. `reference` says that the page is printed
    from the facts, a line for every case: it can be cited, and is no hit of a search.
    """

    id: str
    document: str
    source: Source
    headings: tuple[str, ...]
    anchor: str
    start: int
    end: int
    text: str
    context: str
    packaged: bool = False
    explains: tuple[str, ...] = ()
    reference: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPassage:
    """A passage with the fused score that ranked it (0 to 1) and the scores of its legs."""

    passage: Passage
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a [number] in an answer points at. INVARIANT: `quote` is a substring of the passage `passage` (its id).

    `newer_facts` is the ISO date of the newest source of the facts that confirm what cites it, where the document's own
    date lies before that: the document is older than what it is cited for.
    """

    number: int
    passage: str
    document: str
    source: Source
    quote: str
    newer_facts: str | None = None

    @property
    def age(self) -> str | None:
        """The document's date for people, with a warning where it is older than the facts; None without a date."""
        if self.source.dated is None or self.newer_facts is None:
            return self.source.dated
        return f"{self.source.dated}, older than the facts ({self.newer_facts})"
