"""Which nearest change makes a no a yes: found by asking the engine itself, ordered by effort.

Least effort first: another isolation on the same host, a patch of one side, another image, another host. Where no
single change keeps the host (or the image), another image (or host) is offered together with another isolation.
Targets in support on the day come first, then long-term releases, then better verdicts, then the nearest build.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from assistant.rules.factbase import FactBase
from assistant.rules.lifespan import Phase, lifespan
from assistant.rules.references import shelf
from assistant.rules.release import Channel, ImageRef, Isolation, Platform, Release, Role, System
from assistant.rules.verdict import Change, Outcome
from assistant.rules.wording import IN_ISOLATION, article, host_name, image_name

Ask = Callable[[System, ImageRef, Isolation, Platform], Outcome]
T = TypeVar("T")

_IN_SUPPORT = (Phase.MAINSTREAM, Phase.EXTENDED)
_HELPS = (Outcome.SUPPORTED, Outcome.CONDITIONAL)
_OTHER = {Isolation.PROCESS: Isolation.HYPERV, Isolation.HYPERV: Isolation.PROCESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The combination that does not work, and the day on which a way out is sought."""

    facts: FactBase
    host: System
    image: ImageRef
    isolation: Isolation
    platform: Platform
    as_of: date


def nearest_changes(problem: Problem, ask: Ask) -> tuple[Change, ...]:
    """The changes that help, least effort first. `ask` is the engine's verdict on a combination."""
    found = [
        *_other_isolation(problem, ask),
        *_patched(problem, ask),
        *_other_image(problem, ask, problem.isolation),
        *_other_host(problem, ask, problem.isolation),
    ]
    if not any(change.host.release is problem.host.release for change in found):
        found[:0] = _other_image(problem, ask, _OTHER[problem.isolation])
    if not any(change.image.system.release is problem.image.system.release for change in found):
        found += _other_host(problem, ask, _OTHER[problem.isolation])
    return tuple(found)


def _other_isolation(problem: Problem, ask: Ask) -> Iterator[Change]:
    other = _OTHER[problem.isolation]
    outcome = ask(problem.host, problem.image, other, problem.platform)
    if outcome in _HELPS:
        text = f"Run it {IN_ISOLATION[other]} on the same host"
        yield _change(problem, text, problem.host, problem.image, other, outcome)


def _patched(problem: Problem, ask: Ask) -> Iterator[Change]:
    """Where only the revisions are in the way: the older side is brought to the revision of the newer one."""
    host, image = problem.host, problem.image
    if host.revision is None or image.system.revision is None:
        return
    if host.revision < image.system.revision:
        changed = replace(host, revision=image.system.revision)
        outcome = ask(changed, image, problem.isolation, problem.platform)
        text = f"Update the host to {changed.version}"
        if outcome in _HELPS:
            yield _change(problem, text, changed, image, problem.isolation, outcome)
    system = replace(image.system, revision=host.revision)
    other = replace(image, system=system, tag=system.version, note=None)
    outcome = ask(host, other, problem.isolation, problem.platform)
    if outcome in _HELPS:
        text = f"Use the image with the host's revision, {system.version}"
        yield _change(problem, text, host, other, problem.isolation, outcome)


def _other_image(problem: Problem, ask: Ask, isolation: Isolation) -> Iterator[Change]:
    """The best image of another release for the same host."""
    build = problem.host.release.build
    for group in _image_targets(problem.facts, problem.as_of, problem.image.family):
        choices = [
            (list(Outcome).index(outcome), abs(image.system.release.build - build), image, outcome)
            for image in group
            if image.system.release is not problem.image.system.release
            and (outcome := ask(problem.host, image, isolation, problem.platform)) in _HELPS
        ]
        if choices:
            *_, image, outcome = min(choices, key=lambda choice: choice[:2])
            tag = f" (tag {image.tag})" if image.tag else ""
            how = f" {IN_ISOLATION[isolation]}" if isolation is not problem.isolation else ""
            text = f"Use the {image_name(image)}{tag}{how} instead"
            yield _change(problem, text, problem.host, image, isolation, outcome, image.system.release)
            return


