"""What can be done with an answer and a conversation, in a real browser on a real server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from assistant.contract.feedback import REASONS

OpenPage = Callable[..., Any]
RunCommand = Callable[..., Any]

NO = "Can a 23H2 host run a Windows Server 2019 image?"
DONE = ".ca-answered, .ca-clarify, .ca-abstained, .ca-error"


def ask(page: Any, question: str) -> Any:
    """Type a question; the finished answer's element."""
    before = page.locator(DONE).count()
    page.fill("#ca-box textarea", question)
    page.press("#ca-box textarea", "Enter")
    page.locator(DONE).nth(before).wait_for(timeout=30_000)
    page.locator("#ca-actions").wait_for()
    return page.locator(DONE).nth(before)


def open_tools(page: Any) -> None:
    page.get_by_role("button", name="Conversations, date and export").click()
    page.locator("#ca-new").wait_for()


def said(page: Any, text: str) -> None:
    """Wait until the page says so to a screen reader as well."""
    page.locator("#ca-said [role=status]", has_text=text).wait_for()


def questions(page: Any, count: int) -> list[str]:
    """The questions of the conversation, once there are so many."""
    page.wait_for_function("n => document.querySelectorAll('.ca-question').length === n", arg=count)
    return list(page.locator(".ca-question").all_inner_texts())


def feedback(run_command: RunCommand) -> list[dict[str, Any]]:
    return list(yaml.safe_load(run_command("feedback", "export").stdout)["questions"])


def test_a_clarification_is_answered_by_a_button(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, "Is Windows 21H2 out of support?")
    assert "ca-clarify" in answer.get_attribute("class")
    choice = page.locator("#ca-chat .option").first
    name = choice.inner_text()
    choice.click()
    assert questions(page, 2)[1] == name
    page.locator(DONE).nth(1).wait_for(timeout=30_000)
    assert name in page.locator(DONE).nth(1).inner_text()


def test_feedback_is_stored_with_its_reason(open_page: OpenPage, run_command: RunCommand) -> None:
    page = open_page()
    question = "Until when is Windows Server 2016 supported?"
    ask(page, question)
    page.get_by_role("button", name="Not helpful", exact=True).click()
    said(page, "What was wrong with it?")
    for reason in REASONS:
        page.get_by_role("button", name=reason.capitalize(), exact=True).wait_for()
    page.get_by_role("button", name="Outdated", exact=True).click()
    said(page, "It is kept with the answer.")
    notes = [case["note"] for case in feedback(run_command) if case["turns"] == [question]]
    assert [note.startswith("rating: down; reason: outdated;") for note in notes] == [True]
    page.get_by_role("button", name="Helpful", exact=True).click()
    said(page, "It is kept with the answer.")


def test_an_answer_is_copied_and_a_conversation_saved(open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, NO)
    page.locator("#ca-copy").click()
    said(page, "copied")
    page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).startsWith('No. The Windows Server 2019')"
    )
    assert "[1] " in page.evaluate("navigator.clipboard.readText()")
    ask(page, "Until when is 2022 supported?")
    open_tools(page)
    with page.expect_download() as saved:
        page.locator("#ca-markdown").click()
    assert saved.value.suggested_filename == "conversation.md"
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert text.startswith(f"## {NO}\n")
    assert "## Until when is 2022 supported?" in text
    with page.expect_download() as saved:
        page.locator("#ca-json").click()
    assert saved.value.suggested_filename == "conversation.json"
    turns = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))["turns"]
    assert [turn["question"] for turn in turns] == [NO, "Until when is 2022 supported?"]
    assert turns[0]["verdicts"][0]["verdict"] == "unsupported"


def test_a_question_is_asked_again_or_otherwise(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, NO)
    ask(page, "And a 2022 image?")
    page.locator("#ca-retry").click()
    page.wait_for_selector(".ca-pending", state="detached")
    assert questions(page, 2) == [NO, "And a 2022 image?"]
    page.locator("#ca-actions").wait_for()
    page.locator("#ca-edit").click()
    assert questions(page, 1) == [NO]
    assert page.input_value("#ca-box textarea") == "And a 2022 image?"
    answer = ask(page, "And a 2025 image?")
    assert questions(page, 2) == [NO, "And a 2025 image?"]
    assert "Windows Server 2025" in answer.locator(".ca-card").inner_text()


def test_an_earlier_conversation_is_opened_again_and_can_be_deleted(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, NO)
    shown = answer.locator(".ca-text").first.inner_text()
    page.wait_for_function("() => localStorage.getItem('channel-assistant-conversations') !== null")
    page.reload()
    page.wait_for_selector("#ca-box textarea")
    open_tools(page)
    page.locator("#ca-menu input").click()
    page.get_by_role("option", name=NO).click()
    page.locator(".ca-answered").first.wait_for()
    assert page.locator(".ca-answered .ca-text").first.inner_text() == shown
    assert ask(page, "And a 2022 image?").locator(".ca-card").count() == 1
    page.locator("#ca-delete").click()
    said(page, "deleted")
    assert questions(page, 0) == []
    page.reload()
    page.wait_for_selector("#ca-box textarea")
    open_tools(page)
    page.locator("#ca-menu input").click()
    assert page.get_by_role("option").count() == 0


def test_a_new_conversation_forgets_what_was_talked_about(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, NO)
    open_tools(page)
    page.locator("#ca-new").click()
    assert questions(page, 0) == []
    answer = ask(page, "And with Hyper-V?")
    assert "23H2" not in answer.locator(".ca-text").first.inner_text()


def test_nothing_is_kept_of_a_private_conversation(open_page: OpenPage, run_command: RunCommand) -> None:
    page = open_page()
    before = run_command("conversations", "list", "--json").stdout
    open_tools(page)
    page.get_by_label("Keep nothing of the next conversation").check()
    ask(page, NO)
    assert ask(page, "And a 2022 image?").locator(".ca-card").count() == 1
    assert run_command("conversations", "list", "--json").stdout == before


def test_a_question_is_asked_as_of_another_day(open_page: OpenPage) -> None:
    page = open_page()
    open_tools(page)
    day = page.locator("#ca-chat-day").locator("input, textarea")
    day.fill("2025-01-15")
    day.press("Tab")
    answer = ask(page, NO)
    assert "As of 2025-01-15" in answer.locator(".ca-card").inner_text()
    assert "out of support" not in answer.locator(".ca-card dd").first.inner_text()


def test_everything_is_reached_and_done_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.type(NO)  # the box has the focus from the start
    page.keyboard.press("Enter")
    page.locator(".ca-answered").first.wait_for(timeout=30_000)
    page.locator("#ca-actions").wait_for()
    reached: list[str] = []
    page.locator("[role=tab]").first.focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("(document.activeElement.id || document.activeElement.textContent).trim()"))
        if page.evaluate("document.activeElement.matches('.ca-marker [role=button]')"):
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.closest('.ca-sources') !== null")
            break
    assert page.locator(".ca-sources").first.get_attribute("open") is not None
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "ca-up":
            break
    assert page.evaluate("document.activeElement.id") == "ca-up"
    page.keyboard.press("Enter")
    said(page, "It is kept with the answer.")
    assert any("Conversations, date" in text for text in reached)
