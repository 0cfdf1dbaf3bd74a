"""A sealed answer, laid out for people: what every rendering (terminal, HTML, ...) starts from.

Nothing here writes a sentence of its own about support: it names, orders and labels what the gate has sealed.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from assistant.gate.answer import VerifiedAnswer, Withheld
from assistant.passage import Citation
from assistant.rules.release import ImageRef, Isolation, Platform, System
from assistant.rules.verdict import Check, Outcome, Verdict

STALE_AFTER_DAYS = 90

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

FAMILY_NAMES = {
    "nanoserver": "Nano Server",
    "servercore": "Server Core",
    "server": "Server",
    "windows": "Windows",
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
    """A host or an image as the card names it: `detail` is its build and channel, `phase` its support phase."""

    name: str
    detail: str
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """One host and image pair with its verdict under each isolation."""

    host: SystemView
    image: SystemView
    platform: str | None
    lanes: tuple[LaneView, ...]
    as_of: date
    changes_on: date | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """A numbered source. `url` is an absolute https address or None; `dated` the source's own date, if it has one."""

    number: int
    title: str
    section: str
    url: str | None
    document: str
    quote: str
    dated: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer laid out: the text leads, then verdicts, sources, what was withheld, notes, and what to ask next."""

    status: str
    text: str
    verdicts: tuple[VerdictView, ...]
    citations: tuple[CitationView, ...]
    withheld: tuple[Withheld, ...]
    notes: tuple[str, ...]
    follow_ups: tuple[str, ...]
    as_of: date


def view(answer: VerifiedAnswer) -> AnswerView:
    """Lay out a sealed answer."""
    return AnswerView(
        status=answer.status.value,
        text=answer.markdown(),
        verdicts=tuple(verdict_view(check) for check in answer.verdicts),
        citations=tuple(citation_view(citation) for citation in answer.citations),
        withheld=answer.withheld,
        notes=staleness(answer.facts_as_of, answer.as_of),
        follow_ups=answer.follow_ups,
        as_of=answer.as_of,
    )


def verdict_view(check: Check) -> VerdictView:
    """Lay out the verdicts of one pair, process isolation first."""
    return VerdictView(
        host=SystemView(name=check.host.release.name, detail=_detail(check.host), phase=check.host_phase),
        image=SystemView(name=_image_name(check.image), detail=_detail(check.image.system), phase=check.image_phase),
        platform=None if check.platform is Platform.WINDOWS else PLATFORM_NAMES[check.platform],
        lanes=tuple(
            _lane(isolation, check.by_isolation[isolation])
            for isolation in Isolation
            if isolation in check.by_isolation
        ),
        as_of=check.as_of,
        changes_on=check.changes_on,
        notes=check.notes,
    )


def citation_view(citation: Citation) -> CitationView:
    """Lay out a citation."""
    return CitationView(
        number=citation.number,
        title=citation.source.title,
        section=citation.source.section,
        url=https_only(citation.source.url),
        document=citation.document,
        quote=citation.quote,
        dated=citation.source.dated,
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


def staleness(facts_as_of: date, as_of: date) -> tuple[str, ...]:
    """A warning where the facts were last reviewed too long before the date that is asked about."""
    age = (as_of - facts_as_of).days
    if age <= STALE_AFTER_DAYS:
        return ()
    return (
        f"The facts were last reviewed on {facts_as_of.isoformat()}, {age} days before {as_of.isoformat()}; "
        "support dates may have changed since.",
    )


def _lane(isolation: Isolation, verdict: Verdict) -> LaneView:
    return LaneView(
        isolation=ISOLATION_NAMES[isolation],
        outcome=verdict.outcome,
        conditions=verdict.conditions,
        reasons=tuple(step.text for step in verdict.derivation),
        fixes=tuple(change.text for change in verdict.fixes),
    )


def _detail(system: System) -> str:
    return f"build {system.version}, {system.release.channel.value}"


def _image_name(image: ImageRef) -> str:
    name = image.system.release.name
    return f"{FAMILY_NAMES.get(image.family, image.family)}, {name}" if image.family else name
