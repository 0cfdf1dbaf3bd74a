"""What the rules say, in words: the sentences that an answer made from verdicts may use, and no others.

`state(engine, subject, as_of)` is a pure function, so the gate re-derives the statements of a subject and compares them
word for word with what a drafter wrote: a sentence that the rules did not make cannot pass as theirs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.rules.engine import Engine
from assistant.rules.release import Channel, ImageRef, Isolation, Platform, Release, System
from assistant.rules.verdict import Check, Outcome, Verdict
from assistant.rules.wording import IN_ISOLATION, article, host_name, image_name, listed, short_name


class Part(StrEnum):
    """The place of a statement in an answer, in reading order."""

    ANSWER = "answer"
    REASON = "reason"
    CONDITION = "condition"
    FIX = "fix"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """May this image run on this host, in the isolation asked for or in either?"""

    host: System
    image: ImageRef
    platform: Platform = Platform.WINDOWS
    isolation: Isolation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRow:
    """What runs on this host? `images` are the ones asked about; empty means all there are."""

    host: System
    platform: Platform = Platform.WINDOWS
    isolation: Isolation | None = None
    images: tuple[ImageRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageColumn:
    """Where does this image run? `hosts` are the ones asked about, such as all of Windows 11; empty means all there are."""

    image: ImageRef
    platform: Platform = Platform.WINDOWS
    isolation: Isolation | None = None
    hosts: tuple[System, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportDates:
    """Until when is this release supported, and in which phase is it?"""

    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which channel and build is this release?"""

    release: Release


