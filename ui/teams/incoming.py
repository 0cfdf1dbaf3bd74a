"""What Teams sends, as far as the bot answers it: activities in, frozen values out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import nh3
from microsoft_teams.api.activities.message import MessageActivity
from microsoft_teams.api.models.activity import Activity
from microsoft_teams.api.models.entity import MentionEntity
from microsoft_teams.api.models.message import Message

from assistant.contract.feedback import LONGEST_REASON
from ui.presenters.cards import ASKED

# Teams' own ids are made of these; what becomes a part of an address must not change which one it is.
_CONVERSATION = re.compile(r"[A-Za-z0-9:@._;=|~+\-]{1,400}")

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^>]*>", re.I)
_AT = re.compile(r"</?at\b[^>]*>", re.I)

START_OVER = "start over"
"""What a person says so that what was asked in a conversation is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A conversation of a tenant, and who speaks in it; a thread of a channel is a conversation of its own."""

    tenant: str
    conversation: str
    user: str
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something a person wrote to the bot; `event` is the id of the message, the same for each delivery."""

    place: Place
    text: str
    event: str


def read(body: bytes) -> dict[str, Any] | None:
    """The object that a body holds; None where it holds none that could be written out again."""
    try:
        payload = json.loads(body.decode("utf-8"), parse_constant=_no_number)
        json.dumps(payload, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def service_in(body: Mapping[str, Any]) -> str:
    """The address of the service that the answer goes to; empty where there is none."""
    return _word(body, "serviceUrl")


def tenant_in(body: Mapping[str, Any]) -> str:
    """The tenant of an activity; empty where it names none, or two."""
    named = {_word(_part(_part(body, "channelData"), "tenant"), "id"), _word(_part(body, "conversation"), "tenantId")}
    found = named - {""}
    return found.pop() if len(found) == 1 else ""


def shaped(body: Mapping[str, Any]) -> bool:
    """Whether the parts are there that every activity has, and can be made part of an address."""
    ids = (_word(body, "id"), *(_word(_part(body, name), "id") for name in ("from", "recipient", "conversation")))
    return all(ids) and _CONVERSATION.fullmatch(ids[-1]) is not None and all(len(known) <= 400 for known in ids)


def place_in(activity: Activity) -> Place:
    """Where an activity comes from."""
    conversation, data = activity.conversation, activity.channel_data
    named = data.tenant.id if data is not None and data.tenant is not None else None
    personal = conversation.conversation_type == "personal" or (
        conversation.conversation_type is None and not conversation.is_group
    )
    return Place(
        tenant=conversation.tenant_id or named or "",
        conversation=conversation.id,
        user=activity.from_.id,
        personal=personal,
    )


def question_in(activity: MessageActivity) -> Question | None:
    """The question in a message; None where it was not said to the bot, or by a bot."""
    place = place_in(activity)
    pressed = isinstance(activity.value, Mapping) and ASKED in activity.value
    if activity.from_.id == activity.recipient.id or activity.from_.role == "bot":
        return None
    if not (place.personal or pressed or activity.is_recipient_mentioned()):
        return None
    text = str(activity.value[ASKED]) if pressed and isinstance(activity.value, Mapping) else _said(activity)
    return Question(place=place, text=text, event=activity.id)


def message_text(message: Message | None) -> str:
    """The words of a message that a person has chosen; its markup is left out."""
    body = message.body if message is not None else None
    if body is None or not body.content:
        return ""
    if body.content_type == "text":
        return body.content.strip()
    plain = nh3.clean(_BREAK.sub("\n", body.content), tags=set(), clean_content_tags={"script", "style"})
    return unescape(plain).replace("\xa0", " ").strip()


def reason_in(feedback: str) -> str:
    """The words of a person's feedback, which Teams sends as JSON in a string."""
    try:
        given = json.loads(feedback)
    except (ValueError, RecursionError):
        return ""
    words = given.get("feedbackText") if isinstance(given, dict) else None
    return words.strip()[:LONGEST_REASON] if isinstance(words, str) else ""


def _said(activity: MessageActivity) -> str:
    """What a person wrote, without the bot's own mention; of other mentions the names stay."""
    text = activity.text
    for entity in activity.entities or ():
        if isinstance(entity, MentionEntity) and entity.mentioned.id == activity.recipient.id and entity.text:
            text = text.replace(entity.text, " ")
    return unescape(_AT.sub("", text)).replace("\xa0", " ").strip()


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _word(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""


def _no_number(word: str) -> None:
    raise ValueError(word)
