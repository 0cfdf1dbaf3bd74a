"""The same over real Microsoft documentation, where a copy of it lies beside the checkout."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.gate.draft import Status
from assistant.parts import release_names
from assistant.rules import Engine
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from corpus.build import build_index

DOCS = next((p / "shared" / "msdocs" for p in Path(__file__).parents if (p / "shared" / "msdocs").is_dir()), None)
pytestmark = [
    pytest.mark.skipif(DOCS is None, reason="no copy of the Microsoft documentation beside this checkout"),
    pytest.mark.slow,
]
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings(data_dir=tmp_path_factory.mktemp("docs"))


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Iterator[Assistant]:
    assert DOCS is not None
    engine = Engine.load()
    report = build_index(settings.data_dir, folders=[DOCS], facts_hash=engine.facts_hash, names=release_names(engine))
    assert report.documents > 80
    opened = Assistant.open(settings)
    yield opened
    opened.close()


def test_all_of_it_is_indexed(assistant: Assistant) -> None:
    status = assistant.index.status()
    pages = {p.document for p in assistant.index.snapshot().passages}
    readable = {
        path.relative_to(DOCS).as_posix()  # type: ignore[arg-type]
        for path in DOCS.rglob("*.md")  # type: ignore[union-attr]
    }
    missing = readable - pages - {s.document for s in status.skipped}
    assert {m for m in missing if not m.endswith(("TOC.md", "ORIGIN.md"))} == set()


def test_the_seed_question_is_answered_no_with_citations(assistant: Assistant) -> None:
    reply = assistant.ask("Can a 23H2 host run a Windows Server 2019 image?", as_of=TODAY)
    text = reply.markdown()
    assert reply.answer.status is Status.ANSWERED
    assert text.startswith("No.")
    assert "Windows Server 2022 image and no other" in text
    assert reply.answer.citations


def test_quotes_are_exact_in_the_cited_files(assistant: Assistant) -> None:
    assert DOCS is not None
    for question in ("How do I configure a gMSA for a container?", "What is the print spooler in containers?"):
        for citation in assistant.ask(question, as_of=TODAY).answer.citations:
            if citation.document.startswith("guidance/"):
                continue
            text = (DOCS / citation.document).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
            assert citation.quote in text
