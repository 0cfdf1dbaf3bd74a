"""What a question costs between its text and its passages, and what a process that answers costs to start.

    python -m benchmarks.retrieval [FOLDER]

Prints medians in milliseconds, then seconds and megabytes from process start to first passages. No question is asked
twice, as the retriever remembers the vectors of recent ones; what a repeated question costs is a row of its own.
FOLDER defaults to the packaged guidance alone.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.retrieval.retriever import FusedRetriever
from corpus.build import build_index
from corpus.index import Index

QUESTIONS = (
    "Can a 23H2 host run a Windows Server 2019 image?",
    "What is the difference between process and Hyper-V isolation?",
    "When does support for Windows Server 2022 end?",
    "error 0xc0370101",
    "Which base image has no .NET Framework?",
    "How do I get Annual Channel media?",
    "Do host and image need the same revision?",
    "Windows 11 24H2 with a Windows Server 2025 image",
)
ROUNDS = 25
FRESH = """
import sys
from pathlib import Path
from corpus.index import Index
from assistant.retrieval.retriever import FusedRetriever
assert FusedRetriever(index=Index.open(Path(sys.argv[1]))).search(sys.argv[2], 8)
# The kernel's own figure for this program: getrusage counts the process that started it, too.
lines = Path("/proc/self/status").read_text().splitlines() if Path("/proc/self/status").exists() else []
print(next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0))
"""


def milliseconds(work: Callable[[str], object], questions: Sequence[str]) -> float:
    taken = []
    for question in questions:
        begin = time.perf_counter()
        work(question)
        taken.append((time.perf_counter() - begin) * 1_000)
    return statistics.median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        report = build_index(data, folders=tuple(Path(folder) for folder in sys.argv[1:]))
        print(f"{report.documents} documents, {report.chunks} chunks")
        index = Index.open(data)
        retriever = FusedRetriever(index=index)
        new = [f"{question} Case {number}." for number in range(ROUNDS) for question in QUESTIONS]
        vectors = {question: index.encode_query(question) for question in new}
        whole = milliseconds(lambda question: retriever.search(question, 8), new)
        for label, median in (
            ("encode", milliseconds(index.encode_query, new)),
            ("dense", milliseconds(lambda question: index.search_dense(vectors[question], 100), new)),
            ("lexical", milliseconds(lambda question: index.search_lexical(question, 100), new)),
            ("fused", whole),
            ("repeated", milliseconds(lambda _: retriever.search(new[-1], 8), new)),
        ):
            print(f"{label:10} {median:7.2f} ms   {median / whole:5.2f} of fused")
        index.close()
        taken, memory = [], 0
        for _ in range(5):
            begin = time.perf_counter()
            command = (sys.executable, "-c", FRESH, name, QUESTIONS[0])
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            taken.append(time.perf_counter() - begin)
            memory = max(memory, int(done.stdout))
        print(f"process start to passages {statistics.median(taken):.2f} s, {memory} MB")


if __name__ == "__main__":
    main()
