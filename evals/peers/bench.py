"""Measures our retrieval and the peers' over the questions of a run, on pages: recall, latency, ingest throughput."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from assistant.errors import EvaluationError
from assistant.parts import open_index, release_names
from assistant.retrieval.retriever import FusedRetriever
from corpus.build import build_index
from corpus.index import Index
from evals.evaluation import Evaluation, document_text
from evals.intervals import Figure, mean, share
from evals.peers.pipeline import DEPTH, Build, Built, Embed, Ranking, plain
from evals.retrieval.measure import first_rank
from evals.run import Place, Progress, share_models

PEERS: dict[str, str] = {
    # name in the report -> module of the peer, imported when it is measured
    "LangChain, dense": "evals.peers.langchain_dense",
    "LlamaIndex, hybrid": "evals.peers.llama_index_hybrid",
    "Haystack, hybrid": "evals.peers.haystack_hybrid",
}
OURS = "channel-assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerFigures:
    """What one system found. `pieces_a_second`: pieces of documents split, embedded and stored."""

    name: str
    recall_1: Figure
    recall_5: Figure
    recall_10: Figure
    mrr: Figure
    median_ms: float | None
    pieces_a_second: float


def measure(run: Evaluation, place: Place, *, progress: Progress | None = None) -> tuple[PeerFigures, ...]:
    """Every system over the answered questions of the run that name gold sections, the one-turn ones.

    Raises:
        EvaluationError: the extra `peers` is not installed.
    """
    index = open_index(place.settings, run.engine)
    try:
        documents = _documents(run, index)
        asked = _asked(run, place)
        systems: list[tuple[str, Callable[[], tuple[Ranking, float]]]] = [
            (OURS, lambda: (_ours(index, run), _our_throughput(run, place)))
        ]
        systems += [(name, _building(module, documents, Embed(index))) for name, module in PEERS.items()]
        figures = []
        for place_of, (name, build) in enumerate(systems, 1):
            rank, throughput = build()
            figures.append(_figures(name, rank, throughput, asked))
            if progress:
                progress("peers", place_of, len(systems))
        return tuple(figures)
    finally:
        index.close()


def _building(module: str, documents: Mapping[str, str], embed: Embed) -> Callable[[], tuple[Ranking, float]]:
    def build() -> tuple[Ranking, float]:
        try:
            made = cast("Build", import_module(module).build)
        except ImportError as error:
            raise EvaluationError(
                f"The peers cannot be measured: {error.name} is not installed.",
                'Install them: pip install "channel-assistant[peers]".',
            ) from error
        start = time.perf_counter()
        built: Built = made(documents, embed)
        return built.rank, built.pieces / (time.perf_counter() - start)

    return build


def _ours(index: Index, run: Evaluation) -> Ranking:
    retriever = FusedRetriever(index=index, names=release_names(run.engine))
    return lambda text: [scored.passage.document for scored in retriever.search(text, DEPTH)]


def _our_throughput(run: Evaluation, place: Place) -> float:
    """Our own pieces a second, in a data folder made for it; headings and single sentences are embedded there, too."""
    with TemporaryDirectory() as name:
        share_models(place.settings.data_dir, Path(name))
        start = time.perf_counter()
        report = build_index(
            Path(name),
            folders=run.asked.documents,
            model=place.settings.embedding_model,
            facts_hash=run.engine.facts_hash,
            names=release_names(run.engine),
        )
        return report.chunks / (time.perf_counter() - start)


def _documents(run: Evaluation, index: Index) -> Mapping[str, str]:
    names = sorted({passage.document for passage in index.snapshot().passages})
    texts = ((name, document_text(run.asked, name)) for name in names)
    return {name: plain(text) for name, text in texts if text is not None}


def _asked(run: Evaluation, place: Place) -> list[tuple[str, frozenset[str]]]:
    """Questions with the documents that answer them."""
    return [
        (case.question.last.text, frozenset(place.gold_under + g.partition("#")[0] for g in case.question.last.gold))
        for case in run.cases
        if case.question.last.gold and len(case.question.turns) == 1
    ]


def _figures(name: str, rank: Ranking, throughput: float, asked: Sequence[tuple[str, frozenset[str]]]) -> PeerFigures:
    ranks: list[int | None] = []
    times: list[float] = []
    for text, gold in asked:
        start = time.perf_counter()
        found = rank(text)
        times.append((time.perf_counter() - start) * 1000)
        ranks.append(first_rank(found, gold))
    return PeerFigures(
        name=name,
        recall_1=_recall(ranks, 1),
        recall_5=_recall(ranks, 5),
        recall_10=_recall(ranks, 10),
        mrr=mean([1 / rank if rank is not None else 0.0 for rank in ranks]),
        median_ms=round(statistics.median(times), 3) if times else None,
        pieces_a_second=round(throughput, 1),
    )


def _recall(ranks: Sequence[int | None], at: int) -> Figure:
    return share(sum(rank is not None and rank <= at for rank in ranks), len(ranks))
