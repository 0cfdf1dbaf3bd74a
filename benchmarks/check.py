"""How long `check` takes from process start to its answer, and a decision in the library: medians, no asserts.

Run from the checkout: python benchmarks/check.py
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from assistant.rules import Engine, Isolation  # noqa: E402

STARTS = 15
ROUNDS = 7


def process_start() -> list[float]:
    """Seconds from start to exit of one `check --json`, for each start."""
    code = "from ui.cli.main import main; main()"
    command = [sys.executable, "-c", code, "check", "--host", "ws2025", "--image", "servercore:ltsc2022", "--json"]
    seconds = []
    for _ in range(STARTS):
        began = time.perf_counter()
        subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - began)
    return seconds


def decisions() -> tuple[float, float, float]:
    """Microseconds for a verdict under one isolation: never asked before, on a new day, and asked before."""
    engine = Engine(Engine.load().facts)
    cells = [(h, i, mode) for h in engine.hosts() for i in engine.images() for mode in Isolation]

    def timed(day: date) -> float:
        began = time.perf_counter()
        for host, image, isolation in cells:
            engine.check(host, image, isolation=isolation, as_of=day)
        return (time.perf_counter() - began) / len(cells) * 1e6

    first_day = date(2026, 11, 24)
    first = timed(first_day)
    new_days = statistics.median(timed(first_day + timedelta(days=n)) for n in range(1, ROUNDS))
    again = statistics.median(timed(first_day + timedelta(days=ROUNDS - 1)) for _ in range(ROUNDS))
    return first, new_days, again


def main() -> None:
    bare = []
    for _ in range(STARTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare.append(time.perf_counter() - began)
    seconds = process_start()
    print(f"bare interpreter, median of {STARTS}:           {statistics.median(bare):.3f} s")
    print(f"check, process start to answer, median of {STARTS}: {statistics.median(seconds):.3f} s")
    print(f"  fastest {min(seconds):.3f} s, slowest {max(seconds):.3f} s")
    first, new_day, again = decisions()
    print(f"a decision, all 580 cells for the first time:   {first:.1f} microseconds each")
    print(f"a decision on a day not asked before, median:   {new_day:.1f} microseconds each")
    print(f"a decision asked before, median:                {again:.1f} microseconds each")


if __name__ == "__main__":
    main()
