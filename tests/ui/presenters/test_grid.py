"""The grid and the explanation as HTML: every cell says what `check` says, in a sign, a word and a spoken name."""

from datetime import date
from html.parser import HTMLParser

import pytest

from assistant.contract.check import check_object
from assistant.contract.source import SourceObject
from assistant.rules import Engine, Isolation, Outcome, Platform
from ui.presenters.grid import (
    explanation_html,
    grid_html,
    problem_html,
    question_of,
    short_name,
    shown_outcome,
    source_html,
)
from ui.presenters.view import OUTCOME_SYMBOLS

DAY = date(2026, 11, 24)
ENGINE = Engine.load()
GRID = ENGINE.grid(DAY)


class Page(HTMLParser):
    """The elements of a fragment with their attributes, and that every element is closed."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(fragment)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("br", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def cells(page: Page) -> dict[tuple[str | None, str | None], dict[str, str | None]]:
    return {(b["data-host"], b["data-image"]): b for b in page.of("button")}


@pytest.mark.parametrize("isolation", [None, *Isolation])
def test_every_cell_shows_the_verdict_of_its_check(isolation: Isolation | None) -> None:
    shown = cells(Page(grid_html(GRID, isolation)))
    assert len(shown) == len(GRID)
    for check in GRID:
        cell = shown[check.host.release.id, check.image.system.release.id]
        assert cell["data-verdict"] == shown_outcome(check, isolation).value
        spoken = str(cell["aria-label"])
        assert check.host.release.name in spoken
        assert check.image.system.release.name in spoken
        for lane, verdict in check.by_isolation.items():
            if isolation in (None, lane):
                word = "not supported" if verdict.outcome is Outcome.UNSUPPORTED else verdict.outcome.value
                assert f"{word} {'in process' if lane is Isolation.PROCESS else 'with Hyper-V'} isolation" in spoken


def test_the_table_has_a_caption_and_headers_with_a_scope() -> None:
    page = Page(grid_html(GRID, None))
    heads = page.of("th")
    assert [head["scope"] for head in heads].count("col") == 1 + len(ENGINE.images())
    assert [head["scope"] for head in heads].count("row") == len(ENGINE.hosts())
    assert len(page.of("caption")) == 1
    assert "as of 2026-11-24" in " ".join(page.words)


def test_one_cell_alone_is_in_the_tab_order() -> None:
    assert [b["tabindex"] for b in Page(grid_html(GRID, None)).of("button")].count("0") == 1


def test_signs_differ_without_colour_and_the_legend_counts_them() -> None:
    assert len(set(OUTCOME_SYMBOLS.values())) == len(OUTCOME_SYMBOLS)
    text = " ".join(" ".join(Page(grid_html(GRID, Isolation.PROCESS)).words).split())
    shown = [shown_outcome(check, Isolation.PROCESS) for check in GRID]
    assert f"supported ({shown.count(Outcome.SUPPORTED)})" in text
    assert f"not supported ({shown.count(Outcome.UNSUPPORTED)})" in text


def test_the_explanation_has_all_that_check_says() -> None:
    for check in GRID:
        found = check_object(check, ENGINE)
        page = Page(explanation_html(found, question_of(check, None)))
        text = "".join(page.words)
        for verdict in found.by_isolation.values():
            for said in (*verdict.conditions, *verdict.fixes, *(reason.text for reason in verdict.reasons)):
                assert said in text
            assert all(f"{reason.rule} " in text for reason in verdict.reasons)
        assert all(source.title in text and (source.dated or "") in text for source in found.sources)
        assert all(note in text for note in found.notes)
        assert found.host.phase in text
        assert found.image.phase in text
        assert (found.changes_on.isoformat() if found.changes_on else "No later day") in text
        assert [a["href"] for a in page.of("a")] == [s.url for s in found.sources if s.url]


def test_the_question_names_platform_and_isolation() -> None:
    check = ENGINE.check(
        ENGINE.resolve_host("ws2025"), ENGINE.resolve_image("ws2022"), platform=Platform.AKS, as_of=DAY
    )
    assert question_of(check, Isolation.PROCESS) == (
        "Can a Windows Server 2025 AKS node run a Windows Server 2022 image in process isolation?"
    )


@pytest.mark.parametrize(
    ("release", "short"), [("ws2022", "2022"), ("ws23h2", "23H2"), ("win11-24h2", "Windows 11 24H2")]
)
def test_short_names(release: str, short: str) -> None:
    assert short_name(ENGINE.resolve_host(release).release) == short


def test_what_users_write_and_what_sources_say_stays_text() -> None:
    hostile = "<img src=x onerror=alert(1)>\"'"
    assert Page(problem_html(hostile, hostile)).of("img") == []
    page = Page(source_html(SourceObject(title=hostile, url="javascript:alert(1)", section=hostile, dated=hostile)))
    assert page.of("img") == []
    assert page.of("a") == []
    found = check_object(GRID[0], ENGINE)
    evil = found.model_copy(update={"notes": [hostile], "host": found.host.model_copy(update={"name": hostile})})
    page = Page(explanation_html(evil, hostile))
    assert page.of("img") == []
    assert page.of("button")[0]["data-question"] == hostile


def test_the_same_checks_are_the_same_bytes() -> None:
    assert grid_html(GRID, None) == grid_html(ENGINE.grid(DAY), None)
