"""One host and one image: the answer, what decided, what has to be seen to, and what helps."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.rules.engine import Engine
from assistant.rules.release import Isolation
from assistant.rules.statements.dates import phase_claim
from assistant.rules.statements.subjects import Asserted, Need, Pair, Part, Statement
from assistant.rules.verdict import Check, Outcome, Verdict
from assistant.rules.wording import IN_ISOLATION, article, host_name, image_name

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

# (what it is the need of, the outcomes) -> the opening; without a row the statement stands without one.
_NEEDED = {
    (Need.HYPERV, (Outcome.SUPPORTED, Outcome.SUPPORTED)): "No.",
    (Need.HYPERV, (Outcome.SUPPORTED, Outcome.CONDITIONAL)): "No.",
    (Need.HYPERV, (Outcome.UNSUPPORTED, Outcome.SUPPORTED)): "Yes.",
    (Need.HYPERV, (Outcome.UNSUPPORTED, Outcome.CONDITIONAL)): "Yes.",
    (Need.REBUILD, (Outcome.SUPPORTED, Outcome.SUPPORTED)): "No.",
    (Need.REBUILD, (Outcome.SUPPORTED, Outcome.CONDITIONAL)): "No.",
    (Need.REBUILD, (Outcome.SUPPORTED, Outcome.UNSUPPORTED)): "No.",
    (Need.REBUILD, (Outcome.UNSUPPORTED, Outcome.SUPPORTED)): "Only for process isolation.",
    (Need.REBUILD, (Outcome.UNSUPPORTED, Outcome.UNSUPPORTED)): "Yes.",
}
_OPENINGS = tuple(dict.fromkeys((*(opening for opening, _ in (*_BOTH.values(), *_ONE.values())), *_NEEDED.values())))

_IN = {Isolation.PROCESS: "In process isolation", Isolation.HYPERV: "With Hyper-V isolation"}


def pair(engine: Engine, asked_for: Pair, as_of: date) -> Iterator[Statement]:
    """Every statement about one pair, in reading order."""
    check = engine.check(asked_for.host, asked_for.image, platform=asked_for.platform, as_of=as_of)
    asked = {i: v for i, v in check.by_isolation.items() if asked_for.isolation in (None, i)}
    yield _answer(asked_for, check)
    yield from _reasons(engine, asked)
    yield from conditions({i: v.conditions for i, v in asked.items()})
    if all(v.outcome is Outcome.UNSUPPORTED for v in asked.values()):
        yield from _fixes(engine, asked_for, asked, as_of)
    yield from _support(engine, check, as_of)


def without_opening(text: str) -> str:
    """A statement without the 'Yes.' or 'Only under conditions.' that answers a question; where nobody asks."""
    opening = next((opening for opening in _OPENINGS if text.startswith(f"{opening} ")), "")
    return text.removeprefix(opening).lstrip()


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
    if pair.need is not None:
        opening = _NEEDED.get((pair.need, both), "")
    return Statement(
        text=f"{opening} The {image_name(pair.image)} {predicate.format(on=on)}.".lstrip(),
        part=Part.ANSWER,
        claims=tuple(compatibility(check, isolation) for isolation in asked),
    )


def compatibility(check: Check, isolation: Isolation) -> Asserted:
    """The claim that one verdict of a check makes."""
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


def conditions(texts: Mapping[Isolation, Sequence[str]]) -> Iterator[Statement]:
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


def _fixes(engine: Engine, pair: Pair, asked: dict[Isolation, Verdict], as_of: date) -> Iterator[Statement]:
    """What helps; it claims that the changed pair is supported."""
    for verdict in asked.values():
        for fix in verdict.fixes:
            changed = engine.check(fix.host, fix.image, platform=pair.platform, as_of=as_of)
            yield Statement(text=fix.text, part=Part.FIX, claims=(compatibility(changed, fix.isolation),))


def _support(engine: Engine, check: Check, as_of: date) -> Iterator[Statement]:
    """What the dates of host and image say; each claims the phase of the one that it names."""
    phases = {
        f"The host ({check.host.release.name})": (
            check.host.release,
            engine.lifecycle(check.host.release, as_of).phase,
        ),
        f"The image ({check.image.system.release.name})": (
            check.image.system.release,
            engine.lifecycle(check.image, as_of).phase,
        ),
    }
    for note in check.notes:
        claims = tuple(
            phase_claim(release, phase, as_of) for named, (release, phase) in phases.items() if note.startswith(named)
        )
        yield Statement(text=note, part=Part.SUPPORT, claims=claims)
