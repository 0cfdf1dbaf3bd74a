"""A message as it grows: streamed, cut off by Slack, updated instead, split where it is too long."""

import logging
from collections.abc import Awaitable, Callable

from tests.loops import in_a_loop_of_its_own
from tests.servers.slack import TEAM, TOKEN, USER, FakeSlack
from tests.ui.presenters.test_blocks import ID, PARAGRAPHS, answer
from ui.presenters.blocks import Message, answer_messages
from ui.slack.bubble import Bubble
from ui.slack.incoming import Place
from ui.slack.platform import Platform

PLACE = Place(team=TEAM, channel="C0CHAN", thread="5.1", user=USER)
TEXT = "Yes. [1]\n\nWhy:\n\n- One reason. [1]\n- Another <@U1> reason. [1]"
SENTENCES = ("Yes. [1]", "\n\nWhy:\n\n- One reason. [1]", "\n- Another <@U1> reason. [1]")
SHOWN = TEXT.replace("<", "&lt;").replace(">", "&gt;")


def grow(slack: FakeSlack, *texts: str, end: Callable[[Bubble], Awaitable[None]], pause: float = 0.0) -> None:
    async def run() -> None:
        bubble = Bubble(Platform(token=TOKEN, api_url=slack.url, log=logging.getLogger(__name__)), PLACE, pause=pause)
        for text in texts:
            await bubble.add(text)
        await end(bubble)

    in_a_loop_of_its_own(run())


def finished(text: str) -> Callable[[Bubble], Awaitable[None]]:
    return lambda bubble: bubble.finish(messages(text))


def messages(text: str) -> tuple[Message, ...]:
    return answer_messages(answer(text), ID)


def test_each_sentence_is_appended(slack: FakeSlack) -> None:
    grow(slack, *SENTENCES, end=finished(TEXT))
    assert slack.names() == ["chat.startStream", "chat.appendStream", "chat.appendStream", "chat.stopStream"]
    assert slack.texts() == [SHOWN]


def test_sentences_that_come_fast_are_sent_together(slack: FakeSlack) -> None:
    grow(slack, *SENTENCES, end=finished(TEXT), pause=1000)
    assert slack.names() == ["chat.startStream", "chat.stopStream"]
    assert slack.texts() == [SHOWN]


def test_a_stream_that_is_closed_while_it_grows_goes_on_as_updates(slack: FakeSlack) -> None:
    slack.failing["chat.appendStream"] = ["message_not_in_streaming_state"]
    grow(slack, *SENTENCES, end=finished(TEXT))
    assert slack.names() == ["chat.startStream", "chat.appendStream", "chat.update", "chat.update", "chat.update"]
    assert slack.texts() == [SHOWN]


def test_an_answer_that_differs_from_what_was_streamed_replaces_it(slack: FakeSlack) -> None:
    grow(slack, SENTENCES[0], end=finished("Another answer."))
    assert slack.names()[-2:] == ["chat.stopStream", "chat.update"]
    assert slack.texts() == ["Another answer."]


def test_a_long_answer_is_streamed_in_part_and_goes_on_in_further_messages(slack: FakeSlack) -> None:
    blocks = [f"{block}\n\n" for block in PARAGRAPHS.split("\n\n")]
    grow(slack, *blocks, end=finished(PARAGRAPHS))
    texts = slack.texts()
    assert len(texts) > 1
    assert "".join(texts) == PARAGRAPHS
    assert slack.names()[-2:] == ["chat.stopStream", "chat.postMessage"]
    assert {call["thread_ts"] for call in slack.made("chat.postMessage")} == {"5.1"}


def test_nothing_was_shown_before_the_end(slack: FakeSlack) -> None:
    grow(slack, end=finished(TEXT))
    assert slack.names() == ["chat.postMessage"]
    assert slack.texts() == [SHOWN]


def test_a_failure_leaves_what_was_shown(slack: FakeSlack) -> None:
    grow(slack, SENTENCES[0], end=lambda bubble: bubble.fail("The disk is full."))
    assert slack.names() == ["chat.startStream", "chat.stopStream"]
    assert slack.texts() == ["Yes. [1]"]
    assert slack.made("chat.stopStream")[0]["blocks"][0]["text"]["text"] == "The disk is full."


def test_a_failure_of_a_closed_stream_is_said_below_it(slack: FakeSlack) -> None:
    slack.failing["chat.stopStream"] = ["message_not_in_streaming_state"]
    grow(slack, SENTENCES[0], end=lambda bubble: bubble.fail("The disk is full."))
    assert slack.names()[-1] == "chat.postMessage"
    assert slack.texts()[0] == "Yes. [1]"
