"""One question, all the way, over the packaged guidance: the real model, the real index, the real gate."""

import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.contract.answer import answer_object
from assistant.errors import InputSizeError
from assistant.gate.answer import VerifiedSentence
from assistant.gate.draft import Status
from assistant.reply import Reply
from assistant.service import LONGEST_QUESTION, Assistant
from assistant.settings import load_settings
from tests.loops import in_a_loop_of_its_own

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    opened = Assistant.open(load_settings(data_dir=data_dir))
    yield opened
    opened.close()


# question -> status, words the answer must hold, words it must not hold
ANSWERS = [
    (
        "Can a 23H2 host run a Windows Server 2019 image?",
        Status.ANSWERED,
        ["No.", "not supported", "Windows Server 2022 image and no other", "12 May 2026"],
        ["Yes"],
    ),
    ("Can Windows Server 2025 run ltsc2022?", Status.ANSWERED, ["Yes.", "process isolation"], ["No."]),
    ("Does ltsc2019 run on a Windows Server 2022 host?", Status.ANSWERED, ["Only with Hyper-V isolation."], []),
    ("Can a WS2022 host run ltsc2025 with Hyper-V isolation?", Status.ANSWERED, ["No.", "newer"], ["Yes."]),
    ("What runs on a 23H2 host?", Status.ANSWERED, ["Windows Server 2022 image"], []),
    (
        "When does Windows Server 2025 reach end of support?",
        Status.ANSWERED,
        ["13 November 2029", "14 November 2034"],
        [],
    ),
    ("Is Windows Server, version 23H2 still supported?", Status.ANSWERED, ["out of support", "12 May 2026"], []),
    ("Which build is Windows Server, version 23H2?", Status.ANSWERED, ["25398", "Annual Channel"], []),
    ("Does the Annual Channel have Desktop Experience?", Status.ANSWERED, ["Server Core"], []),
    ("Can I upgrade in place from LTSC to the Annual Channel?", Status.ANSWERED, ["clean installation"], []),
    ("Can nginx:alpine run on WS2022?", Status.ANSWERED, ["Linux image"], ["Yes"]),
    ("Can my host run this image?", Status.CLARIFY, ["Which host and which image"], []),
    ("Can Windows Server 2021 run ltsc2019?", Status.CLARIFY, ["No known release"], ["Yes"]),
    ("How do I bake sourdough bread?", Status.ABSTAINED, ["I don't cover that"], []),
]


@pytest.mark.parametrize(("question", "status", "holds", "lacks"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_answers(assistant: Assistant, question: str, status: Status, holds: list[str], lacks: list[str]) -> None:
    reply = assistant.ask(question, as_of=TODAY)
    text = reply.markdown()
    assert reply.answer.status is status, text
    assert [words for words in holds if words not in text] == []
    assert [words for words in lacks if words in text] == []
    assert reply.answer.withheld == ()


@pytest.mark.parametrize("question", [a[0] for a in ANSWERS if a[1] is Status.ANSWERED])
def test_every_quote_is_an_exact_substring_of_the_cited_page(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question, as_of=TODAY)
    numbers = {n for s in reply.answer.sentences for n in s.citations}
    assert {c.number for c in reply.answer.citations} == numbers
    for citation in reply.answer.citations:
        page = files("corpus").joinpath(citation.document).read_text(encoding="utf-8")
        assert citation.quote in page


def test_the_pair_that_an_answer_decides_is_in_its_verdicts(assistant: Assistant) -> None:
    reply = assistant.ask("Does ltsc2019 run on a Windows Server 2022 host with process isolation?", as_of=TODAY)
    shown = json.loads(answer_object(reply, assistant.engine).model_dump_json(exclude_none=True))
    (verdict,) = shown["verdicts"]
    assert (verdict["host"]["id"], verdict["image"]["id"]) == ("ws2022", "ws2019")
    assert {i: v["verdict"] for i, v in verdict["by_isolation"].items()} == {
        "process": "unsupported",
        "hyperv": "supported",
    }


def test_a_follow_up_goes_on(assistant: Assistant) -> None:
    reply = assistant.ask(
        "and with Hyper-V?", as_of=TODAY, earlier=["Does ltsc2019 run on a Windows Server 2022 host?"]
    )
    assert (
        reply.answer.standalone
        == "Can a Windows Server 2022 host run the Windows Server 2019 image with Hyper-V isolation?"
    )
    assert reply.markdown().startswith("Yes.")


@pytest.mark.parametrize("question", [a[0] for a in ANSWERS])
def test_the_stream_begins_the_answer_and_runs_are_equal(assistant: Assistant, question: str) -> None:
    pieces = list(assistant.stream(question, as_of=TODAY))
    reply = pieces[-1]
    assert isinstance(reply, Reply)
    text = "".join(p.lead + p.text for p in pieces if isinstance(p, VerifiedSentence)).strip()
    assert reply.markdown().startswith(text)
    assert assistant.ask(question, as_of=TODAY).answer == reply.answer


@pytest.mark.parametrize("question", ["", "  \n\t ", "x" * (LONGEST_QUESTION + 1), "x" * 100_000])
def test_empty_and_endless_questions_are_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(InputSizeError) as refused:
        assistant.ask(question)
    assert refused.value.remedy


def test_the_longest_question_is_answered(assistant: Assistant) -> None:
    question = ("Can a 23H2 host run a Windows Server 2019 image? " * 500)[:LONGEST_QUESTION]
    assert assistant.ask(question, as_of=TODAY).markdown().startswith("No.")


def test_the_chain_has_batch_and_async_forms(assistant: Assistant) -> None:
    questions = [a[0] for a in ANSWERS[:3]]
    trips = [assistant.trip(q, as_of=TODAY) for q in questions]
    batch = [t.answer for t in assistant.chain.batch(trips)]
    single = in_a_loop_of_its_own(assistant.chain.ainvoke(trips[0])).answer
    assert batch == [assistant.ask(q, as_of=TODAY).answer for q in questions]
    assert single == batch[0]
