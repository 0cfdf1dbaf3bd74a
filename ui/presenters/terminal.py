"""An answer on a terminal: the text first, then verdicts, sources and what to ask next.

Written to a pipe or a file, the text stays as it is (Markdown, a paragraph a line) and nothing is coloured or wrapped.
Control characters are removed first: a document must not be able to move a reader's cursor.
"""

import re
from collections.abc import Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from assistant.passage import ScoredPassage
from assistant.rules.verdict import Outcome
from ui.presenters.view import (
    MOST_CARDS,
    OUTCOME_WORDS,
    AnswerView,
    CitationView,
    GridView,
    LaneView,
    VerdictView,
    grid_view,
)

OUTCOME_STYLES = {
    Outcome.SUPPORTED: "bold green",
    Outcome.CONDITIONAL: "bold yellow",
    Outcome.UNKNOWN: "bold blue",
    Outcome.UNSUPPORTED: "bold red",
}

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def print_answer(console: Console, answer: AnswerView) -> None:
    """Print a whole answer."""
    text = _clean(answer.text)
    if console.is_terminal:
        console.print(Markdown(text, hyperlinks=False))
    else:
        _line(console, Text(text))
    if len(answer.verdicts) > MOST_CARDS:
        _print_grid(console, grid_view(answer.verdicts))
    else:
        for verdict in answer.verdicts:
            _print_verdict(console, verdict)
    if answer.citations:
        _heading(console, "Sources")
        for citation in answer.citations:
            _print_citation(console, citation)
    if answer.withheld:
        _heading(console, "Not shown")
        for held in answer.withheld:
            _line(console, Text(f"- {_clean(held.text)} ({_clean(held.reason)})", style="dim"), indent=2)
    if answer.follow_ups:
        _heading(console, "You could ask next")
        for follow_up in answer.follow_ups:
            _line(console, Text(f"- {_clean(follow_up)}"), indent=2)
    for note in answer.notes:
        _line(console, Text())
        _line(console, Text(f"Note: {note}", style="yellow"))


def print_passages(console: Console, passages: Sequence[ScoredPassage]) -> None:
    """Print ranked passages: rank, score, where it stands, and the text."""
    for rank, found in enumerate(passages, start=1):
        passage = found.passage
        head = Text.assemble(
            (f"{rank}. ", "bold"),
            (_place(passage.source.title, passage.source.section), "bold"),
            (f"  {found.score:.4f}", "dim"),
        )
        _line(console, head)
        _address(console, passage.source.url or passage.document, indent=3)
        _line(console, Text(_clean(passage.text)), indent=3)
        _line(console, Text())


def _print_verdict(console: Console, verdict: VerdictView) -> None:
    _heading(console, verdict.pair)
    for lane in verdict.lanes:
        _print_lane(console, lane)
    support = f"On {verdict.as_of.isoformat()}: host {verdict.host.phase}, image {verdict.image.phase}"
    if verdict.changes_on:
        support += f"; next change on {verdict.changes_on.isoformat()}"
    _line(console, Text(support, style="dim"), indent=2)
    for note in verdict.notes:
        _line(console, Text(_clean(note), style="dim"), indent=2)


def _print_grid(console: Console, grid: GridView) -> None:
    _heading(console, f"{grid.title} (as of {grid.as_of.isoformat()})")
    width = max(len(_clean(name)) for name, _ in grid.rows)
    widest = max(len(word) for word in OUTCOME_WORDS.values())
    for name, lanes in grid.rows:
        cells: list[tuple[str, str]] = []
        for lane in lanes:
            cells.append((f"  {lane.isolation}: ", "dim"))
            cells.append((f"{lane.symbol} {lane.word}".ljust(widest + 2), OUTCOME_STYLES[lane.outcome]))
        _line(console, Text.assemble(_clean(name).ljust(width), *cells), indent=2)


def _print_lane(console: Console, lane: LaneView) -> None:
    _line(
        console,
        Text.assemble(
            (f"{lane.symbol} {lane.word}", OUTCOME_STYLES[lane.outcome]), f"  {lane.isolation}", *_conditions(lane)
        ),
        indent=2,
    )


def _conditions(lane: LaneView) -> list[str]:
    return [f": {_clean(' '.join(lane.conditions))}"] if lane.conditions else []


def _print_citation(console: Console, citation: CitationView) -> None:
    dated = f", {citation.dated}" if citation.dated else ""
    place = _place(citation.title, citation.section)
    _line(console, Text.assemble((f"[{citation.number}] ", "bold cyan"), place, (dated, "dim")), indent=2)
    _address(console, citation.url or citation.document, indent=6)


def _address(console: Console, address: str, indent: int) -> None:
    """Never broken by us: an address is there to be clicked and copied."""
    console.print(Text(" " * indent + _clean(address), style="dim"), soft_wrap=True, highlight=False)


def _place(title: str, section: str) -> str:
    title, section = _clean(title), _clean(section)
    return f"{title} - {section}" if section and section != title else title


def _heading(console: Console, text: str) -> None:
    _line(console, Text())
    _line(console, Text(_clean(text), style="bold"))


def _line(console: Console, text: Text, indent: int = 0) -> None:
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)))
    else:
        text.rstrip()
        console.print(Text(" " * indent) + text, soft_wrap=True, highlight=False)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