Subject = Pair | HostRow | ImageColumn | SupportDates | Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """A claim that a statement makes: the contract's kind with its own fields, and the rules it follows from."""

    kind: str
    rules: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of the rules, its place in an answer and the claims it makes."""

    text: str
    part: Part
    claims: tuple[Asserted, ...] = ()


def state(engine: Engine, subject: Subject, as_of: date) -> tuple[Statement, ...]:
    """Every statement the rules make about `subject` on `as_of`, in reading order; each text occurs once."""
    if isinstance(subject, Pair):
        found = _pair(engine, subject, as_of)
    elif isinstance(subject, HostRow):
        found = _row(engine, subject, as_of)
    elif isinstance(subject, ImageColumn):
        found = _column(engine, subject, as_of)
    elif isinstance(subject, SupportDates):
        found = _support_dates(engine, subject, as_of)
    else:
        found = _identity(subject)
    return tuple({s.text: s for s in reversed(tuple(found))}.values())[::-1]


def checks(engine: Engine, subject: Subject, as_of: date) -> tuple[Check, ...]:
    """The compatibility checks that the statements about `subject` rest on, always with both isolations."""
    if isinstance(subject, Pair):
        return (engine.check(subject.host, subject.image, platform=subject.platform, as_of=as_of),)
    if isinstance(subject, HostRow):
        return tuple(
            engine.check(subject.host, image, platform=subject.platform, as_of=as_of)
            for image in subject.images or engine.images()
        )
    if isinstance(subject, ImageColumn):
        return tuple(
            engine.check(host, subject.image, platform=subject.platform, as_of=as_of)
            for host in subject.hosts or engine.hosts()
        )
    return ()


_BOTH = {
    # (process, Hyper-V) -> the opening and the predicate; `on` is the host, as in "on a Windows Server 2025 host"
    (Outcome.SUPPORTED, Outcome.SUPPORTED): (
        "Yes.",
        "is supported {on}, in process isolation as well as with Hyper-V isolation",
    ),
    (Outcome.SUPPORTED, Outcome.CONDITIONAL): (
        "Yes.",
        "is supported {on} in process isolation, and under conditions with Hyper-V isolation",
    ),
    (Outcome.SUPPORTED, Outcome.UNSUPPORTED): (
        "Yes, in process isolation.",
        "is supported {on} in process isolation, and not supported there with Hyper-V isolation",
    ),
    (Outcome.CONDITIONAL, Outcome.SUPPORTED): (
        "Yes.",
        "is supported {on} with Hyper-V isolation, and only under conditions in process isolation",
    ),
    (Outcome.CONDITIONAL, Outcome.CONDITIONAL): (
        "Only under conditions.",
        "is supported {on} under conditions, in process isolation as well as with Hyper-V isolation",
    ),
    (Outcome.CONDITIONAL, Outcome.UNSUPPORTED): (
        "Only in process isolation, and under conditions.",
        "is supported {on} in process isolation under conditions, and not supported there with Hyper-V isolation",
    ),
    (Outcome.UNSUPPORTED, Outcome.SUPPORTED): (
        "Only with Hyper-V isolation.",
        "is supported {on} with Hyper-V isolation, and not supported there in process isolation",
    ),
    (Outcome.UNSUPPORTED, Outcome.CONDITIONAL): (
        "Only with Hyper-V isolation, and under conditions.",
        "is supported {on} with Hyper-V isolation under conditions, and not supported there in process isolation",
    ),
    (Outcome.UNSUPPORTED, Outcome.UNSUPPORTED): (
        "No.",
        "is not supported {on}, neither in process isolation nor with Hyper-V isolation",
    ),
}
_ONE = {
    Outcome.SUPPORTED: ("Yes.", "is supported {on} {isolated}"),
    Outcome.CONDITIONAL: ("Only under conditions.", "is supported {on} {isolated} under conditions"),
    Outcome.UNSUPPORTED: ("No.", "is not supported {on} {isolated}"),
    Outcome.UNKNOWN: ("Not known.", "is covered by no published statement {on} {isolated}"),
}


_CONDITION = {Isolation.PROCESS: "In process isolation", Isolation.HYPERV: "With Hyper-V isolation"}
_GROUPS = (
    # The cells of a row or column that share one sentence: process and Hyper-V outcome -> how it is said of the images
    ((Outcome.SUPPORTED, Outcome.SUPPORTED), "in process isolation and with Hyper-V isolation"),
    ((Outcome.SUPPORTED, Outcome.CONDITIONAL), "in process isolation, and with Hyper-V isolation under conditions"),
    ((Outcome.SUPPORTED, Outcome.UNSUPPORTED), "in process isolation only"),
    ((Outcome.CONDITIONAL, Outcome.SUPPORTED), "with Hyper-V isolation, and in process isolation under conditions"),
    ((Outcome.CONDITIONAL, Outcome.CONDITIONAL), "in both isolations, under conditions"),
    ((Outcome.CONDITIONAL, Outcome.UNSUPPORTED), "in process isolation only, and under conditions"),
    ((Outcome.UNSUPPORTED, Outcome.SUPPORTED), "with Hyper-V isolation only"),
    ((Outcome.UNSUPPORTED, Outcome.CONDITIONAL), "with Hyper-V isolation only, under conditions that no printed table confirms"),
)


def _pair(engine: Engine, pair: Pair, as_of: date) -> Iterator[Statement]:
    check = engine.check(pair.host, pair.image, platform=pair.platform, as_of=as_of)
    asked = {i: v for i, v in check.by_isolation.items() if pair.isolation in (None, i)}
    yield _answer(pair, check)
    yield from _reasons(engine, asked)
    for isolation, verdict in asked.items():
        for condition in verdict.conditions:
            yield Statement(text=f"{_CONDITION[isolation]}: {condition}", part=Part.CONDITION)
    if all(v.outcome is Outcome.UNSUPPORTED for v in asked.values()):
        yield from _fixes(asked)
    for note in check.notes:
        yield Statement(text=note, part=Part.SUPPORT)


def _answer(pair: Pair, check: Check) -> Statement:
    by = check.by_isolation
    on = f"on {article(host_name(pair.host, pair.platform))}"
    both = by[Isolation.PROCESS].outcome, by[Isolation.HYPERV].outcome
    if pair.isolation is None and both in _BOTH:
        opening, predicate = _BOTH[both]
        asked = tuple(Isolation)
    else:
        only = pair.isolation or Isolation.PROCESS
        opening, predicate = _ONE[by[only].outcome]
        predicate = predicate.replace("{isolated}", IN_ISOLATION[only])
        asked = (only,)
    return Statement(
        text=f"{opening} The {image_name(pair.image)} {predicate.format(on=on)}.",
        part=Part.ANSWER,
        claims=tuple(_compatibility(check, isolation) for isolation in asked),
    )


def _compatibility(check: Check, isolation: Isolation) -> Asserted:
    verdict = check.by_isolation[isolation]
    asserted = "unsupported" if verdict.outcome is Outcome.UNSUPPORTED else "supported"
    return Asserted(
        kind="compatibility",
        rules=tuple(dict.fromkeys(step.rule for step in verdict.derivation)),
        fields=(
            ("host", check.host.release.id),
            ("image", check.image.system.release.id),
            ("isolation", isolation.value),
            ("platform", check.platform.value),
            ("asserted", asserted),
        ),
    )


def _reasons(engine: Engine, asked: dict[Isolation, Verdict]) -> Iterator[Statement]:
    """What decided, each sentence once; where the isolations differ, it says which one it is about."""
    deciding = {isolation: _deciding(engine, verdict) for isolation, verdict in asked.items()}
    common = set.intersection(*(set(texts) for texts in deciding.values()))
    for isolation, texts in deciding.items():
        for text in texts:
            alone = text in common or len(asked) == 1 or _names_isolation(text)
            yield Statement(text=text if alone else f"{_CONDITION[isolation]}: {text}", part=Part.REASON)


def _deciding(engine: Engine, verdict: Verdict) -> list[str]:
    """The texts of the steps that decided; a step that only repeats its fact's words is shown as a condition instead."""
    if verdict.outcome is Outcome.UNSUPPORTED:
        return [step.text for step in verdict.derivation]
    return [s.text for s in verdict.derivation if not any(s.text == engine.facts.fact(f).statement for f in s.facts)]


