"""Measures retrieval: ours with its legs, and other systems over the same documents and the same embedding.

    python -m evals.retrieval.run                                  the packaged guidance
    python -m evals.retrieval.run --msdocs FOLDER --peers          Microsoft's documentation too, beside other systems

FOLDER is a copy of MicrosoftDocs/Virtualization-Documentation. The tables are Markdown, and the same on every run.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from assistant.parts import release_names
from assistant.retrieval.retriever import FusedRetriever
from assistant.rules import Engine
from corpus.build import build_index, packaged_guidance
from corpus.index import Index
from evals.retrieval.dataset import Half, Kind, Level, QuestionSet, question_set
from evals.retrieval.measure import METRICS, Figure, figures
from evals.retrieval.systems import Asked, System, ask, dense, fused, lexical

Row = tuple[str, Sequence[Asked]]


@click.command()
@click.option("--msdocs", type=click.Path(exists=True, path_type=Path), help="A copy of Microsoft's documentation.")
@click.option("--peers", is_flag=True, help="Measure the other systems too (extra `peers`).")
@click.option("--data", type=click.Path(path_type=Path), help="Where the indexes are kept between runs.")
def main(msdocs: Path | None, peers: bool, data: Path | None) -> None:
    """Print the figures of retrieval as Markdown."""
    with tempfile.TemporaryDirectory() as scratch:
        for corpus, folder in (("guidance", None), ("msdocs", msdocs)):
            if corpus == "guidance" or folder is not None:
                for line in report(corpus, folder, (data or Path(scratch)) / corpus, with_peers=peers):
                    click.echo(line)


def report(corpus: str, folder: Path | None, data: Path, *, with_peers: bool) -> Iterator[str]:
    """The Markdown lines about one set of questions, whose documents are in `folder` (None: the packaged guidance)."""
    asked = question_set(corpus)
    retriever = open_retriever(folder, data)
    systems: dict[str, System] = {
        "ours, fused": fused(retriever),
        "dense leg": dense(retriever),
        "BM25 leg": lexical(retriever),
    }
    levels = [Level.PAGE] if asked.level is Level.PAGE else [Level.SECTION, Level.PAGE]
    for level in levels:
        found = {name: ask(system, asked, level) for name, system in systems.items()}
        ours = found["ours, fused"]
        yield from _table(f"{corpus}, {level} level", list(found.items()))
        yield from _table(f"{corpus}, {level} level, ours by kind and half", list(_parts(ours)))
    if with_peers:
        yield from _peers(asked, folder, retriever)


def open_retriever(folder: Path | None, data: Path) -> FusedRetriever:
    """Our retrieval over the packaged guidance, or over `folder` alone; the index is kept in `data`."""
    engine = Engine.load()
    names = release_names(engine)
    data.mkdir(parents=True, exist_ok=True)
    if folder is None:
        build_index(data, facts_hash=engine.facts_hash, names=names)
    else:
        with tempfile.TemporaryDirectory() as nothing:
            build_index(data, folders=[folder], guidance=Path(nothing), facts_hash=engine.facts_hash, names=names)
    index = Index.open(data, facts_hash=engine.facts_hash, names=names)
    return FusedRetriever(index=index, names=names, remembered=1_000)


def _peers(asked: QuestionSet, folder: Path | None, retriever: FusedRetriever) -> Iterator[str]:
    from evals.retrieval.peers import peers  # noqa: PLC0415 - an optional extra

    folders = {"guidance/": packaged_guidance()} if folder is None else {"": folder}
    pages = sorted({passage.document for passage in retriever.index.snapshot().passages})
    systems = peers(folders, pages, retriever.index)
    rows: list[Row] = [("ours, fused", ask(fused(retriever), asked, Level.PAGE))]
    rows += [(name, ask(system, asked, Level.PAGE)) for name, system in systems.items()]
    yield from _table(f"{asked.corpus}, page level, beside other systems", rows)


def _parts(rows: Sequence[Asked]) -> Iterator[Row]:
    for kind in Kind:
        yield kind, [row for row in rows if row.question.kind is kind]
    for half in Half:
        yield half, [row for row in rows if row.question.half is half]


def _table(title: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"\n{title}\n"
    yield "| | n | " + " | ".join(METRICS) + " |"
    yield "| --- " * (len(METRICS) + 2) + "|"
    for name, asked in rows:
        measured = figures([one.rank for one in asked])
        yield f"| {name} | {len(asked)} | " + " | ".join(map(_shown, measured.values())) + " |"


def _shown(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "-"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


if __name__ == "__main__":
    main()
