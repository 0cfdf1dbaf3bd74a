"""`verify` as a real process: output, exit codes, batches, errors, and what it does not load."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-c", "from ui.cli.main import main; main()")
HEAVY = ("langchain", "langchain_core", "chromadb", "onnxruntime", "torch", "gradio", "fastapi", "sqlalchemy", "numpy")
RIGHT = "A Windows Server 2022 host runs ltsc2022 images in process isolation."
WRONG = "A Windows Server 2022 host runs ltsc2025 images."
OPEN = "A Windows Server 2022 host frobs ltsc2025 images, so it is supported."


def run(*arguments, stdin=None, code=None):
    return subprocess.run(
        (*(COMMAND if code is None else (sys.executable, "-c", code)), *arguments),
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [(RIGHT, "verified", 0), (WRONG, "contradicted", 1), (OPEN, "unverifiable", 3), ("Good morning.", "no_claims", 0)],
)
def test_status_and_exit_code(text, status, code):
    done = run("verify", "-", "--as-of", "2026-11-24", "--json", stdin=text)
    assert done.returncode == code, done.stderr
    found = json.loads(done.stdout)
    assert found["status"] == status
    assert [text[s["start"] : s["end"]] for s in found["sentences"]] == [s["text"] for s in found["sentences"]]


def test_a_claim_has_the_fields_of_its_kind_and_a_correction():
    found = json.loads(run("verify", "-", "--as-of", "2026-11-24", "--json", stdin=f"{RIGHT} {WRONG}").stdout)
    first, second = found["claims"]
    assert (
        first.items()
        >= {
            "kind": "compatibility",
            "host": "ws2022",
            "image": "ws2022",
            "isolation": "process",
            "asserted": "supported",
            "verdict": "entailed",
        }.items()
    )
    assert second["verdict"] == "contradicted"
    assert second["rules"] == ["R7"]
    assert found["corrected"].startswith(RIGHT)
    assert WRONG not in found["corrected"]
    assert second["correction"] in found["corrected"]


def test_people_see_every_sentence_with_its_verdict(tmp_path):
    file = tmp_path / "answer.md"
    file.write_text(f"{RIGHT} {WRONG}", encoding="utf-8")
    done = run("verify", str(file), "--as-of", "2026-11-24")
    assert done.returncode == 1
    assert "entailed" in done.stdout
    assert "instead:" in done.stdout
    assert "contradicted: 2 claims" in done.stdout


def test_batch_goes_on_after_a_bad_line(tmp_path):
    file = tmp_path / "texts.jsonl"
    lines = [
        json.dumps({"id": 1, "text": RIGHT}),
        "{",
        json.dumps({"id": "x", "text": ""}),
        json.dumps({"id": 3, "text": WRONG, "as_of": "2026-01-01"}),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    done = run("verify", "--batch", str(file), "--as-of", "2026-11-24")
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [f["id"] for f in found] == [1, None, "x", 3]
    assert [f.get("status") for f in found] == ["verified", None, None, "contradicted"]
    assert found[2]["error"]
    assert found[3]["as_of"] == "2026-01-01"


@pytest.mark.parametrize("text", ["", "   \n", "a" * 1_000_001])
def test_empty_and_overlong_texts_are_refused(text):
    done = run("verify", "-", stdin=text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_and_two_sources_are_refused(tmp_path):
    assert run("verify", str(tmp_path / "none.md")).returncode == 2
    assert run("verify", "a.md", "--batch", "b.jsonl").returncode == 2


def test_neither_model_nor_index_is_loaded():
    code = (
        "import sys, io\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'ltsc2022 runs on Windows Server 2022.'))\n"
        "from ui.cli.main import cli\n"
        "cli.main(args=['verify', '-'], standalone_mode=False)\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = run(code=code)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
