"""Reference pages are cited and crowd nothing out: a search ranks them last, and no other page's score changes."""

from pathlib import Path

import pytest

from assistant.retrieval.retriever import FusedRetriever
from corpus.build import build_index
from corpus.index import Index

PAGE = "# Hosts\n\n## What runs where\n\nContainers start on a host of the same build.\n"
REFERENCE = (
    "---\ntitle: Every host\ngenerated: true\n---\n# Every host\n\n## Lines\n\n"
    "- Containers start on host seven of the same build.\n- Containers start on host eight of the same build.\n"
)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Index]:
    made = {}
    for name, pages in {"alone": {"page.md": PAGE}, "both": {"page.md": PAGE, "lines.md": REFERENCE}}.items():
        folder: Path = tmp_path_factory.mktemp(name)
        guidance = folder / "guidance"
        guidance.mkdir()
        for file, text in pages.items():
            (guidance / file).write_text(text, "utf-8")
        build_index(folder / "data", guidance=guidance)
        made[name] = Index.open(folder / "data")
    return made


def test_a_search_ranks_them_below_all_others(indexes: dict[str, Index]) -> None:
    alone, both = (FusedRetriever(index=indexes[name]) for name in ("alone", "both"))
    question = "Do containers start on host seven?"
    written = alone.search(question, 10)
    found = both.search(question, 10)
    assert found[: len(written)] == written
    assert {scored.passage.document for scored in written} == {"guidance/page.md"}
    assert len(found) == min(10, len(indexes["both"].snapshot().passages))
    assert all(s.passage.reference and s.score <= written[-1].score for s in found[len(written) :])
    assert both.ranked(question, 10) == alone.ranked(question, 10)
    assert indexes["both"].search_lexical(question, 10) == indexes["alone"].search_lexical(question, 10)


def test_they_support_a_statement(indexes: dict[str, Index]) -> None:
    found = FusedRetriever(index=indexes["both"]).by_words("Containers start on host seven of the same build.", 5)
    assert found[0].passage.document == "guidance/lines.md"
    assert found[0].passage.reference


def test_a_page_of_somebody_else_is_found_whoever_printed_it(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "lines.md").write_text(REFERENCE, "utf-8")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "page.md").write_text(PAGE, "utf-8")
    build_index(tmp_path / "data", guidance=tmp_path / "ours", folders=[tmp_path / "theirs"])
    found = FusedRetriever(index=Index.open(tmp_path / "data")).search("Which containers start on host seven?", 5)
    assert "lines.md" in {scored.passage.document for scored in found}
