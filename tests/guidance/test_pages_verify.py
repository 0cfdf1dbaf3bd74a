"""Every written page read by our own gate: nothing is contradicted, what it leaves undecided is listed with a reason.

The list is `not_covered.yaml`. After a change of a page or of the reader of claims:

    REWRITE_LEDGER=1 python -m pytest tests/guidance/test_pages_verify.py
"""

import os
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.claims.claim import SentenceStatus
from assistant.claims.judge import judge_text
from assistant.rules import Engine
from assistant.rules.rulebook import RULES
from corpus.build import packaged_guidance

DAY = date(2026, 11, 24)
LEDGER = Path(__file__).parent / "not_covered.yaml"
WRITTEN = {
    page.name: page.read_text("utf-8").split("---\n", 2)[2]
    for page in sorted(packaged_guidance().glob("*.md"))
    if "\ngenerated: true\n" not in page.read_text("utf-8")
}
REASONS = {"explains", "sources", "observed", "advice", "no fact"}
NEW = "?"
LONG_ENOUGH = 48


@cache
def sentences(page: str) -> tuple[tuple[str, SentenceStatus], ...]:
    body = WRITTEN[page]
    judged = judge_text(Engine.load(), body, DAY).sentences
    return tuple((" ".join(body[s.start : s.end].split()), s.status) for s in judged)


def undecided(page: str) -> list[str]:
    return [text for text, status in sentences(page) if status is SentenceStatus.UNDECIDED]


def still(page: str, start: str) -> bool:
    """Whether a sentence that begins so is on the page and not confirmed."""
    return any(text.startswith(start) and status is not SentenceStatus.ENTAILED for text, status in sentences(page))


def listed() -> dict[str, dict[str, str]]:
    found: Any = yaml.safe_load(LEDGER.read_text("utf-8"))
    return {page: entries or {} for page, entries in found.items()}


def beginning(text: str, others: Iterable[str]) -> str:
    """The first words of a sentence, as many as tell it from the others of its page."""
    ends = [m.start() for m in re.finditer(r" |$", text) if m.start() >= min(LONG_ENOUGH, len(text))]
    return next((text[:end] for end in ends if not any(o.startswith(text[:end]) for o in others if o != text)), text)


@pytest.mark.parametrize("page", WRITTEN)
def test_no_sentence_is_contradicted(page: str) -> None:
    assert not [text for text, status in sentences(page) if status is SentenceStatus.CONTRADICTED]


def test_what_is_undecided_is_listed_and_nothing_else() -> None:
    kept = listed()
    now: dict[str, dict[str, str]] = {}
    for page in WRITTEN:
        texts = undecided(page)
        open_ = [text for text, status in sentences(page) if status is not SentenceStatus.ENTAILED]
        known = {text: (start, why) for text in open_ for start, why in kept[page].items() if text.startswith(start)}
        now[page] = dict(known.get(t, (beginning(t, texts), NEW)) for t in open_ if t in known or t in texts)
    if os.environ.get("REWRITE_LEDGER") == "1":
        head = "".join(line for line in LEDGER.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
        printed = yaml.safe_dump(now, allow_unicode=True, sort_keys=False, width=200)
        LEDGER.write_text(head + printed, "utf-8", newline="\n")
        return
    new = {page: [start for start, why in entries.items() if why == NEW] for page, entries in now.items()}
    gone = {page: [start for start in kept[page] if not still(page, start)] for page in WRITTEN}
    hint = "REWRITE_LEDGER=1 python -m pytest tests/guidance/test_pages_verify.py, then give the reasons"
    assert not {page: starts for page, starts in new.items() if starts}, hint
    assert not {page: starts for page, starts in gone.items() if starts}, hint


def test_every_entry_has_a_reason() -> None:
    kept = listed()
    assert list(kept) == list(WRITTEN)
    rules = {rule.id for rule in RULES}
    for page, entries in kept.items():
        for start, why in entries.items():
            told = why.removeprefix("told ").split() if why.startswith("told ") else []
            assert why in REASONS or (told and set(told) <= rules), (page, start, why)


def test_much_of_what_speaks_of_the_field_is_confirmed() -> None:
    """Guards against pages that fall back into words which nobody checks."""
    found = Counter(status for page in WRITTEN for _, status in sentences(page))
    assert found[SentenceStatus.ENTAILED] > 0.4 * (found[SentenceStatus.ENTAILED] + found[SentenceStatus.UNDECIDED])
