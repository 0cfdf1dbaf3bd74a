"""The word index: what stays whole, what is stemmed, and what a score of 1 means."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexCorruptError
from corpus import lexical

TOKENS = [
    ("Containers running on hosts", ["contain", "run", "host"]),
    ("Windows Server, version 23H2", ["window", "server", "version", "23h2"]),
    ("servercore:ltsc2022", ["servercor", "ltsc2022"]),
    ("build 10.0.20348.2227", ["build", "10.0.20348", "10.0.20348.2227", "20348"]),
    ("10.0.20348", ["10.0.20348", "20348"]),
    ("error 0xC0370101!", ["error", "0xc0370101"]),
    ("Hyper-V", ["hyperv", "hyper"]),
    ("hyperv", ["hyperv"]),
    ("process-isolated", ["processisol", "process", "isol"]),
    ("mcr.microsoft.com/windows", ["mcrmicrosoftcom", "mcr", "microsoft", "com", "window"]),
    ("KB4041691", ["kb4041691"]),
    ("２３Ｈ２", ["23h2"]),
    ("is it on the", []),
    ("1809", ["1809"]),
    ("", []),
]
TEXTS = [
    "The Annual Channel runs Windows Server 2022 images.",
    "Hyper-V isolation gives each container a kernel of its own.",
    "Error 0xc0370101: the operating system of the image does not match.",
    "Build 10.0.20348.2227 is Windows Server 2022.",
    "is on the",
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_tokens(text: str, expected: list[str]) -> None:
    assert list(lexical.tokens(text)) == expected


def test_names_are_words_of_their_own() -> None:
    assert list(lexical.tokens("WS2022", lambda text: ["ws2022", "WS2022"])) == ["ws2022", "=ws2022", "=ws2022"]


@pytest.mark.parametrize(
    ("query", "best"),
    [("annual channel", 0), ("hyperv isolated containers", 1), ("0xC0370101", 2), ("10.0.20348", 3), ("20348", 3)],
)
def test_the_right_text_is_best(tmp_path: Path, query: str, best: int) -> None:
    made = lexical.create(tmp_path / "words", TEXTS).scores(query)
    opened = lexical.open_index(tmp_path / "words", len(TEXTS)).scores(query)
    assert int(np.argmax(made)) == best
    assert np.array_equal(made, opened)
    assert opened.shape == (len(TEXTS),)
    assert 0 <= opened.min() <= opened.max() <= 1


def test_words_that_nothing_holds_make_the_rest_weaker(tmp_path: Path) -> None:
    index = lexical.create(tmp_path / "words", TEXTS)
    alone, beside = index.scores("isolation"), index.scores("isolation of zebras")
    assert 0 < beside.max() < alone.max()
    assert index.scores("zebras").max() == 0
    assert index.scores("is it on the").max() == 0


def test_names_find_other_spellings(tmp_path: Path) -> None:
    def names(text: str) -> list[str]:
        return ["ws2022"] if "2022" in text or "20348" in text else []

    index = lexical.create(tmp_path / "words", TEXTS, names)
    assert index.scores("ltsc2022").max() == 0
    assert int(np.argmax(index.scores("ltsc2022", names))) in {0, 3}


def test_a_damaged_index_is_an_error(tmp_path: Path) -> None:
    lexical.create(tmp_path / "words", TEXTS)
    (tmp_path / "words" / "idf.npy").write_bytes(b"x")
    with pytest.raises(IndexCorruptError):
        lexical.open_index(tmp_path / "words", len(TEXTS))
    with pytest.raises(IndexCorruptError):
        lexical.open_index(tmp_path / "nothing", len(TEXTS))
