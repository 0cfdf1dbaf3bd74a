"""Answers, verdicts and verified texts as Slack messages in Block Kit.

The text of an answer goes into `markdown` blocks, as it is; around it stand a table of verdicts, sources, and buttons.
The limits are those of Slack's Block Kit reference; a text that is too long for one message is split over several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ui.presenters.bot import (
    GREETING,
    NAME,
    PROMPTS,
    SentenceView,
    TableView,
    VerificationView,
    place,
    table_view,
)
from ui.presenters.fit import pieces, shortened, width
from ui.presenters.slack_markup import escaped, escaped_markdown, link
from ui.presenters.view import AnswerView, CitationView, LaneView, SystemView, VerdictView

Block = dict[str, Any]

# Slack takes 12,000 characters in all markdown blocks of a message together, 3,000 in a text, 10 texts in a context,
# 100 rows in a table, 75 characters on a button and 2,000 in its value.
PAGE = 11_500
TEXT = 2_900
TEXTS_A_CONTEXT = 10
ROWS = 99
CELL = 250
LABEL = 75
VALUE = 2_000

MOST_BUTTONS = 5
MOST_SOURCES = 100
MOST_WITHHELD = 5
QUOTE = 180
SENTENCE = 600
SECTIONS_A_MESSAGE = 40
MOST_MESSAGES = 4

ASK = "ask"
RATE = "rate"
REASON = "reason"
"""What action ids of our buttons begin with; the values are a question, `up:ID` or `down:ID`, and `ID:reason`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. `markdown` is the text of its first block, where that is Markdown; `text` is for notifications."""

    text: str
    blocks: tuple[Block, ...]
    markdown: str = ""

    @property
    def below(self) -> tuple[Block, ...]:
        """The blocks below the Markdown: what a message gets at its end whose text has been streamed."""
        return self.blocks[1:] if self.markdown else self.blocks


def answer_messages(answer: AnswerView, answer_id: str) -> tuple[Message, ...]:
    """An answer, in as many messages as its text needs; everything but text stands in the last one."""
    below = (
        *_verdicts(answer.verdicts),
        *_withheld(answer),
        *_sources(answer.citations),
        *_context(answer.notes),
        *_buttons(answer.follow_ups),
        _feedback(answer_id),
    )
    pages = pieces(escaped_markdown(answer.text), PAGE)
    return tuple(_page(page, below if number == len(pages) else ()) for number, page in enumerate(pages, start=1))


def partial_message(text: str) -> Message:
    """The beginning of an answer, while it grows."""
    return _page(shortened(escaped_markdown(text), PAGE), ())


def verdict_messages(verdict: VerdictView) -> tuple[Message, ...]:
    """A verdict that was asked for by host and image."""
    changes = f" Next change: {verdict.changes_on.isoformat()}." if verdict.changes_on else ""
    pair = (f"*{escaped(verdict.pair)}*", _system("Host", verdict.host), _system("Image", verdict.image))
    blocks = (
        _section("\n".join((*pair, f"_As of {verdict.as_of.isoformat()}.{changes}_"))),
        *(_section(_lane(lane)) for lane in verdict.lanes),
        *_context(verdict.notes),
    )
    summary = "; ".join(f"{lane.isolation}: {lane.word}" for lane in verdict.lanes)
    return (Message(text=escaped(shortened(f"{verdict.pair}: {summary}", TEXT // 5)), blocks=blocks),)


def verification_messages(found: VerificationView) -> tuple[Message, ...]:
    """A verified text: the verdict on each sentence, in order; the end of a very long text is counted only."""
    texts = _joined([_sentence(sentence) for sentence in found.sentences])
    most = SECTIONS_A_MESSAGE * MOST_MESSAGES
    notes = found.notes
    if len(texts) > most:
        notes = (*notes, "The rest of the text is not shown; `channel-assistant verify` shows all of it.")
    head = [_section(f"*{escaped(found.headline)}*")]
    sections = [*head, *(_section(text) for text in texts[:most])]
    chunks = [sections[at : at + SECTIONS_A_MESSAGE] for at in range(0, len(sections), SECTIONS_A_MESSAGE)]
    chunks[-1] = [*chunks[-1], *_context(notes)]
    return tuple(Message(text=escaped(found.headline), blocks=tuple(chunk)) for chunk in chunks)


def plain_message(text: str) -> Message:
    """A line of ours: an error, a thank-you."""
    words = escaped(shortened(text, TEXT // 5))
    return Message(text=words, blocks=(_section(words),))


def asked_message(question: str) -> Message:
    """The question behind a button, above its answer."""
    words = f"› {escaped(shortened(question, TEXT // 5))}"
    return Message(text=words, blocks=({"type": "context", "elements": [_mrkdwn(words)]},))


def greeting_message() -> Message:
    """What is said to somebody who has not asked anything yet."""
    return Message(text=escaped(GREETING), blocks=(_section(escaped(GREETING)), *_buttons(PROMPTS)))


def reasons_message(answer_id: str, reasons: Sequence[str]) -> Message:
    """Thanks for a thumb down, and the question why."""
    words = "Thank you; noted. What was wrong?"
    buttons = [
        _button(f"{REASON}_{number}", reason, f"{answer_id}:{reason}") for number, reason in enumerate(reasons, start=1)
    ]
    return Message(text=words, blocks=(_section(words), {"type": "actions", "elements": buttons}))


def suggested_prompts() -> dict[str, Any]:
    """What the agent view offers before the first question."""
    return {
        "title": shortened(f"{NAME}: {GREETING}", TEXT // 5),
        "prompts": [{"title": shortened(prompt, LABEL), "message": prompt} for prompt in PROMPTS],
    }


def _page(markdown: str, below: Sequence[Block]) -> Message:
    text = shortened(" ".join(markdown.split()), TEXT // 5)
    return Message(text=text, blocks=({"type": "markdown", "text": markdown}, *below), markdown=markdown)


def _verdicts(verdicts: Sequence[VerdictView]) -> list[Block]:
    if not verdicts:
        return []
    table = table_view(verdicts)
    left = len(table.rows) - ROWS
    more = (f"… and {left} more pairs.",) if left > 0 else ()
    return [*_context((table.title,)), _table(table), *_context((*more, *table.conditions))]


def _table(table: TableView) -> Block:
    rows = [table.head, *table.rows[:ROWS]]
    cells = [[{"type": "raw_text", "text": shortened(cell, CELL) or "–"} for cell in row] for row in rows]
    return {"type": "table", "column_settings": [{"is_wrapped": True} for _ in table.head], "rows": cells}


def _sources(citations: Sequence[CitationView]) -> list[Block]:
    left = len(citations) - MOST_SOURCES
    texts = [_source(citation) for citation in citations[:MOST_SOURCES]]
    return _elements(texts if left <= 0 else [*texts, f"… and {left} more sources."])


def _source(citation: CitationView) -> str:
    words = shortened(place(citation), QUOTE)
    linkable = citation.url is not None and width(citation.url) <= TEXT // 2
    name = link(citation.url, words) if linkable and citation.url else escaped(words)
    where = " · ".join(escaped(part) for part in (citation.document if not linkable else "", citation.dated) if part)
    quote = escaped(shortened(" ".join(citation.quote.split()), QUOTE))
    return f"[{citation.number}] {name}{' · ' + shortened(where, QUOTE) if where else ''}\n“{quote}”"


def _withheld(answer: AnswerView) -> list[Block]:
    lines = [f"{held.text} {held.reason}" for held in answer.withheld[:MOST_WITHHELD]]
    return _context([f"Withheld or corrected: {shortened(line, QUOTE * 2)}" for line in lines])


def _buttons(questions: Sequence[str]) -> list[Block]:
    fitting = [question for question in questions if width(question) <= VALUE][:MOST_BUTTONS]
    elements = [_button(f"{ASK}_{number}", question, question) for number, question in enumerate(fitting, start=1)]
    return [{"type": "actions", "elements": elements}] if elements else []


def _button(action: str, label: str, value: str) -> Block:
    words = {"type": "plain_text", "text": shortened(label, LABEL), "emoji": False}
    return {"type": "button", "action_id": action, "text": words, "value": value}


def _feedback(answer_id: str) -> Block:
    up, down = (
        {
            "text": {"type": "plain_text", "text": text, "emoji": False},
            "value": f"{rating}:{answer_id}",
            "accessibility_label": label,
        }
        for rating, text, label in (
            ("up", "Helpful", "This answer was of use"),
            ("down", "Not helpful", "This answer was of no use"),
        )
    )
    buttons = {"type": "feedback_buttons", "action_id": RATE, "positive_button": up, "negative_button": down}
    return {"type": "context_actions", "elements": [buttons]}


def _system(role: str, system: SystemView) -> str:
    return f"{role}: {escaped(f'{system.name} ({system.detail}), {system.phase}')}"


def _lane(lane: LaneView) -> str:
    lines = [f"*{escaped(lane.isolation)}*: {lane.symbol} {escaped(lane.word)}"]
    lines += [f"• {escaped(text)}" for text in (*lane.conditions, *lane.reasons)]
    if lane.fixes:
        lines += ["What helps:", *(f"• {escaped(text)}" for text in lane.fixes)]
    return shortened("\n".join(lines), TEXT)


def _sentence(sentence: SentenceView) -> str:
    lines = [f"{sentence.symbol} _{sentence.word}_: {escaped(shortened(sentence.text, SENTENCE))}"]
    if sentence.correction:
        lines.append(f"      Instead: {escaped(shortened(sentence.correction, SENTENCE))}")
    if sentence.reason:
        lines.append(f"      {escaped(shortened(sentence.reason, SENTENCE))}")
    return shortened("\n".join(lines), TEXT)


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines put together into texts as long as a section may have."""
    texts: list[str] = []
    for line in lines:
        if texts and width(texts[-1]) + width(line) < TEXT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts


def _context(lines: Sequence[str]) -> list[Block]:
    return _elements([escaped(shortened(line, TEXT // 5)) for line in lines])


def _elements(texts: Sequence[str]) -> list[Block]:
    return [
        {"type": "context", "elements": [_mrkdwn(text) for text in texts[at : at + TEXTS_A_CONTEXT]]}
        for at in range(0, len(texts), TEXTS_A_CONTEXT)
    ]


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
