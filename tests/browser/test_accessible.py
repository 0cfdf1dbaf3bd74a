"""What axe-core finds on the chat, in every state that it has, in light and dark and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest

OpenPage = Callable[..., Any]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "dark")])
def test_axe_finds_nothing_serious(
    open_page: OpenPage, axe: Callable[[Any], list[str]], picture: Callable[..., None], width: int, scheme: str
) -> None:
    page = open_page(width=width, height=844, scheme=scheme)
    page.locator("#ca-chat .example").first.wait_for()
    picture(page, "empty")
    assert axe(page) == []
    page.get_by_role("button", name="Conversations, date and export").click()
    page.locator("#ca-new").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Conversations, date and export").click()
    page.fill("#ca-box textarea", "Which images run on Windows Server 2025?")
    page.press("#ca-box textarea", "Enter")
    page.locator(".ca-answered").first.wait_for(timeout=30_000)
    page.locator("#ca-down").click()
    page.locator("#ca-why-0").wait_for()
    for summary in page.locator(".ca-answer summary").all():
        summary.click()
    assert axe(page) == []
    picture(page, "answer")
