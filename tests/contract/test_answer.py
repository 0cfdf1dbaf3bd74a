"""The `ask` object, made from answers that the real gate has sealed: keys, order, bytes, what is left out."""

import json
from datetime import date

import pytest
from pydantic import ValidationError

from assistant.contract.answer import AnswerObject, BatchQuestion, answer_object
from assistant.gate import frames
from assistant.gate.answer import VerifiedAnswer
from assistant.gate.draft import Author, Draft, DraftSentence, Quote, Status
from assistant.gate.verify import Asked, Gate
from assistant.passage import Passage, Source
from assistant.reply import Reply
from assistant.rules import Engine
from assistant.rules.statements import Pair, state

DAY = date(2026, 11, 24)
KEYS = [
    "question",
    "standalone_question",
    "as_of",
    "status",
    "answer",
    "claims",
    "withheld",
    "citations",
    "verdicts",
    "follow_ups",
    "engine",
    "answer_id",
    "timings_ms",
    "facts_as_of",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def answered(engine: Engine, as_of: date = DAY) -> VerifiedAnswer:
    """Everything that an answer can hold: rules, a quotation, something withheld, a verdict, a follow-up."""
    passage = Passage(
        id="p1",
        document="guidance/page.md",
        source=Source(title="Page", url=None, section="Section", dated="2026-01-01"),
        headings=("Page", "Section"),
        anchor="section",
        start=0,
        end=30,
        text="Containers share the host’s kernel.",
        context="Page",
        packaged=True,
    )
    pair = Pair(host=engine.resolve_host("ws2022"), image=engine.resolve_image("servercore:ltsc2019"))
    first = state(engine, pair, as_of)[0].text
    quote = (Quote(passage="p1", text=passage.text),)
    draft = Draft(
        status=Status.ANSWERED,
        sentences=(
            DraftSentence(text=first, author=Author.RULES, subject=pair, quotes=quote),
            DraftSentence(text=passage.text, author=Author.QUOTATION, quotes=quote, lead="\n\n"),
            DraftSentence(text="A nice day for it.", author=Author.MODEL),
        ),
        passages=(passage,),
        pairs=(pair,),
        follow_ups=("And with Hyper-V isolation?",),
    )
    return Gate(engine).verify(draft, Asked(question="q?", standalone="Q?", as_of=as_of))


def reply(answer: VerifiedAnswer, conversation: str | None = None) -> Reply:
    return Reply(answer=answer, answer_id="a1", timings_ms={"total": 1.5}, conversation=conversation)


def written(engine: Engine, reply: Reply) -> dict[str, object]:
    parsed: dict[str, object] = json.loads(answer_object(reply, engine).model_dump_json())
    return parsed


def test_the_keys_are_the_contracts_in_their_order(engine: Engine) -> None:
    assert list(written(engine, reply(answered(engine)))) == KEYS


def test_a_conversation_is_named_only_where_there_is_one(engine: Engine) -> None:
    kept = written(engine, reply(answered(engine), conversation="c1"))
    assert list(kept) == [*KEYS[:2], "conversation", *KEYS[2:]]
    assert kept["conversation"] == "c1"


def test_every_part_is_written(engine: Engine) -> None:
    found = written(engine, reply(answered(engine)))
    assert found["status"] == "answered"
    assert found["question"] == "q?"
    assert found["standalone_question"] == "Q?"
    assert found["as_of"] == "2026-11-24"
    assert found["facts_as_of"] == engine.reviewed.isoformat()
    assert found["engine"] == "rules"
    assert found["answer_id"] == "a1"
    assert found["timings_ms"] == {"total": 1.5}
    assert found["follow_ups"] == ["And with Hyper-V isolation?"]
    assert found["withheld"] == [
        {"text": "A nice day for it.", "reason": "It speaks of what was said before in words that were not understood."}
    ]
    assert found["citations"] == [
        {
            "number": 1,
            "title": "Page",
            "url": None,
            "section": "Section",
            "quote": "Containers share the host’s kernel.",
            "document": "guidance/page.md",
            "dated": "2026-01-01",
        }
    ]


def test_verdicts_are_check_objects_with_both_isolations(engine: Engine) -> None:
    [verdict] = written(engine, reply(answered(engine)))["verdicts"]  # type: ignore[misc]
    assert (verdict["host"]["id"], verdict["image"]["id"], verdict["platform"]) == ("ws2022", "ws2019", "windows")
    assert set(verdict["by_isolation"]) == {"process", "hyperv"}
    assert verdict["sources"]


def test_claims_have_the_contracts_keys_and_their_kinds_own(engine: Engine) -> None:
    claims = written(engine, reply(answered(engine)))["claims"]
    assert claims
    for claim in claims:  # type: ignore[attr-defined]
        assert list(claim)[:4] == ["kind", "text", "verdict", "rules"]
        assert claim["verdict"] == "entailed"
        if claim["kind"] == "compatibility":
            assert {"host", "image", "isolation", "asserted"} <= set(claim)


def test_equal_answers_give_equal_bytes(engine: Engine) -> None:
    first, second = (answer_object(reply(answered(engine)), engine).model_dump_json() for _ in range(2))
    assert first == second


def test_an_abstention_is_an_answer_too(engine: Engine) -> None:
    sealed = Gate(engine).abstain(Asked(question="q?", standalone="q?", as_of=DAY), frames.OUT_OF_SCOPE)
    found = written(engine, reply(sealed))
    assert list(found) == KEYS
    assert found["status"] == "abstained"
    assert found["answer"] == frames.OUT_OF_SCOPE
    assert found["claims"] == found["verdicts"] == found["citations"] == []


def test_old_facts_are_said_to_be_old(engine: Engine) -> None:
    found = written(engine, reply(answered(engine, date(2031, 1, 1))))
    assert list(found) == [*KEYS, "notes"]
    assert found["notes"]


def test_the_object_reads_its_own_json(engine: Engine) -> None:
    text = answer_object(reply(answered(engine)), engine).model_dump_json()
    assert AnswerObject.model_validate_json(text).model_dump_json() == text


@pytest.mark.parametrize(
    "line",
    [
        {"id": "a", "turns": ["q"]},
        {"id": 1, "turns": ["q", "r"], "as_of": "2026-11-24"},
        {"id": "a", "turns": ["q"], "as_of": None, "category": "extra keys are other people's"},
    ],
)
def test_batch_lines_that_are_read(line: dict[str, object]) -> None:
    assert BatchQuestion.model_validate(line).turns == line["turns"]


@pytest.mark.parametrize(
    "line",
    [
        {"id": "a"},
        {"id": "a", "turns": []},
        {"id": "a", "turns": "q"},
        {"id": "a", "turns": [1]},
        {"id": "a", "turns": [None]},
        {"id": "a", "turns": ["q"], "as_of": "24.11.2026"},
        {"id": "a", "turns": ["q"], "as_of": 20261124},
        {"id": "a", "turns": ["q"], "as_of": "2026-11-24T00:00:00"},
        {"id": "a", "turns": ["q"], "as_of": "2026-02-30"},
        {"id": None, "turns": ["q"]},
        {"id": ["a"], "turns": ["q"]},
    ],
)
def test_batch_lines_that_are_refused(line: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BatchQuestion.model_validate(line)
