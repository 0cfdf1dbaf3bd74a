"""A build that is killed with -9 at any moment: the old answers are still served, and the next build works."""

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.build import build_index
from corpus.generation import Layout
from corpus.index import Index

ROOT = Path(__file__).parents[2]
KILLS = 24
QUESTION = "zebras"
BUILD = """
import sys
from pathlib import Path
from corpus.build import build_index
print("ready", flush=True)
build_index(Path(sys.argv[1]), guidance=Path(sys.argv[2]))
"""


def change(guidance: Path, number: int) -> None:
    """New words in several pages, so that a build encodes, stores, checks and swaps for a good while."""
    for name in "abc":
        text = f"# Zebras {name} {number}\n\n" + "".join(
            f"## Part {n}\n\nZebra {n * number} has stripes.\n\n" for n in range(12)
        )
        (guidance / f"{name}.md").write_text(text, "utf-8")


def started(data: Path, guidance: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        (sys.executable, "-c", BUILD, str(data), str(guidance)),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def answers(index: Index) -> tuple[tuple[tuple[str, float], ...], ...]:
    return index.search_dense(index.encode_query(QUESTION), 50), index.search_lexical(QUESTION, 50)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_at_random_moments(data: Path, guidance: Path) -> None:
    change(guidance, 1)
    build_index(data, guidance=guidance)
    long_lived = Index.open(data)
    change(guidance, 2)
    begin = time.perf_counter()
    whole = started(data, guidance)
    whole.communicate()
    assert whole.returncode == 0
    duration = time.perf_counter() - begin
    draw = random.Random(20261124)
    layout = Layout(data)
    swapped = 0
    for number in range(3, KILLS + 3):
        served, folder = answers(long_lived), layout.current()
        change(guidance, number)
        process = started(data, guidance)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=duration * draw.uniform(0.05, 1.1))
        process.kill()
        process.communicate()
        fresh = Index.open(data)
        try:
            if layout.current() == folder:
                assert answers(fresh) == answers(long_lived) == served
            else:  # it was swapped in whole before the kill
                swapped += 1
                assert answers(fresh) == answers(long_lived) != served
        finally:
            fresh.close()
    assert swapped < KILLS
    report = build_index(data, guidance=guidance)
    assert report.chunks == 6 + 3 * 12
    assert [path for path in layout.generations.iterdir() if path.name.startswith(("building-", "trash-"))] == []
    long_lived.close()
