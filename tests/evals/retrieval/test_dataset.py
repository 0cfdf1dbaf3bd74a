"""The sets of questions are whole: enough of each sort, unique, and every gold section is on a page."""

from collections import Counter
from importlib.resources import files

import pytest

from assistant.errors import DocumentError
from evals.retrieval.dataset import Distance, Half, Kind, outside_set, question_set

LEAST = {"guidance": 100, "msdocs": 70}


@pytest.mark.parametrize("name", LEAST)
def test_there_are_enough_questions_and_half_of_them_are_not_in_the_words_of_the_page(name: str) -> None:
    questions = question_set(name).questions
    kinds = Counter(question.kind for question in questions)
    assert len(questions) >= LEAST[name]
    assert set(kinds) == set(Kind)
    assert (kinds[Kind.PARAPHRASE] + kinds[Kind.VAGUE]) * 2 >= len(questions)


@pytest.mark.parametrize("name", LEAST)
def test_each_question_is_asked_once_and_the_halves_are_alike(name: str) -> None:
    questions = question_set(name).questions
    assert len({question.id for question in questions}) == len({q.text.casefold() for q in questions}) == len(questions)
    for kind in Kind:
        halves = Counter(question.half for question in questions if question.kind is kind)
        assert abs(halves[Half.TUNE] - halves[Half.HELD]) <= 1


def test_every_gold_section_of_the_guidance_exists() -> None:
    guidance = files("corpus").joinpath("guidance")
    for question in question_set("guidance").questions:
        for gold in question.gold:
            page, _, heading = gold.partition("#")
            assert f"# {heading}\n" in guidance.joinpath(page).read_text("utf-8"), (question.id, gold)


def test_questions_outside_the_guidance_are_near_and_far() -> None:
    questions = outside_set().questions
    assert len(questions) >= 60
    assert set(Counter(question.kind for question in questions)) == set(Distance)


def test_an_unknown_set_is_an_error_that_names_the_sets() -> None:
    with pytest.raises(DocumentError, match="nothing"):
        question_set("nothing")
