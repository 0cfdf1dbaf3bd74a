"""The packaged set: true, complete and stratified; and what is said about a set that is wrong."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.rules import Engine, Isolation
from assistant.rules.records import Printed
from evals.dataset import QuestionSet, Split
from evals.truth import disagreements

CATEGORIES = {
    "compatibility", "builds-tags", "lifecycle", "date-relative", "channels", "portability", "acquisition",
    "licensing-activation", "installation-upgrade", "aks-kubernetes", "errors", "multi-hop", "multi-turn",
    "false-premise", "release-facts", "underspecified", "unanswerable", "out-of-scope", "conflicts", "adversarial",
    "noisy",
}  # fmt: skip


def test_no_truth_disagrees_with_rules_sources_or_headings(packaged: QuestionSet, engine: Engine) -> None:
    assert disagreements(packaged, engine) == ()


def test_every_category_has_questions_and_both_splits(packaged: QuestionSet) -> None:
    counted = Counter((q.category, q.split) for q in packaged.questions)
    assert {category for category, _ in counted} == CATEGORIES
    assert len(packaged.questions) >= 400
    for category in CATEGORIES:
        dev, test = counted[category, Split.DEV], counted[category, Split.TEST]
        assert 0.3 <= dev / (dev + test) <= 0.5, category
    assert 0.38 <= len(packaged.of(Split.DEV)) / len(packaged.questions) <= 0.42


def test_thirty_conversations_of_which_every_turn_is_asked(packaged: QuestionSet) -> None:
    conversations = [q for q in packaged.questions if len(q.turns) > 1]
    assert len(conversations) >= 30


def test_every_printed_cell_is_asked_for_in_several_wordings(packaged: QuestionSet, engine: Engine) -> None:
    wordings: dict[tuple[str, str], int] = defaultdict(int)
    for question in packaged.questions:
        if question.category == "compatibility":
            for cell in question.last.cells:
                wordings[cell.host, cell.image] += 1 + len(question.wordings)
    printed = {(h, i) for row in engine.facts.of(Printed) for h in row.hosts for i in row.images}
    assert printed
    assert [pair for pair in printed if wordings[pair] < 3] == []


def test_cells_are_read_from_one_line(packaged: QuestionSet) -> None:
    question = next(q for q in packaged.questions if q.id == "compat-01")
    assert question.last.cells[0].key == "ws23h2/ws2019/windows"
    assert set(question.last.cells[0].outcomes) == set(Isolation)


HEAD = "category: mine\nas_of: 2026-11-24\nquestions:\n"

WRONG = {
    "no turns": ("- id: a\n", "a"),
    "turns are no list": ("- id: a\n  turns: hello\n", "`turns` is not a list"),
    "unknown key": ("- id: a\n  turns: [hello]\n  answer: yes\n", "answer"),
    "unknown status": ("- id: a\n  turns: [hello]\n  status: shrugged\n", "status"),
    "cell of another form": ('- id: a\n  turns: [hello]\n  cells: ["ws2019 ws2022"]\n', "IMAGE on HOST"),
    "verdict that is none": ('- id: a\n  turns: [hello]\n  cells: ["ws2019 on ws2022: yes / no"]\n', "process"),
    "field of a release that is none": (
        "- id: a\n  turns: [hello]\n  must: [{ of: ws2022.colour, is: red }]\n",
        "must",
    ),
    "expectations given twice": ("- id: a\n  turns: [{ text: hello }]\n  status: clarify\n", "belong to the last turn"),
    "id used twice": ("- id: a\n  turns: [one]\n- id: a\n  turns: [two]\n", "used twice"),
    "no YAML": ("- id: [\n", "cannot be read"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_entry_is_refused_with_its_place_and_reason(name: str, tmp_path: Path) -> None:
    entry, reason = WRONG[name]
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + entry, "utf-8")
    with pytest.raises(DocumentError) as error:
        QuestionSet.load(file)
    assert reason in error.value.what
    assert error.value.remedy


def test_no_file_and_no_questions_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(DocumentError):
            QuestionSet.load(path)


UNTRUE = {
    "verdict": (
        '  cells: ["ws2019 on ws23h2: supported / unsupported"]',
        "is unsupported by the rules, supported here",
    ),
    "date": ("  must: [{ of: ws2022.extended_end, is: 2031-10-15 }]", "2031-10-14 by the rules"),
    "build": ("  must: [{ of: ws2022.build, is: 20349 }]", "20348 by the rules"),
    "phase": ("  must: [{ of: ws2022.phase, is: mainstream }]", "extended by the rules"),
    "release": ("  must: [{ of: ws1999.build, is: 1 }]", "no release"),
    "host": ('  cells: ["ws2019 on ws1999: supported / supported"]', "ws1999"),
}


@pytest.mark.parametrize("name", UNTRUE)
def test_a_truth_that_disagrees_with_the_rules_is_found(name: str, tmp_path: Path, engine: Engine) -> None:
    line, said = UNTRUE[name]
    (tmp_path / "mine.yaml").write_text(f"{HEAD}- id: a\n  turns: [hello]\n{line}\n", "utf-8")
    (found,) = {d for d in disagreements(QuestionSet.load(tmp_path), engine) if said in d}
    assert found.startswith("a: ")


def test_feedback_becomes_drafts_that_wait_for_a_truth(tmp_path: Path) -> None:
    line = '{"id": "F 1", "turns": ["is 23h2 dead"], "as_of": "2026-11-24", "rating": -1, "reason": "no date"}\n'
    (tmp_path / "feedback.jsonl").write_text(line + "\n", "utf-8")
    (question,) = QuestionSet.load(tmp_path).questions
    assert (question.id, question.draft, question.split) == ("feedback-f-1", True, Split.DEV)
    assert "no date" in question.note


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "1"}'])
def test_feedback_that_is_none_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_text(line, "utf-8")
    with pytest.raises(DocumentError, match="line 1"):
        QuestionSet.load(tmp_path)
