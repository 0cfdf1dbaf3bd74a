"""The command `eval` as a real process over a set of one's own: files, exit codes, errors."""

import json
from pathlib import Path

import pytest

from tests.evals.conftest import OWN_SET, RUNBOOK

FILES = {"report.html", "report.md", "junit.xml", "run.jsonl", "summary.json"}
GATES = '[[gate]]\nmetric = "verdict_accuracy"\nleast = 1.0\n[[gate]]\nmetric = "determinism"\nleast = 1.0\n'


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own") / "our-questions"
    (folder / "runbooks").mkdir(parents=True)
    (folder / "cluster.yaml").write_text(OWN_SET, "utf-8")
    (folder / "runbooks" / "payroll.md").write_text(RUNBOOK, "utf-8")
    (folder / "gates.toml").write_text(GATES, "utf-8")
    return folder


@pytest.mark.slow
def test_a_set_of_ones_own(run_command, own: Path) -> None:
    report = own / "report"
    common = ("eval", "--set", str(own), "--gates", str(own / "gates.toml"), "--report", str(report))
    done = run_command(*common, "--split", "all", "--json", "--save-baseline", str(own / "baseline.json"))
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert {path.name for path in report.iterdir()} == FILES
    assert summary == json.loads((report / "summary.json").read_text("utf-8"))
    assert {gate["name"]: gate["passed"] for gate in summary["gates"]} == {
        "verdict_accuracy": True,
        "determinism": True,
    }
    assert summary["questions"] == 4

    (own / "strict.toml").write_text('[[gate]]\nmetric = "latency_ms.total"\nmost = 0.0\n', "utf-8")
    below = run_command(
        *common[:3],
        "--gates",
        str(own / "strict.toml"),
        "--report",
        str(report),
        "--baseline",
        str(own / "baseline.json"),
    )
    assert below.returncode == 1
    assert "below" in below.stdout
    assert "Beside the baseline" in (report / "report.html").read_text("utf-8")


ERRORS = {
    "no such set": (("--set", "nowhere"), "There is no set 'nowhere'"),
    "no such baseline": (("--baseline", "nowhere.json"), "cannot be read as a baseline"),
    "no such gates": (("--gates", "nowhere.toml"), "cannot be read"),
    "no such split": (("--split", "train"), "'train' is not one of"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_bad_input_is_one_line_and_exit_code_2(name: str, run_command) -> None:
    arguments, said = ERRORS[name]
    done = run_command("eval", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_split_without_questions_and_an_untrue_set_are_refused(run_command, tmp_path: Path) -> None:
    head = "category: mine\nas_of: 2026-11-24\nquestions:\n- id: a\n  turns: [hello]\n"
    (tmp_path / "mine.yaml").write_text(f"{head}  split: test\n", "utf-8")
    none = run_command("eval", "--set", str(tmp_path / "mine.yaml"), "--split", "dev")
    assert (none.returncode, "no question of the split dev" in none.stderr) == (2, True)
    (tmp_path / "mine.yaml").write_text(f'{head}  cells: ["ws2019 on ws23h2: supported / supported"]\n', "utf-8")
    untrue = run_command("eval", "--set", str(tmp_path / "mine.yaml"), "--split", "all")
    assert (untrue.returncode, "disagree with the rules" in untrue.stderr) == (2, True)
