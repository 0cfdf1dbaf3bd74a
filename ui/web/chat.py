"""The chat page: a question goes in, its answer arrives sentence by sentence, then its verdict card and sources.

The conversation is the session's state on the server; the page never sends it back, so it cannot be forged there.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.gate.answer import VerifiedSentence
from assistant.reply import Reply
from assistant.service import LONGEST_QUESTION, Assistant
from ui.presenters.html import answer_html, message_html, question_html, text_html
from ui.presenters.view import view

INTRODUCTION = (
    "## Will this image run on that host?\n\n"
    "I answer questions about Windows Server channels and Windows containers: **which image runs on which host**, "
    "**until when** a release is supported, and **what to move to**.\n\n"
    "Verdicts come from dated rules, every statement names its source, and what the guidance does not say "
    "I do not make up."
)

STARTERS = (
    "Can a 23H2 host run a Windows Server 2019 image?",
    "Which images run on Windows Server 2025?",
    "Until when is Windows Server 2022 supported?",
    "What is the Annual Channel for Containers?",
    "What should I use now that 23H2 is out of support?",
    "When do I need Hyper-V isolation?",
)

STEPS = {
    "interpreting": "Reading the question…",
    "retrieving": "Looking through the guidance…",
    "drafting": "Putting the answer together…",
    "checking": "Checking every sentence…",
}

# Seconds after which a session that was left alone is forgotten, and how many questions are worked on at a time.
FORGET_AFTER = 6 * 60 * 60
AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and what was shown for it. `answered` is False where an error was: such a turn is not context."""

    question: str
    shown: str
    follow_ups: tuple[str, ...] = ()
    answered: bool = True


_log = logging.getLogger(__name__)

Exchanges = tuple[Exchange, ...]
Messages = list[dict[str, Any]]


def build_chat(current: Callable[[], Assistant]) -> None:
    """The chat, in the tab that is open; `current` gives the open Assistant or raises."""

    def respond(question: str, past: Exchanges) -> Iterator[tuple[str, Messages, Exchanges]]:
        if not question.strip():
            yield "", messages(past), past
            return
        for exchange in exchanges(current, question, past):
            yield "", messages((*past, exchange)), (*past, exchange)

    past = gr.State((), time_to_live=FORGET_AFTER)
    chosen = gr.State("")
    chatbot, box = _conversation(), _box()
    ask: dict[str, Any] = {"outputs": [box, chatbot, past], "concurrency_limit": AT_ONCE, "concurrency_id": "ask"}
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    box.submit(respond, [box, past], **ask, **quiet)
    for event in (chatbot.example_select, chatbot.option_select):
        event(_picked, None, chosen, queue=False, **quiet).then(respond, [chosen, past], **ask, **quiet)
    chatbot.clear(lambda: ((), ""), None, [past, box], queue=False, **quiet)


def exchanges(current: Callable[[], Assistant], question: str, past: Exchanges) -> Iterator[Exchange]:
    """The exchange as it grows: steps, then the sentences that are verified so far, then the whole answer.

    A failure ends it with what happened and what to do; sentences that were shown before it stay shown.
    """
    earlier = [exchange.question for exchange in past if exchange.answered]
    text = ""
    try:
        assistant = current()
        for event in assistant.stream(question, earlier=earlier):
            if isinstance(event, Reply):
                yield _finished(question, event, assistant)
            elif isinstance(event, VerifiedSentence):
                text += event.lead + event.text
                yield Exchange(question=question, shown=text_html(text.strip()))
            elif not text:
                yield Exchange(question=question, shown=message_html(STEPS.get(event, "Working…"), "step"))
    except AssistantError as error:
        yield _failed(question, text, str(error))
    except Exception:  # the surface's boundary: the page says that it failed, the log says why
        _log.exception("A question could not be answered")
        yield _failed(question, text, "Something went wrong in the server. Try again later.")


def messages(past: Sequence[Exchange]) -> Messages:
    """The conversation as the chat component takes it; only the last answer offers what to ask next."""
    shown: Messages = []
    for place, exchange in enumerate(past, start=1):
        options = [{"value": text, "label": text} for text in exchange.follow_ups] if place == len(past) else []
        shown.append({"role": "user", "content": question_html(exchange.question)})
        shown.append({"role": "assistant", "content": exchange.shown, "options": options})
    return shown


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        show_label=False,
        label="Conversation",
        elem_id="ca-chat",
        layout="bubble",
        scale=1,
        height="100%",
        autoscroll=False,  # chat.js keeps the question in sight instead
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        placeholder=INTRODUCTION,
        examples=[{"text": starter} for starter in STARTERS],
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        show_label=False,
        label="Your question",
        elem_id="ca-box",
        placeholder="Ask about a host, an image, a release…",
        submit_btn=True,
        autofocus=True,
        lines=1,
        max_lines=8,
        max_length=LONGEST_QUESTION,
    )


def _failed(question: str, text: str, failure: str) -> Exchange:
    shown = (text_html(text.strip()) if text else "") + message_html(failure, "error")
    return Exchange(question=question, shown=shown, answered=False)


def _finished(question: str, reply: Reply, assistant: Assistant) -> Exchange:
    shown = view(reply.answer, assistant.engine)
    return Exchange(question=question, shown=answer_html(shown), follow_ups=shown.follow_ups)


def _picked(event: gr.SelectData) -> str:
    """The text of a starter question or a follow-up that was clicked."""
    value = event.value
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)
