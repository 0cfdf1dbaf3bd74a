"""Gates, summary, baseline and comparison."""

import json
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.rules import Engine
from evals.compare import compare
from evals.evaluation import baseline, evaluate
from evals.gates import Gate, judge_gates, read_gates
from evals.intervals import share
from evals.summary import BASELINE, FigureObject, read_baseline, written
from tests.evals.replies import failure, question, record, reply, set_of

HARD = {
    "verdict_accuracy": ">= 1",
    "must_not_state_violations": "<= 0",
    "citation_precision": ">= 1",
    "determinism": ">= 1",
}


def test_the_hard_gates_are_the_promised_ones() -> None:
    gates = {gate.metric: gate for gate in read_gates()}
    for metric, bound in HARD.items():
        assert gates[metric].result(share(1, 1), None).bound == bound
    assert all(gate.keep for name, gate in gates.items() if name not in {*HARD, "failures"})


# gate, successes of 10, baseline, passed, bound
RESULTS = [
    ({"least": 0.8}, 8, None, True, ">= 0.8"),
    ({"least": 0.8}, 7, None, False, ">= 0.8"),
    ({"least": 0.8, "keep": True}, 8, 0.9, False, ">= 0.9"),
    ({"least": 0.8, "keep": True}, 9, 0.9, True, ">= 0.9"),
    ({"least": 0.8, "keep": True}, 8, 0.5, True, ">= 0.8"),
    ({"least": 0.8}, 8, 0.9, True, ">= 0.8"),
    ({"most": 0.0}, 0, None, True, "<= 0"),
    ({"most": 0.0}, 1, None, False, "<= 0"),
    ({"most": 0.5, "keep": True}, 4, 0.3, False, "<= 0.3"),
]


@pytest.mark.parametrize(("given", "successes", "before", "passed", "bound"), RESULTS)
def test_bounds(given, successes: int, before: float | None, passed: bool, bound: str) -> None:
    result = Gate(metric="right", **given).result(share(successes, 10), before)
    assert (result.passed, result.bound) == (passed, bound)


def test_nothing_to_measure_fails_the_packaged_set_and_is_named_in_another() -> None:
    gates = [Gate(metric="right", least=0.5)]
    results, unmeasured = judge_gates(gates, {"right": share(0, 0)}, {}, packaged=True)
    assert [r.passed for r in results] == [False]
    results, unmeasured = judge_gates(gates, {"right": share(0, 0)}, {}, packaged=False)
    assert (results, unmeasured) == ([], ["right"])


@pytest.mark.parametrize(
    "text", ["", "gate = 1", '[[gate]]\nmetric = "no such"\nleast = 1.0', '[[gate]]\nmetric = "right"', "[[gate"]
)
def test_wrong_gates_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "gates.toml").write_text(text, "utf-8")
    with pytest.raises(DocumentError):
        read_gates(tmp_path / "gates.toml")


def run_of(engine: Engine, *replies, before=None, split="dev"):
    questions = [question(id=f"q{n}", must=[["right"]], split=split) for n in range(len(replies))]
    records = [record(q, r) for q, r in zip(questions, replies, strict=True)]
    return evaluate(
        set_of(*questions), None, records, gates=[Gate(metric="right", least=0.5)], baseline=before, engine=engine
    )


def test_the_summary_has_the_shape_of_the_interface(engine: Engine) -> None:
    summary = json.loads(written(run_of(engine, reply("right"), reply("no")).summary))
    assert {"metrics", "gates", "versions"} <= set(summary)
    assert {"value", "n", "low", "high"} <= set(summary["metrics"]["right"])
    assert summary["gates"] == [{"name": "right", "value": 0.5, "bound": ">= 0.5", "passed": True}]
    assert summary["versions"]["python"]


def test_a_baseline_says_what_was_fixed_broken_and_changed(engine: Engine, tmp_path: Path) -> None:
    before = run_of(engine, reply("no"), reply("right"), reply("right"), reply("right"))
    path = tmp_path / "baseline.json"
    path.write_text(written(baseline(before)), "utf-8")
    now = run_of(
        engine, reply("right"), failure(), reply("right", digest="new"), reply("right"), before=read_baseline(path)
    )
    found = now.comparison
    assert (found.fixed, found.broken, found.changed, found.new, found.gone) == (("q0",), ("q1",), ("q2",), (), ())
    assert "right" not in {moved.name for moved in found.moved}
    assert {"failures", "score"} & {moved.name for moved in found.moved} == {"failures"}


def test_a_baseline_of_everything_keeps_each_split(engine: Engine) -> None:
    kept = baseline(run_of(engine, reply("right"), split="test"))
    assert set(kept.metrics) == {"all", "dev", "test"}
    assert kept.metrics["dev"]["right"] == FigureObject(value=None, n=0, low=None, high=None)
    assert kept.metrics["test"]["right"].value == 1.0
    assert not any(name.startswith("latency") for name in kept.metrics["all"])


def test_the_committed_baseline_is_of_the_packaged_set(packaged) -> None:
    kept = read_baseline(BASELINE)
    assert set(kept.questions) == {q.id for q in packaged.questions}
    assert {"dev", "test", "all"} <= set(kept.metrics)


def test_questions_that_come_and_go_are_named(engine: Engine) -> None:
    before = baseline(run_of(engine, reply("right"), reply("right")))
    now = run_of(engine, reply("right"))
    assert compare(now.cases, now.measured, "all", before).gone == ("q1",)
    assert compare(now.cases, now.measured, "dev", before).gone == ()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"questions": 1}'])
def test_a_file_that_is_no_baseline_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text, "utf-8")
    with pytest.raises(DocumentError):
        read_baseline(tmp_path / "b.json")
