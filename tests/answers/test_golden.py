"""Whole answers as files that people have read: a difference is shown line by line.

A file in `golden/` begins with its question; the first words of its name are the shape of the answer. After a change
that is meant, and after reading every difference:

    REWRITE_GOLDEN=1 python -m pytest tests/answers/test_golden.py
    git diff tests/answers/golden

A new question is a new file with its line `Question: ...` alone, and the same command.
"""

import difflib
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assistant.gate.answer import VerifiedAnswer
from assistant.service import Assistant

DAY = date(2026, 11, 24)
FILES = sorted((Path(__file__).parent / "golden").glob("*.txt"))
SHAPES = {
    "yes-no", "both-isolations", "on-this-host", "where-it-runs", "what-changed", "until-when", "how-to-get", "error",
    "compare", "define", "list",
}  # fmt: skip


def written(answer: VerifiedAnswer) -> str:
    """An answer as it is kept: the question, the text as every surface shows it, and the sources by name."""
    lines = [
        f"Question: {answer.question}",
        f"As of: {answer.as_of}",
        f"Status: {answer.status}",
        "",
        answer.markdown(),
    ]
    if answer.citations:
        lines += ["", "Sources:"]
        lines += [f"[{c.number}] {c.source.title} - {c.source.section} ({c.document})" for c in answer.citations]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_answer_is_the_one_that_was_read(file: Path, assistant: Assistant) -> None:
    kept = file.read_text("utf-8")
    question = kept.split("\n", 1)[0].removeprefix("Question: ")
    now = written(assistant.ask(question, as_of=DAY).answer)
    if os.environ.get("REWRITE_GOLDEN") == "1":
        file.write_text(now, "utf-8", newline="\n")
        return
    difference = "\n".join(difflib.unified_diff(kept.split("\n"), now.split("\n"), "read", "now", lineterm="", n=2))
    assert not difference, f"{file.name} has changed:\n{difference}"


def test_every_shape_has_its_answers() -> None:
    shapes = Counter(re.sub(r"-\d+$", "", file.stem) for file in FILES)
    assert set(shapes) == SHAPES
    assert len(FILES) >= 40
    assert min(shapes.values()) >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_reads_well(file: Path) -> None:
    """What can be told without reading: nothing twice, nothing announced that does not follow, no stray blanks."""
    body = file.read_text("utf-8").split("\n\n", 1)[1].split("\n\nSources:\n")[0]
    body = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
    lines = [re.sub(r" ?\[\d+\]", "", line) for line in body.split("\n") if line.strip()]
    said = [line for line in lines if not line.startswith("|") and line]
    assert len(said) == len(set(said))
    assert not lines[-1].endswith(":")
    prose = "\n".join(line for line in lines if not line.startswith("|"))
    assert not re.search(r"\w\s+[,.;](?:\s|$)|\.\.(?!\.)|\(\s|\s\)", re.sub(r"`[^`]*`", "code", prose))
