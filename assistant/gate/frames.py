"""The fixed sentences around facts: asking back, abstaining, introducing. They assert nothing about releases.

A FRAME sentence passes the gate only if it is, word for word, one of these, made from what the draft was given.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.passage import Passage
from assistant.rules.wording import listed

OUT_OF_SCOPE = (
    "I don't cover that. I answer questions about Windows Server channels and Windows containers: which images run on "
    "which hosts, how long releases are supported, and how to get, license, install, activate, upgrade and leave them."
)
NOT_STATED = "The guidance does not say."
WHICH_PAIR = (
    "Which host and which image do you mean? Name both and I can decide it, for example: "
    "“Can a Windows Server 2025 host run the ltsc2022 image?”"
)
WHICH_RELEASE = "Which release do you mean? Name it as you know it, for example by year, version or build number."
CANDIDATES = "That name fits more than one release. Which one do you mean?"
WHY = "Why:"
CONDITIONS = "Conditions:"
WHAT_TO_DO = "What helps:"
SUPPORT = "Support:"
FAULT = (
    "I could not verify an answer to this question, so I show none. Please ask again; if it happens again, "
    "report it with the answer id."
)
TIMED_OUT = "Checking this answer took longer than it may, so it ends here. Please ask again, or ask for less at once."
MODEL_FAILED = "The language model gave no usable answer; this is the answer without it."
MODEL_UNVERIFIED = "Nothing that the language model wrote could be verified; this is the answer without it."
UNCOVERED = "Quoted from an indexed document; the rules do not cover it:"
_STATIC = frozenset(
    {OUT_OF_SCOPE, NOT_STATED, WHICH_PAIR, WHICH_RELEASE, CANDIDATES, WHY, CONDITIONS, WHAT_TO_DO, SUPPORT, FAULT}
    | {MODEL_FAILED, MODEL_UNVERIFIED, UNCOVERED, TIMED_OUT}
)


def closest(passage: Passage) -> str:
    """Name the section that comes nearest to what was asked."""
    title, section = passage.source.title, passage.source.section
    where = f"“{section}” in “{title}”" if section and section != title else f"“{title}”"
    return f"The closest section is {where}."


def disagrees(passage: Passage, reviewed: date) -> str:
    """Name the conflict between a document and the rules, with the date of each."""
    dated = f" ({passage.source.dated})" if passage.source.dated else ""
    return f"“{passage.source.title}”{dated} says otherwise; this follows from the facts as reviewed on {reviewed}:"


def choices(names: Sequence[str]) -> str:
    """The releases an ambiguous name may mean, as a sentence; empty without names."""
    return f"I know {listed(names)}." if names else ""


def allowed(passages: Iterable[Passage], names: Sequence[str] = ()) -> frozenset[str]:
    """Every frame that a draft over these passages, offering these releases, may use."""
    return _STATIC | {closest(p) for p in passages} | {choices(names)}
