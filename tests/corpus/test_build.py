"""Building and reading a real index: what is re-used, what is refused, and that nothing is lost when it fails."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import (
    DocumentError,
    IndexBusyError,
    IndexCorruptError,
    IndexMissingError,
    ModelError,
    StorageError,
)
from assistant.prose import sentences
from corpus import chunker
from corpus.build import BuildReport, build_index, packaged_guidance, sentence_texts
from corpus.generation import Layout, writer
from corpus.index import Index, read_status

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    "Which hosts are newer?",
    "a kernel of its own",
    "0xc0370101",
    "fast containers share the kernel of their host",
    "portability of images",
]


def build(data: Path, guidance: Path, *folders: Path, **more: object) -> BuildReport:
    return build_index(data, guidance=guidance, folders=folders, **more)  # type: ignore[arg-type]


def ranking(index: Index, question: str) -> tuple[tuple[tuple[str, float], ...], ...]:
    return index.search_dense(index.encode_query(question), 10), index.search_lexical(question, 10)


def test_build_then_ask(data: Path, guidance: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    report = build(data, guidance, facts_hash="facts", progress=lambda *step: seen.append(step))
    assert (report.documents, report.chunks, report.embedded, report.reused, report.changed) == (3, 6, 6, 0, True)
    assert list(dict.fromkeys(step[0] for step in seen)) == ["read", "encode", "store", "check"]
    assert all(0 <= done <= total for _, done, total in seen)
    index = Index.open(data, facts_hash="facts")
    try:
        best = [index.passage(ranking(index, question)[0][0][0]) for question in QUESTIONS[:4]]
        assert [passage.source.section for passage in best] == [
            "Which hosts are newer?",
            "Hyper-V isolation",
            "0xc0370101",
            "Process isolation",
        ]
        for passage in index.snapshot().passages:
            page = (guidance / passage.document.removeprefix("guidance/")).read_text("utf-8")
            assert page[passage.start : passage.end] == passage.text
            assert passage.packaged
            spoken = index.sentence_vectors(passage.id)
            assert spoken.shape == (len(sentences(passage.text)), 384)
            assert spoken.tobytes() == index.encode(sentence_texts(passage)).tobytes()
            (own, score), *_ = index.search_dense(index.encode([chunker.embedded(passage)])[0], 1)
            assert (own, score) == (passage.id, 1.0)
        status = index.status()
        assert status == read_status(data)
        assert (status.documents, status.chunks, status.facts_hash, status.engine) == (3, 6, "facts", "onnx")
        assert status.embedding_model == "all-MiniLM-L6-v2"
        assert status.generation == report.generation
    finally:
        index.close()


def test_an_unchanged_corpus_is_not_built_again(data: Path, guidance: Path) -> None:
    first = build(data, guidance)
    before = Layout(data).current()
    again = build(data, guidance)
    assert (again.changed, again.embedded, again.reused) == (False, 0, first.chunks)
    assert Layout(data).current() == before


def test_only_what_changed_is_encoded(data: Path, guidance: Path) -> None:
    build(data, guidance)
    page = guidance / "errors.md"
    page.write_text(page.read_text("utf-8") + "\n## 0x80370110\n\nAnother error.\n", "utf-8")
    report = build(data, guidance)
    assert (report.chunks, report.embedded, report.reused) == (7, 1, 6)
    assert len(list(Layout(data).generations.iterdir())) == 1
    (guidance / "isolation.md").unlink()
    report = build(data, guidance)
    assert (report.documents, report.embedded) == (2, 0)


def test_facts_and_names_are_part_of_what_an_index_depends_on(data: Path, guidance: Path) -> None:
    first = build(data, guidance, facts_hash="one")
    other = build(data, guidance, facts_hash="two")
    assert (other.changed, other.embedded, other.generation) == (True, 0, first.generation)
    named = build(data, guidance, facts_hash="two", names=lambda text: ["x"])
    assert (named.changed, named.embedded) == (True, 0)
    Index.open(data, facts_hash="two").close()
    with pytest.raises(IndexMissingError, match="another set of facts"):
        Index.open(data, facts_hash="one")
    with pytest.raises(IndexMissingError, match="embedding model all-MiniLM-L6-v2, not other"):
        Index.open(data, model="other")


def test_two_builds_give_the_same_ranking(new_data: Callable[[str], Path], guidance: Path, msdocs: Path) -> None:
    """Over real pages where they are, in two data folders that share nothing but the compiled model."""
    few = sorted(msdocs.rglob("*.md"))[:12]
    folder = guidance.parent / "few"
    for path in few:
        target = folder / path.relative_to(msdocs)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    found = []
    for name in ("one", "two"):
        data = new_data(name)
        report = build(data, guidance, folder)
        index = Index.open(data)
        found.append((report.generation, [ranking(index, question) for question in QUESTIONS]))
        index.close()
    assert found[0] == found[1]


def test_a_reader_moves_on_when_a_writer_swaps(data: Path, guidance: Path) -> None:
    build(data, guidance)
    index = Index.open(data)
    old = index.snapshot()
    vector = index.encode_query("zebras")
    (guidance / "zebras.md").write_text("# Zebras\n\nZebras have stripes.\n", "utf-8")
    build(data, guidance)
    assert old.folder.is_dir()  # it is read
    assert len(old.nearest(vector, 100)) == 6
    assert index.passage(index.search_dense(vector, 1)[0][0]).source.title == "Zebras"
    assert index.search_lexical("stripes", 5)[0][0] == index.search_dense(vector, 1)[0][0]
    folder = old.folder
    del old
    gc.collect()
    (guidance / "more.md").write_text("# More\n\nWords.\n", "utf-8")
    build(data, guidance)
    assert not folder.is_dir()
    index.close()


def test_folders_are_remembered_and_forgotten(data: Path, guidance: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, words in ((one, "Zebras."), (two, "Lions.")):
        folder.mkdir()
        (folder / "page.md").write_text(words, "utf-8")
    assert build(data, guidance, one, two).documents == 5
    assert build(data, guidance).documents == 5
    assert read_status(data).folders == (str(one), str(two))
    index = Index.open(data)
    assert index.passage(index.search_lexical("lions", 1)[0][0]).document == "two/page.md"
    index.close()
    (two / "page.md").write_text("Tigers.", "utf-8")
    assert build(data, guidance).embedded == 1
    assert build(data, guidance, forget=(two,)).documents == 4
    with pytest.raises(DocumentError, match="is not indexed") as caught:
        build(data, guidance, forget=(two,))
    assert str(one) in caught.value.remedy
    with pytest.raises(DocumentError, match="There is no folder"):
        build(data, guidance, tmp_path / "nowhere")
    shutil.rmtree(one)
    report = build(data, guidance)
    assert (report.documents, [skipped.document for skipped in report.skipped]) == (3, [str(one)])


def test_bad_files_are_reported_in_the_status(data: Path, guidance: Path) -> None:
    (guidance / "latin.md").write_bytes("caf\xe9".encode("latin-1"))
    (guidance / "yaml.md").write_text("---\na: [b\n---\nwords", "utf-8")
    (guidance / "include.md").write_text("words\n\n[!INCLUDE [x](gone.md)]\n", "utf-8")
    report = build(data, guidance)
    assert [skipped.document for skipped in report.skipped] == [
        "guidance/include.md",
        "guidance/latin.md",
        "guidance/yaml.md",
    ]
    assert report.documents == 4
    assert read_status(data).skipped == report.skipped
    assert build(data, guidance).skipped == report.skipped


def test_a_single_passage_is_an_index(data: Path, guidance: Path) -> None:
    for name in ("isolation.md", "portability.md"):
        (guidance / name).unlink()
    assert build(data, guidance).chunks == 1
    for _ in range(2):
        index = Index.open(data)
        assert len(index.search_dense(index.encode_query("anything"), 10)) == 1
        index.close()
    assert not build(data, guidance).changed


def test_nothing_to_index_is_an_error(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DocumentError, match="nothing to index"):
        build(data, tmp_path / "empty")
    with pytest.raises(IndexMissingError):
        Index.open(data)


def test_a_second_writer_is_refused_and_readers_are_not_disturbed(data: Path, guidance: Path) -> None:
    build(data, guidance)
    with writer(Layout(data)):
        with pytest.raises(IndexBusyError, match=f"process {os.getpid()} on"):
            build(data, guidance)
        index = Index.open(data)
        assert ranking(index, QUESTIONS[0])[0]
        index.close()


DAMAGED = [
    "manifest.json",
    "passages.json",
    "vectors.npy",
    "sentences.npy",
    "bounds.npy",
    "headings.npy",
    "heading_of.npy",
    "lexical/vocab.index.json",
    "lexical/data.csc.index.npy",
    "chroma/chroma.sqlite3",
    "chroma/*/data_level0.bin",
]


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("how", ["gone", "short", "changed"])
def test_a_damaged_index_is_an_error_and_the_next_build_repairs_it(
    data: Path, guidance: Path, name: str, how: str
) -> None:
    build(data, guidance)
    current = Layout(data).current()
    assert current is not None
    (path,) = current.glob(name)
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "short":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(bytes(byte ^ 255 for byte in content[:2_000]) + content[2_000:])
    with pytest.raises(IndexCorruptError) as caught:
        Index.open(data)
    assert "channel-assistant index" in caught.value.remedy
    assert build(data, guidance).changed
    index = Index.open(data)
    assert ranking(index, QUESTIONS[2])[1]
    index.close()


def test_a_damaged_model_is_an_error_and_the_next_build_compiles_it_again(data: Path, guidance: Path) -> None:
    build(data, guidance)
    (model,) = Layout(data).models.iterdir()
    (model / "encoder.json").unlink()
    with pytest.raises(ModelError, match="channel-assistant index"):
        Index.open(data)
    assert build(data, guidance).embedded == 0
    Index.open(data).close()


LIMITED = """
import resource, sys
from pathlib import Path
from assistant.errors import StorageError
from corpus.build import build_index
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    build_index(Path(sys.argv[1]), guidance=Path(sys.argv[2]))
except StorageError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize("limit", [100, 5_000, 12_000, 60_000, 150_000])
def test_a_full_disk_is_an_error_and_loses_nothing(data: Path, guidance: Path, limit: int) -> None:
    """The operating system refuses to write past a limit: at the lock, the passages, the vectors, Chroma's files."""
    build(data, guidance)
    index = Index.open(data)
    before, folder = ranking(index, QUESTIONS[0]), Layout(data).current()
    (guidance / "more.md").write_text("# More\n\n" + "Words about many things. " * 400, "utf-8")
    command = (sys.executable, "-c", LIMITED, str(data), str(guidance), str(limit))
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment(), timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "The index cannot be written: the disk is full." in done.stdout
    assert Layout(data).current() == folder
    assert ranking(index, QUESTIONS[0]) == before
    index.close()
    again = Index.open(data)
    assert ranking(again, QUESTIONS[0]) == before
    again.close()
    assert build(data, guidance).changed


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_small_disk_that_is_really_full(guidance: Path, tmp_path: Path, compiled: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = sum(path.stat().st_size for path in compiled.iterdir()) + 700_000
    mounted = subprocess.run(("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)), check=False)
    if mounted.returncode:
        pytest.skip("this sandbox mounts nothing")
    try:
        shutil.copytree(compiled, Layout(disk).model(compiled.name))
        (guidance / "more.md").write_text("# More\n\n" + "Words about many things. " * 4_000, "utf-8")
        with pytest.raises(StorageError, match="the disk is full"):
            build(disk, guidance)
        (guidance / "more.md").unlink()
    finally:
        subprocess.run(("umount", str(disk)), check=True)


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


LEAN = """
import sys
from pathlib import Path
from corpus.index import Index
index = Index.open(Path(sys.argv[1]))
print(index.search_dense(index.encode_query("kernel"), 1)[0][0])
print([name for name in ("torch", "sentence_transformers", "transformers", "langchain") if name in sys.modules])
"""


def test_a_process_that_reads_imports_no_torch(data: Path, guidance: Path) -> None:
    build(data, guidance)
    command = (sys.executable, "-c", LEAN, str(data))
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment(), timeout=120)
    assert done.stdout.splitlines()[1] == "[]"


def test_the_packaged_guidance_is_found() -> None:
    assert packaged_guidance().is_dir()
    assert list(packaged_guidance().glob("*.md"))


def test_scores_are_rounded_and_ties_go_by_id(data: Path, guidance: Path, tmp_path: Path) -> None:
    (tmp_path / "same").mkdir()
    for name in "abc":
        (tmp_path / "same" / f"{name}.md").write_text("# Zebras\n\nZebras have stripes.\n", "utf-8")
    build(data, guidance, tmp_path / "same")
    index = Index.open(data)
    for found in (index.search_dense(index.encode_query("zebras"), 3), index.search_lexical("zebras", 3)):
        assert len({score for _, score in found}) == 1
        assert [name for name, _ in found] == sorted(name for name, _ in found)
        assert all(score == round(score, 4) for _, score in found)
    assert np.array_equal(index.snapshot().contents.bounds, sorted(index.snapshot().contents.bounds))
    index.close()
