"""The page of answers shows answers that the golden files hold, so that it cannot fall behind."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_example_is_an_answer_that_was_read() -> None:
    page = (ROOT / "docs" / "answers.md").read_text("utf-8")
    kept = {}
    for file in (ROOT / "tests" / "answers" / "golden").glob("*.txt"):
        head, body = file.read_text("utf-8").split("\n\n", 1)
        kept[head.split("\n")[0].removeprefix("Question: ")] = body.strip()
    examples = re.findall(r"^> ([^\n]+)\n\n````text\n(.*?)\n````$", page, flags=re.MULTILINE | re.DOTALL)
    assert len(examples) >= 11
    for question, body in examples:
        assert kept[question] == body, question
