"""How long a warm answer takes over HTTP on loopback: one client, one question at a time, nothing cached between them.

    python benchmarks/server.py [--rounds N]

Starts `channel-assistant serve` on the index of CHANNEL_ASSISTANT_DATA_DIR (or the default data folder), waits until it
is ready, and prints milliseconds: first the median, then the 95th percentile, then the time from start to ready.
"""

import argparse
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx

COMMAND = (sys.executable, "-c", "from ui.cli.main import main; main()")

HOSTS = ("Windows Server 2016", "Windows Server 2019", "Windows Server 2022", "a 23H2 host", "Windows Server 2025")
IMAGES = ("servercore:ltsc2019", "nanoserver:1809", "servercore:ltsc2022", "nanoserver:ltsc2025", "a 2016 image")
OTHERS = (
    "What is the Annual Channel for Containers?",
    "Until when is Windows Server 2022 supported?",
    "When do I need Hyper-V isolation?",
    "How do I get Windows Server, version 23H2?",
    "What does portability mean for containers?",
)
QUESTIONS = (*(f"Can {host} run {image}?" for host in HOSTS for image in IMAGES), *OTHERS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        start = time.perf_counter()
        with log.open("w") as out:
            process = subprocess.Popen((*COMMAND, "serve", "--port", "0"), stdout=out, stderr=out)
        try:
            address = ready(process, log)
            to_ready = time.perf_counter() - start
            times = measure(address, rounds)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    print(f"questions           {len(times)}")
    print(f"median              {statistics.median(times):.1f} ms")
    print(f"95th percentile     {statistics.quantiles(times, n=20)[-1]:.1f} ms")
    print(f"start to ready      {to_ready:.2f} s")


def ready(process: "subprocess.Popen[bytes]", log: Path) -> str:
    with httpx.Client(timeout=60) as client:
        while process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
            with suppress(httpx.TransportError):
                if found and client.get(f"{found.group()}/readyz").status_code == 200:
                    return found.group()
            time.sleep(0.05)
    raise SystemExit(log.read_text())


def measure(address: str, rounds: int) -> list[float]:
    times = []
    with httpx.Client(base_url=address, timeout=60) as client:
        for number in range(rounds + 1):
            for question in QUESTIONS:
                start = time.perf_counter()
                client.post("/api/ask", json={"question": question}).raise_for_status()
                if number:  # the first round warms up
                    times.append((time.perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    main()
