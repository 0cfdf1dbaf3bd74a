"""Answers, verdicts and verified texts as Teams messages: Markdown, citations, and an Adaptive Card 1.5 below it.

The text of a message is `Reply.markdown()`; only what Teams would take for HTML is escaped. In a card, everything that
comes from documents, facts or people stands in text runs, which Teams shows as they are: no Markdown, no mention.
Limits: a message of about 100 KB in UTF-16 (80 KB are sure to arrive), a card of 28 KB.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ui.presenters.bot import GREETING, PROMPTS, SentenceView, VerificationView, place, table_view
from ui.presenters.fit import pieces, shortened, width
from ui.presenters.view import MOST_CARDS, AnswerView, CitationView, LaneView, SystemView, VerdictView

Element = dict[str, Any]

# In UTF-16 units, but for CARD, which is bytes of UTF-8.
PAGE = 6_000
MESSAGE = 38_000
CARD = 27_000

# Of a citation: Teams refuses longer names and abstracts, and an address is of no use when it is cut.
NAME = 80
ABSTRACT = 160
ADDRESS = 300

LINE = 600
LABEL = 100
MOST_FOLLOW_UPS = 4
MOST_OPENED = 2
ROWS = 60

ASKED = "channel-assistant.asked"
"""Key of what a follow-up button sends beside its question, so that the bot knows its own buttons."""

CHECKED_TEXT = "text"
"""Id of the input of the form for a text to verify."""

_HTML = re.compile(
    r"(^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\2[`~]*[ \t]*$|\Z)|(`+)(?!`).*?(?<!`)\3(?!`))|<(?=[A-Za-z/!?])", re.S | re.M
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation of a message, cut to what Teams takes. `url` is absolute https or empty."""

    number: int
    name: str
    abstract: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: Markdown, a card, or both. `answers` says that it holds (a part of) an answer; `last` is its end."""

    text: str = ""
    citations: tuple[Cited, ...] = ()
    card: Element | None = None
    answers: bool = False
    last: bool = False


def markdown(text: str) -> str:
    """An answer's text for Teams: what would be read as a tag of HTML is shown as it is written."""
    return _HTML.sub(lambda found: found.group(1) or "&lt;", text)


def answer_messages(answer: AnswerView, begun: str = "", *, ended: bool = False) -> tuple[Message, ...]:
    """An answer in as many messages as it needs; the card stands in the last one.

    `begun` is what has been shown of its text already, as `markdown` gives it: the first message begins with it. Where
    the message that showed it has ended, the messages after that are given.
    """
    text, card = markdown(answer.text), answer_card(answer)
    follows = text.startswith(begun)
    rest = text[len(begun) :] if follows else text
    if ended:
        pages = pieces(rest, PAGE)
    elif follows and width(text) <= PAGE:
        pages = (text,)
    else:
        pages = (begun, *pieces(rest, PAGE)) if begun else pieces(text, PAGE)
    messages = [
        _within(Message(text=page, citations=_cited(page, answer.citations), answers=True))
        for page in pages
        if page.strip()
    ]
    if not messages:  # all of it was shown
        return (Message(text="" if card else "—", card=card, answers=True, last=True),)
    final = replace(messages[-1], card=card, last=True)
    if card is None or _units(final) <= MESSAGE:
        return (*messages[:-1], final)
    return (*messages, Message(card=card, answers=True, last=True))


