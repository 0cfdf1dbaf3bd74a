"""How fast documents become an index, and how fast an unchanged one is recognised.

    python -m benchmarks.indexing [FOLDER]

Prints medians and ratios: our encoder against the model's own encode() on the same chunks, a whole build, and a second
build of the unchanged folder. FOLDER defaults to the packaged guidance alone.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus.build import build_index
from corpus.chunker import embedded
from corpus.generation import Layout
from corpus.index import Index
from corpus.model import SentenceTransformerEncoder, locate, open_encoder

ROUNDS = 3


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def main() -> None:
    folders = tuple(Path(name) for name in sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        begin = time.perf_counter()
        report = build_index(data, folders=folders)
        first = time.perf_counter() - begin
        print(f"first build     {first:8.2f} s   {report.documents} documents, {report.chunks} chunks, model compiled")

        again = seconds(lambda: build_index(data), 5)
        print(f"unchanged       {again:8.2f} s   nothing encoded")

        index = Index.open(data)
        texts = [embedded(passage) for passage in index.snapshot().passages]
        sentences = len(index.snapshot().contents.sentences)
        index.close()
        encoder = open_encoder(Layout(data).model(locate().key))
        own = SentenceTransformerEncoder(locate().folder).model
        # Alternating, so that whatever else the machine does meets both.
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(seconds(lambda: encoder.encode(texts), 1))
            theirs.append(seconds(lambda: own.encode(texts, show_progress_bar=False), 1))
        rate, own_rate = len(texts) / statistics.median(ours), len(texts) / statistics.median(theirs)
        print(f"our encoder     {rate:8.1f} chunks/s")
        print(f"model's own     {own_rate:8.1f} chunks/s")
        print(f"ratio           {rate / own_rate:8.2f}   of the model's own rate")

        with tempfile.TemporaryDirectory() as other:
            Layout(Path(other)).models.mkdir(parents=True)
            model = Layout(data).model(locate().key)
            Layout(Path(other)).model(model.name).symlink_to(model)
            begin = time.perf_counter()
            build_index(Path(other), folders=folders)
            whole = time.perf_counter() - begin
        print(f"whole build     {whole:8.2f} s   {len(texts)} chunks and {sentences} sentences, model compiled before")
        built = len(texts) / whole
        print(f"throughput      {built:8.1f} chunks/s   {built / own_rate:.2f} of the model's own rate")


if __name__ == "__main__":
    main()
