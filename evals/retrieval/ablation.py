"""What each choice of retrieval is worth: the same questions with one choice undone at a time.

    python -m evals.retrieval.ablation                       over the packaged guidance
    python -m evals.retrieval.ablation --msdocs FOLDER       over Microsoft's documentation too

First the choices made when a question is asked, on the fused ranking; then those made when an index is built, on the
dense leg alone with an exact search. Each cell is recall@5 / MRR@10 on the half `tune`, then on the half `held`.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np

from assistant.passage import Passage
from assistant.prose import readable
from assistant.retrieval.retriever import FusedRetriever, Weights
from corpus import chunker
from corpus.build import packaged_guidance
from corpus.generation import Layout
from corpus.model import open_encoder
from corpus.readers import Folder, read, survey
from evals.retrieval.dataset import Half, Level, QuestionSet, question_set
from evals.retrieval.measure import Hit, figures
from evals.retrieval.run import open_retriever
from evals.retrieval.systems import WIDTH, Asked, System, ask, fused, hit

Undone = Callable[[FusedRetriever], FusedRetriever]
Text = Callable[[Passage], str]


@click.command()
@click.option("--msdocs", type=click.Path(exists=True, path_type=Path), help="A copy of Microsoft's documentation.")
@click.option("--data", type=click.Path(path_type=Path), help="Where the indexes are kept between runs.")
def main(msdocs: Path | None, data: Path | None) -> None:
    """Print the ablation tables as Markdown."""
    with tempfile.TemporaryDirectory() as scratch:
        for corpus, folder in (("guidance", None), ("msdocs", msdocs)):
            if corpus == "guidance" or folder is not None:
                retriever = open_retriever(folder, (data or Path(scratch)) / corpus)
                for line in _report(question_set(corpus), retriever, folder, (data or Path(scratch)) / corpus):
                    click.echo(line)


def _report(asked: QuestionSet, retriever: FusedRetriever, folder: Path | None, data: Path) -> Iterator[str]:
    levels = [Level.PAGE] if asked.level is Level.PAGE else [Level.SECTION, Level.PAGE]
    yield from _head(f"{asked.corpus}: choices of a question, fused ranking", levels)
    for name, undone in CHOICES.items():
        system = fused(undone(retriever))
        yield f"| {name} | " + " | ".join(_cell(ask(system, asked, level)) for level in levels) + " |"
    yield from _head(f"{asked.corpus}: choices of an index, dense leg", levels)
    for name, (target, text) in INDEXES.items():
        system = _dense(retriever, folder, data, target, text)
        yield f"| {name} | " + " | ".join(_cell(ask(system, asked, level)) for level in levels) + " |"


def _head(title: str, levels: Sequence[Level]) -> Iterator[str]:
    yield f"\n{title}\n"
    yield "| | " + " | ".join(f"{level} level: tune, held" for level in levels) + " |"
    yield "| --- " * (len(levels) + 1) + "|"


def _cell(asked: Sequence[Asked]) -> str:
    shown = []
    for half in Half:
        measured = figures([one.rank for one in asked if one.question.half is half])
        shown.append(f"{measured['recall@5'].value:.3f} / {measured['MRR@10'].value:.3f}")
    return ", ".join(shown)


def _dense(retriever: FusedRetriever, folder: Path | None, data: Path, target: int, text: Text) -> System:
    """The dense leg over passages of another size or another embedded text, searched exactly."""
    encoder = open_encoder(Layout(data).model(retriever.index.snapshot().manifest.model_key))
    window = chunker.Window(limit=encoder.window, count=encoder.count, target=target)
    shelf = Folder(path=packaged_guidance(), prefix="guidance/") if folder is None else Folder(path=folder)
    passages = [found for _, document in read(survey((shelf,))) for found in chunker.passages(document, window)]
    vectors = encoder.encode([text(passage) for passage in passages])

    def rank(question: str) -> list[Hit]:
        near = np.round(vectors @ retriever.vector(question), 4)
        return [hit(passages[row]) for row in np.argsort(-near, kind="stable")[:WIDTH]]

    return rank


def _with(**changed: Any) -> Undone:
    """The retriever with other weights."""
    return lambda retriever: retriever.model_copy(update={"weights": replace(Weights(), **changed)})


def _asked_alone(retriever: FusedRetriever) -> FusedRetriever:
    """The retriever that reads a question only as it is asked."""
    return _renewed(retriever, rewording=str, expansion=str)


def _renewed(retriever: FusedRetriever, **changed: Any) -> FusedRetriever:
    parts = {"index": retriever.index, "names": retriever.names, "remembered": retriever.remembered}
    return FusedRetriever(**{**parts, **changed})


CHOICES: dict[str, Undone] = {
    "as it is": lambda retriever: retriever,
    "no rewording, no expansion": _asked_alone,
    "no rewording": lambda retriever: _renewed(retriever, rewording=str),
    "no expansion": lambda retriever: _renewed(retriever, expansion=str),
    "no canonical names": lambda retriever: _renewed(retriever, names=None),
    "no headings of their own": _with(heading=0.0),
    "dense share 0.4": _with(dense=0.4),
    "dense share 0.7": _with(dense=0.7),
    "dense alone": _with(dense=1.0),
    "BM25 alone": _with(dense=0.0),
    "no support of the page": _with(support=()),
    "more support of the page": _with(support=(0.4, 0.2)),
    "pages not spread": _with(same_page_factor=1.0),
    "repetitions not lowered": _with(same_words_factor=1.0),
}
"""What is undone, by name."""

INDEXES: dict[str, tuple[int, Text]] = {
    "as it is: 200 tokens, heading path": (chunker.TARGET, chunker.embedded),
    "without the heading path": (chunker.TARGET, lambda passage: readable(passage.text)),
    "100 tokens": (100, chunker.embedded),
    "140 tokens": (140, chunker.embedded),
    "240 tokens": (240, chunker.embedded),
}
"""Passage size and embedded text, by name."""

if __name__ == "__main__":
    main()
