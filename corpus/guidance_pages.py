"""The packaged guidance page by page, for whoever wants to read one whole."""

import importlib.resources
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidancePage:
    """A page: `name` is its file's without `.md`, `title` the one in its front matter."""

    name: str
    title: str
    path: Path

    def read(self) -> str:
        """The page as Markdown, without the front matter."""
        return _parts(self.path)[1]


def guidance_folder() -> Path:
    """The folder of the guidance pages that are installed with the program."""
    return Path(str(importlib.resources.files("corpus").joinpath("guidance")))


def guidance_pages() -> tuple[GuidancePage, ...]:
    """Every packaged page, by name."""
    paths = sorted(guidance_folder().glob("*.md"))
    return tuple(GuidancePage(name=path.stem, title=_title(path), path=path) for path in paths)


def _title(path: Path) -> str:
    values = yaml.safe_load(_parts(path)[0])
    return str(values["title"]) if isinstance(values, dict) and "title" in values else path.stem


def _parts(path: Path) -> tuple[str, str]:
    """Front matter and text. Packaged pages have both (tests/guidance)."""
    _, front, text = path.read_text("utf-8").split("---\n", 2)
    return front, text.lstrip("\n")
