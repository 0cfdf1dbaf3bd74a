"""The chat page: a question goes in, its answer arrives sentence by sentence, then its verdict card and sources.

What each part does; how the parts lie is in `controls`, what a conversation is in `talk`.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.contract.feedback import REASONS, Rating
from assistant.errors import AssistantError
from assistant.service import Assistant
from ui.identity import principal_of
from ui.presenters.html import status_html
from ui.web import history
from ui.web.controls import Controls, kept_by_browser, lay_out, waiting, working
from ui.web.export import answer_markdown, conversation_json, conversation_markdown, handed
from ui.web.talk import FAILED, Talk, answered, messages, reopened, stopped, without_last

# Seconds after which a session that was left alone is forgotten, and how many questions are worked on at a time.
FORGET_AFTER = 6 * 60 * 60
AT_ONCE = 8

THANKS = "Thank you. It is kept with the answer."
THANKS_WHY = "Thank you. What was wrong with it?"
COPIED = "The answer is copied, with its sources."
NOTHING_TO_SAVE = "There is nothing to save yet."
DELETED = "The conversation is deleted."
GONE = "That conversation is no longer kept."

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: dict[str, Any] = {**_QUIET, "queue": False}

_log = logging.getLogger(__name__)


def build_chat(current: Callable[[], Assistant]) -> None:
    """The chat, in the tab that is open; `current` gives the open Assistant or raises."""
    talk = gr.State(Talk(), time_to_live=FORGET_AFTER)
    kept, chosen = kept_by_browser(), gr.State("")
    parts = lay_out()
    _questions(current, parts, talk, kept, chosen)
    _feedback(current, parts, talk)
    _exports(current, parts, talk)
    _conversations(current, parts, talk, kept)


def _questions(
    current: Callable[[], Assistant], parts: Controls, talk: gr.State, kept: gr.BrowserState, chosen: gr.State
) -> None:
    """Asking, stopping, asking again."""

    def respond(question: str, past: Talk, day: str, private: bool, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        if not question.strip():
            yield waiting(), gr.skip(), past, *_offered(past)
            return
        if not past.exchanges and past.conversation is None:
            past = Talk(private=private)
        around = (working(), *_hidden())  # what stands around the conversation changes once, at the beginning
        grown = past
        for grown in answered(current, question, past, day=day, principal=_principal(request)):
            yield around[0], messages(grown), grown, *around[1:]
            around = (gr.skip(), gr.skip(), gr.skip(), gr.skip())
        # Gradio sends the last values once more when the run is over: thanks that were said by then must not be wiped.
        yield waiting(), messages(grown), grown, gr.update(visible=grown.last is not None), gr.skip(), gr.skip()

    def halt(past: Talk) -> tuple[Any, ...]:
        shown = stopped(past)
        return waiting(), messages(shown), shown, *_offered(shown)

    def take_back(past: Talk, request: gr.Request) -> tuple[Any, ...]:
        question = past.last.question if past.last else ""
        before = _guarded(lambda: without_last(current(), past, _principal(request)), past)
        return question, before

    def revise(past: Talk, request: gr.Request) -> tuple[Any, ...]:
        question, before = take_back(past, request)
        return waiting(question), messages(before), before, *_offered(before)

    shown = [parts.box, parts.chatbot, talk, parts.actions, parts.why, parts.said]
    listing = [kept, parts.menu]
    # "multiple": after a stop, Gradio would hold the next question back; chat.js asks nothing while one is answered.
    ask: dict[str, Any] = {"outputs": shown, "concurrency_limit": AT_ONCE, "concurrency_id": "ask", **_QUIET}
    ask |= {"trigger_mode": "multiple"}
    more = [talk, parts.day, parts.private]
    running = [parts.box.submit(respond, [parts.box, *more], **ask)]
    for event in (parts.chatbot.example_select, parts.chatbot.option_select):
        running.append(event(_picked, None, chosen, **_AT_ONCE).then(respond, [chosen, *more], **ask))
    running.append(parts.retry.click(take_back, talk, [chosen, talk], **_AT_ONCE).then(respond, [chosen, *more], **ask))
    for done in running:
        done.then(_listed, [talk, kept], listing, **_AT_ONCE)
    parts.edit.click(revise, talk, shown, **_AT_ONCE)
    parts.box.stop(halt, talk, shown, cancels=running, **_AT_ONCE)


def _feedback(current: Callable[[], Assistant], parts: Controls, talk: gr.State) -> None:
    """Up or down, and why; a reason replaces the bare thumb."""

    def give(rating: Rating, reason: str) -> Callable[[Talk, gr.Request], tuple[Any, Any]]:
        def given(past: Talk, request: gr.Request) -> tuple[Any, Any]:
            reply = past.last.reply if past.last else None
            if reply is None:
                return gr.update(visible=False), status_html("")
            asks_why = rating is Rating.DOWN and not reason

            def store() -> str:
                current().give_feedback(reply.answer_id, rating, reason, principal=_principal(request))
                return THANKS_WHY if asks_why else THANKS

            return gr.update(visible=asks_why), _said(store)

        return given

    outputs = [parts.why, parts.said]
    parts.up.click(give(Rating.UP, ""), talk, outputs, **_AT_ONCE)
    parts.down.click(give(Rating.DOWN, ""), talk, outputs, **_AT_ONCE)
    for button, reason in zip(parts.reasons, REASONS, strict=True):
        button.click(give(Rating.DOWN, reason), talk, outputs, **_AT_ONCE)


def _exports(current: Callable[[], Assistant], parts: Controls, talk: gr.State) -> None:
    """What leaves the page: the last answer to the clipboard, the conversation to a file, both made by chat.js."""

    def last(past: Talk) -> tuple[str, str]:
        reply = past.last.reply if past.last else None
        return (handed("copy", answer_markdown(reply)), status_html(COPIED)) if reply else ("", status_html(""))

    def markdown(past: Talk) -> tuple[str, str]:
        return saved("conversation.md", conversation_markdown(past.replies) if past.replies else "")

    def as_json(past: Talk) -> tuple[str, str]:
        whole = conversation_json(past.replies, current().engine) if past.replies else ""
        return saved("conversation.json", whole)

    def saved(name: str, text: str) -> tuple[str, str]:
        return (handed(name, text), status_html("")) if text else ("", status_html(NOTHING_TO_SAVE))

    for button, make in ((parts.copy, last), (parts.save_markdown, markdown), (parts.save_json, as_json)):
        # Emptied first: what is handed over twice would otherwise change nothing on the page.
        emptied = button.click(lambda: "", None, parts.payload, **_AT_ONCE)
        emptied.then(make, talk, [parts.payload, parts.said], **_AT_ONCE)


def _conversations(current: Callable[[], Assistant], parts: Controls, talk: gr.State, kept: gr.BrowserState) -> None:
    """Beginning anew, going back to an earlier conversation, deleting one."""

    def show(past: Talk, message: str = "") -> tuple[Any, ...]:
        actions, why, _ = _offered(past)
        return waiting(), messages(past), past, actions, why, status_html(message)

    def open_earlier(conversation: str | None, past: Talk, request: gr.Request) -> tuple[Any, ...]:
        if not conversation:
            return show(past)
        found = _guarded(lambda: reopened(current(), conversation, _principal(request)), Talk())
        return show(found, "" if found.exchanges else GONE)

    def delete(past: Talk, listed: Any, request: gr.Request) -> tuple[Any, ...]:
        conversation = past.conversation
        if conversation is None:
            return *show(Talk()), history.entries(listed), _menu(listed)

        def forget() -> str:
            current().forget(conversation, principal=_principal(request))
            return DELETED

        message = _said(forget)
        rest = history.forgotten(listed, conversation)
        return *show(Talk())[:-1], message, rest, _menu(rest)

    shown = [parts.box, parts.chatbot, talk, parts.actions, parts.why, parts.said]
    for begin in (parts.new.click, parts.chatbot.clear):
        begin(lambda: show(Talk()), None, shown, **_AT_ONCE)
    parts.menu.input(open_earlier, [parts.menu, talk], shown, **_AT_ONCE)
    parts.delete.click(delete, [talk, kept], [*shown, kept, parts.menu], **_AT_ONCE)
    gr.on(None, _menu, kept, parts.menu, **_AT_ONCE)


def _listed(past: Talk, listed: Any) -> tuple[Any, Any]:
    """The reader's list with the conversation that is going on."""
    question = past.exchanges[0].question if past.exchanges else ""
    entries = history.remembered(listed, past.conversation, question)
    return entries, gr.update(choices=history.choices(entries), value=past.conversation)


