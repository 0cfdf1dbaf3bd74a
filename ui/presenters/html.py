"""An answer as an HTML fragment: text with linked markers, verdict cards, sources with their quotes.

Everything from documents and users is escaped when the fragment is built, and the whole fragment then passes an
allow-list (nh3): no images, frames, scripts, styles or event handlers; links only to absolute https addresses.
INVARIANT: the fragment has no blank line, so a Markdown renderer passes it on as it is.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.rules.verdict import Outcome
from ui.presenters.view import (
    MOST_CARDS,
    AnswerView,
    CitationView,
    GridView,
    LaneView,
    SystemView,
    VerdictView,
    grid_view,
    https_only,
)

OUTCOME_CLASSES = {
    Outcome.SUPPORTED: "ca-yes",
    Outcome.CONDITIONAL: "ca-if",
    Outcome.UNKNOWN: "ca-unknown",
    Outcome.UNSUPPORTED: "ca-no",
}

TAGS = {
    *("a", "b", "blockquote", "br", "cite", "code", "dd", "details", "div", "dl", "dt", "em", "h3", "h4", "h5", "h6"),
    *(
        "hr",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "span",
        "strong",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
    ),
    *("thead", "tr", "ul"),
}

ATTRIBUTES = {
    "*": {"class"},
    "a": {"href", "title"},
    # A marker is a button that opens its source; chat.js does so.
    "span": {"aria-hidden", "role", "tabindex", "title"},
    "li": {"value"},
    "ol": {"start"},
    "section": {"aria-label"},
}

_MARKER = re.compile(r"\[(\d{1,3})\]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE_END = re.compile(r"\r\n?|\n")
_HEADING_LEVELS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


def answer_html(answer: AnswerView) -> str:
    """A whole answer: its first paragraph, the verdict cards, the rest of the text, sources, withheld, notes."""
    citations = {c.number: c for c in answer.citations}
    first, rest = _first_paragraph(answer.text) if answer.verdicts else (answer.text, "")
    parts = [
        _text(first, citations, answer.hosts),
        *_verdicts(answer.verdicts),
        *([_text(rest, citations, answer.hosts)] if rest else []),
        _sources(answer.citations),
        _withheld(answer),
        *(f'<p class="ca-note">{escape(note)}</p>' for note in answer.notes),
    ]
    return _safe(f'<div class="ca-answer ca-{escape(answer.status)}">{"".join(parts)}</div>')


def text_html(text: str, hosts: frozenset[str] | None = None) -> str:
    """Answer text alone, while its sentences still arrive: markers are not linked yet."""
    return _safe(f'<div class="ca-answer ca-pending">{_text(text, {}, hosts)}</div>')


def cut_html(text: str, message: str, kind: str) -> str:
    """What was shown of an answer before it ended early, and a line of our own that says why; `kind` is a class."""
    shown = _text(text, {}, frozenset()) if text else ""
    return _safe(f'<div class="ca-answer ca-{escape(kind)}">{shown}<p class="ca-end">{escape(message)}</p></div>')


def status_html(text: str) -> str:
    """A line that says what was done; a screen reader says it when it changes."""
    return f'<p role="status">{escape(text)}</p>'


def steps_html(steps: Sequence[str], current: int) -> str:
    """The steps of an answer, those before `current` (counted from 0) done."""
    items = "".join(
        f'<li class="{_step_class(place, current)}"><span aria-hidden="true">{_step_sign(place, current)}</span> '
        f"{escape(step)}</li>"
        for place, step in enumerate(steps)
    )
    return _safe(f'<div class="ca-answer ca-pending"><ol class="ca-steps">{items}</ol></div>')


def question_html(text: str) -> str:
    """What a person wrote, as they wrote it: no Markdown, no HTML."""
    return _safe(f'<div class="ca-question">{_lines(text)}</div>')


def _safe(fragment: str) -> str:
    clean = nh3.clean(
        fragment,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags={"script", "style"},
        url_schemes={"https"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return _BLANK_LINES.sub(lambda run: "\n" + "&#10;" * (run.group().count("\n") - 1), clean)


def _step_class(place: int, current: int) -> str:
    return "ca-step-done" if place < current else "ca-step-now" if place == current else "ca-step-later"


def _step_sign(place: int, current: int) -> str:
    return "✓" if place < current else "…" if place == current else "·"


def _text(text: str, citations: Mapping[int, CitationView], hosts: frozenset[str] | None) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    for token in tokens:
        if token.tag in _HEADING_LEVELS and token.type.startswith("heading"):
            token.tag = _HEADING_LEVELS[token.tag]
        if token.children is not None:
            token.children = _inline(token.children, citations, hosts)
    return f'<div class="ca-text">{parser.renderer.render(tokens, parser.options, {})}</div>'


def _inline(children: list[Token], citations: Mapping[int, CitationView], hosts: frozenset[str] | None) -> list[Token]:
    """Link the markers; leave of an image its words, and of a link that may not be followed its text."""
    out: list[Token] = []
    dropped = 0
    for child in children:
        if child.type == "text":
            out.extend(_with_markers(child.content, citations))
        elif child.type == "image":
            out.append(Token("text", "", 0, content=child.content))
        elif child.type == "link_open" and not _may_follow(str(child.attrs.get("href", "")), hosts):
            dropped += 1
        elif child.type == "link_close" and dropped:
            dropped -= 1
        else:
            out.append(child)
    return out


def _with_markers(text: str, citations: Mapping[int, CitationView]) -> list[Token]:
    """A text token split at its [n] markers."""
    tokens: list[Token] = []
    start = 0
    for marker in _MARKER.finditer(text):
        tokens.append(Token("text", "", 0, content=text[start : marker.start()]))
        tokens.append(Token("html_inline", "", 0, content=_marker(int(marker.group(1)), citations)))
        start = marker.end()
    tokens.append(Token("text", "", 0, content=text[start:]))
    return tokens


def _first_paragraph(text: str) -> tuple[str, str]:
    """The text up to its first blank line, and the rest; a text that begins with anything but a paragraph is whole."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable(["table"]).parse(text)
    if not tokens or tokens[0].type != "paragraph_open" or tokens[0].map is None:
        return text, ""
    lines = _LINE_END.split(text)
    end = tokens[0].map[1]
    return "\n".join(lines[:end]), "\n".join(lines[end:]).strip("\n")


