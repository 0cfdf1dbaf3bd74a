"""Folders -> the files found in them -> documents. A bad file is reported with its reason and skipped, never fatal.

Two steps, so that an unchanged folder costs no more than reading its bytes: `survey` reads and names the files, `read`
makes documents of them. A page can include only what the survey found, so no include leaves its folder.
"""

import hashlib
import os
import posixpath
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from assistant.errors import DocumentError
from corpus import docfx, faq
from corpus.document import Document, FileText, FrontMatter, Include, Skipped

FILE_LIMIT = 5_000_000
"""Largest file, in bytes, that is read as a document."""

Reader = Callable[[FileText, Include], Document | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder (or one file) of documents. Names in it are prefixed with `prefix`; `packaged` is our own guidance."""

    path: Path
    prefix: str = ""
    packaged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The readable files of one folder, by their path in it, and the SHA-256 of each file's bytes by document name."""

    folder: Folder
    files: Mapping[str, FileText]
    hashes: Mapping[str, str]
    skipped: tuple[Skipped, ...]


def survey(folders: tuple[Folder, ...]) -> tuple[Shelf, ...]:
    """Read the bytes of every document file, in the order of their names; nothing is parsed yet.

    A file that two folders share is read once. Where two documents would have one name, the later folder's is prefixed
    with that folder's name.
    """
    taken: set[str] = set()
    seen: set[str] = set()
    return tuple(_survey_one(folder, taken, seen) for folder in folders)


def read(shelves: tuple[Shelf, ...]) -> Iterator[tuple[Folder, Document]]:
    """The documents of the shelves; what could not be read comes as a document without sections, with its problems.

    A file that another page includes is not a page of its own.
    """
    for shelf in shelves:
        found = [document for name in shelf.files if (document := _read_one(shelf, name)) is not None]
        included = {name for document in found for name in document.included}
        for document in found:
            if document.file.document not in included or document.problems:
                yield shelf.folder, document


def _survey_one(folder: Folder, taken: set[str], seen: set[str]) -> Shelf:
    files: dict[str, FileText] = {}
    hashes: dict[str, str] = {}
    skipped: list[Skipped] = []
    root = folder.path if folder.path.is_dir() else folder.path.parent
    if not folder.path.exists():
        reason = "The folder is not there; put it back, or drop it with `index --forget`."
        skipped.append(Skipped(document=_printable(str(folder.path)), reason=reason))
    for path in _paths(folder.path, skipped):
        inside = path.relative_to(root).as_posix()
        name = _printable(_unique(folder.prefix + inside, folder.path, taken))
        try:
            real, content = _bytes(path, root)
            if real in seen:
                continue
            text = _decoded(content)
        except DocumentError as error:
            skipped.append(Skipped(document=name, reason=error.what))
            continue
        seen.add(real)
        taken.add(name)
        files[inside] = FileText(document=name, path=inside, text=text)
        hashes[name] = hashlib.sha256(content).hexdigest()
    return Shelf(
        folder=folder,
        files=MappingProxyType(files),
        hashes=MappingProxyType(hashes),
        skipped=tuple(skipped),
    )


def _paths(path: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """Files with a reader, by name; hidden folders and links to folders are not entered."""
    if not path.is_dir():
        if path.is_file():
            yield path
        return

    def report(error: OSError) -> None:
        reason = f"The folder cannot be read: {error.strerror}."
        skipped.append(Skipped(document=_printable(str(error.filename)), reason=reason))

    for folder, names, files in os.walk(path, onerror=report):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _NOT_ENTERED)
        for name in sorted(files):
            if not name.startswith(".") and _suffix(name) in READERS:
                yield Path(folder) / name


def _bytes(path: Path, root: Path) -> tuple[str, bytes]:
    """The real path of a file and what it holds.

    Raises:
        DocumentError: it is no regular file inside `root`, too large, or cannot be read.
    """
    try:
        real = path.resolve(strict=True)
        state = real.stat()
        if not real.is_relative_to(root.resolve()):
            raise DocumentError("It is a link that leads out of the indexed folder.")
        if not stat.S_ISREG(state.st_mode):
            raise DocumentError("It is not a regular file.")
        if state.st_size > FILE_LIMIT:
            raise DocumentError(f"It is larger than {FILE_LIMIT // 1_000_000} MB.")
        return os.fspath(real), real.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"It cannot be read: {reason}.") from error


def _decoded(content: bytes) -> str:
    """UTF-8 text without BOM and with `\\n` line ends.

    Raises:
        DocumentError: the bytes are not UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"It is not UTF-8 text (byte {error.start}).") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unique(name: str, folder: Path, taken: set[str]) -> str:
    number, wanted = 1, name
    while name in taken:
        name = f"{folder.name}{'' if number == 1 else f'-{number}'}/{wanted}"
        number += 1
    return name


def _printable(name: str) -> str:
    """A file name as text that can be written anywhere: bytes that are not UTF-8 become replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _read_one(shelf: Shelf, name: str) -> Document | None:
    file = shelf.files[name]
    reader = READERS.get(_suffix(name))
    if reader is None:
        return None

    def include(by: FileText, target: str) -> FileText:
        return _included(shelf, by, target)

    try:
        return reader(file, include)
    except DocumentError as error:
        problem = Skipped(document=file.document, reason=error.what)
        return Document(file=file, title=file.path, about=FrontMatter(), sections=(), problems=(problem,))


def _included(shelf: Shelf, by: FileText, target: str) -> FileText:
    """The file that a link in `by` names, among those of its folder."""
    link = unquote(re.split(r"[#?]", target, maxsplit=1)[0]).replace("\\", "/")
    start = "" if link.startswith("~/") else posixpath.dirname(by.path)
    wanted = posixpath.normpath(posixpath.join(start, link.removeprefix("~/")))
    file = shelf.files.get(wanted)
    if file is None:  # docfx builds on Windows, where case does not matter
        folded = wanted.casefold()
        file = next((file for path, file in shelf.files.items() if path.casefold() == folded), None)
    if file is None:
        raise DocumentError(f"The included file {target} is not in the folder.")
    return file


READERS: Mapping[str, Reader] = MappingProxyType(
    {".md": docfx.read, ".markdown": docfx.read, ".yml": faq.read, ".yaml": faq.read}
)
_NOT_ENTERED = frozenset({"node_modules", "__pycache__"})
