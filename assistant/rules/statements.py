"""What the rules say, in words: the sentences that an answer made from verdicts may use, and no others.

`state(engine, subject, as_of)` is a pure function, so the gate re-derives the statements of a subject and compares them
word for word with what a drafter wrote: a sentence that the rules did not make cannot pass as theirs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.rules.engine import Engine
from assistant.rules.lifespan import Phase
from assistant.rules.release import Channel, ImageRef, Isolation, Platform, Release, Role, System
from assistant.rules.verdict import Check, Outcome, Verdict
from assistant.rules.wording import IN_ISOLATION, article, host_name, image_name, in_words, listed_releases


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
    """Where does this image run? `hosts` are the ones asked about, such as all of Windows 11; empty means all."""

    image: ImageRef
    platform: Platform = Platform.WINDOWS
    isolation: Isolation | None = None
    hosts: tuple[System, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportDates:
    """Until when is this release, or one family of its images, supported, and in which phase is it?

    `begins` says that the day it became available is asked for.
    """

    release: Release
    family: str | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportOverview:
    """Which server releases are in support, and in which phase?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which channel and build is this release?"""

    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Misnamed:
    """What is wrong with this name: a Linux image, a tag never published, a release or build that nothing has?"""

    name: str


Subject = Pair | HostRow | ImageColumn | SupportDates | SupportOverview | Identity | Misnamed


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
    elif isinstance(subject, SupportOverview):
        found = _support_overview(engine, as_of)
    elif isinstance(subject, Identity):
        found = _identity(subject)
    else:
        found = _misnamed(engine, subject)
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


_IN = {Isolation.PROCESS: "In process isolation", Isolation.HYPERV: "With Hyper-V isolation"}
_GROUPS = (
    # The cells of a row or column that share one sentence: process and Hyper-V outcome -> how it is said of the images
    ((Outcome.SUPPORTED, Outcome.SUPPORTED), "in process isolation and with Hyper-V isolation"),
    ((Outcome.SUPPORTED, Outcome.CONDITIONAL), "in process isolation, and with Hyper-V isolation under conditions"),
    ((Outcome.SUPPORTED, Outcome.UNSUPPORTED), "in process isolation only"),
    ((Outcome.CONDITIONAL, Outcome.SUPPORTED), "with Hyper-V isolation, and in process isolation under conditions"),
    ((Outcome.CONDITIONAL, Outcome.CONDITIONAL), "in both isolations, under conditions"),
    ((Outcome.CONDITIONAL, Outcome.UNSUPPORTED), "in process isolation only, and under conditions"),
    ((Outcome.UNSUPPORTED, Outcome.SUPPORTED), "with Hyper-V isolation only"),
    (
        (Outcome.UNSUPPORTED, Outcome.CONDITIONAL),
        "with Hyper-V isolation only, under conditions that no printed table confirms",
    ),
)


def _pair(engine: Engine, pair: Pair, as_of: date) -> Iterator[Statement]:
    check = engine.check(pair.host, pair.image, platform=pair.platform, as_of=as_of)
    asked = {i: v for i, v in check.by_isolation.items() if pair.isolation in (None, i)}
    yield _answer(pair, check)
    yield from _reasons(engine, asked)
    yield from _conditions({i: v.conditions for i, v in asked.items()})
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


def _reasons(engine: Engine, asked: Mapping[Isolation, Verdict]) -> Iterator[Statement]:
    """What decided, each sentence once: first what holds for all isolations, then what is peculiar to one."""
    for text, isolations in _by_text({i: _deciding(engine, v) for i, v in asked.items()}):
        alone = len(isolations) == len(asked) or _names_isolation(text)
        yield Statement(text=text if alone else f"{_IN[isolations[0]]}: {text}", part=Part.REASON)


def _conditions(texts: Mapping[Isolation, Sequence[str]]) -> Iterator[Statement]:
    """What has to be seen to, each once, saying in which isolation."""
    for text, isolations in _by_text(texts):
        where = "In either isolation" if len(isolations) > 1 else _IN[isolations[0]]
        yield Statement(text=f"{where}: {text}", part=Part.CONDITION)


def _by_text(texts: Mapping[Isolation, Sequence[str]]) -> list[tuple[str, list[Isolation]]]:
    """Each text with the isolations it holds in, those that hold in most first."""
    where: dict[str, list[Isolation]] = {}
    for isolation, found in texts.items():
        for text in dict.fromkeys(found):
            where.setdefault(text, []).append(isolation)
    return sorted(where.items(), key=lambda item: -len(item[1]))


def _deciding(engine: Engine, verdict: Verdict) -> list[str]:
    """The texts of the steps that decided; one that only repeats its fact's words is shown as a condition instead."""
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
    subject = subject[:1].upper() + subject[1:]
    cells = [(c.image.system.release, c) for c in checks(engine, row, as_of)]

    def some(images: list[Release], how: str) -> str:
        return f"{subject} supports the {listed_releases(images)} {_plural('image', images)} {how}."

    def none(images: list[Release]) -> str:
        return f"{subject} does not support the {listed_releases(images, 'or')} {_plural('image', images)}."

    yield from _grouped(cells, row.isolation, some, none)


