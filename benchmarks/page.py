"""How long a reader waits: from the Enter key to the first sentence on the page, in a real browser.

    python benchmarks/page.py [--questions 30]

Starts `channel-assistant serve` on the index of CHANNEL_ASSISTANT_DATA_DIR (or the default data folder) and Debian's
chromium on the same machine, warms both, and asks in the page. Each question names another revision, so that no
answer can have been kept. Prints medians and the 95th percentile in milliseconds; a mutation observer in the page takes
the times, so that the driver's own delays do not count.
"""

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import sync_playwright

COMMAND = (sys.executable, "-c", "from ui.cli.main import main; main()", "serve", "--port", "0")

# Resolves to [first sentence, whole answer], in milliseconds after the key.
TIMED = """
(question) => new Promise((done) => {
  const before = document.querySelectorAll("#ca-chat .bot-row").length;
  const box = document.querySelector("#ca-box textarea");
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const start = performance.now();
    let first = null;
    new MutationObserver((_, watching) => {
      const row = document.querySelectorAll("#ca-chat .bot-row")[before];
      if (!row) return;
      if (first === null && row.querySelector(".ca-text")) first = performance.now() - start;
      if (!row.querySelector(".ca-answered")) return;
      watching.disconnect();
      done([first, performance.now() - start]);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", code: "Enter", bubbles: true, cancelable: true }));
  }));
})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=30)
    wanted = parser.parse_args().questions
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("w") as out:
            server = subprocess.Popen(COMMAND, stdout=out, stderr=out)
        try:
            times = measure(_address(server, log), wanted)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    for name, column in zip(("first sentence", "whole answer"), zip(*times, strict=True), strict=True):
        ordered = sorted(column)
        print(f"{name:15} p50 {statistics.median(ordered):6.0f} ms   p95 {ordered[int(len(ordered) * 0.95)]:6.0f} ms")


def measure(address: str, wanted: int) -> list[list[float]]:
    """Times of each question after three that only warm."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        times = []
        for number in range(wanted + 3):
            page = _open(browser, address)
            taken = page.evaluate(TIMED, f"Can a host with build 10.0.25398.{1000 + number} run a 2019 image?")
            times.append(taken)
            page.context.close()
        browser.close()
    return times[3:]


def _open(browser: Any, address: str) -> Any:
    page = browser.new_context().new_page()
    page.goto(address)
    page.wait_for_selector("#ca-chat .example")
    return page


def _address(server: "subprocess.Popen[bytes]", log: Path) -> str:
    while server.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            try:
                if httpx.get(f"{found.group()}/readyz").status_code == 200:
                    return found.group()
            except httpx.TransportError:
                pass
        time.sleep(0.1)
    raise SystemExit(log.read_text())


if __name__ == "__main__":
    main()
