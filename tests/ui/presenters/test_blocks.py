"""Messages for Slack: within its limits whatever is in them, and the text as it is everywhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.claims.judge import judge_text
from assistant.gate.answer import Withheld
from assistant.gate.draft import Status
from assistant.rules import Engine
from tests.servers.block_kit import problems
from ui.presenters import blocks
from ui.presenters.bot import verification_view
from ui.presenters.view import AnswerView, CitationView, verdict_view

DAY = date(2026, 11, 24)
ENGINE = Engine.load()
ID = "0123456789abcdef0123456789abcdef"
RIGHT_TO_LEFT = "האם תמונת \u202e2019\u202c רצה על מארח 2022? نعم، مع عزل Hyper-V."
EMOJI = "👩🏽‍💻🏳️‍🌈🇩🇪 e\u0301 "
LIVE = "<!channel> <@U1> <#C1> <https://evil.example|docs> &lt;!here&gt; *bold* `code` "


def verdicts(hosts: Sequence[str], image: str = "ltsc2022") -> tuple[blocks.VerdictView, ...]:
    return tuple(
        verdict_view(ENGINE.check(ENGINE.resolve_host(host), ENGINE.resolve_image(image), as_of=DAY)) for host in hosts
    )


def citation(number: int, words: str = "A quote.", url: str | None = "https://learn.microsoft.com/a") -> CitationView:
    return CitationView(
        number=number,
        title=words,
        section="Section",
        url=url,
        document="guidance/a.md",
        quote=words,
        dated="2026-11-24",
    )


def answer(text: str = "Yes. [1]") -> AnswerView:
    return AnswerView(
        status="answered",
        text=text,
        verdicts=verdicts(["ws2022"]),
        citations=(citation(1),),
        withheld=(),
        notes=(),
        follow_ups=("Why?",),
        as_of=DAY,
    )


def text_of(messages: Sequence[blocks.Message]) -> str:
    return "".join(message.markdown for message in messages)


def faults(messages: Sequence[blocks.Message]) -> list[str]:
    return [fault for message in messages for fault in problems(list(message.blocks), message.text)]


PARAGRAPHS = "\n\n".join(f"Paragraph {number}: " + "Windows Server 2022 runs it. " * 8 for number in range(60))

SHAPES: dict[str, AnswerView] = {
    "plain": answer(),
    "12,000 characters": answer(PARAGRAPHS[:12_000].strip()),
    "12,000 characters in one word": answer("x" * 12_000),
    "40 citations": replace(answer(), citations=tuple(citation(number, "Words " * 80) for number in range(1, 41))),
    "400 citations": replace(answer(), citations=tuple(citation(number) for number in range(1, 401))),
    "right to left": replace(answer(RIGHT_TO_LEFT * 300), citations=(citation(1, RIGHT_TO_LEFT * 9),)),
    "emoji": replace(answer(EMOJI * 900), citations=(citation(1, EMOJI * 90),), follow_ups=(EMOJI * 20,)),
    "live tokens": replace(
        answer(LIVE * 20),
        citations=(citation(1, LIVE * 9, url=None),),
        follow_ups=(LIVE, "x" * 3000, *"abcdefgh"),
        withheld=(Withheld(text=LIVE, reason="No."),) * 9,
        notes=(LIVE * 50,),
    ),
    "a long address": replace(answer(), citations=(citation(1, url="https://a.example/" + "x" * 4000),)),
    "150 verdicts": replace(answer(), verdicts=verdicts(["ws2022", "ws2025", "ws2019"] * 50)),
    "nothing else": AnswerView(
        status="abstained", text="No.", verdicts=(), citations=(), withheld=(), notes=(), follow_ups=(), as_of=DAY
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_within_the_limits(shape: str) -> None:
    assert faults(blocks.answer_messages(SHAPES[shape], ID)) == []


@pytest.mark.parametrize("status", Status)
def test_every_status_is(status: Status) -> None:
    messages = blocks.answer_messages(replace(answer(), status=status.value), ID)
    assert faults(messages) == []
    assert text_of(messages) == "Yes. [1]"


@pytest.mark.parametrize("shape", ["12,000 characters", "12,000 characters in one word", "right to left", "emoji"])
def test_a_long_text_is_split_and_is_all_there(shape: str) -> None:
    messages = blocks.answer_messages(SHAPES[shape], ID)
    assert len(messages) > 1
    assert text_of(messages) == SHAPES[shape].text
    assert [len(message.below) for message in messages[:-1]] == [0] * (len(messages) - 1)
    assert {block["type"] for block in messages[-1].below} == {"context", "table", "actions", "context_actions"}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=3000), st.text(max_size=400))
def test_no_words_break_a_message(text: str, words: str) -> None:
    text, words = (t.encode("utf-8", "replace").decode() for t in (text, words))
    given_ = replace(answer(text or "x"), citations=(citation(1, words),), follow_ups=(words or "x",), notes=(words,))
    found = [fault for fault in faults(blocks.answer_messages(given_, ID)) if "empty" not in fault]
    assert [fault for fault in found if " of 0" not in fault] == []


def test_what_stands_below_the_text() -> None:
    _, title, table, *conditions, sources, actions, feedback = blocks.answer_messages(answer(), ID)[0].blocks
    assert all(block["type"] == "context" for block in conditions)
    assert title["elements"][0]["text"].endswith("as of 2026-11-24")
    assert [cell["text"] for cell in table["rows"][1][1:]] == ["✓ supported", "✓ supported"]
    assert sources["elements"][0]["text"].startswith("[1] <https://learn.microsoft.com/a|A quote. - Section>")
    assert actions["elements"][0]["value"] == "Why?"
    buttons = feedback["elements"][0]
    assert [buttons[name]["value"] for name in ("positive_button", "negative_button")] == [f"up:{ID}", f"down:{ID}"]


def test_a_verdict_and_a_verified_text_are_within_the_limits() -> None:
    for host, image in (("ws2022", "ltsc2019"), ("ws23h2", "ltsc2019"), ("win11-24h2", "ltsc2025"), ("ws2025", "1809")):
        assert faults(blocks.verdict_messages(*verdicts([host], image))) == []
    for text in (
        LIVE * 200,
        RIGHT_TO_LEFT * 100,
        EMOJI * 500,
        "A 23H2 host runs ltsc2019 images. " * 300,
        "x" * 40_000,
    ):
        judged = judge_text(ENGINE, text, DAY)
        assert faults(blocks.verification_messages(verification_view(judged, ENGINE))) == []


def test_what_the_bot_says_by_itself_is_within_the_limits() -> None:
    said = [
        blocks.greeting_message(),
        blocks.plain_message(LIVE * 200),
        blocks.asked_message(EMOJI * 200),
        blocks.reasons_message(ID, ("wrong verdict", "outdated")),
        blocks.partial_message(PARAGRAPHS),
    ]
    assert faults(said) == []
    prompts = blocks.suggested_prompts()["prompts"]
    assert 1 <= len(prompts) <= 4
    assert all(len(prompt["title"]) <= 75 for prompt in prompts)
