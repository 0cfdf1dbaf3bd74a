"""Blocks, sentences and plain words: tables of what people write, and laws that hold for any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.prose import (
    INLINE_LIMIT,
    PROSE,
    Block,
    block_sentences,
    blocks,
    cell_text,
    moved,
    plain,
    readable,
    sentences,
    without_comments,
)

SENTENCES = [
    # one text, its sentences
    ("It runs. It does not.", ["It runs.", "It does not."]),
    ("A host, e.g. Windows Server 2022, runs it.", ["A host, e.g. Windows Server 2022, runs it."]),
    ("Older images, i.e. those of 2016, need isolation.", ["Older images, i.e. those of 2016, need isolation."]),
    ("Process vs. Hyper-V isolation.", ["Process vs. Hyper-V isolation."]),
    ("See No. 5 of the list. Then stop.", ["See No. 5 of the list.", "Then stop."]),
    ("The answer is no. Use Hyper-V.", ["The answer is no.", "Use Hyper-V."]),
    ("Build 10.0.20348.2227. It is old.", ["Build 10.0.20348.2227.", "It is old."]),
    ("Version 10.0.20348.2227 is 23H2? No.", ["Version 10.0.20348.2227 is 23H2?", "No."]),
    ("Run setup.exe first. Then reboot.", ["Run setup.exe first.", "Then reboot."]),
    ("Use .NET 8. It is small.", ["Use .NET 8.", "It is small."]),
    ("Type `docker run a. B` now. Done.", ["Type `docker run a. B` now.", "Done."]),
    ("See [it. All](https://a.example/x.y z) first. Go.", ["See [it. All](https://a.example/x.y z) first.", "Go."]),
    ("[Read this.](https://a.example/b) Next.", ["[Read this.](https://a.example/b)", "Next."]),
    ("**It is not supported.** Use another.", ["**It is not supported.**", "Use another."]),
    ("Images of 2019, 2016, etc. are older.", ["Images of 2019, 2016, etc. are older."]),
    ("Images of 2019, 2016, etc. Those are older.", ["Images of 2019, 2016, etc.", "Those are older."]),
    ("Wait... and see.", ["Wait... and see."]),
    ("Wait... Then see.", ["Wait...", "Then see."]),
    ("It costs 2.5 times more! Really?", ["It costs 2.5 times more!", "Really?"]),
    ("(It is old.) It works.", ["(It is old.)", "It works."]),
    ('He said "it runs." It did.', ['He said "it runs."', "It did."]),
    ("it runs on ws2022. it needs no vm.", ["it runs on ws2022.", "it needs no vm."]),
    ("Windows Server, ver. 1809, runs.", ["Windows Server, ver. 1809, runs."]),
    ("Up to max. 5 hosts. More need care.", ["Up to max. 5 hosts.", "More need care."]),
    ("A line  \nwith a hard break", ["A line", "with a hard break"]),
    ("A line\nthat goes on.", ["A line\nthat goes on."]),
    ("1. First. Second.\n2. Third", ["First.", "Second.", "Third"]),
    ("> [!NOTE]\n> One.\n> Two.", ["One.", "Two."]),
    ("# Which images run? All\nThese.", ["Which images run? All", "These."]),
    ("In the U.S. it is sold. Elsewhere too.", ["In the U.S. it is sold.", "Elsewhere too."]),
    ("```\nNot prose. At all.\n```\nProse.", ["Prose."]),
    ("", []),
    ("   \n\n ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:30] for text, _ in SENTENCES])
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == expected


PLAIN = [
    ("**Not** _supported_ with `docker`", "Not supported with docker"),
    ("See [the page](https://a.example/b \"title\").", "See the page."),
    ("[text][ref] and <https://a.example>", "text and https://a.example"),
    ("![a picture](x.png) here", "a picture here"),
    ("✅<sup>1</sup>", "✅1"),
    ("one<br>two", "one two"),
    (r"a \* b \_ c", "a * b _ c"),
    ("a\n> b\n> c", "a b c"),
    ("AT&amp;T", "AT&T"),
    ("before [!INCLUDE [x](../y.md)] after", "before after"),
    ("10.0.*", "10.0.*"),
    ("~~gone~~ here", "gone here"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLAIN, ids=[text[:20] for text, _ in PLAIN])
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def shape(text: str) -> list[tuple[str, int, int, int | None, str | None, str]]:
    return [
        (b.kind, b.level, b.depth, b.ordinal, b.alert, " / ".join(text[slice(*p)] for p in b.pieces))
        for b in blocks(text)
    ]


def test_blocks_of_every_kind() -> None:
    text = (
        "# One\n\nTwo\nthree\n\nFour\n====\n\n- a\n- b\n  1. c\n\n     d\n\n> plain\n\n> [!WARNING]\n> careful\n\n"
        "| h | i |\n|---|---|\n| j \\| k | l |\n\n```PowerShell\ncode\n```\n\n<p>x</p>\n\n[ref]: https://a.example\n\n---\n"
    )
    assert shape(text) == [
        ("heading", 1, 0, None, None, "One"),
        ("paragraph", 0, 0, None, None, "Two / three"),
        ("heading", 1, 0, None, None, "Four"),
        ("item", 0, 1, None, None, "a"),
        ("item", 0, 1, None, None, "b"),
        ("item", 0, 2, 1, None, "c"),
        ("paragraph", 0, 2, None, None, "d"),
        ("paragraph", 0, 0, None, None, "plain"),
        ("paragraph", 0, 0, None, "warning", "careful"),
        ("table", 0, 0, None, None, "h / i / j \\| k / l"),
        ("code", 0, 0, None, None, "code"),
        ("html", 0, 0, None, None, "<p>x</p>"),
        ("definition", 0, 0, None, None, "[ref]: https://a.example"),
        ("rule", 0, 0, None, None, ""),
    ]
    code = next(b for b in blocks(text) if b.kind == "code")
    assert code.language == "powershell"
    assert text[code.start : code.end] == "```PowerShell\ncode\n```"


def test_table_rows_and_cells() -> None:
    text = "> | a | b |\n> |---|---|\n> | `x \\| y` | |\n> only\n"
    (table,) = blocks(text)
    assert table.header is not None
    assert table.quoted
    assert [cell_text(text, cell) for cell in table.header.cells] == ["a", "b"]
    assert [[cell_text(text, cell) for cell in row.cells] for row in table.rows] == [["x | y", ""], ["only"]]
    assert text[table.rows[0].start : table.rows[0].end] == "> | `x \\| y` | |"


UNCLOSED = [
    ("at the end", "```\ncode\n", ["code"]),
    ("before a heading", "```bash\ncode\n\n## Heading\n\ntext", ["code", "heading", "paragraph"]),
    ("before another", "```b\ncode\n\ntext\n\n```b\nmore\n```\n\nend", ["code", "paragraph", "code", "paragraph"]),
    ("a comment is no heading", "```bash\ncode\n\n# a comment\nmore", ["code"]),
    ("a longer fence holds a shorter one", "````md\n```bash\n````\nend", ["code", "paragraph"]),
    ("closed ones are left alone", "```md\n\n## not a heading\n```\nend", ["code", "paragraph"]),
    ("in a list", "1. a\n\n   ```bash\n   code\n\n## Heading\n", ["item", "code", "heading"]),
    ("a list, before another", "1. a\n\n     ```b\n    c\n\n2. b\n\n    ```b\n    d\n    ```\n", ["item", "code"] * 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds"), [case[1:] for case in UNCLOSED], ids=[case[0] for case in UNCLOSED])
def test_a_fence_that_is_not_closed_swallows_nothing(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in blocks(text)] == kinds


def test_what_is_nested_deeper_than_the_parser_goes_is_kept() -> None:
    for text in (">" * 60 + " deep words", "- " * 60 + "deep words"):
        assert [text[s.start : s.end] for s in sentences(text)] == ["deep words"]


def test_readable_has_no_markup_and_no_comments() -> None:
    table, code = "| c | **d** |\n|---|---|\n| [e](f) | g |", "```\n  code  here\n```"
    text = f"# A `b`\n\n<!-- gone\nx -->\n\n{table}\n\n{code}\n> [!TIP]\n> h\n"
    assert readable(text) == "A b\nc | d\ne | g\ncode here\nh"


def test_comments_are_blanked_in_place() -> None:
    text = "a <!-- b\nc --> d <!-- open"
    assert without_comments(text) == "a       \n      d <!-- open"


def test_moved_blocks_stand_at_the_same_characters() -> None:
    text = "| a | b |\n|---|---|\n| c | d |\n"
    shifted = "xyz" + text
    (block,) = (moved(block, lambda offset: offset + 3) for block in blocks(text))
    assert [shifted[slice(*piece)] for piece in block.pieces] == ["a", "b", "c", "d"]
    assert shifted[block.start : block.end] == text.strip()


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "word", "Word", "e.g.", "10.0.20348.2227.", "end.", "no.", "what?", "`a. b`", "**bold.**", "[t. x](u.v)",
            "...", " ", "  \n", "\n", "\n\n", "- ", "1. ", "# ", "> ", "> [!NOTE]\n", "```\n", "```sh\n", "~~~\n",
            "| a | b |\n", "|---|---|\n", "|", "<!-- ", " -->", "<p>", "\t", "    ", "---\n", "===\n", "[x]: y\n",
            "\r\n", "\xa0", "\f", "\\", "!", "é",
        ]
    ),
    max_size=60,
).map("".join)  # fmt: skip
ANY_TEXT = st.one_of(MARKDOWN, st.text(max_size=200))


def _covered(ranges: list[tuple[int, int]]) -> set[int]:
    return {offset for start, end in ranges for offset in range(start, end)}


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_sentences_are_ordered_exact_and_complete(text: str) -> None:
    found = blocks(text)
    said = sentences(text)
    before = 0
    for sentence in said:
        words = text[sentence.start : sentence.end]
        assert words.strip() == words != ""
        assert before <= sentence.start
        assert found[sentence.block].kind in PROSE
        before = sentence.end
    spoken = _covered([(s.start, s.end) for s in said])
    for block in found:
        if block.kind in PROSE:
            assert all(text[at].isspace() or at in spoken for piece in block.pieces for at in range(*piece))


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_blocks_are_ordered_and_hold_their_pieces(text: str) -> None:
    before = 0
    for block in blocks(text):
        assert before <= block.start <= block.end <= len(text)
        before = block.end
        place = block.start
        for start, end in block.pieces:
            assert place <= start < end <= block.end
            place = end
        assert set(block_sentences(text, block)) <= {(s.start, s.end) for s in sentences(text)}


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_plain_is_one_line_and_changes_nothing_twice_on_plain_words(text: str) -> None:
    words = plain(text)
    assert "\n" not in words
    assert words == words.strip()
    simple = " ".join(part for part in words.split() if part.isalnum())
    assert plain(simple) == simple


@given(st.text(alphabet="abcXYZ.!? ,0129'", max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost_between_sentences(text: str) -> None:
    said = [text[s.start : s.end] for s in sentences(text)]
    pieces = [text[slice(*p)] for b in blocks(text) if b.kind in PROSE for p in b.pieces]
    assert "".join("".join(said).split()) == "".join("".join(pieces).split())


PATHOLOGICAL = {
    "brackets": "[" * 300_000,
    "dots": "." * 300_000,
    "one word": "x" * 1_000_000,
    "ticks": "` " * 100_000,
    "ticks of all lengths": " ".join("`" * n for n in range(700)),
    "quotes": ">" * 200_000,
    "lists": "- " * 50_000,
    "sentences": "Word. " * 100_000,
    "openers": "<!-- " * 100_000,
    "fences": "```a\n" * 20_000,
    "emphasis": "*a **" * 60_000,
    "links": "[a](b" * 60_000,
    "pipes": "|" * 100_000 + "\n|-|\n",
    "rows": "|a|\n|-|\n" + "|a|\n" * 20_000,
    "blanks": " " * 500_000 + "x",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL.keys())
def test_pathological_input_comes_back(text: str) -> None:
    assert all(isinstance(block, Block) for block in blocks(text))
    spoken = sum(s.end - s.start for s in sentences(text))
    assert 0 <= spoken <= len(text)
    assert len(plain(text[: INLINE_LIMIT * 2])) <= INLINE_LIMIT * 2
    readable(text)


def test_real_pages_keep_their_headings() -> None:
    """Every line of a real page that looks like a heading and stands in no fence is one."""
    places = (folder / "shared" / "msdocs" for folder in Path(__file__).resolve().parents)
    msdocs = next((place for place in places if place.is_dir()), None)
    if msdocs is None:
        pytest.skip("the reference pages, shared/msdocs, are not beside this checkout")
    for path in sorted(msdocs.rglob("*.md")):
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        headings = {text[b.start : b.end].strip() for b in blocks(text) if b.kind == "heading"}
        code = _covered([(b.start, b.end) for b in blocks(text) if b.kind == "code"])
        at = 0
        for line in text.split("\n"):
            if line.startswith("## ") and at not in code:
                assert line.strip() in headings, path.name
            at += len(line) + 1
