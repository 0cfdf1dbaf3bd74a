"""A question is covered by something near that speaks of what the question turns on."""

import pytest

from assistant.conversation.coverage import ELSEWHERE, IN_FIELD, covered
from assistant.passage import Passage, ScoredPassage, Source


def found(text: str, score: float) -> tuple[ScoredPassage, ...]:
    passage = Passage(
        id="0" * 16,
        document="page.md",
        source=Source(title="Licences", url=None, section="How many?"),
        headings=("Licences", "How many?"),
        anchor="how-many",
        start=0,
        end=len(text),
        text=text,
        context="Licences > How many?",
    )
    return (ScoredPassage(passage=passage, score=score, dense=score, lexical=score),)


def test_nothing_found_covers_nothing() -> None:
    assert not covered("Which images run?", (), in_field=True)


def test_the_best_score_decides_and_the_field_sets_the_bar() -> None:
    near = found("Windows Server Datacenter allows an unlimited number.", (IN_FIELD + ELSEWHERE) / 2)
    assert covered("what is allowed?", near, in_field=False)
    assert not covered("what is allowed on Windows Server?", near, in_field=True)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("What is the price of a Datacenter licence?", "A Datacenter licence allows any number.", False),
        ("What is the price of a Datacenter licence?", "The price of a Datacenter licence is listed.", True),
        ("Do Linux images run on it?", "The tag holds Linux images only.", True),
        ("Do I need a licence for SQL Server?", "The host needs a licence of Windows Server.", False),
    ],
)
def test_a_subject_of_its_own_has_to_be_in_what_was_found(question: str, text: str, *, expected: bool) -> None:
    assert covered(question, found(text, 0.9), in_field=True) is expected
