"""`ask` and `search` as real processes on a real index."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Completed = subprocess.CompletedProcess[str]
RunCommand = Callable[..., Completed]
StartOnTerminal = Callable[..., tuple[str, str]]

NO = "Can a 23H2 host run a Windows Server 2019 image?"
DAY = ("--as-of", "2026-11-24")


def lines(done: Completed) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_ask_answers_first_and_then_shows_verdict_and_sources(run_command: RunCommand) -> None:
    done = run_command("ask", NO, *DAY)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.startswith("No")
    assert "Windows Server 2022" in done.stdout
    assert "not supported  Process isolation" in done.stdout
    assert "Sources" in done.stdout
    assert "[1]" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_is_one_object_and_nothing_else(run_command: RunCommand) -> None:
    done = run_command("ask", NO, *DAY, "--json")
    answer = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert answer["status"] == "answered"
    assert answer["answer"].startswith("No")


def test_equal_questions_give_equal_bytes(run_command: RunCommand) -> None:
    first, second = (json.loads(run_command("ask", NO, *DAY, "--json").stdout) for _ in range(2))
    assert first["answer_id"] != second["answer_id"]
    for volatile in ("answer_id", "timings_ms"):
        del first[volatile], second[volatile]
    assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize(
    ("question", "status"),
    [("Can I run this image on my host?", "clarify"), ("How do I bake a chocolate cake?", "abstained")],
)
def test_what_is_not_answered_ends_with_3(run_command: RunCommand, question: str, status: str) -> None:
    done = run_command("ask", question, "--json")
    assert done.returncode == 3
    answer = json.loads(done.stdout)
    assert answer["status"] == status
    assert answer["answer"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", ""],
        ["ask", " \n\t "],
        ["ask", "x" * 20_001],
        ["ask", "x" * 100_000],
        ["ask", "a question", "--as-of", "tomorrow"],
        ["ask", "a question", "--as-of", "2026-02-30"],
        ["ask", "a question", "--batch", "-"],
        ["ask", "--batch", "-", "--conversation", "new"],
        ["ask", "--batch", "no-such-file.jsonl"],
        ["search"],
        ["search", ""],
        ["search", "a query", "-k", "0"],
        ["search", "a query", "-k", "many"],
    ],
)
def test_bad_input_is_one_line_and_2(run_command: RunCommand, arguments: list[str]) -> None:
    done = run_command(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_a_question_of_20000_characters_is_read(run_command: RunCommand) -> None:
    question = NO + " " + "x" * (20_000 - len(NO) - 1)
    done = run_command("ask", question, "--json")
    assert done.returncode in (0, 3), done.stderr
    assert json.loads(done.stdout)["question"] == question


def test_bytes_that_are_no_characters_are_refused(run_command: RunCommand) -> None:
    done = run_command("ask", "Can it run \udcff?")
    assert done.returncode == 2
    assert "UTF-8" in done.stderr


BATCH = [
    '{"id": "one", "turns": ["Can Windows Server 2022 run a Windows Server 2019 image?"], "as_of": "2026-11-24"}',
    "not json",
    "",
    '{"id": "two", "turns": ["Can a 23H2 host run a 2022 image?", "And a 2019 image?"], "note": "more keys are fine"}',
    '{"id": "three"}',
    '{"id": "four", "turns": []}',
    '{"id": "five", "turns": [""]}',
    '{"id": "six", "turns": ["a"], "as_of": 20261124}',
    '{"turns": ["a"]}',
    '["id"]',
    '{"id": 7, "turns": ["When does Windows Server 2025 leave mainstream support?"]}',
]


def test_a_batch_answers_in_order_and_survives_bad_lines(run_command: RunCommand) -> None:
    results = lines(run_command("ask", "--batch", "-", stdin="\n".join(BATCH)))
    assert [r["id"] for r in results] == ["one", None, "two", "three", "four", "five", "six", None, None, 7]
    failed = [r["id"] for r in results if "error" in r]
    assert failed == [None, "three", "four", "five", "six", None, None]
    answered = {r["id"]: r for r in results if "error" not in r}
    assert next(iter(answered["one"])) == "id"
    assert answered["one"]["as_of"] == "2026-11-24"
    assert answered["two"]["question"] == "And a 2019 image?"
    [verdict] = answered["two"]["verdicts"]  # type: ignore[misc]
    assert (verdict["host"]["id"], verdict["image"]["id"]) == ("ws23h2", "ws2019")
    assert answered[7]["status"] == "answered"
    assert all("conversation" not in r for r in results)


def test_a_batch_line_says_what_the_single_question_says(run_command: RunCommand) -> None:
    [batched] = lines(run_command("ask", "--batch", "-", *DAY, stdin=json.dumps({"id": 1, "turns": [NO]})))
    single = json.loads(run_command("ask", NO, *DAY, "--json").stdout)
    for volatile in ("answer_id", "timings_ms"):
        del batched[volatile], single[volatile]
    assert batched == {"id": 1} | single


def test_search_ranks_passages(run_command: RunCommand) -> None:
    done = run_command("search", "annual channel lifecycle", "-k", "2", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(found) == ["query", "passages"]
    assert [p["rank"] for p in found["passages"]] == [1, 2]
    human = run_command("search", "annual channel lifecycle", "-k", "2")
    assert human.stdout.startswith("1. ")
    assert f"{found['passages'][0]['score']:.4f}" in human.stdout


def test_search_gives_every_passage_where_fewer_are_there(run_command: RunCommand) -> None:
    status = json.loads(run_command("index", "--status", "--json").stdout)
    found = json.loads(run_command("search", "windows", "-k", "1000", "--json").stdout)
    assert len(found["passages"]) == min(1000, status["chunks"])


def test_search_batch(run_command: RunCommand) -> None:
    batch = '{"id": "a", "question": "isolation"}\n{"id": "b"}\n{"id": "c", "question": "  "}\n'
    results = lines(run_command("search", "--batch", "-", "-k", "1", stdin=batch))
    assert [r["id"] for r in results] == ["a", "b", "c"]
    assert len(results[0]["passages"]) == 1  # type: ignore[arg-type]
    assert "error" in results[1]
    assert "error" in results[2]


HEAVY = ("torch", "sentence_transformers", "transformers", "gradio", "fastapi", "uvicorn")


@pytest.mark.parametrize("command", [["ask", NO], ["search", "isolation"], ["index", "--status"], ["config"]])
def test_answering_loads_neither_torch_nor_the_web(run_command: RunCommand, command: list[str]) -> None:
    probe = (
        "import sys; from ui.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = run_command(*command, code=probe)
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_first_question_builds_the_index_with_a_progress_bar(
    start_on_terminal: StartOnTerminal, run_command: RunCommand, tmp_path: Path
) -> None:
    stdout, terminal = start_on_terminal("ask", NO, "--json", data=tmp_path)
    assert json.loads(stdout)["status"] == "answered"
    assert "Embedding passages" in terminal
    assert "━" in terminal
    again = run_command("ask", NO, "--json", data=tmp_path)
    assert json.loads(again.stdout)["status"] == "answered"
    assert again.stderr == ""
