"""`check`, `lifecycle` and `rules` as real processes: output, exit codes, errors, and what they do not load."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-c", "from ui.cli.main import main; main()")
HEAVY = [
    "langchain", "langchain_core", "chromadb", "bm25s", "onnxruntime", "sentence_transformers", "torch", "gradio",
    "fastapi", "sqlalchemy", "pydantic_settings", "structlog", "httpx", "numpy", "transformers",
]  # fmt: skip
ANSI = "\x1b["


def run(*arguments: str, stdin: str | None = None, code: str | None = None) -> subprocess.CompletedProcess[str]:
    command = COMMAND if code is None else (sys.executable, "-c", code)
    return subprocess.run(
        (*command, *arguments),
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def as_json(*arguments: str, expected: int = 0) -> dict:
    done = run(*arguments, "--json")
    assert done.returncode == expected, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_one_verdict_in_full() -> None:
    found = as_json("check", "--host", "23H2", "--image", "servercore:ltsc2019", "--as-of", "2026-11-24", expected=1)
    assert found["host"] == {
        "id": "ws23h2",
        "name": "Windows Server, version 23H2",
        "build": "25398",
        "channel": "Annual Channel",
        "phase": "out of support",
        "note": "23H2 was read as Windows Server, version 23H2, not as Windows 11, version 23H2.",
    }
    assert found["image"] == {
        "id": "ws2019",
        "name": "Windows Server 2019",
        "build": "17763",
        "channel": "LTSC",
        "phase": "extended",
        "family": "servercore",
    }
    assert (found["platform"], found["as_of"], found["facts_as_of"]) == ("windows", "2026-11-24", "2026-11-24")
    assert (found["verdict"], found["changes_on"]) == ("unsupported", "2029-01-10")
    assert list(found["by_isolation"]) == ["process", "hyperv"]
    for verdict in found["by_isolation"].values():
        assert set(verdict) == {"verdict", "conditions", "reasons", "fixes"}
        assert verdict["reasons"][0]["rule"] == "R9"
        assert verdict["fixes"]
    assert found["by_isolation"]["hyperv"]["reasons"][1]["conflict"] == "C10"
    assert {"title", "url", "section"} <= set(found["sources"][0])


@pytest.mark.parametrize(
    ("host", "image", "more", "expected", "verdict"),
    [
        ("ws2022", "ltsc2022", [], 0, "supported"),
        ("ws2022", "ltsc2019", [], 0, "supported"),
        ("ws2022", "ltsc2019", ["--isolation", "process"], 1, "unsupported"),
        ("ws2022", "ltsc2019", ["--isolation", "hyperv"], 0, "supported"),
        ("ws2016", "ltsc2016", ["--isolation", "process"], 0, "conditional"),
        ("ws2025", "ltsc2022", ["--platform", "aks"], 0, "conditional"),
        ("ws2025", "ltsc2022", ["--platform", "kubernetes", "--isolation", "hyperv"], 1, "unsupported"),
        ("10.0.14393.1", "10.0.14393.2", ["--isolation", "process"], 1, "unsupported"),
    ],
)
def test_verdicts_and_exit_codes(host: str, image: str, more: list[str], expected: int, verdict: str) -> None:
    found = as_json("check", "--host", host, "--image", image, *more, expected=expected)
    assert found["verdict"] == verdict
    if "--isolation" in more:
        assert list(found["by_isolation"]) == [more[more.index("--isolation") + 1]]


def test_a_row_a_column_and_the_grid() -> None:
    row = as_json("check", "--host", "ws2025")["cells"]
    assert [cell["image"]["id"] for cell in row][-1] == "ws2025"
    assert {cell["host"]["id"] for cell in row} == {"ws2025"}
    column = as_json("check", "--image", "nanoserver:1809", "--isolation", "process")["cells"]
    assert {cell["image"]["family"] for cell in column} == {"nanoserver"}
    assert {tuple(cell["by_isolation"]) for cell in column} == {("process",)}
    grid = as_json("check", "--matrix")["cells"]
    assert len(grid) == 290
    assert len({(cell["host"]["id"], cell["image"]["id"]) for cell in grid}) == 290


def test_batch_answers_every_line_in_order_and_goes_on() -> None:
    lines = [
        '{"id": "a", "host": "ws2022", "image": "ltsc2022"}',
        "not json",
        '{"id": 7, "host": "ws2028", "image": "ltsc2022"}',
        '{"id": "c", "host": "ws2025", "image": "ltsc2022", "isolation": "process", "platform": "aks",'
        ' "as_of": "2030-01-01"}',
        '{"id": "d", "host": "ws2025", "image": "ltsc2022", "as_of": "2030-02-30"}',
        '{"id": "e", "host": "ws2025"}',
    ]  # fmt: skip
    done = run("check", "--batch", "-", stdin="\n".join(lines))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, 7, "c", "d", "e"]
    assert ["error" in answer for answer in answers] == [False, True, True, False, True, True]
    assert "Windows Server 2022" in answers[2]["error"]
    assert (answers[3]["verdict"], answers[3]["platform"]) == ("conditional", "aks")
    assert answers[3]["host"]["phase"] == "extended"
    assert any("last reviewed" in note for note in answers[3]["notes"])


def test_lifecycle() -> None:
    found = as_json("lifecycle", "annual channel", "--as-of", "2026-05-13")
    assert found["release"] == "ws23h2"
    assert found["phase"] == "out of support"
    assert (found["available"], found["mainstream_end"], found["extended_end"]) == (
        "2023-10-24",
        "2025-04-24",
        "2026-05-12",
    )
    assert any("24 October 2025" in note for note in found["notes"])
    assert found["sources"]
    assert as_json("lifecycle", "1909")["extended_end"] is None
    nano = as_json("lifecycle", "mcr.microsoft.com/windows/nanoserver:sac2016", "--as-of", "2020-01-01")
    assert (nano["family"], nano["mainstream_end"], nano["phase"]) == ("nanoserver", "2018-10-09", "out of support")


def test_rules_are_listed_explained_and_certified() -> None:
    listed = as_json("rules")["rules"]
    assert {"id", "title", "statement", "sources"} <= set(listed[0])
    (one,) = as_json("rules", "r7")["rules"]
    assert (one["id"], one["title"]) == ("R7", "A newer image never runs on an older host")
    certificate = as_json("rules", "--certify")
    assert certificate["certified"] is True
    assert re.fullmatch(r"[0-9a-f]{64}", certificate["facts_hash"])
    assert all(check["passed"] for check in certificate["checks"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--host", "ws2028", "--image", "ltsc2022"], ["ws2022"]),
        (["check", "--host", "ws2022", "--image", "alpine:3"], ["Linux"]),
        (["check", "--host", "20349", "--image", "ltsc2022"], ["20348"]),
        (["check", "--host", "ws2022", "--image", "servercore:23h2"], ["ltsc2022"]),
        (["check", "--host", "ws2022", "--image", f"servercore@sha256:{'a' * 64}"], ["digest", "OsVersion"]),
        (["check", "--host", "", "--image", ""], ["--host"]),
        (["check"], ["--host", "--matrix"]),
        (["check", "--matrix", "--host", "ws2022"], ["--matrix"]),
        (["check", "--batch", "-", "--matrix"], ["--batch"]),
        (["check", "--batch", "/no/such/file"], ["/no/such/file"]),
        (["check", "--host", "ws2022", "--image", "ltsc2022", "--isolation", "vm"], ["isolation", "process"]),
        (["check", "--matrix", "--as-of", "2026-02-30"], ["2026-02-30", "YYYY-MM-DD"]),
        (["check", "--matrix", "--as-of", "tomorrow"], ["tomorrow"]),
        (["lifecycle", "24H2"], ["ws2025", "win11-24h2"]),
        (["lifecycle"], ["RELEASE"]),
        (["rules", "R999"], ["R999", "R0"]),
        (["rules", "R7", "--certify"], ["--certify"]),
        (["frobnicate"], ["frobnicate"]),
        (["check", "--frobnicate"], ["--frobnicate"]),
    ],
)
def test_bad_input_is_one_line_on_stderr(arguments: list[str], words: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert all(word in done.stderr for word in words), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--host", "23H2", "--image", "ltsc2019"], ["unsupported", "(R9)", "Instead: ", "source: "]),
        (["check", "--host", "ws2016", "--image", "ltsc2016"], ["conditional", "Condition: "]),
        (["check", "--host", "ws2025"], ["Windows Server, version 20H2", "conditional"]),
        (["check", "--image", "ltsc2025"], ["Windows 11, version 24H2"]),
        (["check", "--matrix"], ["win11-26h1", "no/yes", "cond/cond"]),
        (["lifecycle", "ws2025"], ["2029-11-13", "C03"]),
        (["rules"], ["R20", "compatibility"]),
        (["rules", "R9"], ["in either isolation", "source: "]),
        (["rules", "--certify"], ["totality", "certified"]),
    ],
)
def test_in_a_pipe_it_is_plain_words(arguments: list[str], words: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode in (0, 1)
    assert ANSI not in done.stdout
    assert all(word in done.stdout for word in words), done.stdout


@pytest.mark.parametrize("command", ["check", "lifecycle", "rules"])
def test_help_has_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"channel-assistant {command}" in done.stdout.split("Example:")[1]


def test_the_overview_lists_every_command_and_the_version() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("ask", "check", "lifecycle", "rules", "search", "config", "serve"):
        assert re.search(rf"^  {command} ", done.stdout, re.M)
    assert run("--version").stdout.startswith("channel-assistant ")


@pytest.mark.parametrize(
    "arguments",
    [["check", "--host", "ws2022", "--image", "ltsc2022"], ["lifecycle", "ws2022"], ["rules"], ["rules", "--certify"]],
)
def test_what_decides_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys, atexit\n"
        "from ui.cli.main import main\n"
        f"atexit.register(lambda: print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr))\n"
        "main()"
    )
    done = run(*arguments, code=code)
    assert done.returncode == 0
    assert done.stderr.strip() == "[]"


def test_a_reader_that_leaves_is_no_error() -> None:
    done = subprocess.run(
        f'"{sys.executable}" -c "from ui.cli.main import main; main()" check --matrix --json | head -c 10',
        shell=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == '{"cells":['
    assert done.stderr == ""


def test_the_same_input_gives_the_same_bytes() -> None:
    arguments = ("check", "--matrix", "--json", "--as-of", "2026-11-24")
    assert run(*arguments).stdout == run(*arguments).stdout


def norm() -> Path | None:
    places = (parent / "shared" / "facts" / "matrix.csv" for parent in Path(__file__).resolve().parents)
    return next((place for place in places if place.exists()), None)


@pytest.mark.skipif(norm() is None, reason="the norm, shared/facts/matrix.csv, is not beside this checkout")
def test_a_batch_over_the_norm(tmp_path: Path) -> None:
    with (norm() or Path()).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    asked = [
        {
            "id": number,
            "host": row["host"].split(" / ")[0],
            "image": row["image"].split("/")[0],
            "isolation": row["isolation"],
        }
        for number, row in enumerate(rows)
    ]
    batch = tmp_path / "norm.jsonl"
    batch.write_text("\n".join(json.dumps(line) for line in asked), encoding="utf-8")
    done = run("check", "--batch", str(batch))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    words = {"yes": "supported", "no": "unsupported", "conditional": "conditional"}
    assert [answer.get("verdict") for answer in answers] == [words[row["verdict"]] for row in rows]
