"""The gate as a table: who wrote a sentence and what it stands on decides whether it is shown."""

import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.gate import frames
from assistant.gate.answer import VerifiedAnswer, VerifiedSentence
from assistant.gate.draft import Author, Draft, DraftFault, DraftSentence, Quote, Status
from assistant.gate.verify import Asked, Gate
from assistant.passage import Passage, Source
from assistant.rules import Engine, Isolation
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
UNREAD = "Windows Server 2025 will be supported on every host that anyone may think of."
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
    pytest.param(DraftSentence(text=PLAIN, author=Author.QUOTATION), id="quotation without a quote"),
    pytest.param(DraftSentence(text="It works.", author=Author.FRAME), id="free words as a frame"),
    pytest.param(DraftSentence(text=PLAIN, author=Author.MODEL), id="a model's sentence without a claim"),
    pytest.param(DraftSentence(text=UNREAD, author=Author.MODEL), id="a model's claim that the rules do not settle"),
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


def test_a_statement_of_the_rules_does_without_a_quote_that_lacks_its_numbers() -> None:
    quotes = (Quote(passage=OURS.id, text=TOUCHY),)  # names no image of Windows Server 2019 and no isolation
    answer = GATE.verify(_draft(DraftSentence(text=STATED, author=Author.RULES, subject=PAIR, quotes=quotes)), ASKED)
    assert answer.markdown() == STATED
    assert answer.citations == ()


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


@given(st.integers(min_value=0, max_value=5))
def test_an_answer_whose_time_is_up_keeps_what_passed_and_says_so(passing: int) -> None:
    ticks = iter([False] * passing)
    draft = _draft(*(p.values[0] for p in PASSES[:4]))
    *sent, answer = GATE.stream(draft, ASKED, expired=lambda: next(ticks, True))
    whole = [s for s in GATE.stream(draft, ASKED) if isinstance(s, VerifiedSentence)]
    assert isinstance(answer, VerifiedAnswer)
    if passing >= len(whole):
        assert answer.status is Status.ANSWERED
        return
    assert answer.status is Status.ABSTAINED
    assert answer.sentences[-1].text == frames.TIMED_OUT
    assert [s.text for s in sent] == [s.text for s in whole[:passing]] == [s.text for s in answer.sentences[:-1]]


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


WRONG = "A Windows Server 2022 host runs the Windows Server 2019 image in process isolation."
RIGHT = "A Windows Server 2025 host runs the Windows Server 2022 image in process isolation."


def _document(text: str) -> Passage:
    return dataclasses.replace(THEIRS, id="p3", text=text, end=len(text))


def _about(text: str, author: Author) -> VerifiedAnswer:
    passage = _document(text)
    quotes = (Quote(passage="p3", text=text),)
    sentence = DraftSentence(text=text, author=author, quotes=quotes)
    return GATE.verify(Draft(status=Status.ANSWERED, sentences=(sentence,), passages=(passage,)), ASKED)


@pytest.mark.parametrize("author", [Author.QUOTATION, Author.MODEL])
def test_an_entailed_sentence_is_shown_with_its_claims(author: Author) -> None:
    answer = _about(RIGHT, author)
    assert answer.markdown() == f"{RIGHT} [1]"
    assert [c.kind for c in answer.claims] == ["compatibility"]


@pytest.mark.parametrize("author", [Author.QUOTATION, Author.MODEL])
def test_a_contradicted_sentence_gives_way_to_the_rules(author: Author) -> None:
    answer = _about(WRONG, author)
    text = answer.markdown()
    assert WRONG not in text
    assert "is not supported on a Windows Server 2022 host in process isolation" in text
    assert [w.text for w in answer.withheld] == [WRONG]
    assert ("says otherwise" in text) is (author is Author.QUOTATION)


@pytest.mark.parametrize(
    ("dated", "newer"), [("2021-08-16", True), ("2026-11-24", False), (None, False)], ids=["old", "new", "undated"]
)
def test_a_document_older_than_the_facts_is_cited_with_a_warning(dated: str | None, newer: bool) -> None:
    passage = dataclasses.replace(_document(RIGHT), source=dataclasses.replace(THEIRS.source, dated=dated))
    draft = Draft(status=Status.ANSWERED, sentences=(_quoted(RIGHT, passage),), passages=(passage,))
    (citation,) = GATE.verify(draft, ASKED).citations
    host, image = ENGINE.resolve_host("ws2025"), ENGINE.resolve_image("ltsc2022")
    steps = ENGINE.check(host, image, as_of=TODAY).by_isolation[Isolation.PROCESS].derivation
    sources = ENGINE.facts.cited(fact for step in steps for fact in step.facts)
    newest = max(source.dated for source in sources if source.dated is not None).isoformat()
    assert citation.newer_facts == (newest if newer else None)
    if newer:
        assert citation.age == f"{dated}, older than the facts ({citation.newer_facts})"
    else:
        assert citation.age == dated


def test_a_document_on_what_the_rules_do_not_cover_is_marked_as_a_quotation() -> None:
    answer = _about(UNREAD, Author.QUOTATION)
    assert answer.markdown() == f"{frames.UNCOVERED}\n\n{UNREAD} [1]"


def test_what_rests_on_a_withheld_sentence_goes_with_it() -> None:
    drafted = (UNREAD, "Therefore a Windows Server 2025 host runs the Windows Server 2022 image in process isolation.")
    answer = GATE.verify(_draft(*(DraftSentence(text=t, author=Author.MODEL) for t in drafted)), ASKED)
    assert [w.text for w in answer.withheld] == list(drafted)


def _cut(*texts: str) -> Iterator[DraftSentence]:
    for text in texts:
        yield DraftSentence(text=text, author=Author.MODEL)
    raise DraftFault("the stream was cut")


def test_a_draft_that_breaks_off_goes_on_with_its_fallback() -> None:
    fallback = _draft(_quoted(PLAIN, OURS))
    draft = Draft(status=Status.ANSWERED, sentences=_cut(RIGHT), passages=(OURS,), engine="model", fallback=fallback)
    *sent, answer = GATE.stream(draft, ASKED)
    assert isinstance(answer, VerifiedAnswer)
    assert answer.markdown() == f"{RIGHT}\n\n{frames.MODEL_FAILED}\n\n{PLAIN} [1]"
    assert "".join(s.lead + s.text for s in sent if isinstance(s, VerifiedSentence)) == answer.markdown()


def test_a_draft_of_which_nothing_passes_is_replaced() -> None:
    fallback = dataclasses.replace(_draft(_quoted(PLAIN, OURS)), engine="extractive")
    drafted = (DraftSentence(text=UNREAD, author=Author.MODEL),)
    draft = Draft(status=Status.ANSWERED, sentences=drafted, passages=(OURS,), engine="model", fallback=fallback)
    answer = GATE.verify(draft, ASKED)
    assert answer.markdown() == f"{frames.MODEL_UNVERIFIED}\n\n{PLAIN} [1]"
    assert answer.engine == "extractive"
