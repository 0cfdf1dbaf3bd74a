"""What the bots of all chat platforms say and show alike: from views to the rows and lines of a message.

Plain text everywhere: a platform's presenter escapes it and puts it into its own markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.claims.claim import JudgedSentence, JudgedText, SentenceStatus, TextStatus
from assistant.claims.repair import correction_of
from assistant.rules.engine import Engine
from ui.presenters.view import CitationView, LaneView, VerdictView, grid_view

NAME = "Channel Assistant"

GREETING = "Ask me which container image runs on which Windows host, until when, and what to move to."

PROMPTS = (
    "Can a 23H2 host run a Windows Server 2019 image?",
    "Which images run on Windows Server 2025?",
    "Until when is Windows Server 2022 supported?",
    "What should I use now that 23H2 is out of support?",
)
"""What to begin with; four are the most that every platform shows."""

STEPS = {
    "retrieving": "is looking through the guidance…",
    "drafting": "is putting the answer together…",
    "checking": "is checking every sentence…",
}
"""What the bot says that it does at each step of `Assistant.stream`, after its name."""

WORKING = "Looking through the guidance…"
"""The same where there is no name before it."""

FAULT = "Something went wrong in the server. Try again later."
"""What is said of a fault that is none of ours to explain; the log says more."""

SENTENCE_SYMBOLS = {
    SentenceStatus.ENTAILED: "✓",
    SentenceStatus.CONTRADICTED: "✗",
    SentenceStatus.UNDECIDED: "?",
    SentenceStatus.NO_CLAIMS: "·",
}

SENTENCE_WORDS = {
    SentenceStatus.ENTAILED: "holds",
    SentenceStatus.CONTRADICTED: "contradicted",
    SentenceStatus.UNDECIDED: "undecided",
    SentenceStatus.NO_CLAIMS: "no claim",
}

TEXT_HEADLINES = {
    TextStatus.VERIFIED: "✓ Every claim holds",
    TextStatus.CONTRADICTED: "✗ The rules contradict at least one claim",
    TextStatus.UNVERIFIABLE: "? At least one claim cannot be verified",
    TextStatus.NO_CLAIMS: "· There is no claim in this that could be checked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """Verdicts as a table of plain text: a row a pair, a column an isolation; `conditions` are lines below it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """A sentence of a verified text. `correction` is what the rules say instead, `reason` why it is undecided."""

    symbol: str
    word: str
    text: str
    correction: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationView:
    """A verified text: the verdict on the whole in a line, then on each sentence."""

    headline: str
    sentences: tuple[SentenceView, ...]
    notes: tuple[str, ...]
    as_of: date


def table_view(verdicts: Sequence[VerdictView]) -> TableView:
    """Lay out at least one verdict as a table."""
    grid = grid_view(verdicts)
    names = [verdict.pair for verdict in verdicts] if len(verdicts) == 1 else [name for name, _ in grid.rows]
    isolations = list(dict.fromkeys(lane.isolation for verdict in verdicts for lane in verdict.lanes))
    return TableView(
        title=f"{verdicts[0].pair if len(verdicts) == 1 else grid.title}, as of {grid.as_of.isoformat()}",
        head=(_side(verdicts), *isolations),
        rows=tuple(
            (_named(name, verdict), *(_cell(verdict.lanes, isolation) for isolation in isolations))
            for name, verdict in zip(names, verdicts, strict=True)
        ),
        conditions=tuple(
            f"{_named(name, verdict)}, {lane.isolation}: {' '.join(lane.conditions)}"
            for name, verdict in zip(names, verdicts, strict=True)
            for lane in verdict.lanes
            if lane.conditions
        ),
    )


def place(citation: CitationView) -> str:
    """Where a citation's words stand, in a line."""
    if citation.section and citation.section != citation.title:
        return f"{citation.title} - {citation.section}"
    return citation.title


def verification_view(judged: JudgedText, engine: Engine) -> VerificationView:
    """Lay out a judged text."""
    stale = engine.stale_note(judged.as_of)
    return VerificationView(
        headline=f"{TEXT_HEADLINES[judged.status]}, as of {judged.as_of.isoformat()}.",
        sentences=tuple(_sentence(judged.text, sentence) for sentence in judged.sentences),
        notes=(stale,) if stale else (),
        as_of=judged.as_of,
    )


def _side(verdicts: Sequence[VerdictView]) -> str:
    """What the rows are: the side that they do not have in common."""
    hosts, images = ({getattr(verdict, side).name for verdict in verdicts} for side in ("host", "image"))
    if len(verdicts) == 1 or (len(hosts) > 1 and len(images) > 1):
        return "Pair"
    return "Image" if len(hosts) == 1 else "Host"


def _named(name: str, verdict: VerdictView) -> str:
    return f"{name} ({verdict.platform})" if verdict.platform and verdict.platform not in name else name


def _cell(lanes: Sequence[LaneView], isolation: str) -> str:
    return next((f"{lane.symbol} {lane.word}" for lane in lanes if lane.isolation == isolation), "–")


def _sentence(text: str, sentence: JudgedSentence) -> SentenceView:
    return SentenceView(
        symbol=SENTENCE_SYMBOLS[sentence.status],
        word=SENTENCE_WORDS[sentence.status],
        text=" ".join(text[sentence.start : sentence.end].split()),
        correction=correction_of(sentence) if sentence.status is SentenceStatus.CONTRADICTED else "",
        reason=(sentence.reason or "") if sentence.status is SentenceStatus.UNDECIDED else "",
    )
