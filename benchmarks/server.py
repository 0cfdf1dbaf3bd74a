"""A server under load on loopback: one user, sixteen users, and its memory over thousands of questions.

    python benchmarks/server.py [--seconds 60] [--users 16] [--questions 5000]

Starts `channel-assistant serve` on the index of CHANNEL_ASSISTANT_DATA_DIR (or the default data folder) and asks over
HTTP. No question is asked twice and no answer is cached: every question names a revision, a date or a machine that no
other names. The users run in the same machine and share its cores with the server.
"""

import argparse
import itertools
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx

COMMAND = (sys.executable, "-c", "from ui.cli.main import main; main()")

BUILDS = (14393, 17763, 20348, 25398, 26100)
IMAGES = ("servercore:ltsc2019", "nanoserver:1809", "servercore:ltsc2022", "nanoserver:ltsc2025", "a 2016 image")
RELEASES = ("Windows Server 2016", "Windows Server 2019", "Windows Server 2022", "version 23H2", "Windows Server 2025")
MONTHS = ("January", "March", "May", "July", "September", "November")
TOPICS = (
    "What is the Annual Channel for Containers",
    "When do I need Hyper-V isolation",
    "How do I get Windows Server, version 23H2",
    "What does portability mean for containers",
    "How is the Annual Channel licensed",
    "How do I leave the Annual Channel",
)


def questions() -> Iterator[str]:
    """Questions without end, each another one: three on a pair, one on a date, one on the guidance."""
    for number in itertools.count():
        build, image = BUILDS[number % 5], IMAGES[number // 5 % 5]
        yield f"Can a host with build 10.0.{build}.{1000 + number} run {image}?"
        yield f"Does {image} run on 10.0.{build}.{1000 + number} with Hyper-V isolation?"
        yield f"Our node {number} is {RELEASES[number % 5]}, can I use {image} there?"
        release, month, year = RELEASES[number // 7 % 5], MONTHS[number % 6], 2020 + number // 6 % 15
        yield f"Is {release} supported in {month} {year}, on our node {number}?"
        yield f"{TOPICS[number % 6]} for our team {number}?"


class Server:
    """A running `serve`: its address and its memory."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log"
        start = time.perf_counter()
        with self._log.open("w") as out:
            self.process = subprocess.Popen((*COMMAND, "serve", "--port", "0"), stdout=out, stderr=out)
        self.address = self._ready()
        self.start_to_ready = time.perf_counter() - start

    def _ready(self) -> str:
        with httpx.Client(timeout=60) as client:
            while self.process.poll() is None:
                found = re.search(r"http://127\.0\.0\.1:\d+", self._log.read_text())
                with suppress(httpx.TransportError):
                    if found and client.get(f"{found.group()}/readyz").status_code == 200:
                        return found.group()
                time.sleep(0.02)
        raise SystemExit(self._log.read_text())

    def resident(self) -> float:
        """Resident memory in MB, as the system counts it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--questions", type=int, default=5000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            print(f"start to ready        {server.start_to_ready:.2f} s")
            asked = questions()
            alone(server, asked)
            many(server, asked, given.users, given.seconds)
            memory(server, asked, given.questions, given.users)
        finally:
            server.stop()


def alone(server: Server, asked: Iterator[str]) -> None:
    with httpx.Client(base_url=server.address, timeout=60) as client:
        for _ in range(20):
            ask(client, next(asked))
        times = [ask(client, next(asked)) for _ in range(200)]
    report("one user, 200", times)


def many(server: Server, asked: Iterator[str], users: int, seconds: float) -> None:
    times: list[float] = []
    failures: list[str] = []
    until = time.perf_counter() + seconds

    def go_on() -> bool:
        return time.perf_counter() < until

    health = threading.Thread(target=watch, args=(server, go_on))
    health.start()
    load(server, asked, users, go_on, times, failures)
    health.join()
    report(f"{users} users, {seconds:.0f} s", times)
    print(f"  answers a second    {len(times) / seconds:.1f}")
    print(f"  failures            {len(failures)} {' '.join(sorted(set(failures)))}")


def watch(server: Server, go_on: Callable[[], bool]) -> None:
    """The health address meanwhile: it is slow where something blocks the event loop."""
    times = []
    with httpx.Client(base_url=server.address, timeout=60) as client:
        while go_on():
            start = time.perf_counter()
            client.get("/healthz").raise_for_status()
            times.append((time.perf_counter() - start) * 1000)
            time.sleep(0.2)
    report("  /healthz meanwhile", times)


def memory(server: Server, asked: Iterator[str], count: int, users: int) -> None:
    """Resident memory at every tenth of the questions, and the slope over the second half."""
    points: list[tuple[int, float]] = [(0, server.resident())]
    for part in range(1, 11):
        left = iter(range(count // 10))
        lock = threading.Lock()

        def go_on(left: Iterator[int] = left, lock: threading.Lock = lock) -> bool:
            with lock:
                return next(left, None) is not None

        load(server, asked, users, go_on, [], [])
        points.append((part * (count // 10), server.resident()))
    print("memory                " + ", ".join(f"{n}: {mb:.0f} MB" for n, mb in points))
    later = points[5:]
    slope = statistics.linear_regression([n for n, _ in later], [mb for _, mb in later]).slope
    print(f"  slope, second half  {slope * 1000:+.2f} MB for 1,000 questions")


def load(
    server: Server,
    asked: Iterator[str],
    users: int,
    go_on: Callable[[], bool],
    times: list[float],
    failures: list[str],
) -> None:
    lock = threading.Lock()

    def user() -> None:
        with httpx.Client(base_url=server.address, timeout=60) as client:
            while go_on():
                with lock:
                    question = next(asked)
                try:
                    times.append(ask(client, question))
                except httpx.HTTPError as error:
                    failures.append(type(error).__name__)

    with ThreadPoolExecutor(users) as pool:
        for done in [pool.submit(user) for _ in range(users)]:
            done.result()


def ask(client: httpx.Client, question: str) -> float:
    start = time.perf_counter()
    client.post("/api/ask", json={"question": question}).raise_for_status()
    return (time.perf_counter() - start) * 1000


def report(what: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(f"{what:<22}median {statistics.median(times):.1f} ms, 95th percentile {cuts[-1]:.1f} ms ({len(times)})")


if __name__ == "__main__":
    main()
