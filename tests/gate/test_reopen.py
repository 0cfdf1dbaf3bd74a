"""A stored answer is shown again as it was under the same facts, and verified anew under others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.contract.answer import answer_object
from assistant.gate import frames
from assistant.gate.answer import VerifiedAnswer
from assistant.gate.citations import marked, unmarked
from assistant.gate.draft import Author, Draft, DraftSentence, Quote, Status
from assistant.gate.verify import Asked, Gate
from assistant.passage import Passage, Source
from assistant.reopening import reopen, stored_sentences
from assistant.reply import Reply
from assistant.rules import Engine
from assistant.rules.statements import Pair, Part, state

TODAY = date(2026, 11, 24)
ENGINE = Engine.load()
GATE = Gate(ENGINE)
ASKED = Asked(question="Q?", standalone="Q?", as_of=TODAY)
PAIR = Pair(host=ENGINE.resolve_host("ws23h2"), image=ENGINE.resolve_image("ltsc2019"))
STATED = next(s.text for s in state(ENGINE, PAIR, TODAY) if s.part is Part.ANSWER)
QUOTED = "Portability lets a container move."
PASSAGE = Passage(
    id="p1",
    document="guidance/a.md",
    source=Source(title="A", url="https://learn.microsoft.com/a", section="S"),
    headings=("A", "S"),
    anchor="s",
    start=0,
    end=len(QUOTED),
    text=QUOTED,
    context="A > S",
    packaged=True,
)
FALSE = "A Windows Server, version 23H2 host runs Windows Server 2019 images in process isolation."
OTHER_FACTS = "0" * 64


def _answer() -> VerifiedAnswer:
    quote = Quote(passage="p1", text=QUOTED)
    return GATE.verify(
        Draft(
            status=Status.ANSWERED,
            sentences=(
                DraftSentence(text=STATED, author=Author.RULES, subject=PAIR),
                DraftSentence(text=QUOTED, author=Author.QUOTATION, lead="\n\n", quotes=(quote,)),
            ),
            passages=(PASSAGE,),
            pairs=(PAIR,),
            follow_ups=("Why?",),
        ),
        ASKED,
    )


ANSWER = _answer()


def _body(answer: VerifiedAnswer = ANSWER, facts_hash: str = ENGINE.facts_hash) -> dict[str, object]:
    reply = Reply(answer=answer, answer_id="a1", timings_ms={"total": 1.0})
    return {
        "question": answer.question,
        "answer": answer_object(reply, ENGINE).model_dump(mode="json"),
        "facts_hash": facts_hash,
        "generation": "g",
        "sentences": stored_sentences(answer),
    }


def _found(document: str, words: str) -> Passage | None:
    return PASSAGE if document == PASSAGE.document and words in PASSAGE.text else None


def _lost(document: str, words: str) -> Passage | None:
    return None


def test_under_the_same_facts_it_is_the_same_object_of_the_contract() -> None:
    body = _body()
    reply = reopen(body, GATE, ENGINE, _found)
    assert reply is not None
    assert answer_object(reply, ENGINE).model_dump(mode="json") == body["answer"]


def test_a_quotation_whose_document_is_gone_keeps_its_words_under_the_same_facts() -> None:
    reply = reopen(_body(), GATE, ENGINE, _lost)
    assert reply is not None
    assert reply.markdown() == ANSWER.markdown()
    assert [c.quote for c in reply.answer.citations] == [QUOTED]


def test_under_other_facts_what_still_holds_is_shown_and_cited() -> None:
    reply = reopen(_body(facts_hash=OTHER_FACTS), GATE, ENGINE, _found)
    assert reply is not None
    assert reply.markdown() == ANSWER.markdown()
    assert [s.author for s in reply.answer.sentences] == [Author.RULES, Author.QUOTATION]


def test_under_other_facts_a_quotation_that_no_document_holds_is_withheld() -> None:
    reply = reopen(_body(facts_hash=OTHER_FACTS), GATE, ENGINE, _lost)
    assert reply is not None
    assert reply.markdown() == STATED
    assert [held.text for held in reply.answer.withheld] == [QUOTED]


@pytest.mark.parametrize("author", list(Author))
def test_under_other_facts_what_the_rules_contradict_is_not_shown_whoever_wrote_it(
    author: Author,
) -> None:
    body = _body(facts_hash=OTHER_FACTS)
    body["sentences"] = [{"text": FALSE, "lead": "", "author": author.value, "citations": []}]
    reply = reopen(body, GATE, ENGINE, _found)
    assert reply is not None
    assert FALSE not in reply.markdown()


def test_an_answer_stored_without_its_sentences_is_read_as_anybodys_words() -> None:
    body = _body(facts_hash=OTHER_FACTS)
    del body["sentences"]
    reply = reopen(body, GATE, ENGINE, _lost)
    assert reply is not None
    assert all(s.author is not Author.QUOTATION for s in reply.answer.sentences)


def test_an_abstention_comes_back_as_one() -> None:
    said = GATE.abstain(ASKED, frames.OUT_OF_SCOPE)
    for facts_hash in (ENGINE.facts_hash, OTHER_FACTS):
        reply = reopen(_body(said, facts_hash), GATE, ENGINE, _lost)
        assert reply is not None
        assert (reply.answer.status, reply.markdown()) == (Status.ABSTAINED, frames.OUT_OF_SCOPE)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"answer": {}},
        {"facts_hash": None},
        {"sentences": [{"text": 1}]},
        {"sentences": [{"text": "x", "lead": "", "author": "nobody"}]},
    ],
)
def test_what_cannot_be_read_is_left_out(broken: dict[str, object]) -> None:
    body = {"question": "Q?"} if not broken else _body() | broken
    assert reopen(body, GATE, ENGINE, _found) is None


def test_a_release_that_the_facts_no_longer_know_leaves_the_turn_out() -> None:
    body = _body()
    answer = body["answer"]
    assert isinstance(answer, dict)
    answer["verdicts"][0]["host"]["id"] = "ws1066"
    assert reopen(body, GATE, ENGINE, _found) is None


@given(
    st.one_of(
        st.text(min_size=1).map(str.strip).filter(bool),
        st.sampled_from(["| a | b |", "```\ncode\n```", "| a | b |\n| --- | --- |", "Text [1]", "[2][3]"]),
    ),
    st.lists(st.integers(1, 99), max_size=3, unique=True),
)
def test_markers_come_off_as_they_went_on(text: str, numbers: list[int]) -> None:
    given_numbers = tuple(numbers)
    back = unmarked(marked(text, given_numbers), given_numbers)
    assert back == text or marked(back, given_numbers) == marked(text, given_numbers)
