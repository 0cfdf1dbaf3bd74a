"""Folders as they are: bad files are reported with their reason, links and includes stay inside, names stay unique."""

import os
from pathlib import Path

import pytest

from corpus.readers import FILE_LIMIT, READERS, Folder, Shelf, read, survey


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_md", ".md").replace("_yml", ".yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def surveyed(*folders: Folder) -> tuple[Shelf, ...]:
    return survey(folders)


def reasons(shelf: Shelf) -> dict[str, str]:
    return {skipped.document: skipped.reason for skipped in shelf.skipped}


def test_every_reader_is_found_by_a_suffix() -> None:
    assert set(READERS) == {".md", ".markdown", ".yml", ".yaml"}


def test_bytes_become_text(tmp_path: Path) -> None:
    write(tmp_path, a_md=b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    (shelf,) = surveyed(Folder(path=tmp_path))
    assert shelf.files["a.md"].text == "one\ntwo\nthree\n"


def test_bad_files_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, good_md="words", latin_md="caf\xe9".encode("latin-1"), utf16_md="words".encode("utf-16"))
    write(tmp_path, yaml_md="---\na: [b\n---\nwords", faq_yml="### YamlMime:FAQ\na: [b", other_yml="a: [b")
    (tmp_path / "large.md").touch()
    os.truncate(tmp_path / "large.md", FILE_LIMIT + 1)
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    os.mkfifo(tmp_path / "pipe.md")
    shelves = surveyed(Folder(path=tmp_path))
    found = reasons(shelves[0])
    assert found["latin.md"] == "It is not UTF-8 text (byte 3)."
    assert found["utf16.md"].startswith("It is not UTF-8 text")
    assert found["large.md"] == "It is larger than 5 MB."
    assert found["gone.md"].startswith("It cannot be read: No such file")
    assert found["pipe.md"] == "It is not a regular file."
    assert len(found) == 5
    documents = [document for _, document in read(shelves)]
    problems = {p.document: p.reason for document in documents for p in document.problems}
    assert problems.keys() == {"yaml.md", "faq.yml"}
    assert all("YAML is broken" in reason for reason in problems.values())
    assert [document.file.document for document in documents if document.sections] == ["good.md"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_unreadable_files_are_reported(tmp_path: Path) -> None:
    write(tmp_path, secret_md="words", sub__a_md="words")
    (tmp_path / "secret.md").chmod(0)
    (tmp_path / "sub").chmod(0)
    try:
        found = reasons(surveyed(Folder(path=tmp_path))[0])
        assert "Permission denied" in found["secret.md"]
        assert any("Permission denied" in reason for reason in found.values())
    finally:
        (tmp_path / "sub").chmod(0o700)


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    """A loop of links cannot be opened by anybody, root included."""
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    found = reasons(surveyed(Folder(path=tmp_path))[0])
    assert found.keys() == {"a.md", "b.md"}
    assert all(reason.startswith("It cannot be read") for reason in found.values())


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    write(tmp_path, docs__a_md="words", outside__secret_md="secret")
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / "outside" / "secret.md")
    (tmp_path / "docs" / "folder").symlink_to(tmp_path / "outside")
    (shelf,) = surveyed(Folder(path=tmp_path / "docs"))
    assert list(shelf.files) == ["a.md"]
    assert reasons(shelf) == {"link.md": "It is a link that leads out of the indexed folder."}


def test_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    write(tmp_path, **{".git__a_md": "x", "node_modules__b_md": "x", ".c_md": "x", "d_md": "x", "e.txt": "x"})
    assert list(surveyed(Folder(path=tmp_path))[0].files) == ["d.md"]


def test_names_that_collide_get_their_folders_name(tmp_path: Path) -> None:
    write(tmp_path, one__a_md="1", two__a_md="2", x__two__a_md="3", ours__a_md="4", more__guidance__a_md="5")
    folders = (
        Folder(path=tmp_path / "ours", prefix="guidance/", packaged=True),
        Folder(path=tmp_path / "one"),
        Folder(path=tmp_path / "two"),
        Folder(path=tmp_path / "x" / "two"),
        Folder(path=tmp_path / "more"),
    )
    names = [list(shelf.hashes) for shelf in surveyed(*folders)]
    assert names == [["guidance/a.md"], ["a.md"], ["two/a.md"], ["two-2/a.md"], ["more/guidance/a.md"]]


def test_a_file_in_two_folders_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, a_md="1", sub__b_md="2")
    outer, inner = surveyed(Folder(path=tmp_path), Folder(path=tmp_path / "sub"))
    assert (list(outer.files), list(inner.files)) == (["a.md", "sub/b.md"], [])


def test_one_file_may_be_named(tmp_path: Path) -> None:
    write(tmp_path, a_md="1", b_md="2")
    assert list(surveyed(Folder(path=tmp_path / "a.md"))[0].files) == ["a.md"]


def test_a_folder_that_is_gone_is_reported(tmp_path: Path) -> None:
    (shelf,) = surveyed(Folder(path=tmp_path / "gone"))
    assert "index --forget" in reasons(shelf)[str(tmp_path / "gone")]


def test_a_name_that_is_not_utf8_can_be_written_anywhere(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.md"
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - a Path cannot hold these bytes portably
            file.write(b"words")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (shelf,) = surveyed(Folder(path=tmp_path))
    (name,) = shelf.hashes
    assert name.encode("utf-8").decode() == name == "caf\ufffd.md"
