"""What the bot does with what it is sent: each event once, in the background, the answers of a thread in order.

It answers with what the Assistant says and nothing else; a failure ends in a line of what happened and what to do.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from assistant.contract.feedback import REASONS, Rating
from assistant.errors import AssistantError, DeliveryError
from assistant.gate.answer import VerifiedSentence
from assistant.reply import Reply
from ui.background import Background
from ui.desk import GOODBYE, GRACE_SECONDS, Desk
from ui.presenters import blocks
from ui.presenters.blocks import Message
from ui.presenters.bot import FAULT
from ui.presenters.view import view
from ui.rate import Rate
from ui.slack import talk
from ui.slack.bubble import Bubble
from ui.slack.incoming import (
    Address,
    Body,
    Invoked,
    Opened,
    Question,
    action_in,
    command_in,
    guest_team_of,
    opened_in,
    question_in,
    shortcut_in,
    team_of,
)
from ui.slack.platform import Platform
from ui.surface import Current
from ui.workers import Workers

_log = logging.getLogger(__name__)


class Bot:
    """The bot over one token. `rate` counts what each person asks; `workspaces` are answered, empty for all."""

    def __init__(
        self,
        current: Current,
        platform: Platform,
        workers: Workers,
        *,
        rate: Rate,
        workspaces: frozenset[str] = frozenset(),
    ) -> None:
        self._current = current
        self._platform = platform
        self._workers = workers
        self._desk = Desk(talk.PLATFORM, current, rate)
        self._workspaces = workspaces
        self._background = Background()

    async def drain(self) -> None:
        """Wait for the answers that have begun; those that take too long end with a word of goodbye."""
        await self._background.drain(GRACE_SECONDS)

    def on_event(self, body: Body) -> None:
        """An event of the Events API. Returns at once, as everything here does; the work goes on in the background."""
        if not self.answers(body):
            return
        if (opened := opened_in(body)) is not None:
            self._start(self._suggest(opened))
        elif (question := question_in(body)) is not None:
            self._start(self._overhear(question) if question.address is Address.OVERHEARD else self._asked(question))

    def on_command(self, body: Body) -> None:
        """The slash command."""
        invoked = command_in(body)
        self._start(self._respond(invoked, lambda: talk.command(self._current(), invoked)))

    def on_shortcut(self, body: Body) -> None:
        """The shortcut on a message."""
        invoked = shortcut_in(body)
        self._start(self._respond(invoked, lambda: talk.verified(self._current(), invoked.text)))

    def on_action(self, body: Body) -> None:
        """A button under an answer."""
        invoked = action_in(body)
        if invoked is None or not self.answers(body):
            return
        if invoked.name.startswith(blocks.ASK) and invoked.hidden:
            self._start(self._respond(invoked, lambda: talk.answered(self._current(), invoked.place, invoked.text)))
        elif invoked.name.startswith(blocks.ASK):
            self._start(self._asked(_pressed(invoked), heading=blocks.asked_message(invoked.text)))
        elif invoked.name == blocks.RATE or invoked.name.startswith(blocks.REASON):
            self._start(self._rate(invoked))

    def answers(self, body: Body) -> bool:
        """Whether the workspace is one that is answered, and so is that of the person where it is another one."""
        teams = {team_of(body), guest_team_of(body)} - {""}
        return not self._workspaces or (bool(teams) and teams <= self._workspaces)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._background.start(work)

    async def _suggest(self, opened: Opened) -> None:
        if await self._desk.first(opened.team, opened.event):
            await self._desk.quietly(self._platform.suggest(opened.channel, opened.thread, blocks.suggested_prompts()))

    async def _asked(self, question: Question, heading: Message | None = None) -> None:
        """Answer in the thread of the question, in a message that grows; `heading` goes before it."""
        async with self._desk.turn(talk.thread_of(question.place)):
            bubble = Bubble(self._platform, question.place)
            try:
                if not await self._desk.first(question.place.team, question.event):
                    return
                if not question.text:
                    await self._platform.post(question.place, blocks.greeting_message())
                    return
                self._desk.count(question.place.team, question.place.user)
                if heading is not None:
                    await self._platform.post(question.place, heading)
                await bubble.open()
                await self._stream(bubble, question)
            except DeliveryError as error:
                _log.warning("An answer was not delivered: %s", error)
            except AssistantError as error:
                await self._desk.quietly(bubble.fail(str(error)))
            except asyncio.CancelledError:
                await self._desk.goodbye(bubble.fail(GOODBYE))
                raise
            except Exception:  # the surface's boundary: the thread says that it failed, the log says why
                _log.exception("A question could not be answered")
                await self._desk.quietly(bubble.fail(FAULT))

    async def _stream(self, bubble: Bubble, question: Question) -> None:
        assistant = self._current()
        events = talk.streamed(assistant, question.place, question.text)
        event = await self._workers.run(lambda: next(events, None))
        while event is not None:
            if isinstance(event, Reply):
                await bubble.finish(blocks.answer_messages(view(event.answer, assistant.engine), event.answer_id))
            elif isinstance(event, VerifiedSentence):
                await bubble.add(event.lead + event.text)
            event = await self._workers.go_on(lambda: next(events, None))

    async def _overhear(self, question: Question) -> None:
        """A message in a thread without the bot's name: answered where the thread is the bot's and it has an answer.

        What it has no answer to was probably said to somebody else: nothing is said then, and nothing is stored.
        """

        def answer() -> tuple[Message, ...]:
            assistant = self._current()
            if not question.text or not talk.goes_on(assistant, question.place):
                return ()
            if not assistant.store().events.claim(talk.PLATFORM, question.place.team, question.event):
                return ()
            return talk.overheard(assistant, question.place, question.text)

        async with self._desk.turn(talk.thread_of(question.place)):
            try:
                messages = await self._workers.run(answer)
            except AssistantError as error:
                _log.warning("A message was passed over: %s", error)
                return
            for message in messages:
                await self._desk.quietly(self._platform.post(question.place, message))

    async def _respond(self, invoked: Invoked, work: Callable[[], tuple[Message, ...]]) -> None:
        """Do something for one person, and tell only them."""
        messages = await self._once(invoked, work)
        for message in messages:
            await self._desk.quietly(self._platform.respond(invoked.response_url, message))

    async def _rate(self, invoked: Invoked) -> None:
        def keep() -> tuple[Message, ...]:
            rating, answer_id, reason = talk.rating_in(invoked.text)
            self._current().give_feedback(answer_id, rating, reason, principal=talk.principal_of(invoked.place))
            if rating is Rating.DOWN and not reason:
                return (blocks.reasons_message(answer_id, REASONS),)
            return (blocks.plain_message("Thank you; noted."),)

        for message in await self._once(invoked, keep):
            if invoked.hidden:
                await self._desk.quietly(self._platform.respond(invoked.response_url, message))
            else:
                await self._desk.quietly(self._platform.whisper(invoked.place, message))

    async def _once(self, invoked: Invoked, work: Callable[[], tuple[Message, ...]]) -> tuple[Message, ...]:
        """The messages of a piece of work; nothing where it was done before, a line where it failed."""
        async with self._desk.turn(talk.thread_of(invoked.place)):
            try:
                if not await self._desk.first(invoked.place.team, invoked.event):
                    return ()
                self._desk.count(invoked.place.team, invoked.place.user)
                return await self._workers.run(work)
            except AssistantError as error:
                return (blocks.plain_message(str(error)),)
            except Exception:  # the surface's boundary: the person is told that it failed, the log says why
                _log.exception("A request could not be answered")
                return (blocks.plain_message(FAULT),)


def _pressed(invoked: Invoked) -> Question:
    return Question(place=invoked.place, text=invoked.text, event=invoked.event, address=Address.DIRECT)
