"""Judged sentences -> what may be shown: contradictions restated by the rules, the unread withheld, and why."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.claims.claim import JudgedSentence, JudgedText, SentenceStatus

NOTHING_LEFT = "Nothing in this text could be confirmed."


class Fate(StrEnum):
    """What becomes of a sentence."""

    KEPT = "kept"
    CORRECTED = "corrected"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A sentence that is not shown as it stands: what stands in its place ("" for nothing), and why."""

    sentence: JudgedSentence
    fate: Fate
    shown: str
    reason: str


def repairs(judged: JudgedText) -> tuple[Repair, ...]:
    """Every sentence that is restated or withheld, in order.

    A sentence that leans on one that was not kept ('therefore ...', 'it ...') goes with it, unless the rules restate it.
    """  # noqa: E501
    found: list[Repair] = []
    lost = False
    said: set[str] = set()
    for sentence in judged.sentences:
        if sentence.status is SentenceStatus.CONTRADICTED:
            correction = correction_of(sentence)
            again = correction in said
            said.add(correction)
            found.append(
                Repair(
                    sentence=sentence,
                    fate=Fate.CORRECTED if correction and not again else Fate.WITHHELD,
                    shown="" if again else correction,
                    reason="The rules say otherwise.",
                )
            )
            lost = True
        elif sentence.status is SentenceStatus.UNDECIDED:
            reason = sentence.reason or "The rules do not settle it."
            found.append(Repair(sentence=sentence, fate=Fate.WITHHELD, shown="", reason=reason))
            lost = True
        elif lost and (sentence.leans or _concludes(judged.text[sentence.start : sentence.end])):
            found.append(
                Repair(
                    sentence=sentence, fate=Fate.WITHHELD, shown="", reason="It rests on a sentence that is not shown."
                )
            )
        elif sentence.status is SentenceStatus.ENTAILED:
            lost = False
    return tuple(found)


def correction_of(sentence: JudgedSentence) -> str:
    """What the rules say instead of a contradicted sentence; "" where they only deny it."""
    return " ".join(dict.fromkeys(c.correction for c in sentence.claims if c.correction))


def repaired(judged: JudgedText) -> str:
    """The text as it may be shown: the rules' statements in place of contradictions, the withheld left out.

    What is said instead of a table's row stands after the table.
    """
    parts: list[str] = []
    done = 0
    after: tuple[int, list[str]] | None = None
    for repair in repairs(judged):
        start, end = repair.sentence.start, repair.sentence.end
        if after is not None and start >= after[0]:
            parts += [judged.text[done : after[0]], *_paragraph(after[1])]
            done, after = after[0], None
        parts.append(judged.text[done:start])
        row = _is_row(judged.text, start)
        if repair.shown and row:
            after = (_table_end(judged.text, end), [*(after[1] if after else []), repair.shown])
        if repair.shown and not row:
            parts.append(repair.shown)
            done = end
        else:
            parts[-1], done = _without(parts[-1], judged.text, start, end)
    if after is not None:
        parts += [judged.text[done : after[0]], *_paragraph(after[1])]
        done = after[0]
    parts.append(judged.text[done:])
    shown = "".join(parts).strip()
    if done and not any(c.isalnum() for c in shown):
        return NOTHING_LEFT
    return shown


def _paragraph(statements: list[str]) -> tuple[str, ...]:
    return ("\n\n", " ".join(dict.fromkeys(statements)), "\n\n")


def _is_row(text: str, start: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : start + 1]
    return line.lstrip(" \t>").startswith("|")


def _table_end(text: str, end: int) -> int:
    """Where the last line of the table ends that a row belongs to."""
    while end < len(text):
        following = text.find("\n", end + 1)
        following = len(text) if following < 0 else following
        if not text[end + 1 : following].lstrip(" \t>").startswith("|"):
            break
        end = following
    return min(end, len(text))


def _without(before: str, text: str, start: int, end: int) -> tuple[str, int]:
    """Take a sentence out: with its list marker or table line where it has a line of its own, else with one blank."""
    line_start = text.rfind("\n", 0, start) + 1
    marker = text[line_start:start]
    alone = _MARKER.fullmatch(marker) is not None and (end >= len(text) or text[end] == "\n" or _REST.match(text, end))
    if alone and before.endswith(marker):
        rest = _REST.match(text, end)
        return before[: len(before) - len(marker)], rest.end() if rest else end
    if end < len(text) and text[end] == " ":
        return before, end + 1
    return before.rstrip(" ") if before.endswith(" ") else before, end


def _concludes(sentence: str) -> bool:
    return _CONCLUSION.match(sentence) is not None


_MARKER = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|#{1,6}[ \t]+)?\|?[ \t]*")
_REST = re.compile(r"[ \t|]*\n?")
_CONCLUSION = re.compile(
    r"\W*(?:so|therefore|hence|thus|consequently|accordingly|as a result|that is why|this means|that means|for this reason|for that reason)\b",  # noqa: E501
    re.I,
)
