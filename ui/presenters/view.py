"""A sealed answer, laid out for people: what every rendering (terminal, HTML, ...) starts from.

Nothing here writes a sentence of its own about support: it names, orders and labels what the gate has sealed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from assistant.gate.answer import VerifiedAnswer, Withheld
from assistant.passage import Citation, Passage
from assistant.prose import plain
from assistant.rules.engine import Engine
from assistant.rules.release import ImageRef, Isolation, Platform, System
from assistant.rules.verdict import Check, Outcome, Verdict
from assistant.rules.wording import host_name, image_name

# More pairs than this are shown as a grid: as many cards would bury the answer.
MOST_CARDS = 2

OUTCOME_SYMBOLS = {
    Outcome.SUPPORTED: "✓",
    Outcome.CONDITIONAL: "◐",
    Outcome.UNKNOWN: "?",
    Outcome.UNSUPPORTED: "✗",
}

OUTCOME_WORDS = {
    Outcome.SUPPORTED: "supported",
    Outcome.CONDITIONAL: "conditional",
    Outcome.UNKNOWN: "unknown",
    Outcome.UNSUPPORTED: "not supported",
}

ISOLATION_NAMES = {
    Isolation.PROCESS: "Process isolation",
    Isolation.HYPERV: "Hyper-V isolation",
}

PLATFORM_NAMES = {
    Platform.WINDOWS: "a host of one's own",
    Platform.AKS: "Azure Kubernetes Service",
    Platform.KUBERNETES: "Kubernetes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """The verdict under one isolation."""

    isolation: str
    outcome: Outcome
    conditions: tuple[str, ...]
    reasons: tuple[str, ...]
    fixes: tuple[str, ...]

    @property
    def symbol(self) -> str:
        """The verdict as a sign that needs no colour."""
        return OUTCOME_SYMBOLS[self.outcome]

    @property
    def word(self) -> str:
        """The verdict as a word."""
        return OUTCOME_WORDS[self.outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemView:
    """A host or an image as the card names it: `detail` is its build and channel, `phase` its support phase.

    `dates` says since when it is there and until when it is supported, as far as the facts know.
    """

    name: str
    detail: str
    phase: str
    dates: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """One host and image pair with its verdict under each isolation; `pair` names both in a line."""

    pair: str
    host: SystemView
    image: SystemView
    platform: str | None
    lanes: tuple[LaneView, ...]
    as_of: date
    changes_on: date | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridView:
    """Several pairs at a glance: what they have in common above, a row a pair with one lane an isolation."""

    title: str
    rows: tuple[tuple[str, tuple[LaneView, ...]], ...]
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """A numbered source. `url` is an absolute https address or None.

    `dated` is the source's own date, if it has one, with a warning where it is older than the facts. `passage` is the
    text around the quote and `heading` its place, where the index still holds it.
    """

    number: int
    title: str
    section: str
    url: str | None
    document: str
    quote: str
    dated: str | None
    passage: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer laid out: the text leads, then verdicts, sources, what was withheld, notes, and what to ask next.

    `hosts` are the ones that its text may link to; None stands for any.
    """

    status: str
    text: str
    verdicts: tuple[VerdictView, ...]
    citations: tuple[CitationView, ...]
    withheld: tuple[Withheld, ...]
    notes: tuple[str, ...]
    follow_ups: tuple[str, ...]
    as_of: date
    hosts: frozenset[str] | None = None


Find = Callable[[str], Passage | None]
"""A passage's id -> the passage, where the index still holds it."""


def _nowhere(_: str) -> None:
    return None


def view(
    answer: VerifiedAnswer, engine: Engine, *, find: Find = _nowhere, hosts: frozenset[str] | None = None
) -> AnswerView:
    """Lay out a sealed answer; the engine says whether its facts are old for the date that was asked about.

    With `find`, a citation shows its quote in the passage it stands in.
    """
    stale = engine.stale_note(answer.as_of)
    text = answer.markdown()
    return AnswerView(
        status=answer.status.value,
        text=text,
        verdicts=tuple(verdict_view(check, text, engine) for check in answer.verdicts),
        citations=tuple(citation_view(citation, find(citation.passage)) for citation in answer.citations),
        withheld=answer.withheld,
        notes=(stale,) if stale else (),
        follow_ups=answer.follow_ups,
        as_of=answer.as_of,
        hosts=hosts,
    )


