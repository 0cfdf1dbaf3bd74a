"""Refused and abstained: what the thresholds of coverage do to questions that the guidance answers, and to others.

    python -m evals.retrieval.abstaining

A question whose answer the rules decide is not refused; the assistant asks back where something is missing, which is no
refusal either. The table is Markdown.
"""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from assistant.gate.draft import Status
from assistant.service import Assistant
from assistant.settings import load_settings
from evals.retrieval.dataset import Distance, Half, Kind, outside_set, question_set
from evals.retrieval.measure import share

DAY = date(2026, 11, 24)


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="Where the index is kept between runs.")
def main(data: Path | None) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        assistant = Assistant.open(load_settings(data_dir=data or Path(scratch)))
        for line in report(assistant):
            click.echo(line)
        assistant.close()


def report(assistant: Assistant) -> Iterator[str]:
    """The Markdown lines: by half and by kind, how many were refused or not answered."""
    answerable = question_set("guidance").questions
    outside = outside_set().questions
    refused = {question.id for question in answerable if _status(assistant, question.text) is Status.ABSTAINED}
    silent = {question.id for question in outside if _status(assistant, question.text) is not Status.ANSWERED}
    yield "| | questions | share (95 % interval) |"
    yield "| --- | --- | --- |"
    for half in Half:
        yield _row(f"answerable, {half}: refused", [q.id in refused for q in answerable if q.half is half])
    for kind in Kind:
        yield _row(f"answerable, {kind}: refused", [q.id in refused for q in answerable if q.kind is kind])
    for half in Half:
        yield _row(f"outside, {half}: not answered", [q.id in silent for q in outside if q.half is half])
    for distance in Distance:
        yield _row(f"outside, {distance}: not answered", [q.id in silent for q in outside if q.kind is distance])


def _status(assistant: Assistant, question: str) -> Status:
    return assistant.ask(question, as_of=DAY).answer.status


def _row(name: str, hits: Sequence[bool]) -> str:
    figure = share(sum(hits), len(hits))
    shown = f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})" if figure.n else "-"
    return f"| {name} | {sum(hits)} of {len(hits)} | {shown} |"


if __name__ == "__main__":
    main()
