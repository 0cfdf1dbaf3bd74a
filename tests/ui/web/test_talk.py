"""A conversation of the page over a real index and store: how it grows, ends early, is taken back and reopened."""

import base64
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.contract.answer import answer_object
from assistant.errors import NotReadyError
from assistant.service import Assistant
from assistant.settings import load_settings
from ui.web.export import answer_markdown, conversation_json, conversation_markdown, handed
from ui.web.talk import STOPPED, Talk, answered, messages, reopened, stopped, without_last

TODAY = "2026-11-24"
FIRST = "Can a 23H2 host run a Windows Server 2019 image?"


@pytest.fixture(scope="module")
def assistant(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    store = tmp_path_factory.mktemp("store") / "talk.db"
    opened = Assistant.open(load_settings(data_dir=data_dir, database_url=f"sqlite:///{store}"))
    yield opened
    opened.close()


def ask(assistant: Assistant, *questions: str, private: bool = False) -> Talk:
    talk = Talk(private=private)
    for question in questions:
        *_, talk = answered(lambda: assistant, question, talk, day=TODAY)
    return talk


def test_steps_come_first_then_sentences_then_the_whole_answer(assistant: Assistant) -> None:
    grown = [talk.exchanges[-1] for talk in answered(lambda: assistant, FIRST, Talk(), day=TODAY)]
    assert "ca-steps" in grown[0].shown
    texts = [exchange.text for exchange in grown if exchange.text]
    assert all(longer.startswith(shorter) for shorter, longer in pairwise(texts))
    last = grown[-1]
    assert last.reply is not None
    assert last.text == last.reply.markdown()
    assert "ca-pending" not in last.shown
    assert all("ca-pending" in exchange.shown for exchange in grown[:-1])


def test_a_conversation_is_stored_under_an_id_of_the_server_and_comes_back(assistant: Assistant) -> None:
    talk = ask(assistant, FIRST, "And a 2022 image?")
    assert talk.conversation is not None
    again = reopened(assistant, talk.conversation)
    assert messages(again) == messages(talk)
    assert reopened(assistant, "0" * 32) == Talk()
    assert reopened(assistant, talk.conversation, "bob") == Talk()


def test_a_private_conversation_is_followed_and_stored_nowhere(assistant: Assistant) -> None:
    before = assistant.store().conversations.listed()
    talk = ask(assistant, FIRST, "And a 2022 image?", private=True)
    assert talk.conversation is None
    assert talk.replies[-1].answer.standalone != "And a 2022 image?"
    assert assistant.store().conversations.listed() == before


def test_a_question_that_is_taken_back_is_no_context_any_more(assistant: Assistant) -> None:
    talk = without_last(assistant, ask(assistant, FIRST, "And a 2022 image?"))
    assert talk.conversation is not None
    assert assistant.store().conversations.questions(talk.conversation) == (FIRST,)
    *_, asked_anew = answered(lambda: assistant, "And a 2016 image?", talk, day=TODAY)
    assert asked_anew.conversation == talk.conversation
    assert [reply.answer.question for reply in asked_anew.replies] == [FIRST, "And a 2016 image?"]


def test_only_the_last_answer_offers_what_to_ask_next(assistant: Assistant) -> None:
    shown = messages(ask(assistant, FIRST, "Until when is 2022 supported?"))
    assert [bool(message.get("options")) for message in shown] == [False, False, False, True]


def test_an_answer_that_is_stopped_says_so_and_is_no_context(assistant: Assistant) -> None:
    growing = next(talk for talk in answered(lambda: assistant, FIRST, Talk(), day=TODAY) if talk.exchanges[-1].text)
    halted = stopped(growing)
    assert STOPPED in halted.exchanges[-1].shown
    assert "No. The Windows Server 2019 image" in halted.exchanges[-1].shown
    assert halted.replies == ()
    whole = ask(assistant, FIRST)
    assert stopped(whole) is whole
    assert stopped(Talk()) == Talk()


def test_a_failure_says_what_happened_and_what_to_do() -> None:
    def opening() -> Assistant:
        raise NotReadyError("It is still being loaded.", "Try again in a moment.")

    *_, talk = answered(opening, FIRST, Talk())
    assert "It is still being loaded. Try again in a moment." in talk.exchanges[-1].shown
    assert talk.replies == ()


def test_a_day_that_does_not_exist_is_said_so(assistant: Assistant) -> None:
    for day in ("2026-02-30", "tomorrow", "20261124"):
        *_, talk = answered(lambda: assistant, FIRST, Talk(), day=day)
        assert "is not a day that exists" in talk.exchanges[-1].shown


def test_a_fault_of_ours_shows_no_trace_of_it() -> None:
    def broken() -> Assistant:
        raise RuntimeError("inner detail")

    *_, talk = answered(broken, FIRST, Talk())
    assert "inner detail" not in talk.exchanges[-1].shown
    assert "Something went wrong" in talk.exchanges[-1].shown


def test_exports_hold_the_answers_as_every_surface_shows_them(assistant: Assistant) -> None:
    replies = ask(assistant, FIRST, "What is the weather?").replies
    markdown = conversation_markdown(replies)
    for reply in replies:
        assert f"## {reply.answer.question}" in markdown
        assert reply.markdown() in markdown
    assert f"[1] {replies[0].answer.citations[0].source.title}" in answer_markdown(replies[0])
    turns = json.loads(conversation_json(replies, assistant.engine))["turns"]
    assert turns == [answer_object(reply, assistant.engine).model_dump(mode="json") for reply in replies]


def test_what_is_handed_to_the_browser_cannot_break_out_of_its_line() -> None:
    text = "</p><script>alert(1)</script>\n\n’ 日本 \ud800"
    line = handed("copy", text)
    assert "<script" not in line
    coded = line.removeprefix("<p class='ca-handed'>copy:").removesuffix("</p>")
    assert base64.b64decode(coded).decode() == text.replace("\ud800", "?")


def test_links_may_lead_to_the_hosts_of_the_indexed_documents_alone(assistant: Assistant) -> None:
    assert "learn.microsoft.com" in assistant.source_hosts()
    assert all("/" not in host for host in assistant.source_hosts())
    assert assistant.source_hosts() is assistant.source_hosts()