def _menu(listed: Any) -> Any:
    return gr.update(choices=history.choices(listed))


def _hidden() -> tuple[Any, Any, Any]:
    """Nothing can be done with an answer that is not there yet."""
    return gr.update(visible=False), gr.update(visible=False), status_html("")


def _offered(talk: Talk) -> tuple[Any, Any, Any]:
    return gr.update(visible=talk.last is not None), gr.update(visible=False), status_html("")


def _principal(request: gr.Request) -> str:
    return principal_of(request.request)


def _guarded(make: Callable[[], Talk], otherwise: Talk) -> Talk:
    """What is made, or what was there before where the store cannot be used: the surface's boundary."""
    try:
        return make()
    except AssistantError as error:
        gr.Warning(str(error))
    except Exception:
        _log.exception("A conversation could not be read")
        gr.Warning(FAILED)
    return otherwise


def _said(make: Callable[[], str]) -> str:
    """What is said to the reader when something was done, or why it was not: the surface's boundary."""
    try:
        return status_html(make())
    except AssistantError as error:
        return status_html(str(error))
    except Exception:
        _log.exception("Something could not be stored")
        return status_html(FAILED)


def _picked(event: gr.SelectData) -> str:
    """The text of a starter question or a follow-up that was clicked."""
    value = event.value
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)
