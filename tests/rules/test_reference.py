"""The reference pages: as printed, whole, and in the very sentences of answers."""

from importlib import resources

import pytest

from assistant.rules import Engine
from assistant.rules.reference import reference_pages
from assistant.rules.release import Channel, Platform
from assistant.rules.statements import HostRow, Identity, ImageColumn, Pair, Part, Subject, state

GUIDANCE = resources.files("corpus").joinpath("guidance")


@pytest.fixture(scope="module")
def printed(engine: Engine) -> str:
    return "\n".join(reference_pages(engine).values())


def test_the_pages_in_the_guidance_are_printed_by_the_program(engine: Engine) -> None:
    pages = {f.name: f.read_text("utf-8") for f in GUIDANCE.iterdir() if f.name.startswith("reference-")}
    assert pages == reference_pages(engine), "print them anew: channel-assistant pages --write corpus/guidance"


def test_every_case_is_stated_in_the_words_of_the_answer(engine: Engine, printed: str) -> None:
    subjects: list[Subject] = [HostRow(host=host) for host in engine.hosts()]
    subjects += [ImageColumn(image=image) for image in engine.images()]
    subjects += [Identity(release=release) for release in engine.facts.releases.values()]
    for host in engine.hosts():
        subjects += [Pair(host=host, image=image) for image in engine.images()]
        if host.release.channel in {Channel.LTSC, Channel.ANNUAL}:
            images = [image for image in engine.images() if image.system.release.channel is Channel.LTSC]
            subjects += [
                Pair(host=host, image=image, platform=platform)
                for image in images
                for platform in (Platform.AKS, Platform.KUBERNETES)
            ]
    for subject in subjects:
        for statement in state(engine, subject, engine.reviewed):
            if statement.part in {Part.ANSWER, Part.REASON, Part.CONDITION}:
                said = statement.text if statement.text in printed else statement.text.partition(". ")[2]
                assert said, statement.text
                assert said in printed, statement.text
