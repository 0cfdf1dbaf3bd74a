"""What is asked of the Assistant for Slack, and its answers as messages. Everything here blocks: it runs in a thread.

The conversation of a thread is stored, so that a follow-up goes on after a restart and on another replica. It belongs
to the workspace: everybody who reads a thread may ask on in it.
"""

import re
from collections.abc import Iterator
from datetime import date

from assistant.claims.judge import judge_text
from assistant.contract.feedback import Rating
from assistant.contract.text import given_text
from assistant.contract.verify import checked_text
from assistant.errors import InputError
from assistant.gate.answer import VerifiedSentence
from assistant.gate.draft import Status
from assistant.reply import Reply
from assistant.service import Assistant
from ui.presenters.blocks import (
    Message,
    answer_messages,
    greeting_message,
    plain_message,
    verdict_messages,
    verification_messages,
)
from ui.presenters.bot import verification_view
from ui.presenters.view import verdict_view, view
from ui.slack.incoming import Invoked, Place

PLATFORM = "slack"

HELP = (
    "/channel ask QUESTION answers a question, /channel check HOST, IMAGE gives the verdict on one pair, "
    "for example: /channel check ws2022, servercore:ltsc2019"
)

QUESTION_MARKS = frozenset("?？؟")

_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+(?:with|and|runs?|image|->|→)\s+", re.I)
_RATING = re.compile(r"(?P<rating>up|down):(?P<answer>[0-9a-f]{1,64})")
_REASON = re.compile(r"(?P<answer>[0-9a-f]{1,64}):(?P<reason>.{1,200})", re.S)


def principal_of(place: Place) -> str:
    """Whom conversations and feedback belong to."""
    return f"{PLATFORM}:{place.team}"


def thread_of(place: Place) -> tuple[str, str, str]:
    """What tells one thread from all others."""
    return (place.team, place.channel, place.thread)


def streamed(assistant: Assistant, place: Place, question: str) -> Iterator[str | VerifiedSentence | Reply]:
    """The answer as it is made, stored in the thread's conversation. Raises what `Assistant.stream` does."""
    principal = principal_of(place)
    text = given_text(question)
    conversation = assistant.store().threads.conversation(PLATFORM, *thread_of(place), principal=principal)
    yield from assistant.stream(text, conversation=conversation, principal=principal)


def answered(assistant: Assistant, place: Place, question: str) -> tuple[Message, ...]:
    """The answer as messages, stored in the thread's conversation. Raises what `Assistant.ask` does."""
    principal = principal_of(place)
    text = given_text(question)
    conversation = assistant.store().threads.conversation(PLATFORM, *thread_of(place), principal=principal)
    reply = assistant.ask(text, conversation=conversation, principal=principal)
    return answer_messages(view(reply.answer, assistant.engine), reply.answer_id)


def goes_on(assistant: Assistant, place: Place) -> bool:
    """Whether the bot has been talked to in this thread."""
    return assistant.store().threads.find(PLATFORM, *thread_of(place), principal=principal_of(place)) is not None


def overheard(assistant: Assistant, place: Place, text: str) -> tuple[Message, ...]:
    """The answer to what was asked in a thread of the bot's without its name; nothing where it has none.

    Only what has a question mark is taken for a question: people talk to each other in a thread as well.
    """
    if not QUESTION_MARKS.intersection(text):
        return ()
    principal = principal_of(place)
    store = assistant.store()
    conversation = store.threads.find(PLATFORM, *thread_of(place), principal=principal)
    if conversation is None:
        return ()
    try:
        earlier = store.conversations.questions(conversation, principal=principal)
        reply = assistant.ask(given_text(text), earlier=earlier, principal=principal)
    except InputError:
        return ()
    return () if reply.answer.status is Status.ABSTAINED else answered(assistant, place, text)


def command(assistant: Assistant, invoked: Invoked) -> tuple[Message, ...]:
    """The answer to the slash command: `ask`, `check`, `help`, or a question without a word before it."""
    word, _, rest = invoked.text.strip().partition(" ")
    match word.lower():
        case "check":
            return _checked(assistant, rest)
        case "ask":
            return answered(assistant, invoked.place, rest)
        case "" | "help":
            return (greeting_message(), plain_message(HELP))
    return answered(assistant, invoked.place, invoked.text)


def verified(assistant: Assistant, text: str) -> tuple[Message, ...]:
    """The verdict on each sentence of a text."""
    judged = judge_text(assistant.engine, checked_text(given_text(text, "The message")), date.today())
    return verification_messages(verification_view(judged, assistant.engine))


def rating_in(value: str) -> tuple[Rating, str, str]:
    """The rating, the answer's id and the reason in a button's value. Raises InputError where it is not ours."""
    if found := _RATING.fullmatch(value):
        return Rating(found["rating"]), found["answer"], ""
    if found := _REASON.fullmatch(value):
        return Rating.DOWN, found["answer"], found["reason"]
    raise InputError("This button is not one of this app's.")


def _checked(assistant: Assistant, pair: str) -> tuple[Message, ...]:
    """`HOST, IMAGE`, or two words. Raises InputError where there are not two, or one is not known."""
    sides = [side for side in _BETWEEN.split(pair.strip()) if side]
    sides = sides if len(sides) == 2 else pair.split()
    if len(sides) != 2:
        raise InputError("Name a host and an image, with a comma between them.", HELP)
    engine = assistant.engine
    verdict = engine.check(engine.resolve_host(sides[0]), engine.resolve_image(sides[1]), as_of=date.today())
    return verdict_messages(verdict_view(verdict))
