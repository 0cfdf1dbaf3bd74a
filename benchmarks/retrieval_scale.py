"""What retrieval costs when there is much to search: against one encoding at 1,000 chunks, and its legs at many more.

    python -m benchmarks.retrieval_scale [CHUNKS]

CHUNKS defaults to 100,000. Texts are made of a fixed vocabulary whose words are as unevenly frequent as in a language,
and vectors are random unit vectors, both from a fixed seed; the legs are those of the index. Prints medians in
milliseconds, and megabytes. Takes some minutes, most of them for Chroma's graph.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.retrieval.retriever import FusedRetriever
from assistant.retrieval.reword import reword
from corpus import lexical, vectors
from corpus.build import build_index
from corpus.index import Index
from evals.retrieval.dataset import question_set

SEED, WORDS, LENGTH, DIMENSION, QUERIES = 20_261_124, 30_000, 120, 384, 200
WIDTH = 100


def median_ms(work: Callable[[int], object]) -> float:
    taken = []
    for number in range(QUERIES):
        begin = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - begin) * 1_000)
    return statistics.median(taken)


def memory_mb() -> float:
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def folder_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1_000_000


def texts(count: int, random: np.random.Generator) -> list[str]:
    ranks = np.minimum(random.zipf(1.3, (count, LENGTH)), WORDS) - 1
    return [" ".join(f"word{rank}" for rank in row) for row in ranks]


def unit_vectors(count: int, random: np.random.Generator) -> np.ndarray:
    found = random.standard_normal((count, DIMENSION)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def legs(count: int) -> None:
    random = np.random.default_rng(SEED)
    ids = [f"{number:016x}" for number in range(count)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = memory_mb()
        begin = time.perf_counter()
        lexical.create(folder / "lexical", texts(count, random))
        built_words = time.perf_counter() - begin
        index = lexical.open_index(folder / "lexical", count)
        queries = [" ".join(f"word{rank}" for rank in random.integers(0, 2_000, 9)) for _ in range(QUERIES)]
        words_mb = memory_mb() - before
        words = median_ms(lambda number: np.partition(index.scores(queries[number]), -WIDTH))
        print(f"BM25 leg    {count:>7} chunks  {words:7.2f} ms  memory {words_mb:6.0f} MB  disk "
              f"{folder_mb(folder / 'lexical'):6.0f} MB  built in {built_words:.0f} s")  # fmt: skip
        before = memory_mb()
        begin = time.perf_counter()
        vectors.create(folder / "chroma", ids, unit_vectors(count, random)).close()
        built_graph = time.perf_counter() - begin
        store = vectors.open_store(folder / "chroma")
        asked = unit_vectors(QUERIES, random)
        store.search(asked[:1], WIDTH)
        graph_mb = memory_mb() - before
        graph = median_ms(lambda number: store.search(asked[number : number + 1], WIDTH))
        store.close()
        print(f"dense leg   {count:>7} chunks  {graph:7.2f} ms  memory {graph_mb:6.0f} MB  disk "
              f"{folder_mb(folder / 'chroma'):6.0f} MB  built in {built_graph:.0f} s")  # fmt: skip
        print(f"vectors.npy {count:>7} chunks  memory {count * DIMENSION * 4 / 1_048_576:6.0f} MB beside the two")


def against_an_encoding(questions: Sequence[str], chunks: int = 1_000) -> None:
    """A whole retrieval over about `chunks` passages of synthetic pages, and one encoding of the same questions."""
    random = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as name:
        pages = Path(name) / "pages"
        pages.mkdir()
        for number, text in enumerate(texts(chunks, random)):
            (pages / f"{number:05}.md").write_text(f"# Page {number}\n\n{text[:380]}\n", "utf-8")
        report = build_index(Path(name) / "data", folders=[pages])
        index = Index.open(Path(name) / "data")
        retriever = FusedRetriever(index=index)
        retriever.search(questions[0], 8)
        encoding = median_ms(lambda number: index.encode_query(f"{questions[number % len(questions)]} {number}"))
        whole = median_ms(lambda number: retriever.search(f"{questions[number % len(questions)]} {number}?", 8))
        print(f"one encoding {encoding:.2f} ms, a retrieval {whole:.2f} ms at {report.chunks} chunks: "
              f"{whole / encoding:.2f} times")  # fmt: skip
        index.close()


def main() -> None:
    asked = [question.text for question in question_set("guidance").questions]
    print("as asked:")
    against_an_encoding([text for text in asked if reword(text) == text])
    print("reworded, so that two texts are encoded:")
    against_an_encoding([text for text in asked if reword(text) != text])
    legs(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)


if __name__ == "__main__":
    main()
