"""Cutting and splitting: within the limit, nothing lost, no character torn apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.presenters.fit import pieces, shortened, width

TEXTS = st.text(st.sampled_from("aé \n`~|#-*🏳️‍🌈👩🏽‍💻🇩🇪שלוםe\u0301"), max_size=300)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("two words", 8, "two…"),
        ("onelongword", 6, "onelo…"),
        ("🙂🙂🙂", 5, "🙂🙂…"),
        ("ab👩‍💻cd", 5, "ab…"),
        ("a🇩🇪🇫🇷", 6, "a🇩🇪…"),
        ("cafe\u0301 noir", 5, "caf…"),
        ("x", 1, "x"),
        ("", 1, ""),
    ],
)
def test_what_is_shortened_ends_where_people_would_end_it(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected


@given(TEXTS, st.integers(2, 80))
def test_shortened_is_never_too_long(text: str, limit: int) -> None:
    found = shortened(text, limit)
    assert width(found) <= limit
    assert found == text or text.startswith(found.removesuffix("…"))


@given(TEXTS.filter(lambda text: "`" not in text and "~" not in text), st.integers(40, 90))
def test_pieces_are_the_text_again(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert "".join(found) == text
    assert all(width(piece) <= limit for piece in found)


@given(TEXTS, st.integers(40, 90))
def test_pieces_fit_and_keep_every_word(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(width(piece) <= limit for piece in found)
    assert [c for c in "".join(found) if c.isalnum()] == [c for c in text if c.isalnum()]


def test_a_piece_ends_between_blocks_and_a_fence_is_not_left_open() -> None:
    code = "```sh\n" + "".join(f"docker run image-{n}\n" for n in range(9)) + "```\n"
    text = f"First paragraph.\n\n- one\n- two\n\n{code}\nLast."
    found = pieces(text, 60)
    assert found[0] == "First paragraph.\n\n- one\n- two\n\n"
    assert all(piece.count("```") % 2 == 0 for piece in found)
    assert all(piece.startswith("```sh\n") for piece in found[1:-1])
    assert (
        "".join(found).replace("```sh", "").replace("```", "").split()
        == text.replace("```sh", "").replace("```", "").split()
    )
    assert pieces(text, 400) == (text,)
    assert pieces("", 40) == ("",)
