"""From the start of a process to its answer, and the memory it took, on an index that is already built.

    python benchmarks/ask.py [--runs N]

Runs `channel-assistant ask` in fresh processes on the index of CHANNEL_ASSISTANT_DATA_DIR (or the default data folder)
and prints medians. The peak memory is the process's own ru_maxrss.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

QUESTIONS = (
    "Can a 23H2 host run a Windows Server 2019 image?",
    "What is the Annual Channel for Containers?",
    "Until when is Windows Server 2022 supported?",
)
COMMAND = (sys.executable, "-c", "from ui.cli.main import main; main()", "ask")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    once(QUESTIONS[0])  # builds the index where there is none, and fills the disk's cache
    measured = [once(QUESTIONS[number % len(QUESTIONS)]) for number in range(runs)]
    print(f"runs                {runs}")
    print(f"start to answer     {statistics.median(seconds for seconds, _ in measured):.2f} s (median)")
    print(f"peak memory         {statistics.median(megabytes for _, megabytes in measured):.0f} MB (median)")


def once(question: str) -> tuple[float, float]:
    """Seconds and megabytes of one process."""
    start = time.perf_counter()
    process = subprocess.Popen((*COMMAND, question), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"ask ended with {process.returncode}")
    return seconds, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)  # bytes there, KiB elsewhere


if __name__ == "__main__":
    main()
