"""What comes to the gate: untrusted sentences, each with its author and the ground it claims to stand on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.passage import Passage
from assistant.rules.statements import Subject

if TYPE_CHECKING:
    from assistant.gate.answer import AnswerClaim, Withheld


class DraftFault(Exception):  # noqa: N818 - it ends a draft, and the gate goes on with the fallback
    """A drafter could not go on: a model that is down, slow, refuses or was cut off. The message is for the log."""


class Status(StrEnum):
    """What kind of answer it is, in the contract's words."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"


class Author(StrEnum):
    """Who wrote a sentence; it decides what the gate asks of it."""

    RULES = "rules"  # must be, word for word, one of the rules' own statements about its subject
    QUOTATION = "quotation"  # must be a verbatim quote of a passage that was given
    FRAME = "frame"  # must be one of the fixed sentences of `assistant.gate.frames`: asks, abstains or introduces
    MODEL = "model"  # a language model's words: shown only if the rules entail them


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exact words of a passage that support a sentence; `passage` is its id."""

    passage: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSentence:
    """One sentence (or list item, heading, command block) on its way in.

    `lead` is the Markdown before it: a blank, a blank line, a list bullet. `subject` is what a RULES sentence is about.
    """

    text: str
    author: Author
    lead: str = " "
    subject: Subject | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A whole answer on its way in. Its JSON shows the verdicts of `pairs`; `choices` are releases that it offers.

    `sentences` may be produced while they are read, and end in a DraftFault; `fallback` then takes over, as it does
    where nothing of substance passes.
    """

    status: Status
    sentences: Iterable[DraftSentence]
    passages: tuple[Passage, ...] = ()
    pairs: tuple[Subject, ...] = ()
    choices: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    engine: str = "rules"
    fallback: "Draft | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was found out about a stored answer when it passed the gate, and the facts that it passed by."""

    facts_hash: str
    claims: "tuple[AnswerClaim, ...]" = ()
    withheld: "tuple[Withheld, ...]" = ()
