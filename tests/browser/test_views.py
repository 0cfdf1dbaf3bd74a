"""The explorer, the lifecycle view and the evaluation view in a real browser, on a real server."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

OpenPage = Callable[..., Any]
StartServer = Callable[..., AbstractContextManager[tuple[Any, Path, str]]]

SERIOUS = ("serious", "critical")
CELL = "[data-host={}][data-image={}]"


def go_to(page: Any, label: str, wait_for: str) -> None:
    """Open a tab and wait until its view is there."""
    tab = page.get_by_role("tab", name=label)
    tab.click()
    page.wait_for_selector(wait_for, state="visible")


def explain(page: Any, host: str, image: str) -> Any:
    """Click a cell of the grid: the explanation of that pair."""
    page.locator(CELL.format(host, image)).click()
    title = page.locator("#ca-explanation .ca-explained h2")
    title.wait_for()
    return page.locator("#ca-explanation .ca-explained")


def test_a_cell_is_explained_and_asking_about_it_ends_in_an_answer(open_page: OpenPage) -> None:
    page = open_page()
    go_to(page, "Compatibility", ".ca-cell")
    found = explain(page, "ws2022", "ws2019").inner_text()
    assert "Windows Server 2019 image on Windows Server 2022" in found
    assert "Process isolation: not supported" in found
    assert "Hyper-V isolation: supported" in found
    assert "R1 " in found
    assert f"as of {date.today().isoformat()}" in found
    page.locator("#ca-explanation summary").click()
    assert page.locator("#ca-explanation a[href^='https://']").count() >= 3
    page.locator("#ca-explanation .ca-ask").click()
    answer = page.locator(".ca-answered").first
    answer.wait_for(timeout=30_000)
    assert page.locator(".ca-question").inner_text() == (
        "Can a Windows Server 2022 host run a Windows Server 2019 image?"
    )
    assert "Windows Server 2019" in answer.inner_text()


def test_the_switches_change_the_grid_and_the_explanation_with_it(open_page: OpenPage) -> None:
    page = open_page()
    go_to(page, "Compatibility", ".ca-cell")
    cell = page.locator(CELL.format("ws2025", "ws2019"))
    assert cell.get_attribute("data-verdict") == "supported"
    explain(page, "ws2025", "ws2019")
    page.get_by_role("radio", name="Process").click()
    page.wait_for_selector(CELL.format("ws2025", "ws2019") + "[data-verdict=unsupported][aria-current]")
    page.get_by_role("radio", name="AKS").click()
    page.locator("#ca-explanation", has_text="Azure Kubernetes Service").wait_for()
    page.locator("#ca-explorer-day input").fill("2018-12-01")
    page.locator("#ca-cells", has_text="not released").wait_for()
    page.locator("#ca-explanation", has_text="as of 2018-12-01").wait_for()
    assert page.locator("tbody tr").count() == 11
    page.get_by_role("checkbox", name="Windows 10 and 11 as hosts too").click()
    page.wait_for_selector(CELL.format("win11-24h2", "ws2022"))


def test_the_keyboard_alone_reaches_a_cell_and_its_explanation(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("tab", name="Chat").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ca-cell")
    for _ in range(30):
        if page.evaluate("document.activeElement.classList.contains('ca-cell')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.host") == "ws23h2"
    assert page.evaluate("document.activeElement.dataset.image") == "ws2022"
    page.keyboard.press("Enter")
    page.locator("#ca-explanation h2", has_text="version 23H2").wait_for()
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.image") == "ws2016"


def test_a_form_reads_what_is_pasted_and_names_the_nearest_of_what_it_cannot_read(open_page: OpenPage) -> None:
    page = open_page()
    go_to(page, "Compatibility", ".ca-cell")
    page.get_by_label("Host", exact=True).fill("10.0.20348.2227")
    page.get_by_label("Image", exact=True).fill("mcr.microsoft.com/windows/servercore:ltsc2019")
    page.click("#ca-check")
    page.locator("#ca-decision", has_text="10.0.20348.2227").wait_for()
    page.get_by_label("Image", exact=True).fill("<img src=x onerror=alert(1)>")
    page.get_by_label("Image", exact=True).press("Enter")
    problem = page.locator("#ca-decision .ca-problem")
    problem.wait_for()
    assert "<img" in problem.inner_text()
    assert page.locator("#ca-decision img").count() == 0
    page.get_by_label("Image", exact=True).fill("ltsc2021")
    page.click("#ca-check")
    page.locator("#ca-decision .ca-problem", has_text="nearest").wait_for()
    page.get_by_label("Host", exact=True).fill("")
    page.get_by_label("Image", exact=True).fill("")
    page.fill(
        "#ca-pasted textarea", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\n\nOS Version: 10.0.26100"
    )
    page.click("#ca-check")
    page.locator("#ca-decision h2", has_text="Windows Server 2022 image on Windows Server 2025").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_and_axe_finds_nothing_serious(open_page: OpenPage, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing").Axe()
    width = 390 if scheme == "light" else 1280
    page = open_page(width=width, height=844, scheme=scheme)
    views = (("Compatibility", ".ca-cell"), ("Lifecycle", ".ca-life"), ("Evaluation", ".ca-empty"))
    for label, wait_for in views:
        go_to(page, label, wait_for)
        if label == "Compatibility":
            explain(page, "ws2025", "ws2019")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.run(page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in SERIOUS] == []


def test_a_release_shows_its_dates_and_sources_where_it_is_pointed_at_or_focused(open_page: OpenPage) -> None:
    page = open_page()
    go_to(page, "Lifecycle", ".ca-life")
    row = page.locator("[data-release=ws2022]")
    row.hover()
    tip = page.locator("#ca-tip-ws2022")
    tip.wait_for()
    assert "2026-10-13" in tip.inner_text()
    assert "Sources:" in tip.inner_text()
    page.mouse.move(0, 0)
    page.locator("[data-release=ws2025]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    tip.wait_for()
    page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    page.locator("#ca-lifecycle-day input").fill("2020-01-01")
    page.locator("#ca-timeline", has_text="not released").wait_for()
    assert page.locator(".ca-dates tbody tr").count() == page.locator(".ca-life").count() == 11


REPORT = "<!doctype html><title>Report</title><h1>Measured</h1><script>parent.document.title = 'taken'</script>"


def test_the_latest_report_is_shown_and_runs_nothing(
    open_page: OpenPage, start_server: StartServer, data_dir: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(data_dir, tmp_path / "data"))
    (data / "report").mkdir()
    (data / "report" / "report.html").write_text(REPORT, encoding="utf-8")
    with start_server(data) as (_, _, address):
        page = open_page(address=address)
        go_to(page, "Evaluation", ".ca-report-frame")
        page.frame_locator(".ca-report-frame").locator("h1", has_text="Measured").wait_for()
        assert page.title() != "taken"
        page.close()
