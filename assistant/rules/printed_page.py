"""A page of the guidance that is printed from the facts: front matter, title, what its lines are, and the lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.rules.records import Source


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page: the names it applies to, its sources, and what each of its lines is. It links to the first source."""

    title: str
    about: Sequence[str]
    sources: Sequence[Source]
    opening: str

    def markdown(self, reviewed: date, lines: Iterable[str]) -> str:
        """The whole page, as the facts stood on the day of their review."""
        head = (
            "---",
            f'title: "{self.title}"',
            f"applies_to: [{', '.join(map(_quoted, self.about))}]",
            'topics: ["facts"]',
            "explains: []",
            "generated: true",
            "sources:",
            *map(_source, self.sources),
            f"reviewed: {reviewed.isoformat()}",
            "---",
            f"# {self.title}",
            "",
            self.opening,
            "",
        )
        return "\n".join((*head, *lines)).rstrip() + "\n"


def _source(source: Source) -> str:
    # A prefix of their own: these entries name sections and threads that the written pages cite under one page's name.
    dated = "" if source.dated is None else f", date: {source.dated.isoformat()}"
    return f"  - {{id: fact-{source.id}, title: {_quoted(source.title)}, url: {_quoted(source.url)}{dated}}}"


def _quoted(text: str) -> str:
    plain = text.replace('"', "'")
    return f'"{plain}"'
