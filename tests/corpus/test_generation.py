"""One writer, marks of readers, an atomic pointer, and what is removed when."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import IndexBusyError, IndexCorruptError, IndexMissingError, StorageError
from corpus import generation
from corpus.document import Skipped
from corpus.generation import FORMAT, Layout, Manifest, Reading

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from corpus.generation import Layout, Reading, writer
layout = Layout(Path(sys.argv[1]))
if sys.argv[2] == "write":
    with writer(layout):
        print("held", flush=True)
        sys.stdin.read()
else:
    reading = Reading(layout.current())
    print("held", flush=True)
    sys.stdin.read()
"""


def other_process(data: Path, what: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        (sys.executable, "-c", HOLD, str(data), what),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def manifest(name: str) -> Manifest:
    return Manifest(
        format=FORMAT,
        generation=name,
        inputs="inputs",
        built="2026-01-01T00:00:00+00:00",
        documents=1,
        chunks=2,
        searched=2,
        embedding_model="model",
        model_key="key",
        engine="onnx",
        facts_hash="",
        skipped=(Skipped(document="a.md", reason="It is bad."),),
        files={},
    )


def published(layout: Layout, name: str) -> Path:
    with generation.building(layout) as folder:
        (folder / "data").write_text(name, "utf-8")
        made = manifest(name)
        generation.write_manifest(folder, made)
        return generation.publish(layout, folder, made)


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    generation.write_manifest(tmp_path, manifest("one"))
    assert generation.read_manifest(tmp_path) == manifest("one")


def test_no_index_another_format_and_a_broken_manifest_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="no index yet"):
        generation.read_manifest(Layout(tmp_path).current())
    with pytest.raises(IndexCorruptError):
        generation.read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": 999}', "utf-8")
    with pytest.raises(IndexMissingError, match="another version"):
        generation.read_manifest(tmp_path)
    for text in ("", "[]", "{", f'{{"format": {FORMAT}}}', "\ufeff"):
        (tmp_path / "manifest.json").write_text(text, "utf-8")
        with pytest.raises(IndexCorruptError):
            generation.read_manifest(tmp_path)


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    process = other_process(tmp_path, "write")
    try:
        with (
            pytest.raises(IndexBusyError, match=rf"process {process.pid} on .+, since 20"),
            generation.writer(Layout(tmp_path)),
        ):
            raise AssertionError
    finally:
        end(process)
    with generation.writer(Layout(tmp_path)):  # a dead process holds nothing
        pass


def test_files_are_compared_with_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", "utf-8")
    graph = tmp_path / "chroma" / "graph"
    graph.mkdir(parents=True)
    (graph.parent / "chroma.sqlite3").write_text("1", "utf-8")
    (graph / "data_level0.bin").write_text("1", "utf-8")
    assert generation.hashes(tmp_path).keys() == {"a"}
    (graph / "index_metadata.pickle").write_text("1", "utf-8")
    files = generation.hashes(tmp_path)
    assert files.keys() == {"a", "chroma/graph/data_level0.bin", "chroma/graph/index_metadata.pickle"}
    expected = Manifest(**{name: getattr(manifest("x"), name) for name in manifest("x").__slots__} | {"files": files})  # type: ignore[arg-type]
    generation.check(tmp_path, expected)
    (tmp_path / "a").write_text("2", "utf-8")
    with pytest.raises(IndexCorruptError, match="a has changed"):
        generation.check(tmp_path, expected)
    (tmp_path / "a").unlink()
    with pytest.raises(IndexCorruptError, match="a cannot be read"):
        generation.check(tmp_path, expected)


def test_what_nobody_reads_is_removed_and_what_somebody_reads_stays(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with generation.writer(layout):
        first = published(layout, "first")
        (layout.models / "old").mkdir()
        (layout.models / "new").mkdir()
        (layout.generations / "building-1-dead").mkdir()
    process = other_process(tmp_path, "read")
    here = Reading(first)
    try:
        with generation.writer(layout):
            second = published(layout, "second")
            generation.prune(layout, models=frozenset({"new"}))
            assert sorted(layout.generations.iterdir()) == sorted([first, second])
            assert [folder.name for folder in layout.models.iterdir()] == ["new"]
            here.release()
            generation.prune(layout, models=frozenset({"new"}))
            assert first.is_dir()
    finally:
        end(process)
    with generation.writer(layout):
        generation.prune(layout, models=frozenset({"new"}))
        assert list(layout.generations.iterdir()) == [second]
        assert layout.current() == second


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with generation.writer(layout):
        with pytest.raises(FileExistsError), generation.building(layout) as folder:
            folder.mkdir()
        assert list(layout.generations.iterdir()) == []
    assert layout.current() is None


@pytest.mark.parametrize("content", ["../../elsewhere", "/etc", "a/b"])
def test_the_pointer_never_leads_out(tmp_path: Path, content: str) -> None:
    layout = Layout(tmp_path)
    layout.root.mkdir()
    layout.pointer.write_text(content, "utf-8")
    found = layout.current()
    assert found is not None
    assert found.parent == layout.generations


def test_remembered_folders(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.root.mkdir()
    assert layout.folders() == ()
    generation.remember(layout, (Path("/a"), Path("/b")))
    assert layout.folders() == (Path("/a"), Path("/b"))
    layout.remembered.write_text("{", "utf-8")
    with pytest.raises(IndexCorruptError, match="Delete"):
        layout.folders()


def test_a_data_folder_that_is_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StorageError, match="cannot be written"), generation.writer(Layout(tmp_path / "data")):
        raise AssertionError
