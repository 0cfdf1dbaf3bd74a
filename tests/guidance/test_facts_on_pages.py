"""The other direction: what the rules know and a user could ask about is stated on some page.

A fact is stated where a sentence or row of a page is read as it and confirmed, or where the rules' own sentence of it
stands word for word. What held once and holds no more is not asked for; what no source states is named at the foot.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.claims.claim import SentenceStatus
from assistant.claims.judge import judge_text
from assistant.rules import Engine
from assistant.rules.aspects.patching import RevisionsMustMatch
from assistant.rules.kinds.activation import HostKey
from assistant.rules.kinds.build import BuildOf
from assistant.rules.kinds.channel import ChannelOf, LastOf
from assistant.rules.kinds.image import HasImage, TagExists, TagNames
from assistant.rules.kinds.lifecycle import DateOf, Event, InPhase, Length, Span, Supported
from assistant.rules.lifespan import Phase
from assistant.rules.records import Image, Policy
from assistant.rules.release import Channel, Role
from assistant.rules.statements import Identity, Pair, Part, SupportDates, state
from assistant.rules.told import Holds
from corpus.build import packaged_guidance

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def bodies() -> tuple[str, ...]:
    return tuple(page.read_text("utf-8").split("---\n", 2)[2] for page in sorted(packaged_guidance().glob("*.md")))


@pytest.fixture(scope="module")
def confirmed(bodies: tuple[str, ...]) -> frozenset[Any]:
    """Every proposition of a sentence that the gate confirms."""
    return frozenset(
        proposition
        for body in bodies
        for sentence in judge_text(Engine.load(), body, DAY).sentences
        if sentence.status is SentenceStatus.ENTAILED
        for claim in sentence.claims
        for proposition in claim.claim.propositions
    )


def told(engine: Engine) -> Iterator[tuple[Any, str]]:
    """What sources state outright and still holds, as a true proposition with its sentence."""
    for entries in engine.facts.told.values():
        for entry in entries:
            if entry.holds is Holds.UNKNOWN or not entry.valid_on(DAY):
                continue
            for that in entry.those:
                said = that if entry.holds is Holds.YES else replace(that, asserted=not that.asserted)
                yield said, engine.state(said)


def of_releases(engine: Engine) -> Iterator[tuple[Any, str]]:
    """Builds, channels, dates and phases."""
    for release in engine.facts.releases.values():
        identity, *_ = state(engine, Identity(release=release), DAY)
        life = engine.lifecycle(release, DAY)
        phase = next(s.text for s in state(engine, SupportDates(release=release), DAY))
        yield BuildOf(release=release, build=release.build), identity.text
        yield ChannelOf(release=release, channel=release.channel), identity.text
        yield Supported(release=release, asserted=life.phase is not Phase.OUT_OF_SUPPORT), phase
        yield InPhase(release=release, phase=life.phase), phase
        days = {
            Event.AVAILABLE: life.span.available,
            Event.MAINSTREAM_END: life.span.mainstream_end,
            Event.EXTENDED_END: life.span.extended_end,
        }
        for event, day in days.items():
            if day is not None:
                that = DateOf(release=release, event=event, day=day)
                yield that, engine.state(that)


def of_channels(engine: Engine) -> Iterator[tuple[Any, str]]:
    """What a channel promises, and its last or only release."""
    for policy in engine.facts.of(Policy):
        spans = {Span.MAINSTREAM: policy.mainstream_months, Span.EXTENDED: policy.extended_months}
        for span, months in spans.items():
            if months:
                that = Length(channel=policy.channel, span=span, months=months)
                yield that, engine.state(that)
    last = {r.channel: r for r in engine.facts.releases.values() if r.role is Role.SERVER}
    for channel, release in last.items():
        newest = LastOf(release=release, channel=channel, only=channel is Channel.ANNUAL)
        yield newest, engine.state(newest)


def of_images(engine: Engine) -> Iterator[tuple[Any, str]]:
    """Families, tags, ends of their own, and what does not exist."""
    for image in engine.facts.of(Image):
        release = engine.facts.releases[image.release]
        has = HasImage(release=release, family=image.family)
        yield has, engine.state(has)
        for tag in image.tags:
            names = TagNames(tag=tag, release=release, family=image.family)
            yield names, engine.state(names)
        if image.ended is not None:
            end = DateOf(release=release, event=Event.END, day=image.ended, family=image.family)
            yield end, engine.state(end)
    for release in engine.facts.releases.values():
        if release.role is Role.SERVER and not any(i.release == release.id for i in engine.facts.of(Image)):
            yield HasImage(release=release, asserted=False), ""
    yield TagExists(tag="latest", asserted=False), ""


def of_keys_and_revisions(engine: Engine) -> Iterator[tuple[Any, str]]:
    """What rules derive and everybody asks: the host key of 23H2, and where revisions must match."""
    host_key = HostKey(subject="ws23h2", source="ws2022")
    yield host_key, engine.state(host_key)
    for release in ("ws2016", "ws2019", "ws2022", "ws2025"):
        that = RevisionsMustMatch(subject=release, asserted=release == "ws2016")
        yield that, engine.state(that)


def of_pairs(engine: Engine) -> Iterator[tuple[Any, str]]:
    """Every host with every image, in both isolations: the sentence that answers the pair."""
    for host in engine.hosts():
        for image in engine.images():
            answer = next(s for s in state(engine, Pair(host=host, image=image), DAY) if s.part is Part.ANSWER)
            yield (host.release.id, image.system.release.id), answer.text.partition(". ")[2]


FACTS = (told, of_releases, of_channels, of_images, of_keys_and_revisions, of_pairs)


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.__name__)
def test_every_fact_is_stated_on_a_page(
    facts: Callable[[Engine], Iterator[tuple[Any, str]]], confirmed: frozenset[Any], bodies: tuple[str, ...]
) -> None:
    text = "\n".join(bodies)
    lacking = [
        (that, sentence)
        for that, sentence in facts(Engine.load())
        if that not in confirmed and not (sentence and sentence in text)
    ]
    assert not lacking


def test_what_no_source_states_is_said_to_be_unknown() -> None:
    engine = Engine.load()
    unknown = {e.id for entries in engine.facts.told.values() for e in entries if e.holds is Holds.UNKNOWN}
    assert unknown == set(UNKNOWN)
    for entry, (page, words) in UNKNOWN.items():
        if page:
            assert words in packaged_guidance().joinpath(page).read_text("utf-8"), entry


# Entry -> the page that says that no source states it, and in which words; without a page, why nobody asks.
UNKNOWN = {
    "media.sac.unknown": ("", "the channel ended in 2022 and has no media to get"),
    "offered.23h2": ("unknowns-and-conflicts.md", "whether version 23H2 media are still offered for download"),
    "goes-on.annual": ("unknowns-and-conflicts.md", "whether the Annual Channel is discontinued as a product"),
    "use.iot.plain": ("licensing-containers.md", "production only with a commercial agreement"),
    "gvlk.ws23h2": ("unknowns-and-conflicts.md", "which GVLK version 23H2 uses"),
    "path.annual-to-ltsc": ("unknowns-and-conflicts.md", "can be upgraded in place to an LTSC release"),
    "client-edition.unknown": ("windows-10-11-hosts.md", "No source mentions the Education editions"),
    "fix.0101.hyperv.any": (
        "error-messages.md",
        "If the host is newer than the image and is not Windows Server, version",
    ),
    "possible.annual.running.later": ("aks-node-pools.md", "Whether pools still run after that day, no source says"),
    "default.2025.disputed": ("aks-node-pools.md", "for the switch to `Windows2025` the sources disagree"),
}
