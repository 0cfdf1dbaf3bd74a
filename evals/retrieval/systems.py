"""Our retrieval as something that is measured: the fused ranking, and each of its legs alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.passage import Passage
from assistant.retrieval.retriever import FusedRetriever
from evals.retrieval.dataset import Level, Question, QuestionSet
from evals.retrieval.measure import Hit, first_rank

WIDTH = 60
"""Passages that a system is asked for: enough for ten different pages."""

System = Callable[[str], Sequence[Hit]]
"""A question -> what a system ranks, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the rank of its first gold (None: not among the first ten)."""

    question: Question
    rank: int | None


def ask(system: System, asked: QuestionSet, level: Level) -> tuple[Asked, ...]:
    """Every question of a set put to a system, compared at `level` (a set of page level has no sections)."""
    return tuple(
        Asked(
            question=question,
            rank=first_rank([_key(hit, level) for hit in system(question.text)], _gold(asked, question, level)),
        )
        for question in asked.questions
    )


def fused(retriever: FusedRetriever) -> System:
    """The ranking that the assistant uses."""
    return lambda text: [hit(scored.passage) for scored in retriever.search(text, WIDTH)]


def dense(retriever: FusedRetriever) -> System:
    """The dense leg alone: the plain question, nearest passages by cosine."""

    def rank(text: str) -> list[Hit]:
        snapshot = retriever.index.snapshot()
        vector = retriever.index.encode_query(text)
        rows = snapshot.nearest(vector, WIDTH)
        near = dict(zip(rows, snapshot.cosines(vector, rows), strict=True))
        rows.sort(key=lambda row: (-round(float(near[row]), 4), snapshot.passages[row].id))
        return [hit(snapshot.passages[row]) for row in rows]

    return rank


def lexical(retriever: FusedRetriever) -> System:
    """The BM25 leg alone: the plain question."""

    def rank(text: str) -> list[Hit]:
        snapshot = retriever.index.snapshot()
        scores = snapshot.lexical_scores(text, retriever.names)
        order = sorted(range(len(scores)), key=lambda row: (-round(float(scores[row]), 4), snapshot.passages[row].id))
        return [hit(snapshot.passages[row]) for row in order[:WIDTH] if scores[row] > 0]

    return rank


def hit(passage: Passage) -> Hit:
    """A passage as it is compared with gold."""
    return Hit(document=passage.document, section=_plain(passage.headings[-1]) if passage.headings else "")


def _key(found: Hit, level: Level) -> str:
    return found.document if level is Level.PAGE else f"{found.document}#{found.section}"


def _gold(asked: QuestionSet, question: Question, level: Level) -> frozenset[str]:
    pages = (f"{asked.prefix}{gold}" for gold in question.gold)
    return frozenset(page.partition("#")[0] if level is Level.PAGE else _plain(page) for page in pages)


def _plain(heading: str) -> str:
    return heading.replace("`", "")
