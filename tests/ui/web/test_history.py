"""The list that a browser keeps: what is not a list of ours is dropped, whatever it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.web.history import LONGEST_TITLE, MOST, choices, entries, forgotten, remembered

ONE, TWO = "1" * 32, "2" * 32

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "title", "x"]), inner),
)


def test_the_newest_conversation_is_first_and_stands_once() -> None:
    kept = remembered([], ONE, "Can it  run?\nReally?")
    kept = remembered(kept, TWO, "Why?")
    assert kept == [{"id": TWO, "title": "Why?"}, {"id": ONE, "title": "Can it run? Really?"}]
    assert [entry["id"] for entry in remembered(kept, ONE, "Can it run?")] == [ONE, TWO]
    assert forgotten(kept, TWO) == kept[1:]


def test_a_conversation_that_is_not_stored_is_not_listed() -> None:
    assert remembered([{"id": ONE, "title": "a"}], None, "secret") == [{"id": ONE, "title": "a"}]


def test_the_list_and_its_titles_have_an_end() -> None:
    kept: Any = []
    for number in range(MOST + 5):
        kept = remembered(kept, f"{number:032x}", "q" * 500)
    assert len(kept) == MOST
    assert {len(entry["title"]) for entry in kept} == {LONGEST_TITLE}


def test_titles_that_repeat_can_be_told_apart() -> None:
    kept = [{"id": ONE, "title": "Why?"}, {"id": TWO, "title": "Why?"}, {"id": "3" * 32, "title": ""}]
    assert choices(kept) == [("Why?", ONE), ("Why? (2)", TWO), ("Conversation", "3" * 32)]


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "x",
        {"id": ONE},
        [None],
        [{"id": ONE}],
        [{"id": "../x", "title": "a"}],
        [{"id": ONE.upper() + "G", "title": "a"}],
        [{"id": 1, "title": "a"}],
    ],
)
def test_what_is_no_list_of_ours_is_dropped(kept: Any) -> None:
    assert entries(kept) == []


@given(JSON)
def test_anything_that_a_browser_may_send_is_read(kept: Any) -> None:
    assert entries(entries(kept)) == entries(kept)
    choices(kept)
