"""Everyday words become those of the documents, and the documents' own words stay as they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval import reword as module
from assistant.retrieval.reword import reword

REWORDED = {
    "Is the yearly channel dead?": "Is the Annual Channel ended, out of support, discontinued?",
    "Can my laptop do it?": "Can my Windows 10 or Windows 11 client do it?",
    "the half-year versions": "the Semi-Annual Channel",
    "one image without virtual machines around it": "one image in process isolation",
    "where is the ISO": "where is the installation media",
    "a plain container": "a process-isolated container",
    "how much RAM": "how much memory",
}

KEPT = (
    "Which container images run on a Windows Server 2022 host?",
    "no matching manifest for windows/amd64 10.0.19045 in the manifest list entries",
    "servercore:ltsc2022 on 23H2",
    "node.kubernetes.io/windows-build",
    "program diagram framework",
    "",
)


@pytest.mark.parametrize(("said", "meant"), REWORDED.items())
def test_everyday_words_become_those_of_the_documents(said: str, meant: str) -> None:
    assert reword(said) == meant


@pytest.mark.parametrize("question", KEPT)
def test_the_words_of_the_documents_stay(question: str) -> None:
    assert reword(question) == question


def test_no_row_has_a_group_and_none_is_shadowed() -> None:
    for said, words in module._SAID:
        assert re.compile(said).groups == 0, said
        assert words.strip()
    assert len({said for said, _ in module._SAID}) == len(module._SAID)


@given(st.text(max_size=200))
def test_any_text_can_be_reworded(text: str) -> None:
    assert reword(text) == reword(text)
