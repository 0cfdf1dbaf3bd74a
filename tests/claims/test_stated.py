"""What the rules state of a told fact is read as that fact: asserted it is entailed, denied it is contradicted."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.claims.claim import TextStatus
from assistant.claims.judge import judge_text
from assistant.rules import Engine
from assistant.rules.told import Holds

ENGINE = Engine.load()
DAY = date(2026, 11, 24)
ENTRIES = [entry for entries in ENGINE.facts.told.values() for entry in entries if entry.valid_on(DAY)]


def status(proposition):
    return judge_text(ENGINE, ENGINE.state(proposition), DAY).status


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.holds is not Holds.UNKNOWN], ids=lambda e: e.id)
def test_a_told_fact_is_read_from_its_statement(entry):
    true = [replace(that, asserted=entry.holds is Holds.YES) for that in entry.those]
    assert {status(that) for that in true} == {TextStatus.VERIFIED}
    assert TextStatus.VERIFIED not in {status(replace(that, asserted=not that.asserted)) for that in true}


def test_a_word_more_and_it_is_not_that_statement():
    entry = next(e for e in ENTRIES if e.holds is Holds.YES)
    sentence = ENGINE.state(entry.those[0]).rstrip(".")
    assert judge_text(ENGINE, f"{sentence} on Mars.", DAY).status is not TextStatus.VERIFIED
    assert judge_text(ENGINE, f"Myth: {sentence}.", DAY).status is not TextStatus.VERIFIED