def _may_follow(href: str, hosts: frozenset[str] | None) -> bool:
    url = https_only(href)
    return url is not None and (hosts is None or urlsplit(url).hostname in hosts)


def _marker(number: int, citations: Mapping[int, CitationView]) -> str:
    """A number alone while its source is not there yet, else a button that opens it."""
    citation = citations.get(number)
    if citation is None:
        return f'<sup class="ca-marker">{number}</sup>'
    title = escape(f"Source {number}: {_place(citation)}")
    return f'<sup class="ca-marker"><span role="button" tabindex="0" title="{title}">{number}</span></sup>'


def _verdicts(verdicts: Sequence[VerdictView]) -> list[str]:
    """A card each where they are few, else one grid."""
    return [_grid(grid_view(verdicts))] if len(verdicts) > MOST_CARDS else [_card(verdict) for verdict in verdicts]


def _grid(grid: GridView) -> str:
    isolations = [lane.isolation for lane in grid.rows[0][1]]
    head = "".join(f"<th>{escape(name)}</th>" for name in ("", *isolations))
    rows = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(f'<td>{_badge(lane)}</td>' for lane in lanes)}</tr>"
        for name, lanes in grid.rows
    )
    return (
        f'<section class="ca-card ca-grid" aria-label="Verdicts"><p class="ca-grid-title">{escape(grid.title)}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="ca-asof">As of {grid.as_of.isoformat()}</p>{_grid_conditions(grid)}</section>'
    )


def _grid_conditions(grid: GridView) -> str:
    items = "".join(
        f"<li><b>{escape(name)}</b>, {escape(lane.isolation)}: {escape(' '.join(lane.conditions))}</li>"
        for name, lanes in grid.rows
        for lane in lanes
        if lane.conditions
    )
    return f'<details class="ca-why"><summary>Conditions</summary><ul>{items}</ul></details>' if items else ""


