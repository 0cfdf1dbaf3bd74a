"""What is asked of the Assistant for Teams. Everything here blocks: it runs in a thread.

The conversation of a chat or of a channel's thread is stored, so that a follow-up goes on after a restart and on
another replica. It belongs to the tenant: everybody who reads a thread may ask on in it.
"""

from collections.abc import Iterator
from datetime import date

from assistant.claims.judge import judge_text
from assistant.contract.feedback import Rating
from assistant.contract.text import given_text
from assistant.contract.verify import checked_text
from assistant.errors import NotFoundError
from assistant.gate.answer import VerifiedSentence
from assistant.reply import Reply
from assistant.service import Assistant
from ui.presenters.bot import verification_view
from ui.presenters.cards import Element, verification_card
from ui.teams.incoming import Place

PLATFORM = "teams"


def principal_of(place: Place) -> str:
    """Whom conversations and feedback belong to."""
    return f"{PLATFORM}:{place.tenant}"


def thread_of(place: Place) -> tuple[str, str]:
    """What tells one conversation from all others."""
    return (place.tenant, place.conversation)


def streamed(assistant: Assistant, place: Place, question: str) -> Iterator[str | VerifiedSentence | Reply]:
    """The answer as it is made, stored in the place's conversation. Raises what `Assistant.stream` does."""
    principal = principal_of(place)
    text = given_text(question)
    conversation = assistant.store().threads.conversation(PLATFORM, *thread_of(place), principal=principal)
    yield from assistant.stream(text, conversation=conversation, principal=principal)


def forget(assistant: Assistant, place: Place) -> None:
    """Delete what was asked in this place, with the feedback on it."""
    principal = principal_of(place)
    conversation = assistant.store().threads.find(PLATFORM, *thread_of(place), principal=principal)
    if conversation is not None:
        assistant.forget(conversation, principal=principal)


def delivered(assistant: Assistant, place: Place, message: str, answer_id: str) -> None:
    """Remember which answer a message holds. Raises StorageError."""
    assistant.store().deliveries.add(answer_id, PLATFORM, *thread_of(place), message)


def rate(assistant: Assistant, place: Place, message: str, rating: Rating, reason: str) -> None:
    """Keep what somebody thinks of the answer in a message.

    Raises:
        NotFoundError: the message holds no answer that is kept.
        StorageError: the store cannot be used.
    """
    answer_id = assistant.store().deliveries.answer(PLATFORM, *thread_of(place), message)
    if answer_id is None:
        raise NotFoundError("This message holds no answer that is kept.")
    assistant.give_feedback(answer_id, rating, reason, principal=principal_of(place))


def verified(assistant: Assistant, text: str) -> Element:
    """The verdict on each sentence of a text, as a card."""
    judged = judge_text(assistant.engine, checked_text(given_text(text, "The message")), date.today())
    return verification_card(verification_view(judged, assistant.engine))
