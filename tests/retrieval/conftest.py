"""A small index in which two folders say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.retrieval.retriever import FusedRetriever
from corpus.build import build_index
from corpus.index import Index

GUIDANCE = {
    "isolation.md": "# Isolation\n\n## Process isolation\n\nContainers share their host's kernel.\n\n"
    "## Hyper-V isolation\n\nEach container has a kernel of its own in a small virtual machine.\n",
    "lifecycle.md": "# Lifecycle\n\nWindows Server 2022 is supported until 2031 by extended support.\n",
    "errors.md": "# Errors\n\n## Error 0xc0370101\n\nThe image does not match the operating system of the host.\n",
}
FOLDER = {
    "copy.md": GUIDANCE["isolation.md"],
    "zebras.md": "# Zebras\n\nZebras live in herds and have stripes.\n\n"
    "## Food\n\nThey eat grass.\n\n## Enemies\n\nLions hunt zebras.\n",
}


def names(text: str) -> list[str]:
    return ["ws2022"] if "Windows Server 2022" in text or "20348" in text else []


def write(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("retrieval")
    guidance, folder = write(home / "guidance", GUIDANCE), write(home / "folder", FOLDER)
    build_index(home / "data", guidance=guidance, folders=(folder,), names=names)
    opened = Index.open(home / "data", names=names)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def retriever(index: Index) -> FusedRetriever:
    return FusedRetriever(index=index, names=names, k=4)
