"""A conversation as a session of the page keeps it, and how a question makes it grow.

It is the server's own: the page never sends it back, so it cannot be forged there. What is shown of it was sealed by
the gate; here it is only laid out.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.errors import AssistantError
from assistant.gate.answer import VerifiedSentence
from assistant.reply import Reply
from assistant.service import STEPS, Assistant
from ui.presenters.html import answer_html, cut_html, question_html, steps_html, text_html
from ui.presenters.view import view
from ui.web.day import day_of

STEP_NAMES = {
    "retrieving": "Looking through the guidance",
    "drafting": "Putting the answer together",
    "checking": "Checking every sentence",
}

STOPPED = "You stopped this answer. What stands above it was checked."
FAILED = "Something went wrong in the server. Try again later."

Messages = list[dict[str, Any]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and what is shown for it. `reply` is None until it is answered: such a turn is not context."""

    question: str
    shown: str
    text: str = ""
    reply: Reply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The exchanges, oldest first, and the stored conversation that they are. `private` ones are stored nowhere."""

    exchanges: tuple[Exchange, ...] = ()
    conversation: str | None = None
    private: bool = False

    @property
    def last(self) -> Exchange | None:
        """The newest exchange."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The answers, oldest first."""
        return tuple(exchange.reply for exchange in self.exchanges if exchange.reply is not None)


def answered(
    current: Callable[[], Assistant], question: str, talk: Talk, *, day: str = "", principal: str = ""
) -> Iterator[Talk]:
    """The conversation with one more exchange as it grows: the steps, the sentences verified so far, the whole answer.

    `day` is the date that is asked about, as its field holds it; empty means today. A failure ends the exchange with
    what happened and what to do; sentences that were shown before it stay shown.
    """
    growing = Exchange(question=question, shown=steps_html(tuple(STEP_NAMES.values()), 0))
    yield _with(talk, growing)
    try:
        assistant, as_of = current(), day_of(day)
        for event in _events(assistant, question, talk, as_of, principal):
            if isinstance(event, Reply):
                stored = talk if talk.private else replace(talk, conversation=event.conversation)
                yield _with(stored, _finished(event, assistant))
            elif isinstance(event, VerifiedSentence):
                text = growing.text + event.lead + event.text
                growing = replace(growing, text=text, shown=text_html(text.strip(), assistant.source_hosts()))
                yield _with(talk, growing)
            elif not growing.text:
                growing = replace(growing, shown=steps_html(tuple(STEP_NAMES.values()), STEPS.index(event)))
                yield _with(talk, growing)
    except AssistantError as error:
        yield _with(talk, ended(growing, str(error), "error"))
    except Exception:  # the surface's boundary: the page says that it failed, the log says why
        _log.exception("A question could not be answered")
        yield _with(talk, ended(growing, FAILED, "error"))


def ended(exchange: Exchange, why: str, kind: str) -> Exchange:
    """The exchange as it is shown where its answer ended early."""
    return replace(exchange, shown=cut_html(exchange.text.strip(), why, kind))


def stopped(talk: Talk) -> Talk:
    """The conversation after the reader stopped its last answer."""
    if talk.last is None or talk.last.reply is not None:
        return talk
    return replace(talk, exchanges=(*talk.exchanges[:-1], ended(talk.last, STOPPED, "stopped")))


def reopened(assistant: Assistant, conversation: str, principal: str = "") -> Talk:
    """A stored conversation, read back through the gate."""
    replies = assistant.reopened(conversation, principal=principal)
    exchanges = tuple(_finished(reply, assistant) for reply in replies)
    return Talk(exchanges=exchanges, conversation=conversation if exchanges else None)


def without_last(assistant: Assistant, talk: Talk, principal: str = "") -> Talk:
    """The conversation before its last question, in the store too."""
    if talk.last is not None and talk.last.reply is not None and talk.conversation is not None:
        assistant.rewind(talk.conversation, 1, principal=principal)
    return replace(talk, exchanges=talk.exchanges[:-1])


def messages(talk: Talk) -> Messages:
    """The conversation as the chat component takes it; only the last answer offers what to ask next."""
    shown: Messages = []
    for place, exchange in enumerate(talk.exchanges, start=1):
        offered = exchange.reply.answer.follow_ups if exchange.reply and place == len(talk.exchanges) else ()
        shown.append({"role": "user", "content": question_html(exchange.question)})
        options = [{"value": text, "label": text} for text in offered]
        shown.append({"role": "assistant", "content": exchange.shown, "options": options})
    return shown


def _events(
    assistant: Assistant, question: str, talk: Talk, as_of: date, principal: str
) -> Iterator[str | VerifiedSentence | Reply]:
    if talk.private:
        earlier = [exchange.question for exchange in talk.exchanges if exchange.reply is not None]
        return assistant.stream(question, as_of=as_of, earlier=earlier, principal=principal)
    return assistant.stream(question, as_of=as_of, conversation=talk.conversation or "new", principal=principal)


def _with(talk: Talk, exchange: Exchange) -> Talk:
    return replace(talk, exchanges=(*talk.exchanges, exchange))


def _finished(reply: Reply, assistant: Assistant) -> Exchange:
    laid_out = view(reply.answer, assistant.engine, find=assistant.passage, hosts=assistant.source_hosts())
    return Exchange(question=reply.answer.question, shown=answer_html(laid_out), text=reply.markdown(), reply=reply)
