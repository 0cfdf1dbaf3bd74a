"""Teams messages: any answer fits, its text is the web's, and nothing in a card is read as markup."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.claims.judge import judge_text
from assistant.gate.answer import Withheld
from assistant.rules import Engine
from ui.presenters import cards
from ui.presenters.bot import verification_view
from ui.presenters.view import AnswerView, CitationView, verdict_view

DAY = date(2026, 11, 24)
ENGINE = Engine.load()
HOSTS = ("ws2016", "ws2019", "ws2022", "ws23h2", "ws2025")
EVIL = "*bold* [x](javascript:alert) <at>Ann</at> {{DATE()}} ![i](https://e.org/i.png)"


def answer(
    text: str, *, pairs: int = 1, sources: int = 1, quote: str = "A quote.", status: str = "answered"
) -> AnswerView:
    verdicts = [
        verdict_view(ENGINE.check(ENGINE.resolve_host(host), ENGINE.resolve_image(image), as_of=DAY))
        for image in ("ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025")
        for host in HOSTS
    ]
    return AnswerView(
        status=status,
        text=text,
        verdicts=tuple(verdicts[:pairs]),
        citations=tuple(
            CitationView(
                number=number,
                title=f"Page {number} {EVIL}",
                section=quote,
                url=f"https://learn.example.org/{'long/' * 30}{number}",
                document="guidance/page.md",
                quote=quote,
                dated=None,
            )
            for number in range(1, sources + 1)
        ),
        withheld=(Withheld(text=EVIL, reason="contradicted"),),
        notes=("The facts are old.",),
        follow_ups=("What else?", "למה? 👩‍👩‍👧‍👦"),
        as_of=DAY,
    )


def wire(message: cards.Message) -> Any:
    """About what is sent of a message."""
    return [message.text, message.card, [(c.name, c.abstract, c.url, "x" * 200) for c in message.citations]]


def fits(messages: tuple[cards.Message, ...]) -> None:
    for message in messages:
        assert len(json.dumps(wire(message), ensure_ascii=False).encode("utf-16-le")) <= 80_000
        assert message.text or message.card
        if message.card is not None:
            assert len(json.dumps(message.card, ensure_ascii=False).encode()) <= 28 * 1024
            assert message.card["version"] == "1.5"
        for cited in message.citations:
            assert len(cited.name) <= 80
            assert len(cited.abstract) <= 160
            assert f"[{cited.number}]" in message.text


LONG = "".join(f"A sentence of the answer, number {n}. [{n % 40 + 1}]\n\n" for n in range(300))[:12_000].strip()
RTL = "מארח 23H2 אינו מריץ תמונה זו 👩‍👩‍👧‍👦. [1] " * 250


@pytest.mark.parametrize("status", ["answered", "clarify", "abstained"])
@pytest.mark.parametrize("text", ["Yes. [1]", LONG, LONG * 3, RTL, "x" * 12_000, "```\n" + "code\n" * 3000 + "```"])
@pytest.mark.parametrize(("pairs", "sources"), [(0, 0), (1, 40), (2, 3), (20, 40)])
def test_any_answer_fits_and_its_text_is_the_webs(status: str, text: str, pairs: int, sources: int) -> None:
    messages = cards.answer_messages(answer(text, pairs=pairs, sources=sources, quote=RTL, status=status))
    fits(messages)
    if not text.startswith("```"):  # a fence is closed and opened again where a block of code is split
        assert "".join(message.text for message in messages) == text
    assert all(message.answers for message in messages)
    assert [message.last for message in messages] == [False] * (len(messages) - 1) + [True]


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400), cut=st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_what_was_shown_is_what_the_first_message_begins_with(text: str, cut: int) -> None:
    view = answer(text.strip() or "A.")
    begun = cards.markdown(view.text)[:cut]
    first, *_ = cards.answer_messages(view, begun)
    assert first.text.startswith(begun)
    after = cards.answer_messages(view, begun, ended=True)
    shown = begun + "".join(message.text for message in after)
    assert shown.removesuffix("—" if not after[0].card else "").rstrip() == cards.markdown(view.text).rstrip()


def test_tags_are_shown_and_code_is_left() -> None:
    text = "a <b>x</b> < 3 `<tag>` &lt; https://e.org\n\n```\n<tag>\n```\n<!-- x -->"
    assert cards.markdown(text) == "a &lt;b>x&lt;/b> < 3 `<tag>` &lt; https://e.org\n\n```\n<tag>\n```\n&lt;!-- x -->"


def elements(value: Any) -> list[dict[str, Any]]:
    found = [value] if isinstance(value, dict) else []
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        found += elements(inner)
    return found


def test_what_comes_from_documents_stands_in_text_runs() -> None:
    card = cards.answer_card(answer("Yes. [1]", sources=3, quote=EVIL))
    kinds = {element.get("type") for element in elements(card)}
    assert "TextBlock" not in kinds
    assert {"FactSet", "Action.ToggleVisibility", "Action.OpenUrl", "Action.Submit", "TextRun"} <= kinds
    facts = [fact for element in elements(card) for fact in element.get("facts", [])]
    assert facts
    assert not any(EVIL in json.dumps(fact) for fact in facts)


def test_toggles_have_their_targets_and_links_are_https() -> None:
    card = cards.answer_card(answer("Yes. [1]", sources=3))
    ids = {element["id"] for element in elements(card) if "id" in element}
    assert ids == {target for element in elements(card) for target in element.get("targetElements", [])}
    assert all(e["url"].startswith("https://") for e in elements(card) if e.get("type") == "Action.OpenUrl")


def test_more_than_two_pairs_are_a_table() -> None:
    card = cards.answer_card(answer("Yes.", pairs=5))
    [table] = [element for element in elements(card) if element.get("type") == "Table"]
    assert len(table["rows"]) == 6
    assert len({len(row["cells"]) for row in table["rows"]}) == 1


def test_an_answer_with_nothing_below_has_no_card() -> None:
    bare = replace(answer("Yes.", pairs=0, sources=0), withheld=(), notes=(), follow_ups=())
    assert [message.card for message in cards.answer_messages(bare)] == [None]


def test_a_long_text_to_verify_fits_in_a_card() -> None:
    text = "A 23H2 host runs Windows Server 2019 images.\n\n" * 150
    card = cards.verification_card(verification_view(judge_text(ENGINE, text, DAY), ENGINE))
    assert len(json.dumps(card, ensure_ascii=False).encode()) <= 28 * 1024
    assert "more, which are too long for a card" in json.dumps(card)
