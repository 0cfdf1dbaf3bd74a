"""What bots show alike: verdict tables, sources, and texts judged sentence by sentence."""

from datetime import date

from assistant.claims.claim import SentenceStatus, TextStatus
from assistant.claims.judge import judge_text
from assistant.rules import Engine
from ui.presenters import bot
from ui.presenters.view import verdict_view

DAY = date(2026, 11, 24)
ENGINE = Engine.load()


def checked(host: str, image: str) -> bot.TableView:
    return bot.table_view(
        [verdict_view(ENGINE.check(ENGINE.resolve_host(host), ENGINE.resolve_image(image), as_of=DAY))]
    )


def test_one_verdict_is_a_row_with_a_column_an_isolation() -> None:
    table = checked("ws23h2", "ltsc2019")
    assert table.head == ("Pair", "Process isolation", "Hyper-V isolation")
    assert [row[1:] for row in table.rows] == [("✗ not supported", "✗ not supported")]
    assert "Windows Server 2019" in table.rows[0][0]
    assert "23H2" in table.rows[0][0]
    assert "2026-11-24" in table.title


def test_several_verdicts_share_a_title_and_show_their_conditions_below() -> None:
    views = [
        verdict_view(ENGINE.check(ENGINE.resolve_host(host), ENGINE.resolve_image("ltsc2022"), as_of=DAY))
        for host in ("ws2022", "ws2025", "ws2019")
    ]
    table = bot.table_view(views)
    assert len(table.rows) == 3
    assert table.head[0] == "Host"
    assert table.title.startswith("Hosts for Windows Server 2022 images")
    conditional = [view for view in views for lane in view.lanes if lane.conditions]
    assert len(table.conditions) == len(conditional)


def test_a_text_is_judged_sentence_by_sentence() -> None:
    text = (
        "I like trains. A Windows Server 2022 host runs Windows Server 2022 images with process isolation. "
        "A 23H2 host runs ltsc2019 images with process isolation."
    )
    found = bot.verification_view(judge_text(ENGINE, text, DAY), ENGINE)
    assert [sentence.symbol for sentence in found.sentences] == ["·", "✓", "✗"]
    assert found.sentences[2].correction
    assert found.headline.startswith("✗")


def test_every_status_has_its_words() -> None:
    assert set(bot.SENTENCE_SYMBOLS) == set(bot.SENTENCE_WORDS) == set(SentenceStatus)
    assert set(bot.TEXT_HEADLINES) == set(TextStatus)
    assert len(set(bot.SENTENCE_SYMBOLS.values())) == len(SentenceStatus)
    assert len(bot.PROMPTS) == 4