def _badge(lane: LaneView) -> str:
    return (
        f'<span class="{OUTCOME_CLASSES[lane.outcome]}"><span class="ca-badge"><span>{lane.symbol}</span> '
        f"{escape(lane.word)}</span></span>"
    )


def _card(verdict: VerdictView) -> str:
    platform = f' <span class="ca-platform">{escape(verdict.platform)}</span>' if verdict.platform else ""
    changes = f" · next change {verdict.changes_on.isoformat()}" if verdict.changes_on else ""
    notes = "".join(f'<p class="ca-small">{escape(note)}</p>' for note in verdict.notes)
    return (
        f'<section class="ca-card" aria-label="{escape(f"Verdict: {verdict.pair}")}">'
        f'<dl class="ca-pair">{_system("Host", verdict.host)}{_system("Image", verdict.image)}</dl>'
        f'<ul class="ca-lanes">{"".join(_lane(lane) for lane in verdict.lanes)}</ul>'
        f'<p class="ca-asof">As of {verdict.as_of.isoformat()}{changes}{platform}</p>'
        f"{notes}{_why(verdict)}</section>"
    )


def _system(role: str, system: SystemView) -> str:
    parts = (system.detail, system.phase, system.dates)
    return (
        f"<dt>{role}</dt><dd><b>{escape(system.name)}</b>"
        f'<span class="ca-small">{" · ".join(escape(part) for part in parts if part)}</span></dd>'
    )


def _lane(lane: LaneView) -> str:
    conditions = "".join(f'<span class="ca-small">{escape(condition)}</span>' for condition in lane.conditions)
    return (
        f'<li class="ca-lane">{_badge(lane)}'
        f'<span class="ca-lane-body"><b>{escape(lane.isolation)}</b>{conditions}</span></li>'
    )


def _why(verdict: VerdictView) -> str:
    rows = "".join(
        f"<p><b>{escape(lane.isolation)}</b></p><ul>{_items(lane.reasons)}{_items(lane.fixes)}</ul>"
        for lane in verdict.lanes
        if lane.reasons or lane.fixes
    )
    return f'<details class="ca-why"><summary>Why, and what would help</summary>{rows}</details>' if rows else ""


def _items(texts: Sequence[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _sources(citations: Sequence[CitationView]) -> str:
    if not citations:
        return ""
    count = f"{len(citations)} source" + ("s" if len(citations) > 1 else "")
    items = "".join(_source(citation) for citation in citations)
    return f'<details class="ca-sources"><summary>{count}</summary><ol>{items}</ol></details>'


def _source(citation: CitationView) -> str:
    place = escape(_place(citation))
    name = f'<a href="{escape(citation.url)}">{place}</a>' if citation.url else f"<cite>{place}</cite>"
    where = " · ".join(escape(part) for part in (citation.document, citation.heading, citation.dated) if part)
    return (
        f'<li value="{citation.number}">{name} <span class="ca-small">{where}</span>'
        f"<blockquote>{_highlighted(citation)}</blockquote></li>"
    )


def _highlighted(citation: CitationView) -> str:
    """The passage with its quote marked; the quote alone where the passage is not at hand."""
    before, found, after = citation.passage.partition(citation.quote) if citation.quote else ("", "", "")
    if not found:
        return f"<mark>{_lines(citation.quote)}</mark>"
    return f"{_context(before)}<mark>{_lines(citation.quote)}</mark>{_context(after)}"


def _context(text: str) -> str:
    """The words beside a quote; a break stands where a line ends."""
    if not text.strip():
        return ""
    first = "<br>" if text[0] == "\n" else ""
    last = "<br>" if text[-1] == "\n" else ""
    return f"{first}{_lines(text)}{last}"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines() if line.strip())


def _place(citation: CitationView) -> str:
    if citation.section and citation.section != citation.title:
        return f"{citation.title} - {citation.section}"
    return citation.title


def _withheld(answer: AnswerView) -> str:
    if not answer.withheld:
        return ""
    items = "".join(
        f'<li>{escape(held.text)} <span class="ca-small">{escape(held.reason)}</span></li>' for held in answer.withheld
    )
    return f'<details class="ca-withheld"><summary>Withheld or corrected</summary><ul>{items}</ul></details>'
