"""The phrase books: one meaning, many wordings; every wording must be read as its meaning."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.conversation.interpret import interpret
from assistant.conversation.state import Interpretation, Turn
from assistant.rules import Engine
from assistant.rules.statements import (
    HostRow,
    Identity,
    ImageColumn,
    Misnamed,
    Pair,
    Subject,
    SupportDates,
    SupportOverview,
)

PHRASES = Path(__file__).parent / "phrases"
TODAY = date(2026, 11, 24)


def _book(name: str) -> list[tuple[str, str]]:
    entries = yaml.safe_load((PHRASES / name).read_text(encoding="utf-8"))
    return [(entry["meaning"], wording) for entry in entries for wording in entry["wordings"]]


def _read(engine: Engine, text: str) -> Interpretation:
    return interpret(engine, Turn(text=text, as_of=TODAY))


def _meaning(subject: Subject) -> str:
    match subject:
        case Pair(host=host, image=image, platform=platform, isolation=isolation):
            return f"{host.release.id} / {image.system.release.id} / {isolation or 'either'} / {platform}"
        case HostRow(host=host):
            return f"row {host.release.id}"
        case ImageColumn(image=image):
            return f"column {image.system.release.id}"
        case SupportDates(release=release):
            return f"life {release.id}"
        case SupportOverview():
            return "overview"
        case Misnamed(name=name):
            return f"misnamed {name}"
        case Identity(release=release):
            return f"identity {release.id}"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


@pytest.mark.parametrize(("meaning", "wording"), _book("pairs.yaml"))
def test_pairs_are_read_with_their_roles(engine: Engine, meaning: str, wording: str) -> None:
    assert [_meaning(s) for s in _read(engine, wording).subjects] == [meaning]


@pytest.mark.parametrize(("meaning", "wording"), _book("other.yaml"))
def test_other_questions(engine: Engine, meaning: str, wording: str) -> None:
    read = _read(engine, wording)
    if meaning == "guidance":
        assert (read.subjects, read.missing) == ((), ())
    elif meaning == "clarify":
        assert read.subjects == ()
        assert read.missing
    else:
        assert [_meaning(s) for s in read.subjects] == [meaning]


FOLLOW_UPS = [
    ("Can a 23H2 host run a Windows Server 2019 image?", "and with Hyper-V?", "ws23h2 / ws2019 / hyperv / windows"),
    ("Can a WS2022 host run ltsc2019?", "what about ltsc2016?", "ws2022 / ws2016 / either / windows"),
    ("Can a WS2022 host run ltsc2019?", "and on Windows Server 2025?", "ws2025 / ws2019 / either / windows"),
    ("Can a WS2022 host run ltsc2025?", "the other way round?", "ws2025 / ws2022 / either / windows"),
    ("Can a WS2022 host run ltsc2025?", "And on AKS?", "ws2022 / ws2025 / either / aks"),
    ("When does Windows Server 2022 end?", "and 2025?", "life ws2025"),
    ("Does AKS have Windows2025?", "Does a ws2025 node there run ltsc2022?", "ws2025 / ws2022 / either / aks"),
    ("Is ws2022 still supported?", "what about Windows Server 2019?", "life ws2019"),
]


@pytest.mark.parametrize(("first", "second", "meaning"), FOLLOW_UPS)
def test_follow_ups_go_on_with_the_topic(engine: Engine, first: str, second: str, meaning: str) -> None:
    before = _read(engine, first)
    after = interpret(engine, Turn(text=second, as_of=TODAY, topic=before.topic))
    assert [_meaning(s) for s in after.subjects] == [meaning]
    assert after.standalone != second


DATES = [
    ("Is Windows Server 2022 still supported in 2027?", date(2027, 1, 1)),
    ("Was 23H2 supported as of 2026-05-12?", date(2026, 5, 12)),
    ("Will WS2019 be supported by the end of 2028?", date(2028, 12, 31)),
    ("Is ws2019 supported on 9 January 2029?", date(2029, 1, 9)),
    ("Is WS2022 still supported next year?", date(2027, 11, 24)),
    ("Is Windows Server 2025 still supported?", TODAY),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_a_named_date_is_the_date_asked_about(engine: Engine, text: str, day: date) -> None:
    assert _read(engine, text).as_of == day
