"""The gate as a table: who wrote a sentence and what it stands on decides whether it is shown."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.gate import frames
from assistant.gate.answer import VerifiedAnswer, VerifiedSentence
from assistant.gate.draft import Author, Draft, DraftSentence, Quote, Status
from assistant.gate.verify import Asked, Gate
from assistant.passage import Passage, Source
from assistant.rules import Engine
from assistant.rules.statements import Pair, Part, state

TODAY = date(2026, 11, 24)
ASKED = Asked(question="Q?", standalone="Q?", as_of=TODAY)
TEXT = (
    "Portability lets a container move. Only the **Windows Server 2022** image runs on a 23H2 host. "
    "See [more](other.md)."
)


def _passage(packaged: bool) -> Passage:
    return Passage(
        id="p1" if packaged else "p2",
        document="guidance/a.md" if packaged else "b.md",
        source=Source(title="A", url="https://learn.microsoft.com/a", section="S"),
        headings=("A", "S"),
        anchor="s",
        start=0,
        end=len(TEXT),
        text=TEXT,
        context="A > S",
        packaged=packaged,
    )


OURS, THEIRS = _passage(True), _passage(False)
ENGINE = Engine.load()
GATE = Gate(ENGINE)
PAIR = Pair(host=ENGINE.resolve_host("ws23h2"), image=ENGINE.resolve_image("ltsc2019"))
STATED = next(s.text for s in state(ENGINE, PAIR, TODAY) if s.part is Part.ANSWER)
PLAIN = "Portability lets a container move."
TOUCHY = "Only the **Windows Server 2022** image runs on a 23H2 host."


def _draft(*sentences: DraftSentence) -> Draft:
    return Draft(status=Status.ANSWERED, sentences=sentences, passages=(OURS, THEIRS))


def _quoted(text: str, passage: Passage, quote: str | None = None) -> DraftSentence:
    return DraftSentence(
        text=text,
        author=Author.QUOTATION,
        quotes=(Quote(passage=passage.id, text=quote if quote is not None else text),),
    )


PASSES = [
    pytest.param(DraftSentence(text=STATED, author=Author.RULES, subject=PAIR), id="rules' own statement"),
    pytest.param(_quoted(PLAIN, OURS), id="quote of packaged guidance"),
    pytest.param(_quoted(TOUCHY, OURS), id="packaged guidance may speak of releases"),
    pytest.param(_quoted(PLAIN, THEIRS), id="quote of a document that names nothing"),
    pytest.param(_quoted("See more.", OURS, "See [more](other.md)."), id="relative links are printed as text"),
    pytest.param(DraftSentence(text=frames.NOT_STATED, author=Author.FRAME), id="fixed sentence"),
    pytest.param(DraftSentence(text=frames.closest(OURS), author=Author.FRAME), id="the closest section"),
]
WITHHELD = [
    pytest.param(
        DraftSentence(text=STATED.replace("No.", "Yes."), author=Author.RULES, subject=PAIR), id="altered statement"
    ),
    pytest.param(DraftSentence(text=STATED, author=Author.RULES), id="statement without a subject"),
    pytest.param(
        DraftSentence(
            text=STATED,
            author=Author.RULES,
            subject=dataclasses.replace(PAIR, host=ENGINE.resolve_host("ws2022")),
        ),
        id="statement about another subject",
    ),
    pytest.param(_quoted("Portability lets containers move.", OURS, PLAIN), id="altered quote"),
    pytest.param(_quoted("It never runs.", OURS), id="words that the passage does not hold"),
    pytest.param(_quoted("", OURS), id="empty quote"),
    pytest.param(_quoted(TOUCHY, THEIRS), id="a document speaks of releases"),
    pytest.param(DraftSentence(text=PLAIN, author=Author.QUOTATION), id="quotation without a quote"),
    pytest.param(DraftSentence(text="It works.", author=Author.FRAME), id="free words as a frame"),
    pytest.param(DraftSentence(text=PLAIN, author=Author.MODEL), id="a model's sentence"),
    pytest.param(
        DraftSentence(text=STATED, author=Author.RULES, subject=PAIR, quotes=(Quote(passage="p9", text="x"),)),
        id="cites a passage that was not given",
    ),
]


@pytest.mark.parametrize("sentence", PASSES)
def test_passes(sentence: DraftSentence) -> None:
    answer = GATE.verify(_draft(_quoted(PLAIN, OURS), sentence), ASKED)
    assert answer.withheld == ()
    assert answer.sentences[-1].text.startswith(sentence.text)


@pytest.mark.parametrize("sentence", WITHHELD)
def test_withheld(sentence: DraftSentence) -> None:
    answer = GATE.verify(_draft(_quoted(PLAIN, OURS), sentence), ASKED)
    assert [w.text for w in answer.withheld] == [sentence.text]
    assert answer.withheld[0].reason
    assert len(answer.sentences) == 1


def test_citations_are_exact_and_numbered_in_order() -> None:
    answer = GATE.verify(_draft(_quoted(TOUCHY, OURS), _quoted(PLAIN, OURS), _quoted(PLAIN, THEIRS)), ASKED)
    assert answer.markdown().count("[1]") == 2
    assert [c.number for c in answer.citations] == [1, 2]
    assert answer.citations[0].quote == TEXT[: TEXT.index(" See")]
    assert all(c.quote in TEXT for c in answer.citations)


def test_nothing_of_substance_left_is_an_abstention() -> None:
    answer = GATE.verify(_draft(DraftSentence(text="It works.", author=Author.MODEL)), ASKED)
    assert answer.status is Status.ABSTAINED
    assert answer.markdown() == frames.NOT_STATED


def test_a_claim_carries_the_rules_that_entail_it() -> None:
    answer = GATE.verify(_draft(DraftSentence(text=STATED, author=Author.RULES, subject=PAIR)), ASKED)
    assert {dict(c.fields)["isolation"] for c in answer.claims} == {"process", "hyperv"}
    assert all(c.rules and dict(c.fields)["asserted"] == "unsupported" for c in answer.claims)


@pytest.mark.parametrize("made", [VerifiedSentence, VerifiedAnswer])
def test_only_the_gate_makes_what_can_be_shown(made: type) -> None:
    answer = GATE.verify(_draft(_quoted(PLAIN, OURS)), ASKED)
    example = answer if made is VerifiedAnswer else answer.sentences[0]
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(example)
    values = {f.name: getattr(example, f.name) for f in dataclasses.fields(example)}
    with pytest.raises(TypeError):
        made(**values)
    with pytest.raises(TypeError):
        made(**values, seal=object())


class _Explodes(tuple):  # a draft that fails while it is read, as broken input might
    def __iter__(self):  # type: ignore[no-untyped-def]
        raise RuntimeError("broken")


def test_a_fault_inside_the_gate_abstains() -> None:
    answer = GATE.verify(Draft(status=Status.ANSWERED, sentences=_Explodes(), passages=()), ASKED)
    assert (answer.status, answer.markdown()) == (Status.ABSTAINED, frames.FAULT)


@given(st.text(max_size=200), st.sampled_from(list(Author)))
def test_no_free_text_gets_through(text: str, author: Author) -> None:
    draft = _draft(DraftSentence(text=text, author=author, subject=PAIR, quotes=(Quote(passage="p1", text=text),)))
    shown = GATE.verify(draft, ASKED).markdown()
    allowed = text in TEXT or text == STATED or text in frames.allowed(draft.passages)
    assert allowed or text.strip() == "" or shown in (frames.NOT_STATED, frames.FAULT)


@given(st.lists(st.sampled_from([p.values[0] for p in PASSES + WITHHELD]), max_size=6))
def test_the_stream_is_the_beginning_of_the_answer(sentences: list[DraftSentence]) -> None:
    *sent, last = GATE.stream(_draft(*sentences), ASKED)
    assert isinstance(last, VerifiedAnswer)
    text = "".join(s.lead + s.text for s in sent if isinstance(s, VerifiedSentence)).strip()
    assert last.status is Status.ABSTAINED or last.markdown() == text