def _other_host(problem: Problem, ask: Ask, isolation: Isolation) -> Iterator[Change]:
    """The best host for the same image, a server for a server and a client for a client where there is one."""
    build = problem.image.system.release.build
    for group in _host_targets(problem.facts, problem.as_of, problem.host.release.role):
        choices = [
            (list(Outcome).index(outcome), abs(host.release.build - build), host, outcome)
            for host in group
            # Where the revision is in the way, another host of the same build is no better.
            if (problem.host.revision is None or host.release.build != problem.host.release.build)
            and (outcome := ask(host, problem.image, isolation, problem.platform)) in _HELPS
        ]
        if choices:
            *_, host, outcome = min(choices, key=lambda choice: choice[:2])
            how = f" {IN_ISOLATION[isolation]}" if isolation is not problem.isolation else ""
            text = f"Run it on {article(host_name(host, problem.platform))}{how}"
            yield _change(problem, text, host, problem.image, isolation, outcome, host.release)
            return


@lru_cache(maxsize=256)
def _image_targets(facts: FactBase, as_of: date, family: str | None) -> tuple[tuple[ImageRef, ...], ...]:
    """Every image of the family (or of what took its place), in groups of equal preference, the best group first."""
    images = [_same_family(facts, family, release) for release in image_releases(facts)]
    return _grouped(images, lambda image: _preference(facts, as_of, image.system.release, image.family))


@lru_cache(maxsize=256)
def _host_targets(facts: FactBase, as_of: date, role: Role) -> tuple[tuple[System, ...], ...]:
    """Every host, in groups of equal preference, hosts of that role first."""
    hosts = [System(release=release) for release in facts.releases.values()]
    return _grouped(hosts, lambda h: (h.release.role is not role, *_preference(facts, as_of, h.release, None)))


def _grouped(targets: list[T], rank: Callable[[T], tuple[bool, ...]]) -> tuple[tuple[T, ...], ...]:
    groups: dict[tuple[bool, ...], list[T]] = {}
    for target in targets:
        groups.setdefault(rank(target), []).append(target)
    return tuple(tuple(groups[key]) for key in sorted(groups))


def _preference(facts: FactBase, as_of: date, release: Release, family: str | None) -> tuple[bool, bool]:
    """Smaller is better: in support on the day, then a release of the Long-Term Servicing Channel."""
    return lifespan(facts, release.id, family).phase(as_of) not in _IN_SUPPORT, release.channel is not Channel.LTSC


def _change(  # noqa: PLR0917
    problem: Problem,
    text: str,
    host: System,
    image: ImageRef,
    isolation: Isolation,
    outcome: Outcome,
    target: Release | None = None,
) -> Change:
    """The change as a sentence that says where it comes with conditions or leads out of support."""
    remarks = ["which comes with conditions of its own"] if outcome is Outcome.CONDITIONAL else []
    if target is not None:
        family = image.family if target is image.system.release else None
        phase = lifespan(problem.facts, target.id, family).phase(problem.as_of)
        if phase not in _IN_SUPPORT:
            remarks.append(f"which is {phase.value}")
    sentence = f"{text}{', ' if remarks else ''}{' and '.join(remarks)}."
    return Change(text=sentence, host=host, image=image, isolation=isolation, outcome=outcome)


def image_releases(facts: FactBase) -> tuple[Release, ...]:
    """The releases that have images, oldest first."""
    with_images = {image.release for image in shelf(facts).images.values()}
    return tuple(r for r in facts.releases.values() if r.id in with_images)


def _same_family(facts: FactBase, family: str | None, release: Release) -> ImageRef:
    """The image of that release in the same family, or in the family that took its place."""
    known = shelf(facts)
    if family is not None:
        record = known.families[family]
        for choice in (family, record.successor, record.predecessor):
            image = known.images.get((choice, release.id)) if choice else None
            if image is not None:
                return ImageRef(system=System(release=release), family=image.family, tag=image.tag)
    image = known.images.get(("servercore", release.id))
    return ImageRef(system=System(release=release), tag=image.tag if image else None)
