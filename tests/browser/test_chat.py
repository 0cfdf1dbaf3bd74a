"""The chat in a real browser, on a real server with a real index."""

import shutil
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

OpenPage = Callable[..., Any]
Picture = Callable[..., None]
RunCommand = Callable[..., subprocess.CompletedProcess[str]]
StartServer = Callable[..., AbstractContextManager[tuple[Any, Path, str]]]

NO = "Can a 23H2 host run a Windows Server 2019 image?"


def ask(page: Any, question: str) -> Any:
    """Type a question, wait for the finished answer, return the last answer's element."""
    answers = page.locator(".ca-answered, .ca-clarify, .ca-abstained, .ca-error")
    before = answers.count()
    page.fill("#ca-box textarea", question)
    page.press("#ca-box textarea", "Enter")
    answers.nth(before).wait_for(timeout=30_000)
    return answers.nth(before)


def test_an_answer_has_its_text_first_then_a_verdict_card_and_sources(open_page: OpenPage, picture: Picture) -> None:
    page = open_page()
    answer = ask(page, NO)
    assert answer.locator(".ca-text").first.inner_text().startswith("No")
    card = answer.locator(".ca-card").first
    assert "Windows Server, version 23H2" in card.inner_text()
    assert "Windows Server 2019" in card.inner_text()
    process = card.locator(".ca-lane", has_text="Process isolation")
    assert "✗" in process.inner_text()
    assert "not supported" in process.inner_text()
    assert "since 2023-10-24, until 2026-05-12" in card.inner_text()
    assert f"As of {date.today().isoformat()}" in card.inner_text()
    source = answer.locator(".ca-sources li").nth(1)
    assert not source.is_visible()
    answer.get_by_role("button", name="2", exact=True).first.click()
    source.wait_for()
    assert source.locator("mark").inner_text() in source.locator("blockquote").inner_text()
    page.wait_for_function("document.activeElement.value === 2")
    picture(page)
    assert answer.locator("a").count() >= 1
    for link in answer.locator("a").all():
        assert link.get_attribute("href").startswith("https://")
        assert link.get_attribute("target") == "_blank"
        assert "noopener" in link.get_attribute("rel")


def test_a_starter_question_and_a_follow_up_are_answered_by_a_click(open_page: OpenPage) -> None:
    page = open_page()
    starter = page.locator("#ca-chat .example").first
    topic, question = starter.inner_text().split("\n")
    assert topic == "Compatibility"
    starter.click()
    assert page.locator(".ca-question").first.inner_text() == question
    page.locator(".ca-answered").first.wait_for(timeout=30_000)
    follow_up = page.locator("#ca-chat .option").first
    text = follow_up.inner_text()
    follow_up.click()
    page.locator(".ca-question").nth(1).wait_for()
    assert page.locator(".ca-question").nth(1).inner_text() == text
    page.locator(".ca-answered, .ca-clarify, .ca-abstained").nth(1).wait_for(timeout=30_000)
    assert page.locator(".ca-error").count() == 0


def test_a_follow_up_knows_what_was_talked_about(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "Can a 23H2 host run a Windows Server 2022 image?")
    answer = ask(page, "And a 2019 image?")
    card = answer.locator(".ca-card").first.inner_text()
    assert "Windows Server, version 23H2" in card
    assert "Windows Server 2019" in card


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<iframe src=https://example.org></iframe>",
        "[click](javascript:alert(1)) ![p](https://example.org/p.png)",
    ],
)
def test_hostile_questions_stay_text(open_page: OpenPage, hostile: str) -> None:
    page = open_page()
    ask(page, f"{hostile} {NO}")
    assert page.locator(".ca-question").first.inner_text() == f"{hostile} {NO}"
    inside = page.locator("#ca-chat .message-wrap")
    assert inside.locator("img, script, iframe, object, embed, form").count() == 0
    assert inside.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_cut_off_on_a_phone_or_in_the_dark(
    open_page: OpenPage, picture: Picture, width: int, scheme: str
) -> None:
    page = open_page(width=width, height=844, scheme=scheme)
    page.locator("#ca-chat h2").wait_for()
    answer = ask(page, NO)
    for element in (answer.locator(".ca-card").first, page.locator("#ca-box")):
        box = element.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page)
    dark = page.evaluate("document.body.classList.contains('dark')")
    assert dark == (scheme == "dark")


@pytest.mark.parametrize("height", [640, 860])
def test_the_answers_first_words_are_in_sight_when_it_is_there(open_page: OpenPage, height: int) -> None:
    page = open_page(width=390, height=height)
    for question in (NO, "Which images run on Windows Server 2025?", NO):
        first = ask(page, question).locator(".ca-text > *").first
        page.wait_for_function("e => e.getBoundingClientRect().top > 0", arg=first.element_handle())
        box = first.bounding_box()
        assert 0 < box["y"] < height - 100


HOSTILE_PAGE = """---
title: <img src=x onerror=alert(1)>
---
# Barnowl <script>alert(2)</script>

## What is barnowl <img src=x onerror=alert(3)>

Barnowl is the mirror in rack nine <img src=x onerror=alert(4)> and [its console](javascript:alert(5)) is grey.
![pixel](https://example.org/pixel.png) <iframe src="https://example.org/"></iframe>
"""


def test_a_hostile_document_stays_text(
    open_page: OpenPage, run_command: RunCommand, start_server: StartServer, data_dir: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(data_dir, tmp_path / "data"))
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "barnowl.md").write_text(HOSTILE_PAGE, encoding="utf-8")
    assert run_command("index", str(pages), data=data).returncode == 0
    with start_server(data) as (_, _, address):
        page = open_page(address=address)
        answer = ask(page, "What is the barnowl mirror for Windows containers?")
        assert "rack nine" in answer.inner_text()
        for summary in answer.locator("summary").all():
            summary.click()
        assert "barnowl.md" in answer.inner_text()
        inside = page.locator("#ca-chat .message-wrap")
        assert inside.locator("img, script, iframe, object, embed, form").count() == 0
        assert [a.get_attribute("href") for a in inside.locator("a").all()] == []
        page.close()


def test_an_empty_question_asks_nothing(open_page: OpenPage) -> None:
    page = open_page()
    page.fill("#ca-box textarea", "   ")
    page.press("#ca-box textarea", "Enter")
    page.wait_for_function("() => document.querySelector('#ca-box textarea').value === ''")
    answer = ask(page, NO)
    answer.wait_for()
    assert page.locator(".ca-question").count() == 1
