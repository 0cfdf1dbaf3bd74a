"""Runs in real processes: the log, what is resumed, what is not, and the same bytes twice."""

import json
import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import AssistantError, EvaluationError, StorageError
from assistant.settings import Settings
from evals.dataset import QuestionSet
from evals.record import Record
from evals.run import Place, prepare, read_log, run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def own(own_set: Path) -> QuestionSet:
    return QuestionSet.load(own_set)


@pytest.fixture(scope="module")
def place(own: QuestionSet, data_dir: Path) -> Place:
    return prepare(own, Settings(data_dir=data_dir))


@pytest.fixture(scope="module")
def log(own: QuestionSet, place: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("run") / "run.jsonl"
    run(own.questions, place, path)
    return path


def without_times(path: Path) -> str:
    def cut(value):
        if isinstance(value, dict):
            return {k: cut(v) for k, v in value.items() if k != "timings_ms"}
        return [cut(v) for v in value] if isinstance(value, list) else value

    return "\n".join(json.dumps(cut(json.loads(line))) for line in path.read_text("utf-8").splitlines())


def test_a_log_has_a_line_a_question_in_the_order_of_the_set(log: Path, own: QuestionSet) -> None:
    records = read_log(log)
    assert [r.id for r in records] == [q.id for q in own.questions]
    first = records[0]
    assert first.last.reply.text
    assert first.last.passages[0].document == "payroll.md"
    assert first.last.ranks["fused"] == 1
    assert first.variants
    assert first.run.versions["embedding_model"]
    assert [len(turn.again) for r in records for turn in r.turns] == [2] * 5
    assert not list(log.parent.glob("*.partial*"))


def test_answers_are_the_same_in_every_process(log: Path) -> None:
    assert all(d == turn.reply.digest for r in read_log(log) for turn in r.turns for d in turn.again)


def test_two_runs_are_the_same_bytes_but_for_times(log: Path, own: QuestionSet, place: Place, tmp_path: Path) -> None:
    run(own.questions, place, tmp_path / "run.jsonl", lanes=3)
    assert without_times(tmp_path / "run.jsonl") == without_times(log)


def test_the_set_is_answered_over_an_index_of_its_own(place: Place, data_dir: Path) -> None:
    assert place.settings.data_dir.parent.parent == data_dir


def test_an_interrupted_run_goes_on_where_it_stopped(log: Path, own: QuestionSet, place: Place, tmp_path: Path) -> None:
    lines = log.read_text("utf-8").splitlines()
    marked = Record.model_validate_json(lines[1]).model_copy(update={"category": "kept"}).model_dump_json()
    (tmp_path / "run.partial.jsonl").write_text(f"{marked}\n{lines[2][:200]}", "utf-8")  # the last line is torn
    seen: list[tuple[int, int]] = []
    records = run(
        own.questions, place, tmp_path / "run.jsonl", progress=lambda _, done, total: seen.append((done, total))
    )
    assert seen[0] == (1, 4)
    assert seen[-1] == (4, 4)
    assert [r.category for r in records] == ["our-cluster", "kept", "our-cluster", "our-cluster"]
    assert not (tmp_path / "run.partial.jsonl").exists()


def test_a_run_of_other_code_or_facts_is_not_taken_up(
    log: Path, own: QuestionSet, place: Place, tmp_path: Path
) -> None:
    first = Record.model_validate_json(log.read_text("utf-8").splitlines()[0])
    stale = first.model_copy(update={"category": "kept", "run": first.run.model_copy(update={"code": "another"})})
    (tmp_path / "run.partial.jsonl").write_text(stale.model_dump_json() + "\n", "utf-8")
    records = run(own.questions[:1], place, tmp_path / "run.jsonl")
    assert [r.category for r in records] == ["our-cluster"]


def test_a_process_that_dies_ends_the_run_and_keeps_what_is_done(
    own: QuestionSet, place: Place, tmp_path: Path
) -> None:
    many = [q.model_copy(update={"id": f"{q.id}-{n}"}) for n in range(20) for q in own.questions]

    def kill_one(_: str, done: int, total: int) -> None:
        if 0 < done < total:
            for child in multiprocessing.active_children()[:1]:
                os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(EvaluationError, match="died"):
        run(many, place, tmp_path / "run.jsonl", progress=kill_one)
    kept = read_log(tmp_path / "run.partial.jsonl")
    assert 0 < len(kept) < len(many)
    assert not (tmp_path / "run.jsonl").exists()


def test_an_assistant_that_cannot_be_opened_says_why(own: QuestionSet, place: Place, tmp_path: Path) -> None:
    missing = replace(place, settings=place.settings.model_copy(update={"embedding_model": str(tmp_path / "none")}))
    with pytest.raises(AssistantError, match="none"):
        run(own.questions[:1], missing, tmp_path / "run.jsonl")


def test_a_log_that_cannot_be_written_or_read_is_an_error(own: QuestionSet, place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError):
        run(own.questions, place, tmp_path / "file" / "run.jsonl")
    with pytest.raises(StorageError):
        read_log(tmp_path / "none.jsonl")
