"""An answer may quote any sentence or table row of a page alone, so none may be wrong without what stands around it."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.claims.claim import SentenceStatus
from assistant.claims.judge import judge_text
from assistant.prose import block_sentences
from assistant.rules import Engine
from corpus.build import packaged_guidance
from corpus.document import Document
from corpus.readers import Folder, read, survey

DAY = date(2026, 11, 24)
PAGES = [document for _, document in read(survey((Folder(path=packaged_guidance(), prefix="guidance/"),)))]


def quotable(page: Document) -> Iterator[str]:
    for section in page.sections:
        for segment in section.segments:
            text, block = segment.file.text, segment.block
            for start, end in block_sentences(text, block):
                yield text[start:end]
            if block.header is not None:
                names = [text[slice(*cell)] for cell in block.header.cells]
                if "One source" in names:  # such a table reports what others say, true or not
                    continue
                header = f"| {' | '.join(names)} |\n|{' --- |' * len(names)}"
                for row in block.rows:
                    yield f"## {section.name}\n\n{header}\n{text[row.start : row.end]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_nothing_that_can_be_quoted_alone_is_contradicted(page: Document, own_sentences: frozenset[str]) -> None:
    engine = Engine.load()
    wrong = [
        (text, [claim.claim.kind for claim in sentence.claims])
        for text in quotable(page)
        if text not in own_sentences
        for sentence in judge_text(engine, text, DAY).sentences
        if sentence.status is SentenceStatus.CONTRADICTED
    ]
    assert not wrong
