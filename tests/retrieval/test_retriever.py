"""The fused ranking: what comes first, how many come, and that it is the same every time."""

import pytest

from assistant.passage import ScoredPassage
from assistant.retrieval.retriever import FusedRetriever, Weights
from corpus.index import Index
from tests.loops import in_a_loop_of_its_own


def sections(found: tuple[ScoredPassage, ...]) -> list[tuple[str, str]]:
    return [(scored.passage.document, scored.passage.source.section) for scored in found]


@pytest.mark.parametrize(
    ("question", "document", "section"),
    [
        (
            "Which isolation needs a small virtual machine for each container?",
            "guidance/isolation.md",
            "Hyper-V isolation",
        ),
        ("0xC0370101", "guidance/errors.md", "Error 0xc0370101"),
        ("how long is WS2022 supported", "guidance/lifecycle.md", "Lifecycle"),
        ("what about 20348", "guidance/lifecycle.md", "Lifecycle"),
        ("what do zebras eat", "zebras.md", "Food"),
    ],
)
def test_the_right_passage_is_first(retriever: FusedRetriever, question: str, document: str, section: str) -> None:
    assert sections(retriever.search(question, 3))[0] == (document, section)


def test_as_many_passages_as_asked_where_there_are_that_many(retriever: FusedRetriever, index: Index) -> None:
    everything = len(index.snapshot().passages)
    for k in (1, 3, everything, everything + 50):
        found = retriever.search("isolation", k)
        assert len(found) == len({scored.passage.id for scored in found}) == min(k, everything)


def test_nothing_for_nothing(retriever: FusedRetriever) -> None:
    assert retriever.search("   ", 5) == ()
    assert retriever.search("isolation", 0) == ()


def test_scores_are_from_0_to_1_and_descend(retriever: FusedRetriever) -> None:
    for question in ("isolation", "zebra stripes", "?!", "0xc0370101", "ü" * 300, "word " * 3_000):
        found = retriever.search(question, 20)
        scores = [scored.score for scored in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= value <= 1 for s in found for value in (s.score, s.dense, s.lexical))
        assert all(s.score == round(s.score, 4) for s in found)


def test_packaged_guidance_leads_and_repetitions_are_lowered_not_dropped(retriever: FusedRetriever) -> None:
    found = retriever.search("Do containers with process isolation share the kernel?", 20)
    both = [s for s in found if s.passage.source.section == "Process isolation"]
    assert [scored.passage.document for scored in both] == ["guidance/isolation.md", "copy.md"]
    assert found[0] is both[0]
    assert both[1].score < both[0].score * 0.85
    assert both[1].dense == both[0].dense


def test_equal_questions_give_equal_results(retriever: FusedRetriever, index: Index) -> None:
    again = FusedRetriever(index=index, names=retriever.names, k=4)
    for question in ("isolation", "zebras", "Windows Server 2022"):
        assert retriever.search(question, 20) == again.search(question, 20)


def test_it_is_a_langchain_retriever(retriever: FusedRetriever) -> None:
    documents = retriever.invoke("zebras")
    assert len(documents) == 4
    scored = documents[0].metadata["scored"]
    assert isinstance(scored, ScoredPassage)
    assert documents[0].page_content == scored.passage.text
    assert documents[0].id == scored.passage.id
    assert {"score", "document", "title", "section", "url"} <= documents[0].metadata.keys()
    assert len(retriever.invoke("zebras", k=2)) == 2
    assert in_a_loop_of_its_own(retriever.ainvoke("zebras")) == documents
    assert retriever.batch(["zebras", "isolation"])[0] == documents


def test_a_page_with_several_good_passages_is_trusted_more(retriever: FusedRetriever, index: Index) -> None:
    """Support lifts a passage of a page with others as good above one that stands alone, all else being equal."""
    nothing, halves = (Weights(support=s, packaged_lead=0.0, same_page_factor=1.0) for s in ((), (0.5, 0.5)))
    alone = FusedRetriever(index=index, names=retriever.names, weights=nothing)
    helped = FusedRetriever(index=index, names=retriever.names, weights=halves)
    without = {s.passage.document + s.passage.source.section: s.score for s in alone.search("zebras", 20)}
    with_it = {s.passage.document + s.passage.source.section: s.score for s in helped.search("zebras", 20)}
    lifted = {name: with_it[name] * 2 - without[name] for name in without}  # scores are divided by 1 + 0.5 + 0.5
    assert lifted["zebras.mdFood"] == pytest.approx(lifted["zebras.mdEnemies"], abs=0.001)
    assert lifted["zebras.mdZebras"] > 0.1
    assert lifted["guidance/lifecycle.mdLifecycle"] == pytest.approx(0, abs=0.001)
