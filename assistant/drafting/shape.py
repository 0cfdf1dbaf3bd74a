"""What form of answer a question asks for, and the terms that the answer has to be about."""

import re
from dataclasses import dataclass

from assistant.words import content_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How an answer should look. A question may ask for several forms, or none in particular.

    `terms` are what the question names exactly (codes, versions, options, identifiers), in lower case; `words` are its
    content words.
    """

    yes_no: bool
    steps: bool
    error: bool
    command: bool
    listing: bool
    compares: bool
    defines: bool
    terms: frozenset[str]
    words: frozenset[str]

    @property
    def sentences(self) -> int:
        """How many sentences of prose an answer may have: a verdict is short."""
        if self.yes_no or self.compares:
            return 2
        return 3


def shape_of(question: str) -> Shape:
    """Read a question's form from its words."""
    words = content_words(question)
    topic = len(words) <= 3 and not question.rstrip().endswith("?")
    return Shape(
        yes_no=bool(_YES_NO.search(question)),
        steps=bool(_STEPS.search(question) or _ERROR.search(question)),
        error=bool(_ERROR.search(question)),
        command=bool(_COMMAND.search(question)),
        listing=bool(_LISTS.search(question)),
        compares=bool(_COMPARES.search(question)),
        defines=bool(_DEFINES.search(question)) or topic,
        terms=terms(question),
        words=words,
    )


def terms(text: str) -> frozenset[str]:
    """The exact terms of a text, in lower case: what has a digit, an inner capital, a sign of code or capitals only."""
    found = {
        match.group().lower() for match in _TERM.finditer(text) if len(match.group()) > 2 or match.group().isupper()
    }
    return frozenset(found | {match.group(1) for term in found if (match := _YEAR.fullmatch(term))})


def share(wanted: frozenset[str], text: str) -> float:
    """The share of the exact terms that a text speaks of, in this or another usual spelling; 0 where none is wanted."""
    said = text.lower()
    joined = _SERVER.sub("windows", said)
    names = sum(any(name in said or name in joined for name in (term, *_ALSO.get(term, ()))) for term in wanted)
    return names / len(wanted) if wanted else 0.0


def numbered(found: frozenset[str]) -> frozenset[str]:
    """Those of the terms that have a digit: releases, builds, codes."""
    return frozenset(term for term in found if any(sign.isdigit() for sign in term))


_SERVER = re.compile(r"windows server,?(?: version)? ")
_ALSO = {
    "23h2": ("annual channel",),
    "ac": ("annual channel",),
    "windowsannual": ("annual channel",),
    "sac": ("semi-annual channel",),
    "ltsc": ("long-term servicing",),
    "aks": ("azure kubernetes service",),
    "k8s": ("kubernetes",),
    "sa": ("software assurance",),
    "esu": ("extended security updates",),
    "gvlk": ("gvlks", "client setup key"),
}
_STEPS = re.compile(
    r"\bhow\s+(?:do|can|to|should|would|could|may|must)\b|\bsteps?\b|\bstep by step\b|\bwhere\s+(?:do|can)\s+i\b|"
    r"\bwhat\s+(?:do|should|can|must)\s+(?:i|we)\s+do\b|\bfix\b|\bcommands?\b|\boptions\b|\bget rid\b|\bset ?up\b",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"0x[0-9a-f]{6,}|\bnot found\b|\bmatching manifest\b|\bincompatible with\b|\bfailed to\b|\bfails? to\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\bcommands?\b|\bdocker (?:run|pull|build|inspect)\b|\bkubectl\b|\bpowershell\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|may|must)\b|, is it\b|\bpossible\b",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"\b(?:list|overview|table|matrix|timeline|chronology|all|which|what are|abbreviations|dates|versions|tags|"
    r"builds)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:compare\w*|differ\w*|versus|vs\.?|tell .* apart|as opposed to)\b", re.IGNORECASE)
_DEFINES = re.compile(
    r"\bwhat(?:'s| is| are| does| do| mean)\b.*\b(?:mean|stand for|abbreviation)\b|"
    r"^\W*what(?:'s| is| are)\s+(?:the |an? )?[\w-]+(?:\s[\w-]+){0,5}\W*$|\bmeaning\b|\bdefin\w+|\bexplain\b|"
    r"\bwhat mean\b",
    re.IGNORECASE,
)
# Codes, versions and options; identifiers such as OSDisplayVersion; abbreviations. "I", "OK" and "ISO" are no terms.
_TERM = re.compile(
    r"--[a-z][\w=-]+|\b(?=[\w.:/-]*\d)[A-Za-z0-9][\w.:/-]*[A-Za-z0-9]\b|\b[A-Za-z]+[a-z][A-Z]\w*\b|"
    r"\b(?!OK\b|ISO\b|OS\b|VM\b|RAM\b|PC\b|IT\b)[A-Z]{2,}s?\b",
)
_YEAR = re.compile(r"(?:ws|ltsc|win)?-?(20\d\d|1[789]\d\d)")
