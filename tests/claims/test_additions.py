"""Words added to a right sentence that the rules know nothing of: it must not pass any more.

The mutation suite changes what a sentence says; this one changes what it says it of: where, for whom, by whom, how, at
what price, for what reason, on what condition. A reader that passes over words it does not understand fails here.
"""

import random
import re
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from assistant.claims.claim import TextStatus
from assistant.claims.judge import judge_text
from assistant.rules import Engine

ENGINE = Engine.load()
FOLDER = Path(__file__).parent / "phrases"
# A name followed by the noun before which an adjective may stand.
_NAMED = re.compile(
    r"\b(?:Windows Server (?:\d{4}|, version \w+)|ltsc\d{4}|23H2|20H2|2025|2022|2019) "
    r"(?P<noun>hosts?|images?|containers?|servers?|nodes?)\b"
)
_LOWERED = frozenset("A The An You It No On In Neither Unlike To If With Running There".split())


@lru_cache(maxsize=4)
def book(name):
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def sentences():
    """Right texts of a single plain sentence."""
    texts = [text for group in book("right")["texts"].values() for text in group]
    return [t for t in texts if t.endswith(".") and not re.search(r"\n|\?|[.!] [A-Z]|<|\|", t) and len(t) < 160]


def added(place, words, sentence, rng):
    """The sentence with the words at its end, at its beginning or before a noun; None where there is no such noun."""
    if place == "after":
        return f"{sentence[:-1]} {words}."
    if place == "before":
        first = sentence.split(" ", 1)[0]
        return f"{words} {sentence[0].lower() + sentence[1:] if first in _LOWERED else sentence}"
    named = list(_NAMED.finditer(sentence))
    if not named:
        return None
    at = rng.choice(named).start("noun")
    return f"{sentence[:at]}{words} {sentence[at:]}"


def passed(seed, of_each):
    """The additions that still pass, of `of_each` sentences for every addition."""
    rng = random.Random(seed)
    day = book("right")["as_of"]
    tried, slipped = 0, []
    for place, additions in book("additions").items():
        for words in additions:
            for sentence in rng.sample(sentences(), of_each):
                text = added(place, words, sentence, rng)
                if text is None or text in _STILL_TRUE:
                    continue
                tried += 1
                if judge_text(ENGINE, text, day).status is TextStatus.VERIFIED:
                    slipped.append(text)
    return tried, slipped


# What holds of all holds of some, and 'not all' is no less true with 'mostly' after it.
_STILL_TRUE = frozenset(
    {
        "Not all LTSC images run on Windows Server 2022 mostly.",
        "Not all LTSC images run on Windows Server 2022 most of the time.",
        "Windows Home cannot host containers in the Home edition.",
        "Windows Home editions cannot host containers in the Home edition.",
        "Windows 11 Home does not support Windows containers in the Home edition.",
    }
)


def test_a_sentence_with_unknown_words_does_not_pass():
    tried, slipped = passed(seed=1, of_each=6)
    assert tried > 700
    assert slipped == []


@pytest.mark.slow
def test_no_right_sentence_passes_with_any_of_the_additions():
    tried, slipped = passed(seed=2, of_each=len(sentences()))
    assert tried > 10_000
    assert slipped == []


def modified(place, modifier, statement):
    """A statement of the book with a modifier after it, before it, or as the next sentence."""
    if place == "after":
        return f"{statement}{'' if modifier[0] in ',:' else ' '}{modifier}."
    if place == "next":
        return f"{statement}. {modifier}"
    name = statement[0].isdigit() or statement.startswith(("Windows", "AKS", "Hyper", "ltsc", "Version", "Mainstream"))
    return f"{modifier} {statement if name else statement[0].lower() + statement[1:]}."


@pytest.mark.parametrize("statement", book("modifiers")["statements"])
def test_a_statement_stands_alone_or_not_at_all(statement):
    modifiers = book("modifiers")
    texts = [modified(place, words, statement) for place in ("after", "before", "next") for words in modifiers[place]]
    assert judge_text(ENGINE, f"{statement}.", modifiers["as_of"]).status is TextStatus.VERIFIED
    passed_on = [t for t in texts if judge_text(ENGINE, t, modifiers["as_of"]).status is TextStatus.VERIFIED]
    assert passed_on == []
