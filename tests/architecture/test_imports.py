"""What a process loads: commands that decide load no model, index or LangChain; answering loads no torch."""

import json
from pathlib import Path

import pytest

HEAVY = {
    "torch",
    "chromadb",
    "langchain",
    "langchain_core",
    "onnxruntime",
    "sentence_transformers",
    "gradio",
    "fastapi",
    "bm25s",
}
REPORT = """
import sys, json
from ui.cli.main import main
try:
    main()
finally:
    sys.stderr.write("\\nLOADED " + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def _loaded(stderr: str) -> set[str]:
    return set(json.loads(stderr.rpartition("LOADED ")[2]))


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--host", "23H2", "--image", "ltsc2019"),
        ("lifecycle", "ws2022"),
        ("rules",),
    ],
)
def test_deciding_loads_neither_model_nor_index(run_command, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done = run_command(*arguments, code=REPORT)
    assert _loaded(done.stderr) & HEAVY == set()


def test_answering_loads_no_torch_and_no_web(run_command) -> None:  # type: ignore[no-untyped-def]
    done = run_command("ask", "Can a 23H2 host run a Windows Server 2019 image?", "--json", code=REPORT)
    assert json.loads(done.stdout)["status"] == "answered"
    assert (
        _loaded(done.stderr) & {"torch", "sentence_transformers", "transformers", "gradio", "fastapi", "onnx"} == set()
    )


def test_no_file_is_named_elsewhere() -> None:
    root = Path(__file__).parents[2]
    vague = {"utils", "helpers", "common", "misc", "base", "manager", "util"}
    named = [
        p
        for d in ("assistant", "corpus", "ui", "evals")
        for p in (root / d).rglob("*.py")
        if p.stem.strip("_") in vague
    ]
    assert named == []
