"""Pasted material: the phrase book, what stays as it is, and what may be pasted without harm."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.interpret import interpret
from assistant.conversation.pasted import plain
from assistant.conversation.state import Interpretation, Turn
from assistant.rules import Engine, Isolation
from assistant.rules.statements import HostRow, Pair, Subject

PHRASES = Path(__file__).parent / "phrases"
TODAY = date(2026, 11, 24)


def _book(name: str) -> list[tuple[str, str]]:
    entries = yaml.safe_load((PHRASES / name).read_text(encoding="utf-8"))
    return [(entry["meaning"], wording) for entry in entries for wording in entry["wordings"]]


PASTED = _book("pasted.yaml")
TYPED = [wording for name in ("pairs.yaml", "other.yaml") for _, wording in _book(name)]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def _read(engine: Engine, text: str) -> Interpretation:
    return interpret(engine, Turn(text=text, as_of=TODAY))


def _meaning(subject: Subject) -> str:
    match subject:
        case Pair(host=host, image=image, platform=platform, isolation=isolation):
            return f"{host.release.id} / {image.system.release.id} / {isolation or 'either'} / {platform}"
        case HostRow(host=host):
            return f"row {host.release.id}"
    raise AssertionError(subject)


@pytest.mark.parametrize(("meaning", "wording"), PASTED)
def test_what_pasted_material_says_is_used(engine: Engine, meaning: str, wording: str) -> None:
    expected = [] if meaning == "guidance" else [meaning]
    assert [_meaning(s) for s in _read(engine, wording).subjects] == expected


@pytest.mark.parametrize("text", [text for text in TYPED if "docker run" not in text])
def test_what_is_typed_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


PLAIN = [
    ("docker run -it --rm -e A=ltsc2016 -p 80:80 servercore:ltsc2019 cmd", "run the image servercore:ltsc2019 cmd"),
    ("docker pull servercore:ltsc2019", "pull the image servercore:ltsc2019"),
    ("docker run hello", "docker run hello"),
    ("docker run", "docker run"),
    ("from mcr.microsoft.com to here", "from mcr.microsoft.com to here"),
    ("The OS version is 2022", "The OS version is 2022"),
    ("no matching manifest for linux/arm64 in it", "no matching manifest for linux/arm64 in it"),
]


@pytest.mark.parametrize(("text", "said"), PLAIN)
def test_words(text: str, said: str) -> None:
    assert plain(text) == said


def test_the_follow_up_goes_on_with_what_was_pasted(engine: Engine) -> None:
    before = _read(engine, "docker run servercore:ltsc2019 -- will it start on WS2022?")
    after = interpret(engine, Turn(text="and with Hyper-V?", as_of=TODAY, topic=before.topic))
    [subject] = after.subjects
    assert _meaning(subject) == f"ws2022 / ws2019 / {Isolation.HYPERV} / windows"


def test_a_secret_is_not_read_further(engine: Engine) -> None:
    read = _read(engine, "docker run -e SA_PASSWORD=Hunter2! servercore:ltsc2019 on ws2022? my token is abc123def")
    assert "Hunter2!" not in read.text + read.standalone
    assert "abc123def" not in read.text + read.standalone
    assert [_meaning(s) for s in read.subjects] == ["ws2022 / ws2019 / either / windows"]


@given(st.lists(st.sampled_from([text for _, text in PASTED]), min_size=1, max_size=3), st.text(max_size=40))
def test_any_mixture_is_read_without_a_fault(parts: list[str], more: str) -> None:
    text = more.join(parts) + more
    assert plain(text) == plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "docker run " + "-e A=b " * 2_800,
        "docker run " * 1_800,
        "x" * 20_000,
        "FROM a:b\n" * 2_200,
        "RUN a\\\n" * 2_500 + "FROM a:b",
        "Operating System: 10.0.20348\n" * 680,
        " containerd:/" * 1_500,
        '"' * 20_000,
        "docker run " + "'a" * 9_000,
    ],
)
@pytest.mark.timeout(30)
def test_long_material_is_read_in_one_pass(text: str) -> None:
    assert isinstance(plain(text), str)