def _names_isolation(text: str) -> bool:
    return "process isolation" in text.lower() or "hyper-v isolation" in text.lower()


def _fixes(asked: dict[Isolation, Verdict]) -> Iterator[Statement]:
    for verdict in asked.values():
        for fix in verdict.fixes:
            yield Statement(text=fix.text, part=Part.FIX)


def _row(engine: Engine, row: HostRow, as_of: date) -> Iterator[Statement]:
    subject = article(host_name(row.host, row.platform))
    yield from _grouped(
        [(short_name(c.image.system.release), c) for c in checks(engine, row, as_of)],
        row.isolation,
        some=lambda names, how: f"{_capital(subject)} supports the {listed(names)} {_plural('image', names)} {how}.",
        none=lambda names: f"{_capital(subject)} does not support the {listed(names, 'or')} {_plural('image', names)}.",
    )


def _column(engine: Engine, column: ImageColumn, as_of: date) -> Iterator[Statement]:
    image = image_name(column.image)
    where = {Platform.WINDOWS: "hosts", Platform.AKS: "AKS nodes", Platform.KUBERNETES: "Kubernetes nodes"}[column.platform]
    yield from _grouped(
        [(short_name(c.host.release), c) for c in checks(engine, column, as_of)],
        column.isolation,
        some=lambda names, how: f"The {image} is supported on {listed(names)} {where} {how}.",
        none=lambda names: f"The {image} is not supported on {listed(names, 'or')} {where}.",
    )


def _grouped(
    cells: list[tuple[str, Check]],
    isolation: Isolation | None,
    *,
    some: Callable[[list[str], str], str],
    none: Callable[[list[str]], str],
) -> Iterator[Statement]:
    """One sentence a group of cells with the same outcomes, the newest releases first, the unsupported ones last."""
    asked = (isolation,) if isolation else tuple(Isolation)
    newest_first = cells[::-1]
    for outcomes, how in _ways(isolation):
        group = [(n, c) for n, c in newest_first if tuple(c.by_isolation[i].outcome for i in asked) == outcomes]
        if group:
            yield _group(some([n for n, _ in group], how), group, asked)
    rest = [(n, c) for n, c in newest_first if all(c.by_isolation[i].outcome is Outcome.UNSUPPORTED for i in asked)]
    if rest:
        yield _group(none([n for n, _ in rest]), rest, asked)
    yield from _shared_conditions([c for _, c in newest_first], asked)


def _shared_conditions(cells: list[Check], asked: tuple[Isolation, ...]) -> Iterator[Statement]:
    """What has to be seen to in every cell that is not a no, once an isolation."""
    for isolation in asked:
        verdicts = [v for c in cells if (v := c.by_isolation[isolation]).outcome is not Outcome.UNSUPPORTED]
        for condition in verdicts[0].conditions if verdicts else ():
            if all(condition in v.conditions for v in verdicts):
                yield Statement(text=f"{_CONDITION[isolation]}: {condition}", part=Part.CONDITION)


def _ways(isolation: Isolation | None) -> tuple[tuple[tuple[Outcome, ...], str], ...]:
    if isolation is None:
        return _GROUPS
    how = IN_ISOLATION[isolation]
    return (((Outcome.SUPPORTED,), how), ((Outcome.CONDITIONAL,), f"{how}, under conditions"))


def _group(text: str, group: list[tuple[str, Check]], asked: tuple[Isolation, ...]) -> Statement:
    claims = tuple(_compatibility(check, isolation) for _, check in group for isolation in asked)
    return Statement(text=text, part=Part.ANSWER, claims=claims)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plural(noun: str, names: list[str]) -> str:
    return noun if len(names) == 1 else f"{noun}s"


def _identity(identity: Identity) -> Iterator[Statement]:
    release = identity.release
    named = f"{release.name} is build {release.build}"
    channel = {
        Channel.LTSC: "belongs to the Long-Term Servicing Channel (LTSC)",
        Channel.SAC: "belongs to the Semi-Annual Channel (SAC), which was retired on 9 August 2022",
        Channel.ANNUAL: "belongs to the Annual Channel",
        Channel.CLIENT: "is a client release of the General Availability Channel",
    }[release.channel]
    yield Statement(
        text=f"{named} and {channel}.",
        part=Part.ANSWER,
        claims=(
            Asserted(kind="build", rules=(), fields=(("release", release.id), ("build", str(release.build)))),
            Asserted(kind="channel", rules=(), fields=(("release", release.id), ("channel", release.channel.value))),
        ),
    )


def _support_dates(engine: Engine, subject: SupportDates, as_of: date) -> Iterator[Statement]:
    release = subject.release
    life = engine.lifecycle(release, as_of)
    summary, *notes = life.notes
    fields = (("release", release.id), ("date", as_of.isoformat()), ("phase", life.phase.value))
    claims = (Asserted(kind="lifecycle", rules=(), fields=fields),)
    yield Statement(text=summary, part=Part.ANSWER, claims=claims)
    for note in notes:
        yield Statement(text=note, part=Part.SUPPORT)
