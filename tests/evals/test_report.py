"""The report: whole, self-contained, the same bytes each time, and safe against what questions and answers hold."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from assistant.errors import StorageError
from assistant.rules import Engine
from evals.evaluation import Evaluation, baseline, evaluate
from evals.gates import Gate
from evals.mutation.trial import Mutation, Result
from evals.record import Kind, VariantRecord
from evals.report.folder import write_report
from evals.report.junit import junit
from evals.report.markdown import markdown
from evals.report.page import html
from tests.evals.replies import failure, question, record, reply, set_of, verdict

NASTY = "<script>alert(1)</script> | `x` [y](http://evil.example) \x0b \x00 hello?"


@pytest.fixture(scope="module")
def run(engine: Engine) -> Evaluation:
    asked = [
        question(id="right", cells=["ws2019 on ws2022: unsupported / supported"]),
        question(id="wrong", text=NASTY, must=[["2031"]], gold=["a.md#A"]),
        question(id="failed"),
        question(id="draft", draft=True),
    ]
    variant = VariantRecord(kind=Kind.CASE, text="HELLO?", reply=reply("I abstain.", "abstained"))
    records = [
        record(
            asked[0],
            reply("Only.", verdicts=(verdict("ws2022", "ws2019", "unsupported", "supported"),)),
            variants=(variant,),
        ),
        record(asked[1], reply(NASTY), ranks={"fused": 1, "dense": None, "lexical": 3}),
        record(asked[2], failure()),
        record(asked[3], reply("Whatever.")),
    ]
    gates = [
        Gate(metric="right", least=0.9),
        Gate(metric="verdict_accuracy", least=1.0),
        Gate(metric="turn_accuracy", least=1.0),
    ]
    first = evaluate(set_of(*asked, packaged=False), None, records, gates=gates, engine=engine)
    return evaluate(set_of(*asked, packaged=False), None, records, gates=gates, baseline=baseline(first), engine=engine)


def test_the_page_needs_nothing_from_anywhere(run: Evaluation) -> None:
    page = html(run)
    assert "<script" not in page.replace("&lt;script", "")
    assert not re.search(r"<(?:link|img|iframe|object|embed)\b|\bsrc=|\bon\w+=\"|@import|url\((?!#)", page)
    # Namespaces of SVG are names, not places; nothing else may name an address.
    assert not re.findall(r"(?:href|xlink:href)=\"(?!#)", page)
    assert "default-src 'none'" in page


def test_the_page_reads_in_the_dark_and_on_a_phone(run: Evaluation) -> None:
    page = html(run)
    assert "prefers-color-scheme: dark" in page
    assert 'name="viewport"' in page
    assert "var(--ink)" in page[page.index("<svg") :]


def test_the_page_shows_gates_failures_and_confusion(run: Evaluation) -> None:
    page = html(run)
    for text in (
        "below a gate",
        "Nothing to measure for: turn_accuracy",
        "It does not state: 2031.",
        "RuntimeError: broken",
    ):
        assert text in page
    assert page.count("<svg") == 3
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_mutations_and_their_survivors_are_shown(run: Evaluation) -> None:
    survivor = Result(kind="fact", what="ws2022.build 20348 + 1", killer=None, why="no question used it")
    page = html(run, mutation=Mutation(results=(survivor, Result(kind="page", what="p.md", killer="q1"))))
    assert "1 of 2 changes" in page
    assert "ws2022.build 20348 + 1" in page


def test_equal_runs_give_equal_bytes(run: Evaluation) -> None:
    assert html(run) == html(run)
    assert markdown(run) == markdown(run)
    assert junit(run) == junit(run)


def test_markdown_is_one_comment_that_no_question_can_break(run: Evaluation) -> None:
    text = markdown(run)
    assert text.startswith("## Evaluation of small (all): ❌ below a gate")
    assert "| right | 0.3333 |" in text
    assert "<script>" not in text
    assert "](http" not in text
    assert "- 0 broken" in text


def test_junit_is_valid_and_counts(run: Evaluation) -> None:
    root = ET.fromstring(junit(run))
    assert {"tests": "7", "failures": "2", "errors": "1", "skipped": "2"}.items() <= root.attrib.items()
    names = {c.get("name") for c in root.iter("testcase")}
    assert {"right", "wrong", "failed", "draft", "verdict_accuracy"} <= names


def test_the_packaged_test_split_is_measured_and_not_read(engine: Engine) -> None:
    asked = question(id="secret", text="What is the secret?", must=[["2031"]], split="test")
    records = [record(asked, reply("It is a secret."))]
    gates = [Gate(metric="right", least=0.0)]
    run = evaluate(set_of(asked), None, records, gates=gates, engine=engine)
    for text in (html(run), markdown(run), junit(run)):
        assert "secret?" not in text
        assert "It is a secret" not in text
    assert run.summary.metrics["right"].value == 0.0


def test_the_folder_holds_the_files_of_the_interface(run: Evaluation, tmp_path: Path) -> None:
    write_report(run, tmp_path / "new" / "report")
    assert {p.name for p in (tmp_path / "new" / "report").iterdir()} == {
        "report.html",
        "report.md",
        "junit.xml",
        "summary.json",
    }
    assert json.loads((tmp_path / "new" / "report" / "summary.json").read_text("utf-8"))["questions"] == 4


def test_a_folder_that_cannot_be_written_is_an_error(run: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError):
        write_report(run, tmp_path / "file" / "report")


def test_a_run_over_nothing_has_a_report(engine: Engine) -> None:
    empty = evaluate(set_of(packaged=True), None, [], gates=[Gate(metric="right", least=0.5)], engine=engine)
    assert not empty.summary.passed
    assert "None." in html(empty)
    ET.fromstring(junit(empty))
