"""What the bot does with what it is sent: each message once, in the background, the answers of a conversation in order.

It answers with what the Assistant says and nothing else; a failure ends in a line of what happened and what to do.
"""

import asyncio
import logging
from collections.abc import Callable

from assistant.contract.feedback import Rating
from assistant.errors import AssistantError, DeliveryError
from assistant.gate.answer import VerifiedSentence
from assistant.reply import Reply
from ui.desk import GOODBYE, Desk
from ui.presenters import cards
from ui.presenters.bot import FAULT, STEPS, WORKING
from ui.presenters.cards import Element
from ui.presenters.view import view
from ui.rate import Rate
from ui.surface import Current
from ui.teams import talk
from ui.teams.chat import Chat
from ui.teams.growing import Growing
from ui.teams.incoming import START_OVER, Place, Question
from ui.workers import Workers

FORGOTTEN = "What was asked here is forgotten. Ask something new."

_log = logging.getLogger(__name__)


class Bot:
    """The bot. `rate` counts what each person asks; `growing` makes the messages of an answer in a chat."""

    def __init__(
        self, current: Current, workers: Workers, *, rate: Rate, growing: Callable[..., Growing] = Growing
    ) -> None:
        self._current = current
        self._workers = workers
        self._desk = Desk(talk.PLATFORM, current, rate)
        self._growing = growing

    async def asked(self, question: Question, chat: Chat) -> None:
        """Answer a question in its conversation."""
        async with self._desk.turn(talk.thread_of(question.place)):
            growing = self._growing(chat, streams=question.place.personal)
            try:
                if await self._desk.first(*talk.thread_of(question.place), question.event):
                    await self._answer(question, chat, growing)
            except DeliveryError as error:
                _log.warning("An answer was not delivered: %s", error)
            except AssistantError as error:
                await self._desk.quietly(growing.fail(cards.plain_message(str(error))))
            except asyncio.CancelledError:
                await self._desk.goodbye(growing.fail(cards.plain_message(GOODBYE)))
                raise
            except Exception:  # the surface's boundary: the chat says that it failed, the log says why
                _log.exception("A question could not be answered")
                await self._desk.quietly(growing.fail(cards.plain_message(FAULT)))

    async def installed(self, place: Place, event: str, chat: Chat) -> None:
        """Say what can be asked, where the bot was added."""
        try:
            if await self._desk.first(*talk.thread_of(place), event):
                await chat.post(cards.greeting_message())
        except AssistantError as error:
            _log.warning("A greeting was not delivered: %s", error)

    async def rated(self, place: Place, message: str, *, like: bool, reason: str) -> None:
        """Keep what somebody thinks of the answer in a message; one that is not known any more is passed over."""
        rating = Rating.UP if like else Rating.DOWN
        try:
            self._desk.count(place.tenant, place.user)
            await self._workers.run(lambda: talk.rate(self._current(), place, message, rating, reason))
        except AssistantError as error:
            _log.warning("Feedback was not kept: %s", error)

    async def verified(self, place: Place, text: str) -> Element:
        """The verdict on each sentence of a text, or what kept it from being given, as a card."""
        try:
            self._desk.count(place.tenant, place.user)
            return await self._workers.run(lambda: talk.verified(self._current(), text))
        except AssistantError as error:
            return cards.plain_card(str(error))
        except Exception:  # the surface's boundary: the person is told that it failed, the log says why
            _log.exception("A text could not be verified")
            return cards.plain_card(FAULT)

    async def _answer(self, question: Question, chat: Chat, growing: Growing) -> None:
        place, word = question.place, question.text.casefold().strip(" .!")
        if not word:
            await chat.post(cards.greeting_message())
        elif word == START_OVER:
            await self._workers.run(lambda: talk.forget(self._current(), place))
            await chat.post(cards.plain_message(FORGOTTEN))
        else:
            self._desk.count(place.tenant, place.user)
            await self._stream(question, chat, growing)

    async def _stream(self, question: Question, chat: Chat, growing: Growing) -> None:
        await (growing.say(WORKING) if question.place.personal else self._desk.quietly(chat.working()))
        assistant = self._current()
        events = talk.streamed(assistant, question.place, question.text)
        event = await self._workers.run(lambda: next(events, None))
        while event is not None:
            if isinstance(event, Reply):
                await self._finish(event, question.place, growing)
            elif isinstance(event, VerifiedSentence):
                await growing.add(event.lead + event.text)
            else:
                await growing.say(STEPS[event][0].upper() + STEPS[event][1:])
            event = await self._workers.go_on(lambda: next(events, None))

    async def _finish(self, reply: Reply, place: Place, growing: Growing) -> None:
        assistant = self._current()
        shown = view(reply.answer, assistant.engine)
        sent = await growing.finish(lambda begun, ended: cards.answer_messages(shown, begun, ended=ended))
        if sent:
            await self._workers.go_on(lambda: talk.delivered(assistant, place, sent, reply.answer_id))
