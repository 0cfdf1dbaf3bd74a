"""What a turn says and what a conversation is about."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.rules.release import ImageRef, Isolation, Platform, System
from assistant.rules.statements import Subject


class Slot(StrEnum):
    """What a question can lack."""

    HOST = "host"
    IMAGE = "image"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What was talked about so far. Groups ('Windows 11') are several hosts; empty means not named yet."""

    hosts: tuple[System, ...] = ()
    images: tuple[ImageRef, ...] = ()
    isolation: Isolation | None = None
    platform: Platform = Platform.WINDOWS
    as_of: date | None = None
    lifecycle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing a person said: its text, the date it is about unless it names another, and the topic before it."""

    text: str
    as_of: date
    topic: Topic = Topic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """What a turn asks.

    `subjects` are the questions that the rules decide, in the order asked; empty where the documents have to answer.
    `missing` names what must be known first; `choices` the likely values for it. `in_field` says that the turn names
    something of this subject (a release, an isolation, a word of the field).
    """

    text: str
    standalone: str
    as_of: date
    subjects: tuple[Subject, ...]
    missing: tuple[Slot, ...]
    choices: tuple[str, ...]
    in_field: bool
    topic: Topic
