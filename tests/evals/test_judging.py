"""Grades: what is right, wrong, held back, failed, and not scored."""

import pytest

from assistant.rules import Engine
from evals.judging import Grade
from evals.matching import Matcher
from tests.evals.replies import case, failure, question, reply, verdict

PAIR = "ws2019 on ws2022: unsupported / supported"
RIGHT_CELLS = (verdict("ws2022", "ws2019", "unsupported", "supported"),)

# what is expected, the reply, its grade
GRADES = {
    "right": ({"cells": [PAIR], "must": [["Hyper-V"]]}, reply("Only with Hyper-V.", verdicts=RIGHT_CELLS), Grade.RIGHT),
    "a fact is missing": ({"must": [["2031-10-14"]]}, reply("It is supported."), Grade.WRONG),
    "another verdict": (
        {"cells": [PAIR]},
        reply("Yes.", verdicts=(verdict("ws2022", "ws2019", "supported", "supported"),)),
        Grade.WRONG,
    ),
    "another pair": (
        {"cells": [PAIR]},
        reply("Yes.", verdicts=(verdict("ws2019", "ws2022", "unsupported", "unsupported"),)),
        Grade.WRONG,
    ),
    "untrue": ({"must_not": ["is supported until 2031"]}, reply("It is supported until 2031."), Grade.WRONG),
    "held back": ({"must": [["2031"]]}, reply("The guidance does not say.", "abstained"), Grade.HELD_BACK),
    "asked back": ({"cells": [PAIR]}, reply("Which host?", "clarify"), Grade.HELD_BACK),
    "rightly held back": ({"status": "abstained"}, reply("I don't cover that.", "abstained"), Grade.RIGHT),
    "answered what has no answer": ({"status": "abstained"}, reply("Bread takes flour."), Grade.WRONG),
    "asked back where abstaining was right": ({"status": "abstained"}, reply("Which one?", "clarify"), Grade.WRONG),
    "either is right": ({"status": ["clarify", "answered"]}, reply("Which one?", "clarify"), Grade.RIGHT),
    "failed": ({}, failure(), Grade.FAILED),
}


@pytest.mark.parametrize("name", GRADES)
def test_grades(name: str, engine: Engine) -> None:
    expected, given, grade = GRADES[name]
    judged = case(Matcher(engine), question(**expected), given)
    assert judged.grade is grade
    assert bool(judged.last.reasons) is (grade is not Grade.RIGHT)


def test_a_draft_is_not_scored(engine: Engine) -> None:
    assert case(Matcher(engine), question(draft=True), reply("Something.")).grade is Grade.UNSCORED


def test_a_pair_that_is_not_decided_is_told_from_one_that_is_misread(engine: Engine) -> None:
    silent = case(Matcher(engine), question(cells=[PAIR]), reply("The guidance does not say.", "abstained"))
    misread = case(
        Matcher(engine),
        question(cells=[PAIR]),
        reply("No.", verdicts=(verdict("ws2016", "ws2019", "unsupported", "unsupported"),)),
    )
    assert not any(cell.decided for cell in silent.last.cells)
    assert all(cell.decided and not cell.right for cell in misread.last.cells)


def test_the_platform_is_part_of_the_pair(engine: Engine) -> None:
    asked = question(cells=["ws2022 on ws2025 (aks): conditional / unsupported"])
    windows = reply("Yes.", verdicts=(verdict("ws2025", "ws2022", "conditional", "unsupported"),))
    aks = reply("Yes.", verdicts=(verdict("ws2025", "ws2022", "conditional", "unsupported", "aks"),))
    assert case(Matcher(engine), asked, windows).grade is Grade.WRONG
    assert case(Matcher(engine), asked, aks).grade is Grade.RIGHT