def answer_card(answer: AnswerView) -> Element | None:
    """What stands below an answer's text: verdicts, reasons, sources, what to ask next; None where there is nothing."""
    why, sources = _why(answer.verdicts), [_source(citation) for citation in answer.citations]
    top = [
        *_verdicts(answer.verdicts),
        *(_quiet(f"Withheld or corrected: {held.text} {held.reason}") for held in answer.withheld),
        *(_quiet(note) for note in answer.notes),
    ]
    buttons = [
        *([_toggle("Explain", "why")] if why else []),
        *([_toggle(f"Sources ({len(sources)})", "sources")] if sources else []),
        *_openers(answer.citations),
    ]
    follow_ups = [_follow_up(question) for question in answer.follow_ups[:MOST_FOLLOW_UPS]]
    if not (top or buttons or follow_ups):
        return None
    frame = [*_action_set(buttons), *_action_set(follow_ups)]
    room = CARD - _bytes(_card(frame)) - 400
    top, room = _fitting(top, room)
    why, _ = _fitting(why, room // 2 if sources else room)
    sources, _ = _fitting(sources, room - _bytes(why))
    hidden = [*([_hidden("why", why)] if why else []), *([_hidden("sources", sources)] if sources else [])]
    return _card([*top, *frame[: 1 if buttons else 0], *hidden, *frame[1 if buttons else 0 :]])


def verification_card(found: VerificationView) -> Element:
    """A verified text: the verdict on the whole, then on each sentence, in order."""
    sentences = [_sentence(sentence) for sentence in found.sentences]
    notes = [_quiet(note) for note in found.notes]
    head = _text(found.headline, weight="Bolder")
    shown, _ = _fitting(sentences, CARD - _bytes(_card([head, *notes])) - 400)
    return _card([head, *shown, *notes])


def verify_form() -> Element:
    """The form for a text to verify."""
    field = {
        "type": "Input.Text",
        "id": CHECKED_TEXT,
        "label": "Text to verify",
        "isMultiline": True,
        "isRequired": True,
        "errorMessage": "Paste a text with at least one sentence.",
        "placeholder": "Each sentence is checked against the rules.",
    }
    return _card([field], actions=[{"type": "Action.Submit", "title": "Verify claims"}])


def plain_card(text: str) -> Element:
    """A line of ours, where only a card can be shown."""
    return _card([_text(text)])


def plain_message(text: str) -> Message:
    """A line of ours: an error, a thank-you."""
    return Message(text=markdown(shortened(text, LINE * 2)))


def greeting_message() -> Message:
    """What is said to somebody who has not asked anything yet."""
    return Message(text=GREETING, card=_card(_action_set([_follow_up(prompt) for prompt in PROMPTS])))


def _verdicts(verdicts: Sequence[VerdictView]) -> list[Element]:
    """A set of facts each where they are few, else one table."""
    if len(verdicts) <= MOST_CARDS:
        return [_verdict(verdict) for verdict in verdicts]
    table = table_view(verdicts)
    left = len(table.rows) - ROWS
    return [
        _text(table.title, weight="Bolder"),
        _table((table.head, *table.rows[:ROWS])),
        *([_quiet(f"… and {left} more pairs.")] if left > 0 else []),
        *(_quiet(condition) for condition in table.conditions),
    ]


def _verdict(verdict: VerdictView) -> Element:
    facts = [
        ("Host", _system(verdict.host)),
        ("Image", _system(verdict.image)),
        *((lane.isolation, f"{lane.symbol} {lane.word}") for lane in verdict.lanes),
        ("As of", verdict.as_of.isoformat()),
        *([("Next change", verdict.changes_on.isoformat())] if verdict.changes_on else []),
    ]
    title = f"{verdict.pair} ({verdict.platform})" if verdict.platform else verdict.pair
    return _container(
        [
            _text(title, weight="Bolder"),
            {"type": "FactSet", "facts": [{"title": name, "value": shortened(value, LINE)} for name, value in facts]},
            *(_quiet(f"{lane.isolation}: {' '.join(lane.conditions)}") for lane in verdict.lanes if lane.conditions),
            *(_quiet(note) for note in verdict.notes),
        ],
        style="emphasis",
    )


def _system(system: SystemView) -> str:
    return f"{system.name} ({system.detail}), {system.phase}"


def _why(verdicts: Sequence[VerdictView]) -> list[Element]:
    """The reasons and what would help, for verdicts that have a card each; those in a table are told in the text."""
    if len(verdicts) > MOST_CARDS:
        return []
    return [element for verdict in verdicts for lane in verdict.lanes for element in _lane(lane)]


def _lane(lane: LaneView) -> list[Element]:
    lines = [*(f"• {reason}" for reason in lane.reasons), *(f"→ {fix}" for fix in lane.fixes)]
    return [_text(lane.isolation, weight="Bolder"), *(_text(line) for line in lines)] if lines else []


def _source(citation: CitationView) -> Element:
    name = shortened(f"[{citation.number}] {place(citation)}", LINE)
    run: Element = {"type": "TextRun", "text": name, "weight": "Bolder"}
    if url := _address(citation):
        run["selectAction"] = {"type": "Action.OpenUrl", "url": url}
    where = " · ".join(part for part in (citation.document, citation.dated) if part)
    quote = shortened(" ".join(citation.quote.split()), LINE // 2)
    return _container([{"type": "RichTextBlock", "inlines": [run]}, _quiet(f"{where}: “{quote}”")])


def _sentence(sentence: SentenceView) -> Element:
    lines = [_text(f"{sentence.symbol} {sentence.word}: {sentence.text}")]
    lines += [_quiet(f"Instead: {sentence.correction}")] if sentence.correction else []
    lines += [_quiet(sentence.reason)] if sentence.reason else []
    return _container(lines)


def _openers(citations: Sequence[CitationView]) -> list[Element]:
    """Buttons to the first sources that have an address, each address once."""
    addresses = {url: citation for citation in reversed(citations) if (url := _address(citation))}
    chosen = sorted(addresses.items(), key=lambda item: item[1].number)[:MOST_OPENED]
    return [
        {"type": "Action.OpenUrl", "title": shortened(f"Open [{citation.number}] {citation.title}", LABEL), "url": url}
        for url, citation in chosen
    ]


def _follow_up(question: str) -> Element:
    """A button that asks the question in the name of whoever presses it."""
    sent = {"type": "messageBack", "displayText": question, "text": question, "value": {ASKED: question}}
    return {"type": "Action.Submit", "title": shortened(question, LABEL), "data": {"msteams": sent}}


def _cited(page: str, citations: Sequence[CitationView]) -> tuple[Cited, ...]:
    """The citations whose markers stand in the text."""
    return tuple(
        Cited(
            number=citation.number,
            name=shortened(place(citation), NAME),
            abstract=shortened(" ".join(citation.quote.split()), ABSTRACT),
            url=_address(citation),
        )
        for citation in citations
        if f"[{citation.number}]" in page
    )


def _within(message: Message) -> Message:
    """The message with as many of its citations as there is room for: what they say stands in the card as well."""
    kept = message
    while kept.citations and _units(kept) > MESSAGE:
        kept = replace(kept, citations=kept.citations[:-1])
    return kept


def _address(citation: CitationView) -> str:
    return citation.url if citation.url and width(citation.url) <= ADDRESS else ""


def _text(text: str, **style: Any) -> Element:
    """Plain text, shown as it is."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": shortened(text, LINE), **style}]}


def _quiet(text: str) -> Element:
    return _text(text, size="Small", isSubtle=True)


def _table(rows: Sequence[Sequence[str]]) -> Element:
    return {
        "type": "Table",
        "firstRowAsHeader": True,
        "columns": [{"width": 2}, *({"width": 1} for _ in rows[0][1:])],
        "rows": [
            {"type": "TableRow", "cells": [{"type": "TableCell", "items": [_text(cell or " ")]} for cell in row]}
            for row in rows
        ],
    }


def _container(items: list[Element], **style: Any) -> Element:
    return {"type": "Container", "items": items, **style}


def _hidden(name: str, items: list[Element]) -> Element:
    return _container(items, id=name, isVisible=False)


def _toggle(title: str, target: str) -> Element:
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": [target]}


def _action_set(actions: list[Element]) -> list[Element]:
    return [{"type": "ActionSet", "actions": actions}] if actions else []


def _card(body: list[Element], **more: Any) -> Element:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "full"},
        "body": body,
        **more,
    }


def _fitting(elements: Sequence[Element], room: int) -> tuple[list[Element], int]:
    """As many of the elements as there is room for (bytes), and the room that is left; a line says how many are not."""
    sizes = [_bytes(element) + 2 for element in elements]
    if sum(sizes) <= room:
        return list(elements), room - sum(sizes)
    kept: list[Element] = []
    for element, size in zip(elements, sizes, strict=True):
        if size > room - 200:
            break
        kept.append(element)
        room -= size
    kept.append(_quiet(f"… and {len(elements) - len(kept)} more, which are too long for a card in Teams."))
    return kept, room - 200


def _bytes(element: Any) -> int:
    return len(json.dumps(element, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _units(message: Message) -> int:
    """The length of a message in UTF-16 units, its markup counted generously."""
    cited = sum(200 + width(c.name) + width(c.abstract) + width(c.url) for c in message.citations)
    card = width(json.dumps(message.card, ensure_ascii=False)) if message.card else 0
    return 1_500 + width(json.dumps(message.text, ensure_ascii=False)) + cited + card
