"""Until when is it supported, and in which phase is it? Dates, phases and the lengths that channels promise.

Where sources disagree on a date, a statement with either documented date is true, and one about a phase that only the
other side bears out is undecided. Dates are in releases.toml and images.toml, lengths in lifecycle.toml.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product

from assistant.rules.factbase import FactBase
from assistant.rules.lifespan import Lifespan, Phase, lifespan
from assistant.rules.records import DateFact, Policy, ReleaseRecord
from assistant.rules.references import shelf
from assistant.rules.release import Channel, Release
from assistant.rules.rule import Kind, Rule
from assistant.rules.verdict import Ruling, Step, Truth
from assistant.rules.wording import in_words

_IN_SUPPORT = (Phase.MAINSTREAM, Phase.EXTENDED)


class Event(StrEnum):
    """What happens to a release on a day; `end` is the last day of any support."""

    AVAILABLE = "available"
    MAINSTREAM_END = "mainstream_end"
    EXTENDED_END = "extended_end"
    END = "end"


class Precision(StrEnum):
    """How exactly a statement names a day: a month or a year is right if the day lies in it."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Span(StrEnum):
    """A length that a channel's policy promises, in months."""

    MAINSTREAM = "mainstream"
    EXTENDED = "extended"
    TOTAL = "total"
    CADENCE = "cadence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """The proposition that a release, or one family of its images, is in support on the as-of date (or is not)."""

    release: Release
    family: str | None = None
    asserted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class InPhase:
    """The proposition that a release, or one family of its images, is in that phase on the as-of date."""

    release: Release
    phase: Phase
    family: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOf:
    """The proposition that an event falls on a day, or into its month or year."""

    release: Release
    event: Event
    day: date
    precision: Precision = Precision.DAY
    family: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """The proposition that releases of a channel have that many months of a kind of support, or come so often."""

    channel: Channel
    span: Span
    months: int


Proposition = Supported | InPhase | DateOf | Length


def decide(facts: FactBase, proposition: Proposition, as_of: date) -> Ruling[Proposition]:
    """Whether the proposition is true on that day; of an image that was never published nothing is."""
    if isinstance(proposition, Length):
        return _decide_length(facts, proposition)
    family = proposition.family
    if family is not None and (family, proposition.release.id) not in shelf(facts).images:
        text = f"There is no such image: {_subject(proposition)}."
        return Ruling(truth=Truth.UNDECIDED, derivation=(Step(rule="R22", text=text, facts=(family,)),))
    if isinstance(proposition, DateOf):
        return _decide_date(facts, proposition)
    return _decide_phase(facts, proposition, as_of)


def _decide_phase(facts: FactBase, proposition: Supported | InPhase, as_of: date) -> Ruling[Proposition]:
    spans = tuple(_documented(facts, proposition.release.id, proposition.family))
    governing, phase = spans[0], spans[0].phase(as_of)
    step = Step(
        rule="R21",
        text=f"On {in_words(as_of)} {_subject(proposition)} is {_IN_WORDS[phase]}.",
        facts=governing.facts,
    )
    if governing.ended and phase is Phase.OUT_OF_SUPPORT and as_of < facts.reviewed:
        # Support had ended when the facts were reviewed; on which day before that, they do not say.
        return Ruling(truth=Truth.UNDECIDED, derivation=(_unknown_day(governing),))
    if _holds(proposition, governing, as_of):
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    if any(_holds(proposition, span, as_of) for span in spans[1:]):
        return Ruling(truth=Truth.UNDECIDED, derivation=(step, _disagreement(facts, governing, Event.END)))
    correction = InPhase(release=proposition.release, family=proposition.family, phase=phase)
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)


def _holds(proposition: Supported | InPhase, span: Lifespan, as_of: date) -> bool:
    phase = span.phase(as_of)
    if isinstance(proposition, InPhase):
        return phase is proposition.phase
    return (phase in _IN_SUPPORT) is proposition.asserted


def _documented(facts: FactBase, release: str, family: str | None) -> Iterator[Lifespan]:
    """The lifespan that governs, then those that other sides of a conflict or other editions bear out."""
    governing = lifespan(facts, release, family)
    yield governing
    if family is not None and shelf(facts).images[family, release].ended is not None:
        return  # an image with an end of its own has nothing of the release's other dates
    mainstream = facts.get(DateFact, f"{release}.mainstream_end")
    extended = facts.get(DateFact, f"{release}.extended_end")
    editions = tuple(e.day for e in facts.get(ReleaseRecord, release).edition_ends)
    for first, last in product(
        (governing.mainstream_end, *mainstream.also, *editions), (governing.extended_end, *extended.also)
    ):
        if (first, last) != (governing.mainstream_end, governing.extended_end):
            yield replace(governing, mainstream_end=first, extended_end=last)


def _decide_date(facts: FactBase, proposition: DateOf) -> Ruling[Proposition]:
    spans = tuple(_documented(facts, proposition.release.id, proposition.family))
    days = [day for span in spans if (day := _day_of(span, proposition.event)) is not None]
    governing = _day_of(spans[0], proposition.event)
    fact = _fact_of(spans[0], proposition.event)
    exact = replace(proposition, precision=Precision.DAY)
    if not days:
        return _without_day(spans[0], proposition)
    if governing is not None and _lies_in(governing, proposition):
        text = f"{_event(exact)} {in_words(governing)}."
        step = Step(rule="R22", text=text, facts=(fact,), conflict=facts.fact(fact).conflict)
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    if any(_lies_in(day, proposition) for day in days):
        # Documented, but not by the side that governs, or true of another edition.
        return Ruling(truth=Truth.ENTAILED, derivation=(_disagreement(facts, spans[0], proposition.event),))
    if governing is None:
        # Only the end of another edition is known.
        return Ruling(truth=Truth.UNDECIDED, derivation=(_unknown_day(spans[0]),))
    step = Step(rule="R22", text=f"{_event(exact)} {in_words(governing)}.", facts=(fact,))
    correction = replace(exact, day=governing)
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)


def _without_day(span: Lifespan, proposition: DateOf) -> Ruling[Proposition]:
    """The facts have no day: because there is none (no extended support), or because no source at hand gives it."""
    if proposition.event is Event.EXTENDED_END and span.mainstream_end is not None:
        text = f"{span.release.name} has no extended support: it ends on {in_words(span.mainstream_end)}."
        step = Step(rule="R22", text=text, facts=span.facts)
        correction = replace(proposition, event=Event.END, day=span.mainstream_end, precision=Precision.DAY)
        return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)
    return Ruling(truth=Truth.UNDECIDED, derivation=(_unknown_day(span),))


def _decide_length(facts: FactBase, proposition: Length) -> Ruling[Proposition]:
    policy = next((p for p in facts.of(Policy) if p.channel is proposition.channel), None)
    if policy is None:
        text = f"The facts have no policy for the {proposition.channel.value}."
        return Ruling(truth=Truth.UNDECIDED, derivation=(Step(rule="R23", text=text),))
    low, high = _months(policy, proposition.span)
    step = Step(rule="R23", text=policy.statement, facts=(policy.id,), conflict=policy.conflict)
    if low <= proposition.months <= high:
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=replace(proposition, months=high))


def _months(policy: Policy, span: Span) -> tuple[int, int]:
    if span is Span.CADENCE:
        return policy.cadence_months
    months = {
        Span.MAINSTREAM: policy.mainstream_months,
        Span.EXTENDED: policy.extended_months,
        Span.TOTAL: policy.mainstream_months + policy.extended_months,
    }[span]
    return months, months


def _day_of(span: Lifespan, event: Event) -> date | None:
    return {
        Event.AVAILABLE: span.available,
        Event.MAINSTREAM_END: span.mainstream_end,
        Event.EXTENDED_END: span.extended_end,
        Event.END: span.last_day,
    }[event]


def _fact_of(span: Lifespan, event: Event) -> str:
    """The fact that gives the day; for an image with an end of its own, that image."""
    suffix = event.value
    if event is Event.END:
        suffix = Event.EXTENDED_END.value if span.extended_end else Event.MAINSTREAM_END.value
    return next((fact for fact in span.facts if fact.endswith(f".{suffix}")), span.facts[-1])


def _lies_in(day: date, proposition: DateOf) -> bool:
    said = proposition.day
    if proposition.precision is Precision.YEAR:
        return day.year == said.year
    if proposition.precision is Precision.MONTH:
        return (day.year, day.month) == (said.year, said.month)
    return day == said


def _disagreement(facts: FactBase, span: Lifespan, event: Event) -> Step:
    """What else is documented for the day: the other side of a conflict, or the days of other editions."""
    fact = facts.fact(_fact_of(span, event))
    if fact.conflict is not None:
        found = facts.conflicts[fact.conflict]
        text = f"Sources disagree on this ({found.title}); what governs here: {found.governs}."
        return Step(rule="R24", text=text, facts=(fact.id,), conflict=found.id)
    record = facts.get(ReleaseRecord, span.release.id)
    text = " ".join(f"For {e.edition} the last day is {in_words(e.day)}." for e in record.edition_ends)
    return Step(rule="R24", text=text, facts=(record.id,))


def _unknown_day(span: Lifespan) -> Step:
    text = f"The sources at hand do not give this day for {span.release.name}."
    return Step(rule="R22", text=text, facts=span.facts)


_IN_WORDS = {
    Phase.NOT_RELEASED: "not released",
    Phase.MAINSTREAM: "in mainstream support",
    Phase.EXTENDED: "in extended support",
    Phase.OUT_OF_SUPPORT: "out of support",
}
_EVENTS = {
    Event.AVAILABLE: "became available on",
    Event.MAINSTREAM_END: "has mainstream support until",
    Event.EXTENDED_END: "has extended support until",
    Event.END: "is supported until",
}
_LENGTHS = {
    Span.MAINSTREAM: "has {n} months of mainstream support",
    Span.EXTENDED: "has {n} months of extended support",
    Span.TOTAL: "is supported for {n} months",
    Span.CADENCE: "comes every {n} months",
}


def state(facts: FactBase, proposition: Proposition) -> str:  # noqa: ARG001
    """The proposition as a sentence that asserts it."""
    if isinstance(proposition, Length):
        said = _LENGTHS[proposition.span].format(n=proposition.months)
        return f"A release of the {_CHANNELS[proposition.channel]} {said}."
    if isinstance(proposition, DateOf):
        return f"{_event(proposition)} {_said_day(proposition)}."
    name = _capital(_subject(proposition))
    if isinstance(proposition, InPhase):
        return f"{name} is {_IN_WORDS[proposition.phase]}."
    return f"{name} is {'in' if proposition.asserted else 'out of'} support."


_CHANNELS = {
    Channel.LTSC: "Long-Term Servicing Channel",
    Channel.SAC: "Semi-Annual Channel",
    Channel.ANNUAL: "Annual Channel",
    Channel.CLIENT: "General Availability Channel",
}


def _event(proposition: DateOf) -> str:
    said = _EVENTS[proposition.event]
    if proposition.precision is not Precision.DAY:
        said = said.replace(" on", " in").replace("until", "until some day in")
    return f"{_capital(_subject(proposition))} {said}"


def _said_day(proposition: DateOf) -> str:
    if proposition.precision is Precision.YEAR:
        return str(proposition.day.year)
    return f"{proposition.day:%B %Y}" if proposition.precision is Precision.MONTH else in_words(proposition.day)


def _subject(proposition: Supported | InPhase | DateOf) -> str:
    family = {"nanoserver": "Nano Server", "servercore": "Server Core", "server": "Server", "windows": "Windows"}
    name = proposition.release.name
    return f"the {family[proposition.family]} image of {name}" if proposition.family else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


RULES: tuple[Rule, ...] = (
    Rule(
        id="R21",
        title="A phase of support includes its last day",
        statement="A release is in mainstream support from the day it becomes available until its mainstream end, "
        "then in extended support until its extended end where it has one, each including the last day; then it is "
        "out of support.",
        facts=("policy.ltsc", "policy.annual", "policy.sac"),
        applies=_decide_phase,
    ),
    Rule(
        id="R22",
        title="Dates are those of the release, or of the image where it has its own",
        statement="A day is right if the facts give it, a month or year if that day lies in it. Releases of the "
        "Semi-Annual Channel and clients have no extended support, and an image has its release's dates unless it "
        "has its own.",
        facts=("ws2022", "image.nanoserver.ws2016"),
        applies=_decide_date,
    ),
    Rule(
        id="R23",
        title="Channels promise lengths of support",
        statement="5 years of mainstream and 5 of extended support in the Long-Term Servicing Channel, 18 and 6 "
        "months in the Annual Channel, 18 months in the Semi-Annual Channel.",
        facts=("policy.ltsc", "policy.annual", "policy.sac"),
        applies=_decide_length,
    ),
    Rule(
        id="R24",
        title="Either documented date is right",
        statement="Where sources disagree on a date, or editions differ, a statement with any documented date is "
        "true, and the disagreement is named.",
        facts=("ws23h2.extended_end", "ws2025.mainstream_end", "ws2016.extended_end", "ws20h2.mainstream_end"),
        applies=_disagreement,
    ),
)

KIND = Kind(
    name="lifecycle", propositions=(Supported, InPhase, DateOf, Length), decide=decide, state=state, rules=RULES
)
