"""What Slack sends, as far as the bot answers it: payloads in, frozen values out, None for what is nobody's question.

Payloads have passed the signature check, yet nothing of their shape is taken for granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from ui.presenters.slack_markup import said

Body = Mapping[str, Any]

# Messages with these subtypes were written by a person like any other; all other subtypes are news about messages.
WRITTEN = (None, "", "file_share", "thread_broadcast")


class Address(Enum):
    """How a question reached the bot."""

    DIRECT = auto()  # in the bot's own messages
    MENTION = auto()  # by its name in a channel
    OVERHEARD = auto()  # in a thread of a channel, without its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A thread of a channel, and who is answered in it; `thread` and the like are Slack's own ids."""

    team: str
    channel: str
    thread: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something a person wrote to the bot; `event` is Slack's id of the writing, the same for each delivery."""

    place: Place
    text: str
    event: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Somebody looks at the bot's messages; `thread` in the older assistant view only."""

    team: str
    channel: str
    thread: str | None
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoked:
    """A command, a shortcut on a message, or a button: what was chosen, and where the answer goes.

    `response_url` is empty where the answer belongs into the thread. `hidden` says that the message with the button is
    seen by its user alone.
    """

    place: Place
    name: str
    text: str
    event: str
    response_url: str
    hidden: bool = False


def question_in(body: Body) -> Question | None:
    """The question in a message event or a mention."""
    event = _part(body, "event")
    user, channel, ts = (_word(event, name) for name in ("user", "channel", "ts"))
    kind, mentions = _word(event, "type"), _mentions(body, _word(event, "text"))
    if not (user and channel and ts) or event.get("bot_id") or event.get("subtype") not in WRITTEN:
        return None
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    thread = _word(event, "thread_ts")
    if kind == "message" and direct:
        address = Address.DIRECT
    elif kind == "app_mention" and not direct:
        address = Address.MENTION
    elif kind == "message" and thread and thread != ts and not mentions:
        address = Address.OVERHEARD
    else:
        return None
    return Question(
        place=Place(team=team_of(body), channel=channel, thread=thread or ts, user=user),
        text=said(_word(event, "text"), bot_of(body)),
        event=_word(body, "event_id") or f"{channel}:{ts}",
        address=address,
    )


def opened_in(body: Body) -> Opened | None:
    """That somebody has opened the bot's messages."""
    event = _part(body, "event")
    opened = _part(event, "assistant_thread")
    if _word(event, "type") == "app_home_opened" and event.get("tab") == "messages":
        channel, thread = _word(event, "channel"), None
    elif _word(event, "type") == "assistant_thread_started":
        channel, thread = _word(opened, "channel_id"), _word(opened, "thread_ts")
    else:
        return None
    known = _word(body, "event_id") or f"{channel}:{_word(event, 'event_ts')}"
    return Opened(team=team_of(body), channel=channel, thread=thread, event=known) if channel else None


def command_in(body: Body) -> Invoked:
    """A slash command; all uses of one person in one channel are one conversation."""
    user, channel = _word(body, "user_id"), _word(body, "channel_id")
    return Invoked(
        place=Place(team=team_of(body), channel=channel, thread=f"command:{user}", user=user),
        name=_word(body, "command"),
        text=said(_word(body, "text")),
        event=_word(body, "trigger_id"),
        response_url=_word(body, "response_url"),
        hidden=True,
    )


def shortcut_in(body: Body) -> Invoked:
    """A shortcut; `text` is that of the message it was used on."""
    message = _part(body, "message")
    return Invoked(
        place=_place(body, message),
        name=_word(body, "callback_id"),
        text=said(_word(message, "text")),
        event=_word(body, "trigger_id"),
        response_url=_word(body, "response_url"),
        hidden=True,
    )


def action_in(body: Body) -> Invoked | None:
    """A button that was pressed; `text` is its value."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    container = _part(body, "container")
    hidden = container.get("is_ephemeral") is True
    place = _place(body, _part(body, "message") or container)
    if hidden:
        place = Place(team=place.team, channel=place.channel, thread=f"command:{place.user}", user=place.user)
    name, value = _word(action, "action_id"), _word(action, "value")
    if not (name and value and place.channel and place.user):
        return None
    event = _word(body, "trigger_id") or f"{place.channel}:{_word(action, 'action_ts')}"
    return Invoked(
        place=place, name=name, text=value, event=event, response_url=_word(body, "response_url"), hidden=hidden
    )


def team_of(body: Body) -> str:
    """The workspace that the app is installed in, or the organisation where it is installed in all of them."""
    authorized = body.get("authorizations")
    first = authorized[0] if isinstance(authorized, list) and authorized else {}
    first = first if isinstance(first, Mapping) else {}
    team = _part(body, "team")
    words = (_word(body, "team_id"), _word(team, "id"), _word(first, "team_id"), _word(body, "enterprise_id"))
    return next((word for word in words if word), "")


def guest_team_of(body: Body) -> str:
    """The workspace of the person where it is another one, as in a channel that two companies share."""
    event, user = _part(body, "event"), _part(body, "user")
    return _word(event, "user_team") or _word(event, "team") or _word(user, "team_id")


def bot_of(body: Body) -> str:
    """The bot's own user id."""
    authorized = body.get("authorizations")
    first = authorized[0] if isinstance(authorized, list) and authorized else {}
    return _word(first, "user_id") if isinstance(first, Mapping) and first.get("is_bot") is True else ""


def _mentions(body: Body, text: str) -> bool:
    """Whether the bot is named, or the words begin with somebody else's name: then they are not for it to overhear."""
    bot = bot_of(body)
    return text.lstrip().startswith("<@") or bool(bot and f"<@{bot}" in text)


def _place(body: Body, message: Body) -> Place:
    ts = _word(message, "thread_ts") or _word(message, "ts") or _word(message, "message_ts")
    channel = _word(_part(body, "channel"), "id") or _word(message, "channel_id")
    return Place(team=team_of(body), channel=channel, thread=ts, user=_word(_part(body, "user"), "id"))


def _part(body: Body, name: str) -> Body:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


def _word(body: Body, name: str) -> str:
    word = body.get(name)
    return word if isinstance(word, str) else ""