def verdict_view(check: Check, text: str = "", engine: Engine | None = None) -> VerdictView:
    """Lay out the verdicts of one pair, process isolation first; a note that `text` has already said is left out.

    With `engine`, host and image say since when and until when.
    """
    return VerdictView(
        pair=f"{image_name(check.image)} on a {host_name(check.host, check.platform)}",
        host=SystemView(
            name=check.host.release.name,
            detail=_detail(check.host),
            phase=check.host_phase,
            dates=_dates(check.host, engine, check.as_of),
        ),
        image=SystemView(
            name=check.image.system.release.name,
            detail=_detail(check.image.system, check.image.family),
            phase=check.image_phase,
            dates=_dates(check.image, engine, check.as_of),
        ),
        platform=None if check.platform is Platform.WINDOWS else PLATFORM_NAMES[check.platform],
        lanes=tuple(
            _lane(isolation, check.by_isolation[isolation])
            for isolation in Isolation
            if isolation in check.by_isolation
        ),
        as_of=check.as_of,
        changes_on=check.changes_on,
        notes=tuple(note for note in check.notes if note not in text),
    )


def grid_view(verdicts: Sequence[VerdictView]) -> GridView:
    """Lay out several pairs as one grid; a side that all have in common is named once, in the title."""
    hosts, images = (
        {side.name for side in sides} for sides in zip(*((v.host, v.image) for v in verdicts), strict=True)
    )
    if len(hosts) == 1:
        title, names = f"Images on {verdicts[0].host.name}", [v.image.name for v in verdicts]
    elif len(images) == 1:
        title, names = f"Hosts for {verdicts[0].image.name} images", [v.host.name for v in verdicts]
    else:
        title, names = "Images and hosts", [v.pair for v in verdicts]
    rows = tuple((name, verdict.lanes) for name, verdict in zip(names, verdicts, strict=True))
    return GridView(title=title, rows=rows, as_of=verdicts[0].as_of)


def citation_view(citation: Citation, passage: Passage | None = None) -> CitationView:
    """Lay out a citation, with the passage that it stands in where there is one."""
    return CitationView(
        number=citation.number,
        title=citation.source.title,
        section=citation.source.section,
        url=_at_section(https_only(citation.source.url), passage),
        document=citation.document,
        quote=citation.quote,
        dated=citation.age,
        passage=passage.text if passage else "",
        heading=" › ".join(map(plain, passage.headings)) if passage else "",
    )


def https_only(url: str | None) -> str | None:
    """The address if a surface may link to it: absolute, https and with a host; None for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme == "https" and parts.hostname and "\\" not in url else None


def _at_section(url: str | None, passage: Passage | None) -> str | None:
    """The address with the section's anchor; our own pages name another's address, which has other anchors."""
    if url is None or passage is None or passage.packaged or not passage.anchor or "#" in url:
        return url
    return f"{url}#{quote(passage.anchor)}"


def _dates(named: System | ImageRef, engine: Engine | None, as_of: date) -> str:
    if engine is None:
        return ""
    span = engine.lifecycle(named, as_of).span
    since, until = span.available, span.last_day
    parts = (f"since {since.isoformat()}" if since else "", f"until {until.isoformat()}" if until else "")
    return ", ".join(part for part in parts if part)


def _lane(isolation: Isolation, verdict: Verdict) -> LaneView:
    return LaneView(
        isolation=ISOLATION_NAMES[isolation],
        outcome=verdict.outcome,
        conditions=verdict.conditions,
        reasons=tuple(step.text for step in verdict.derivation),
        fixes=tuple(change.text for change in verdict.fixes),
    )


def _detail(system: System, family: str | None = None) -> str:
    parts = (family, f"build {system.version}", system.release.channel.value)
    return ", ".join(part for part in parts if part)
