"""The rules' own sentences, which the gate derives again instead of reading them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.prose import block_sentences, blocks
from assistant.rules import Engine
from assistant.rules.kinds.image import HasImage, TagNames
from assistant.rules.records import Image
from assistant.rules.release import Isolation, Platform
from assistant.rules.statements import (
    HostRow,
    Identity,
    ImageColumn,
    Pair,
    Subject,
    SupportDates,
    SupportOverview,
    state,
)

DAY = date(2026, 11, 24)


def _subjects(engine: Engine) -> Iterator[Subject]:
    yield SupportOverview()
    for release in engine.facts.releases.values():
        yield Identity(release=release)
        yield SupportDates(release=release)
    for platform in Platform:
        for host in engine.hosts():
            yield HostRow(host=host, platform=platform)
            for image in engine.images():
                yield from (Pair(host=host, image=image, platform=platform, isolation=i) for i in (None, *Isolation))
        yield from (ImageColumn(image=image, platform=platform) for image in engine.images())


def _propositions(engine: Engine) -> Iterator[str]:
    for entries in engine.facts.told.values():
        for that in (that for entry in entries for that in entry.those):
            for said in (that, replace(that, asserted=not that.asserted)):
                if engine.decide(said, DAY).truth.value == "entailed":
                    yield engine.state(said)
    for image in engine.facts.of(Image):
        release = engine.facts.releases[image.release]
        yield engine.state(HasImage(release=release, family=image.family))
        yield from (engine.state(TagNames(tag=t, release=release, family=image.family)) for t in image.tags)


@pytest.fixture(scope="session")
def own_sentences() -> frozenset[str]:
    """Every sentence of every statement that the rules make on the day, and of every fact that is told."""
    engine = Engine.load()
    texts = {s.text for subject in _subjects(engine) for s in state(engine, subject, DAY)} | set(_propositions(engine))
    return frozenset(text[start:end] for text in texts for b in blocks(text) for start, end in block_sentences(text, b))
