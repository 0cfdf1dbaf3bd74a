"""Passages: exact ranges, nothing lost, never larger than the window, along the headings."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.passage import Passage
from corpus import docfx
from corpus.chunker import CHARACTERS, Window, embedded, passages
from corpus.document import Document, FileText
from corpus.readers import Folder, read, survey


def document(text: str) -> Document:
    found = docfx.read(FileText(document="page.md", path="page.md", text="\n" + text), lambda by, link: by)
    assert found is not None
    return found


def lawful(page: Document, found: tuple[Passage, ...], window: Window) -> None:
    """The laws: exact, disjoint, complete, inside the window, with ids of their own."""
    texts = {s.file.document: s.file.text for section in page.sections for s in section.segments}
    said: dict[str, set[int]] = {name: set() for name in texts}
    for passage in found:
        assert passage.text == texts[passage.document][passage.start : passage.end]
        assert passage.text.strip()
        assert len(passage.text) <= CHARACTERS
        assert window.count(embedded(passage)) <= window.limit
        assert window.count(f"{passage.context}\n{passage.text}") <= window.limit
        places = set(range(passage.start, passage.end))
        assert not places & said[passage.document]
        said[passage.document] |= places
    for section in page.sections:
        for segment in section.segments:
            text = segment.file.text
            for piece in segment.block.pieces:
                lost = [at for at in range(*piece) if not text[at].isspace() and at not in said[segment.file.document]]
                assert not lost, text[lost[0] : lost[0] + 40]
    assert len({passage.id for passage in found}) == len(found)


PARTS = st.sampled_from(
    [
        "# One\n\n", "## Two\n\n", "### Three\n\n", "Words about hosts and images. ", "More words. " * 30, "x" * 300,
        " ", "\n\n",
        "- item one\n- item two\n", "1. " + "step " * 120 + "\n", "| Host | Image |\n|---|---|\n" + "| a | b |\n" * 40,
        "```sh\n" + "docker run image\n" * 60 + "```\n\n", "```sh\nopen\n\n", "> [!NOTE]\n> careful\n\n",
        "<!-- gone -->\n\n",
        ":::zone:::\n\n", "# [Tab](#tab/x)\n\n", "---\n\n", "https://docs.example/" + "a-b/" * 200 + "\n",
        "0123456789" * 60, "日本語" * 200,
        "`" * 50, "|" * 90 + "\n", "<p>html</p>\n\n", "\t\tcode\n", "éàü ", "\u200b",
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=14).map("".join))
@settings(max_examples=120, deadline=None)
def test_laws(window: Window, text: str) -> None:
    page = document(text)
    lawful(page, passages(page, window), window)


@given(st.text(max_size=4_000))
@settings(max_examples=60, deadline=None)
def test_laws_hold_for_any_text(window: Window, text: str) -> None:
    page = document(text.replace("\r", "\n"))
    lawful(page, passages(page, window), window)


@given(st.lists(PARTS, max_size=8).map("".join), st.integers(24, 64), st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_laws_hold_for_another_tokenizer(text: str, limit: int, letters: int) -> None:
    """One that counts letters, so that tokens of parts do not add up to those of the whole."""
    window = Window(limit=limit, count=lambda words: 2 + -(-len(words.encode()) // letters))
    page = document(text)
    narrow = [passage for passage in passages(page, window) if len(passage.text) > 1]
    for passage in narrow:
        assert window.count(embedded(passage)) <= window.limit
        assert passage.text == page.file.text[passage.start : passage.end]


def test_real_pages_keep_the_laws(msdocs: Path, window: Window) -> None:
    for _, page in read(survey((Folder(path=msdocs),))):
        lawful(page, passages(page, window), window)


def test_packaged_pages_keep_the_laws(window: Window) -> None:
    folder = Path(__file__).parents[2] / "corpus" / "guidance"
    for _, page in read(survey((Folder(path=folder, prefix="guidance/", packaged=True),))):
        lawful(page, passages(page, window, packaged=True), window)


def test_where_a_passage_comes_from(guidance: Path, window: Window) -> None:
    (shelf,) = survey((Folder(path=guidance, prefix="guidance/", packaged=True),))
    (page,) = (page for _, page in read((shelf,)) if page.title == "Portability")
    first, table = passages(page, window, packaged=True)
    assert first.source.url == "https://docs.example/portability"
    assert (first.source.title, first.source.section, first.source.dated) == (
        "Portability",
        "Portability",
        "2026-01-02",
    )
    assert (first.packaged, first.explains, first.document) == (True, ("portability",), "guidance/portability.md")
    assert (first.context, first.anchor) == ("Portability", "portability")
    assert (table.headings, table.anchor) == (("Portability", "Which hosts are newer?"), "which-hosts-are-newer")
    assert table.context == "Portability > Which hosts are newer?\nHost | Image"
    assert passages(page, window)[0].source.url is None


def test_every_slice_of_a_table_has_its_header(window: Window) -> None:
    rows = "".join(f"| host number {n} | an image of release {n} |\n" for n in range(80))
    found = passages(document("# T\n\n| Host | Image |\n|---|---|\n" + rows), window)
    assert len(found) > 3
    assert all(passage.context == "T\nHost | Image" for passage in found)
    assert all(line.startswith("|") and line.endswith("|") for passage in found for line in passage.text.split("\n"))


def test_lines_of_code_and_steps_are_not_torn(window: Window) -> None:
    code = "".join(f"docker run --isolation=hyperv image:{n}\n" for n in range(80))
    steps = "".join(f"{n}. Do this step number {n} now.\n" for n in range(80))
    for text, first in ((f"```\n{code}```\n", "docker"), (steps, "")):
        for passage in passages(document(text), window):
            lines = [line for line in passage.text.split("\n") if not line.startswith("```")]
            assert all(line.startswith(first) and (line[-1].isdigit() or line.endswith("now.")) for line in lines)


def test_long_prose_is_cut_between_sentences(window: Window) -> None:
    text = " ".join(f"This is sentence number {n} of a very long paragraph about nothing." for n in range(100))
    found = passages(document(text), window)
    assert len(found) > 5
    assert all(p.text.startswith("This is") and p.text.endswith("nothing.") for p in found)
    assert all(window.count(p.text) >= 120 for p in found[:-1])


def test_a_passage_does_not_reach_over_markup(window: Window) -> None:
    found = passages(document("a\n\n<!-- x -->\n\nb\n\n:::zone:::\n\nc\n"), window)
    assert [passage.text for passage in found] == ["a", "b", "c"]


def test_two_tables_are_two_passages(window: Window) -> None:
    text = "| a |\n|---|\n| b |\n\n| c |\n|---|\n| d |\n"
    assert [p.context.split("\n")[1] for p in passages(document(text), window)] == ["a", "c"]


def test_the_context_never_fills_the_window(window: Window) -> None:
    text = f"# {'title ' * 300}\n## {'two ' * 300}\n### three\n\n| {'header ' * 300} |\n|---|\n| a |\n"
    page = document(text)
    lawful(page, passages(page, window), window)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "x " * 500_000, "[" * 1_000_000, "| a |\n|---|\n" + "|b" * 400_000, "a. " * 300_000]
)
def test_a_megabyte_in_one_line_comes_back(window: Window, text: str) -> None:
    found = passages(document(text), window)
    assert sum(len(passage.text.replace(" ", "")) for passage in found) >= len(text.replace(" ", "")) * 0.95
    assert max(len(passage.text) for passage in found) <= CHARACTERS
