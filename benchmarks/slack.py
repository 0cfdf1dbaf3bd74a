"""How fast Slack is acknowledged while answers take ten seconds each.

    python benchmarks/slack.py [--events 400] [--at-once 4]

Starts `channel-assistant serve` with the Slack bot on the index of CHANNEL_ASSISTANT_DATA_DIR (or the default data
folder). The chat model that drafts its answers is a server that says nothing for ten seconds, Slack's Web API is one
on loopback. Every event is another question of another thread; the time is that from the request to its response.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.servers.chat_model import Script, chat_server
from tests.servers.slack import SECRET, TOKEN, FakeSlack, direct, signed, slack_server

COMMAND = (sys.executable, "-c", "from ui.cli.main import main; main()", "serve", "--port", "0")
STALL_SECONDS = 10
QUESTION = "What does portability mean for the containers of our team"


@contextmanager
def serving(slack: FakeSlack, model: str) -> Iterator[str]:
    """The address of a server whose every answer waits for the model."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        ours = {
            "CHANNEL_ASSISTANT_CHAT_MODEL": "openai:stalled",
            "CHANNEL_ASSISTANT_CHAT_BASE_URL": model,
            "CHANNEL_ASSISTANT_CHAT_TIMEOUT": str(STALL_SECONDS),
            "CHANNEL_ASSISTANT_DATABASE_URL": f"sqlite:///{folder}/store.sqlite3",
            "CHANNEL_ASSISTANT_RATE_LIMIT": "0",
            "CHANNEL_ASSISTANT_SLACK_API_URL": slack.url,
            "OPENAI_API_KEY": "none",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
        }
        with log.open("w") as out:
            process = subprocess.Popen(COMMAND, env=os.environ | ours, stdout=subprocess.DEVNULL, stderr=out)
        try:
            yield _address(process, log)
        finally:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            process.kill()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    while process.poll() is None:
        words = [word.rstrip("/") for word in log.read_text().split() if word.startswith("http://")]
        with suppress(httpx.TransportError):
            if words and httpx.get(f"{words[0]}/readyz").status_code == 200:
                return words[0]
        time.sleep(0.1)
    raise SystemExit(log.read_text())


def main() -> None:
    """Send, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=400)
    parser.add_argument("--at-once", type=int, default=4)
    given = parser.parse_args()
    with (
        slack_server() as slack,
        chat_server(Script(stall_after=0)) as model,
        serving(slack, model) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):

        def send(number: int) -> float:
            body = direct(f"Ev{number}", f"{QUESTION} {number}?", ts=f"{number}.1")
            headers = {"Content-Type": "application/json", **signed(body)}
            start = time.perf_counter()
            response = client.post("/slack/events", content=body, headers=headers)
            took = (time.perf_counter() - start) * 1000
            assert response.status_code == 200, response.text
            return took

        first = send(0)
        slack.wait(lambda slack: slack.calls)  # its answer is under way
        start = time.perf_counter()
        with ThreadPoolExecutor(given.at_once) as pool:
            times = sorted(pool.map(send, range(1, given.events + 1)))
        seconds = time.perf_counter() - start
        ended = sum(name in ("chat.stopStream", "chat.postMessage", "chat.update") for name, _ in slack.calls)
        cuts = statistics.quantiles(times, n=100)
        print(f"{given.events} events in {seconds:.1f} s, {given.at_once} at once; answers that had ended: {ended}")
        print(
            f"first {first:.1f} ms, median {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, max {times[-1]:.1f}"
        )


if __name__ == "__main__":
    main()
