"""The docfx dialect: cases as text, which a contributor extends without reading this file; and what real pages need."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.prose import readable
from corpus import docfx
from corpus.chunker import Window, embedded, passages
from corpus.document import Document, FileText, Segment
from corpus.readers import Folder, Shelf, read, survey

CASES = Path(__file__).with_name("docfx_cases.txt")


def cases() -> list[tuple[str, dict[str, str], str]]:
    found = []
    for case in re.split(r"^=== ", CASES.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, rest = case.split("\n", 1)
        files, expected = rest.split("\n>>>\n")
        parts = re.split(r"^--- (\S.*\.md)\n", "\n" + files, flags=re.MULTILINE)[1:]
        found.append((title, dict(zip(parts[::2], parts[1::2], strict=True)), expected.strip()))
    return found


def shelf(files: Mapping[str, str]) -> Shelf:
    texts = {path: FileText(document=path, path=path, text=text) for path, text in files.items()}
    return Shelf(folder=Folder(path=Path("nowhere")), files=texts, hashes={}, skipped=())


def page(files: Mapping[str, str]) -> Document:
    documents = {document.file.document: document for _, document in read((shelf(files),))}
    return documents[next(iter(files))]


def shown(document: Document) -> str:
    lines = []
    for section in document.sections:
        lines.append(f"{' > '.join(section.headings)} #{section.anchor}")
        lines += [_block(segment, document) for segment in section.segments]
    lines += [f"! {problem.document}: {problem.reason}" for problem in document.problems]
    return "\n".join(lines)


def _block(segment: Segment, document: Document) -> str:
    block, text = segment.block, segment.file.text
    kind = block.kind + (f"!{block.alert}" if block.alert else "")
    where = "" if segment.file is document.file else f" [{segment.file.document}]"
    words = readable(text[block.start : block.end]).replace("\n", " / " if block.kind == "table" else " ")
    return f"  {kind}{where}: {words}"


@pytest.mark.parametrize(("title", "files", "expected"), cases(), ids=[case[0] for case in cases()])
def test_case(title: str, files: dict[str, str], expected: str) -> None:
    assert shown(page(files)) == expected


def test_a_table_of_contents_is_no_page() -> None:
    file = FileText(document="sub/TOC.md", path="sub/TOC.md", text="# [Here](here.md)\n")
    assert docfx.read(file, lambda by, link: by) is None


def test_broken_front_matter_is_an_error_with_its_line() -> None:
    file = FileText(document="a.md", path="a.md", text="---\ntitle: [a\nx: y: z\n---\nWords\n")
    with pytest.raises(DocumentError, match="YAML is broken at line"):
        docfx.read(file, lambda by, link: by)


def test_an_included_file_is_no_page_of_its_own() -> None:
    files = {"a.md": "[!INCLUDE [x](b.md)]\n", "b.md": "words\n"}
    assert [document.file.document for _, document in read((shelf(files),))] == ["a.md"]


def test_every_include_of_many_is_read_once() -> None:
    """Twenty files that each include the next twice would be a million readings."""
    files = {f"{n}.md": f"words {n}\n\n[!INCLUDE [x]({n + 1}.md)]\n\n[!INCLUDE [x]({n + 1}.md)]\n" for n in range(20)}
    files["20.md"] = "last\n"
    (section,) = page(files).sections
    assert len(section.segments) == 21


def test_real_pages(msdocs: Path, window: Window) -> None:
    """All of it is read; every word of a block is in a passage; the tabs of the compatibility page are told apart."""
    shelves = survey((Folder(path=msdocs),))
    assert not shelves[0].skipped
    documents = [document for _, document in read(shelves)]
    assert len(documents) > 50
    assert not [problem for document in documents for problem in document.problems]
    (compatibility,) = (d for d in documents if d.file.document.endswith("/version-compatibility.md"))
    tables = [p for p in passages(compatibility, window) if p.text.startswith("|Container base image")]
    assert {p.headings[-1] for p in tables} >= {"Windows Server 2025", "Windows Server 2016", "Windows 11"}
    assert all("Supports Hyper-V isolation | Supports process isolation" in p.context for p in tables)
    for document in documents:
        assert "\n## " not in "\n".join(embedded(p) for p in passages(document, window))
