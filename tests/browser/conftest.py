"""A real browser: Debian's chromium, driven by Playwright. Skipped, with the reason, where it is missing."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
"""Where the tests leave pictures of what they saw; not in the repository, kept by whoever runs them as artefacts."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One chromium for all tests."""
    if not Path(CHROMIUM).is_file():
        pytest.skip("chromium is not installed (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Writes what a page shows to `screenshots/`, under the test's name and an optional word."""

    def taken(page: Any, word: str = "") -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", f"{request.node.name}-{word}").strip("-")
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return taken


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """The serious and critical findings of axe-core on a page, each with the element."""
    checker = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")

    def findings(page: Any) -> list[str]:
        return [
            f"{found['id']}: {node['html'][:200]}"
            for found in checker.Axe().run(page).response["violations"]
            if found["impact"] in ("serious", "critical")
            for node in found["nodes"]
        ]

    return findings


@pytest.fixture
def watched() -> list[str]:
    """Everything a page did that it must not do: errors, dialogs, requests to other hosts."""
    return []


@pytest.fixture
def open_page(browser: Any, server: str, watched: list[str]) -> Iterator[Any]:
    """Opens the chat with a viewport and a colour scheme; fails the test on whatever `watched` collects."""
    contexts = []

    def opened(width: int = 1280, height: int = 860, scheme: str = "light", address: str = server) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: watched.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (watched.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: _watch_request(request.url, address, watched))
        page.goto(address)
        page.wait_for_selector("#ca-box textarea")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watched == []


def _watch_request(url: str, address: str, watched: list[str]) -> None:
    if not url.startswith((address, "data:", "blob:")):
        watched.append(f"request: {url}")
