"""A small corpus, the embedding model compiled once, and data folders that share it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.chunker import Window
from corpus.encoder import Encoder
from corpus.generation import Layout
from corpus.model import compile_model, locate, open_encoder

PAGES = {
    "portability.md": (
        "---\ntitle: Portability\nreviewed: 2026-01-02\nexplains: [portability]\nsources:\n"
        "  - {title: Somewhere, url: https://docs.example/portability}\n---\n# Portability\n\n"
        "An image of one release starts on a host of a newer one.\n\n## Which hosts are newer?\n\n"
        "| Host | Image |\n| --- | --- |\n| Beta | Alpha |\n| Gamma | Beta |\n"
    ),
    "isolation.md": (
        "# Isolation\n\nTwo kinds of isolation exist.\n\n## Process isolation\n\nContainers share their host's kernel. "
        "It is fast.\n\n## Hyper-V isolation\n\nEach container has a kernel of its own in a small virtual machine.\n"
    ),
    "errors.md": "# Errors\n\n## 0xc0370101\n\nThe operating system of the image does not match the one of its host.\n",
}


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the packaged model, compiled by sentence-transformers and torch themselves."""
    model = locate()
    folder = tmp_path_factory.mktemp("models") / model.key
    folder.mkdir()
    compile_model(model, folder)
    return folder


@pytest.fixture(scope="session")
def encoder(compiled: Path) -> Encoder:
    return open_encoder(compiled)


@pytest.fixture(scope="session")
def window(encoder: Encoder) -> Window:
    return Window(limit=encoder.window, count=encoder.count)


@pytest.fixture
def new_data(tmp_path: Path, compiled: Path) -> Callable[[str], Path]:
    """Makes data folders without an index in which the model is compiled already."""

    def make(name: str) -> Path:
        models = Layout(tmp_path / name).models
        models.mkdir(parents=True)
        shutil.copytree(compiled, models / compiled.name, copy_function=os.link)
        return tmp_path / name

    return make


@pytest.fixture
def data(new_data: Callable[[str], Path]) -> Path:
    return new_data("data")


@pytest.fixture
def guidance(tmp_path: Path) -> Path:
    """A folder with the small corpus."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def msdocs() -> Path:
    """Real documentation, where it lies beside the checkout."""
    places = (folder / "shared" / "msdocs" for folder in Path(__file__).resolve().parents)
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        pytest.skip("the reference pages, shared/msdocs, are not beside this checkout")
    return found