def _column(engine: Engine, column: ImageColumn, as_of: date) -> Iterator[Statement]:
    image, where = image_name(column.image), _WHERE[column.platform]
    cells = [(c.host.release, c) for c in checks(engine, column, as_of)]

    def some(hosts: list[Release], how: str) -> str:
        return f"The {image} is supported on {listed_releases(hosts)} {where}s {how}."

    def none(hosts: list[Release]) -> str:
        return f"The {image} is not supported on {listed_releases(hosts, 'or')} {where}s."

    yield from _grouped(cells, column.isolation, some, none)


_WHERE = {Platform.WINDOWS: "host", Platform.AKS: "AKS node", Platform.KUBERNETES: "Kubernetes node"}
_Cells = list[tuple[Release, Check]]


def _grouped(
    cells: _Cells,
    isolation: Isolation | None,
    some: Callable[[list[Release], str], str],
    none: Callable[[list[Release]], str],
) -> Iterator[Statement]:
    """One sentence a group of cells with the same outcomes, the newest releases first, the unsupported ones last."""
    asked = (isolation,) if isolation else tuple(Isolation)
    newest_first = sorted(cells, key=lambda cell: (cell[0].role is Role.CLIENT, -cell[0].build))
    for outcomes, how in _ways(isolation):
        group = [(r, c) for r, c in newest_first if tuple(c.by_isolation[i].outcome for i in asked) == outcomes]
        if group:
            yield _group(some([r for r, _ in group], how), group, asked)
    rest = [(r, c) for r, c in newest_first if all(c.by_isolation[i].outcome is Outcome.UNSUPPORTED for i in asked)]
    if rest:
        yield _group(none([r for r, _ in rest]), rest, asked)
    verdicts = {
        i: [v for _, c in newest_first if (v := c.by_isolation[i]).outcome is not Outcome.UNSUPPORTED] for i in asked
    }
    yield from _conditions({i: _shared(found) for i, found in verdicts.items() if found})


def _shared(verdicts: list[Verdict]) -> list[str]:
    """The conditions that every one of these verdicts has."""
    return [c for c in verdicts[0].conditions if all(c in v.conditions for v in verdicts)]


def _ways(isolation: Isolation | None) -> tuple[tuple[tuple[Outcome, ...], str], ...]:
    if isolation is None:
        return _GROUPS
    how = IN_ISOLATION[isolation]
    return (((Outcome.SUPPORTED,), how), ((Outcome.CONDITIONAL,), f"{how}, under conditions"))


def _group(text: str, group: _Cells, asked: tuple[Isolation, ...]) -> Statement:
    claims = tuple(_compatibility(check, isolation) for _, check in group for isolation in asked)
    return Statement(text=text, part=Part.ANSWER, claims=claims)


def _plural(noun: str, things: Sized) -> str:
    return noun if len(things) == 1 else f"{noun}s"


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
    named = ImageRef(system=System(release=release), family=subject.family) if subject.family else release
    life = engine.lifecycle(named, as_of)
    began = f"{release.name} became available on {in_words(life.span.available)}." if life.span.available else None
    if began and subject.begins:
        yield Statement(text=began, part=Part.ANSWER, claims=(_dated(release, "available", life.span.available),))
    summary, *notes = life.notes
    yield Statement(text=summary, part=Part.ANSWER, claims=(_phase(release, life.phase, as_of),))
    if began and not subject.begins:
        yield Statement(text=began, part=Part.SUPPORT, claims=(_dated(release, "available", life.span.available),))
    for note in notes:
        yield Statement(text=note, part=Part.SUPPORT)


def _support_overview(engine: Engine, as_of: date) -> Iterator[Statement]:
    """The server releases by phase, newest first; those that are over are not listed one by one."""
    servers = [r for r in engine.facts.releases.values() if r.role is Role.SERVER][::-1]
    phases = {release.id: engine.lifecycle(release, as_of).phase for release in servers}
    day = in_words(as_of)
    for phase, how in ((Phase.MAINSTREAM, "in mainstream support"), (Phase.EXTENDED, "in extended support")):
        found = [r for r in servers if phases[r.id] is phase]
        if found:
            verb = "is" if len(found) == 1 else "are"
            text = f"On {day} {listed_releases(found)} {verb} {how}."
            claims = tuple(_phase(r, phase, as_of) for r in found)
            yield Statement(text=text, part=Part.ANSWER, claims=claims)
    over = [r for r in servers if phases[r.id] is Phase.OUT_OF_SUPPORT]
    if over:
        text = f"Out of support on {day}: {listed_releases(over)}."
        yield Statement(
            text=text, part=Part.SUPPORT, claims=tuple(_phase(r, Phase.OUT_OF_SUPPORT, as_of) for r in over)
        )


def _phase(release: Release, phase: Phase, as_of: date) -> Asserted:
    fields = (("release", release.id), ("date", as_of.isoformat()), ("phase", phase.value))
    return Asserted(kind="lifecycle", rules=(), fields=fields)


def _dated(release: Release, event: str, day: date | None) -> Asserted:
    fields = (("release", release.id), ("event", event), ("day", day.isoformat() if day else ""))
    return Asserted(kind="lifecycle", rules=(), fields=fields)


def _misnamed(engine: Engine, subject: Misnamed) -> Iterator[Statement]:
    for mention in engine.find(subject.name):
        if mention.problem:
            yield Statement(text=mention.problem, part=Part.ANSWER)
